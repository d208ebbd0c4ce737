"""The sound forms that faults are planted in, and how they are drawn: canonical rows of one text a cell, in seven layouts and eight formats."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml

from linter import formats, layouts
from linter.model.document import Document
from linter.model.finding import Finding
from linter.run.engine import lint
from tests.seen.forms import Form as SeenForm
from tests.seen.forms import data as seen_data
from tests.seen.forms import read as seen_read
from tests.support.cases import form_data
from tests.support.writers import WRITERS, FormData
from tests.support.writers.forms import one_sided, two_sided
from tests.support.writers.page import Page

TESTS = Path(__file__).parents[1]
FIELDS = ("project", "department", "unit", "attribute", "duration", "overview", "basis", "necessity", "measures", "plan", "filed")
LAYOUTS: dict[str, Callable[[FormData], Page]] = {
    "one-sided": one_sided,
    "unmerged": partial(one_sided, merge_levels=False),
    "two-sided": two_sided,
    "weighted": partial(one_sided, roles=("level1", "level2", "name", "value", "weight")),
    "nature": partial(one_sided, roles=("level1", "level2", "name", "value", "nature")),
    "explained": partial(one_sided, roles=("level1", "level2", "name", "value", "explanation")),
    "scored": partial(one_sided, roles=("level1", "level2", "name", "value", "weight", "actual", "score", "remark")),
}
FORMATS = ("json", "yaml", "xlsx", "docx", "html", "csv", "text", "pipes")
_CATALOGUED = {"two-sided": "two-sided", "weighted": "weighted", "scored": "self-evaluation"}


def _joined(target: dict[str, Any]) -> dict[str, str]:
    """Comparator, number and unit as the one text a value is elsewhere."""
    value = "".join(str(target.get(part) or "") for part in ("comparator", "value", "unit"))
    return {"name": str(target["name"]), "value": value}


def _canonical(form: FormData) -> FormData | None:
    rows = [{"level1": r["level1"], "level2": r["level2"], "annual": _joined(r["annual"])} for r in form["indicators"] if r.get("annual")]
    fields, totals = form["fields"], form["fields"].get("total") or {}
    if form.get("kind") not in ("project", "transfer") or not totals.get("annual") or len(rows) < 5:
        return None
    kept: dict[str, Any] = {key: fields[key] for key in FIELDS if fields.get(key)}
    kept = {"department": fields.get("unit"), "unit": fields.get("department")} | kept
    kept |= {"goal": {"annual": fields["goal"]["annual"]}, "total": {"annual": totals["annual"]}}
    return {"kind": "project", "layout": "one-sided", "halves": ["annual"], "budget_year": 2026, "fields": kept, "indicators": rows}


def library_forms() -> Iterator[FormData]:
    """The blocks of indicators reviewers accept (``tests/wellmade/library.yml``), a form each."""
    for block in yaml.safe_load((TESTS / "wellmade" / "library.yml").read_text(encoding="utf-8")):
        fields = {"project": block["project"], "goal": block["goal"], "total_annual": block["total"], "overview": None, "necessity": None}
        yield form_data({"rows": block["rows"], "fields": {**fields, "measures": None, "plan": None, "basis": None}})


def _unlabelled(form: SeenForm) -> bool:
    places = [row.labels for row in form.rows] + list(form.labels.values())
    plain = form.layout in ("one-sided", "tree", "short", "nolevel")
    return plain and not any(labels.required or labels.optional for labels in places) and "//" not in "".join(r.value for r in form.rows)


@cache
def sound_forms() -> tuple[FormData, ...]:
    """Well-made forms, the library of accepted indicators, and the forms of the seen sets that bear no label."""
    written = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((TESTS / "wellmade").glob("*.yaml"))]
    seen = [seen_data(form) for path in sorted((TESTS / "seen").glob("set*.txt")) for form in seen_read(path) if _unlabelled(form)]
    canonical = (_canonical(form) for form in (*written, *library_forms(), *seen))
    return tuple(form for form in canonical if form is not None)


def doubled(form: FormData) -> FormData:
    """The same in both halves, as a one-year form of the two-sided layout is filled in."""
    both = copy.deepcopy(form)
    both["halves"], both["layout"] = ["period", "annual"], "two-sided"
    for key in ("goal", "total", "funding"):
        if key in both["fields"]:
            both["fields"][key] = {"period": copy.deepcopy(both["fields"][key]["annual"]), "annual": both["fields"][key]["annual"]}
    for row in both["indicators"]:
        row["period"] = copy.deepcopy(row["annual"])
    return both


def written(form: FormData, layout: str, to: str) -> tuple[bytes, str]:
    """Bytes and a file name."""
    if to in ("json", "yaml"):
        listed = {"forms": [{**form, "index": 1, "layout": _CATALOGUED.get(layout, "one-sided")}]}
        text = json.dumps(listed, ensure_ascii=False) if to == "json" else yaml.safe_dump(listed, allow_unicode=True)
        return text.encode(), f"form.{to}"
    suffix, writer = WRITERS[to]
    return writer([LAYOUTS[layout](form)]), f"form.{suffix}"


def read(form: FormData, layout: str, to: str) -> Document:
    """The form as a file of the format, read back the way every file is."""
    data, name = written(form, layout, to)
    (source,) = formats.read_bytes(data, name)
    return layouts.read_document(source, None)


def findings(form: FormData, layout: str, to: str) -> tuple[Finding, ...]:
    """What is said of the form written so."""
    return lint(read(form, layout, to)).findings
