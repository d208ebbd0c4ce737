"""Review feedback as one web page: a worklist, every form redrawn with findings pinned to its cells, filters, keyboard review, decisions.

The page is self-contained and asks nothing of the network: a content security policy admits only its own style and script, by hash. Text
of the input is only ever escaped by the template; none of it reaches the script.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linter.collection.rounds import NEW, OPEN, PARTLY
from linter.model.finding import Finding, Severity
from linter.model.place import Place
from linter.reports.feedback._html import figures
from linter.reports.feedback._html.pins import Board, FormPage
from linter.reports.feedback.api import CannotReport, Feedback, FeedbackOptions
from linter.reports.feedback.model import Batch, ProjectReview
from linter.reports.feedback.remarks import placed
from linter.reports.feedback.scoring import formula, rank, worklist_formula
from linter.reports.feedback.words import DISCLAIMER, chinese_date, summary, wan
from linter.reports.wording import SEVERITY_NAMES

if TYPE_CHECKING:
    import jinja2

_ASSETS = Path(__file__).parent / "_html" / "assets"
_STATES = {NEW: "s1", PARTLY: "s2", OPEN: "s3"}
_KINDS = {"config": "设置", "inline": "文内注记", "comment": "文内批注", "review": "审核结果", "baseline": "基线"}
_LETTERS = {severity: severity.value[0] for severity in Severity}


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _environment() -> jinja2.Environment:
    try:
        import jinja2
        import markupsafe
    except ImportError as error:
        raise CannotReport('写网页需要 jinja2，请运行 pip install "jixiao[report]"') from error
    loader = jinja2.FileSystemLoader(_ASSETS, encoding="utf-8")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    environment.filters.update(
        own=markupsafe.Markup, figure=lambda number: f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else str(number)
    )
    environment.globals.update(
        severities=SEVERITY_NAMES,
        letter=_LETTERS,
        states=_STATES,
        placed=placed,
        kinds=_KINDS,
        wan=wan,
        family=figures.family,
        place=_place,
        spans=_span,
    )
    return environment


def _rank(project: ProjectReview) -> tuple[bool, Any, int]:
    return rank(project.amount, project.counts[Severity.ERROR], project.counts[Severity.WARNING])


def _worth(project: ProjectReview) -> str:
    """The worklist's figure as it is computed from the amount beside it: ``×7=2,100.00``."""
    without, product, weight = _rank(project)
    return f"×{-weight}=" + ("—" if without else f"{-product / 10000:,.2f}")


def _rules(findings: list[Finding], titles: dict[str, str]) -> list[tuple[Finding, str, int]]:
    """Each rule that spoke: (one of its findings, title, hits), in code order."""
    hits = Counter(finding.code for finding in findings)
    firsts = {finding.code: finding for finding in reversed(findings)}
    return [(firsts[code], titles[code], hits[code]) for code in sorted(hits)]


def _context(batch: Batch, options: FeedbackOptions) -> dict[str, Any]:
    board = Board(sorted(batch.projects, key=_rank))
    general = [(unit.unit, remark, f, board.links(f)) for unit in batch.units for remark in unit.general for f in remark.findings]
    remarks = [remark for page in board.pages for remark in page.review.remarks] + [remark for _, remark, _, _ in general]
    findings = [one.finding for page in board.pages for one in page.pinned]
    spoken = findings + [finding for _, _, finding, _ in general]
    style, script = _asset("style.css"), _asset("script.js")
    return {
        "batch": batch,
        "pages": board.pages,
        "general": general,
        "units": {unit.unit: number for number, unit in enumerate(batch.units)},
        "rules": _rules(spoken, {remark.code: remark.title for remark in remarks}),
        "families": {finding.code[:3]: figures.family(finding) for finding in sorted(spoken, key=lambda f: f.code)},
        "counts": Counter(finding.severity for finding in findings),  # what the filters can hide
        "spoken": Counter(finding.severity for finding in spoken),
        "total": len(findings),
        "worth": _worth,
        "by_family": figures.by_family(batch),
        "by_unit": figures.by_unit(batch),
        "quantified": figures.quantified(batch),
        "most_bars": figures.MOST_BARS,
        "summary": summary(batch),
        "disclaimer": DISCLAIMER,
        "formula": formula(),
        "worklist_formula": worklist_formula(),
        "today": chinese_date(options.today),
        "issuer": options.issuer,
        "spot": lambda finding: _labelled(finding.location.file, finding.location) if finding.location else "",
        "style": style,
        "script": script,
        "style_hash": _hash(style),
        "script_hash": _hash(script),
    }


def _labelled(path: str, place: Place | None) -> str:
    """The file's own name and the place in it."""
    name = path.replace("\\", "/").rpartition("/")[2]
    label = place.label() if place else ""
    return f"{name} {label}" if label else name


def _place(page: FormPage) -> str:
    """Where the form stands in its file."""
    return _labelled(page.review.file, page.review.form.place)


def _span(finding: Finding) -> str:
    """The quoted part of the cell as ``start,end`` in code points, ``""`` where it is all of it."""
    if finding.span is None or finding.span == (0, len(finding.cell)):
        return ""
    skipped = len(finding.cell) - len(finding.cell.lstrip("\n"))
    return f"{finding.span[0] - skipped},{finding.span[1] - skipped}"


def render(batch: Batch, options: FeedbackOptions) -> Iterator[tuple[str, str | bytes]]:
    """One page for the batch."""
    yield "审核意见", _environment().get_template("page.html.j2").render(_context(batch, options))


FEEDBACK = Feedback("审核意见（网页）：工作清单、逐表批注、筛选与处理", ".html", render)
