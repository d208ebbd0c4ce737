"""What is damaged: the examples, the well-made forms and the golden pages of every layout, in every format; the real document where it lies."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.judging import rows as judging
from tests.support import golden
from tests.support.writers import LAYOUTS, WRITERS, pages
from tests.support.writers.open_document import to_ods, to_odt

ROOT = Path(__file__).parents[2]
FILES = {to: WRITERS[to][1] for to in ("csv", "html", "xlsx", "docx", "pdf")} | {"ods": to_ods, "odt": to_odt}
"""Format → its writer of pages."""


@cache
def texts() -> tuple[str, ...]:
    """Texts of all layouts."""
    found = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").rglob("*.txt"))]
    for path in sorted((ROOT / "tests/layouts").glob("*/*.yaml")):
        page = golden.page_of(golden.load(path))
        found += [WRITERS[to][1]([page]).decode() for to in ("text", "pipes")]
    found += [path.read_text(encoding="utf-8") for path in sorted((ROOT.parent / "shared/seeds").glob("*.txt"))]
    return tuple(found)


def a_text(rng: random.Random) -> str:
    """One of the texts, or of a long one a part as long as a few forms."""
    text = rng.choice(texts())
    if len(text) > 12_000:
        at = rng.randrange(len(text) - 8_000)
        text = text[at : at + 8_000]
    return text


@cache
def forms() -> tuple[dict[str, Any], ...]:
    """Well-made forms as data."""
    found = []
    for path in sorted((ROOT / "tests/wellmade").glob("*.yaml")):
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        rows = data.get("indicators", []) if isinstance(data, dict) else []
        if rows and all(isinstance(row.get(half) or {}, dict) for row in rows for half in ("period", "annual")):
            found.append(data)
    return tuple(found)


@cache
def a_file(to: str, number: int) -> bytes:
    """A well-made form, or a golden page, as a file of the format ``to`` (``json``, ``yaml`` and those of the writers)."""
    rng = random.Random(number)
    if to in ("json", "yaml"):
        some = rng.sample(forms(), 2)
        text = (
            json.dumps({"forms": some}, ensure_ascii=False, indent=1)
            if to == "json"
            else yaml.safe_dump({"forms": some}, allow_unicode=True)
        )
        return text.encode()
    if number % 2:
        path = rng.choice(sorted((ROOT / "tests/layouts").glob("*/*.yaml")))
        return FILES[to]([golden.page_of(golden.load(path))])
    two = [one for one in forms() if one.get("halves", ["period", "annual"]) == ["period", "annual"]]
    layout = rng.choice(["two-sided", *sorted(LAYOUTS)])
    return FILES[to](pages([rng.choice(two)], layout if layout in ("two-sided", "one-sided") else "one-sided"))


@cache
def rows() -> tuple[tuple[str, str, str], ...]:
    """Block, name and value of every row that is judged by itself."""
    return tuple((case.block, case.name, case.value) for case in (*judging.sound_rows(), *judging.faulty_rows()))


@cache
def goals() -> tuple[str, ...]:
    """Goals of the well-made forms."""
    return tuple(goal for form in forms() for goal in form["fields"].get("goal", {}).values())
