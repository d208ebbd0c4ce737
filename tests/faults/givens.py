"""What a sound form is given before a defect is planted that needs it: weights that add up, scores that follow the results, sources of funds."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from linter.values import parse_money
from tests.support.writers import FormData

FULL = 100


def weights(form: FormData) -> None:
    """Weights that add up to 100."""
    rows = form["indicators"]
    each, left = divmod(FULL, len(rows))
    for number, row in enumerate(rows):
        row["annual"]["weight"] = str(each + (1 if number < left else 0))


def nature(form: FormData) -> None:
    """The direction each sign already has."""
    for row in form["indicators"]:
        sign = row["annual"]["value"][:1]
        row["annual"]["nature"] = {"≥": "正向", "≤": "反向"}.get(sign, "")


def explanation(form: FormData) -> None:
    """What each indicator measures, in words that are not its name."""
    for row in form["indicators"]:
        row["annual"]["explanation"] = f"反映{row['annual']['name']}的年度实现情况，以验收资料和业务台账统计"


def scores(form: FormData) -> None:
    """A self-evaluation where everything was reached and got its full points."""
    weights(form)
    form["kind"] = "self_evaluation"
    for row in form["indicators"]:
        target = row["annual"]
        bound = re.fullmatch(r"([≥≤＝=]?)([0-9][0-9.,]*)(\S*)", target["value"])
        target["actual"] = f"{bound[2]}{bound[3]}" if bound else re.sub(r"[前内]$", "", target["value"])
        target |= {"score": target["weight"], "remark": ""}


def sources(form: FormData) -> None:
    """Two sources that add up to the total."""
    total = form["fields"]["total"]["annual"]
    amount = parse_money(total["text"]) or Decimal(0)
    part = (amount * Decimal("0.6")).quantize(Decimal("0.01"))
    listed = {"省级财政资金": part, "市县(区)财政资金": amount - part}
    form["fields"]["funding"] = {"annual": {label: {**total, "text": f"{one:.2f}"} for label, one in listed.items()}}


GIVENS: dict[str, Callable[[FormData], None]] = {give.__name__: give for give in (weights, nature, explanation, scores, sources)}
