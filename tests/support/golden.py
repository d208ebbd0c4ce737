"""Golden pairs of the layout tests: a page as drawn, and the forms that stand on it.

``tests/layouts/<layout>/<name>.yaml``::

    page:      pieces in order: each line of a text is a paragraph, a text with ``|`` is a drawing (see ``writers/page.py``)
    formats:   the files it is tested in; default: all of ``ALL``
    unread:    words of the cells that must be reported as unread; default: nothing is unread
    doubtful:  formats in which doubts may be recorded (cells are still to be right)
    forms:
      - kind layout title budget_year                  as wanted
        fields: {project: …, goal: …, total_annual: …}   every filled field; flat keys ``goal goal_period total_annual total_period``
        columns: [level1, level2, name, value]           what the cells of ``rows`` are; ``name2 value2`` belong to 年度, then the
                                                          first ones to 实施期
        rows: ["产出指标 | 数量指标 | 巡查次数 | ≥24次"]
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from linter import formats, layouts
from linter.model.blocks import Block, Cell, Grid, Paragraph, Source
from linter.model.document import Document
from linter.model.place import Place
from linter.reports.serial import form_data
from tests.support.writers import WRITERS, Page, Table, draw

ALL = ("blocks", "text", "pipes", "csv", "html", "xlsx", "docx")
SINGLE = ("name", "value", "comparator", "unit", "nature", "weight", "standard", "actual", "score", "explanation", "remark")
THRESHOLDS = ("t1", "t2", "t3", "t4")


def load(path: Path) -> dict[str, Any]:
    """A golden file."""
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def page_of(golden: dict[str, Any]) -> Page:
    """The page of a golden file."""
    page: Page = []
    for piece in golden["page"]:
        page += [draw(piece)] if "|" in piece else [line for line in piece.splitlines() if line.strip()]
    return page


def blocks_of(page: Page) -> list[Block]:
    """The page as an ideal reader would give it, without a file."""
    where = Place("drawn")
    out: list[Block] = []
    for piece in page:
        if isinstance(piece, Table):
            cells = tuple(Cell(b.text, b.row, b.col, where, b.rowspan, b.colspan) for b in piece.boxes)
            out.append(Grid(cells, piece.n_rows, piece.n_cols, where))
        else:
            out.append(Paragraph(piece, where))
    return out


def available(to: str) -> bool:
    """Whether a reader for the format is there."""
    return to == "blocks" or any("." + WRITERS[to][0] in one.suffixes for one in formats.formats())


def read(page: Page, to: str) -> Document:
    """The page written in a format and read back."""
    if to == "blocks":
        return layouts.read_document(Source("drawn", "blocks", "", tuple(blocks_of(page))))
    suffix, writer = WRITERS[to]
    sources = list(formats.read_bytes(writer([page]), f"drawn.{suffix}"))
    assert len(sources) == 1
    return layouts.read_document(sources[0])


def _targets(row: dict[str, str], halves: list[str]) -> dict[str, Any]:
    first = {key: row[key] for key in SINGLE if key in row and not (key == "remark" and not row[key])}
    if thresholds := [row[key] for key in THRESHOLDS if key in row]:
        first = {"value": thresholds[0], **first, "thresholds": thresholds}
    if halves == ["annual"]:
        return {"annual": first}
    second = {"name": row.get("name2", row["name"]), "value": row["value2"]}
    second.update({key: row[key + "2"] for key in SINGLE if key + "2" in row})
    return {half: target if target["name"] or target["value"] else None for half, target in (("period", first), ("annual", second))}


def expected_rows(form: dict[str, Any]) -> list[dict[str, Any]]:
    """The indicators of an expected form, as the form JSON has them."""
    columns = form.get("columns", ["level1", "level2", "name", "value"])
    out = []
    for line in form["rows"]:
        cells = [cell.strip().replace("\\n", "\n") for cell in line.split("|")]
        assert len(cells) == len(columns), line
        row = dict(zip(columns, cells, strict=True))
        halves = ["period", "annual"] if "value2" in row else ["annual"]
        out.append({"level1": row.get("level1", ""), "level2": row.get("level2", ""), **_targets(row, halves)})
    return out


def _flat(fields: dict[str, Any]) -> dict[str, str]:
    flat = {key: text for key, text in fields.items() if isinstance(text, str)}
    two = len(fields["goal"]) == 2 or len(fields["total"]) == 2
    for key in ("goal", "total"):
        for half, one in fields[key].items():
            text = one if isinstance(one, str) else one.get("text", "")
            flat[f"{key}_{half}" if two or key == "total" else key] = text
    for half, sources in fields["funding"].items():
        flat.update({f"funding_{half}.{label}": money.get("text", "") for label, money in sources.items()})
    return {key: text for key, text in flat.items() if text.strip()}


def without_breaks(data: Any) -> Any:
    """Line breaks inside cells do not survive a text file."""
    if isinstance(data, str):
        return data.replace("\n", "")
    if isinstance(data, list):
        return [without_breaks(one) for one in data]
    return {key: without_breaks(one) for key, one in data.items()} if isinstance(data, dict) else data


def _without_blank_remarks(data: dict[str, Any]) -> None:
    """A remark column that is blank in a row is not written out in every golden row."""
    for row in data["indicators"]:
        for half in ("period", "annual"):
            target = row.get(half)
            if target is not None and target.get("remark") == "":
                del target["remark"]


def compare(document: Document, golden: dict[str, Any], to: str) -> list[str]:
    """Every wrong cell, named."""
    wrong = []
    if len(document.forms) != len(golden["forms"]):
        wrong.append(f"{len(document.forms)} forms instead of {len(golden['forms'])}: {document.not_checked}")
    for form, wanted in zip(document.forms, golden["forms"], strict=False):
        data = form_data(form)
        _without_blank_remarks(data)
        got, want = {**_flat(data["fields"])}, {key: str(text) for key, text in wanted.get("fields", {}).items()}
        got.update({f"row {n}": row for n, row in enumerate(data["indicators"])})
        want.update({f"row {n}": row for n, row in enumerate(expected_rows(wanted))})
        if to in ("text", "pipes", "lines"):
            got, want = without_breaks(got), without_breaks(want)
        for key in ("kind", "layout", "title", "budget_year"):
            if key in wanted:
                got[key], want[key] = data.get(key), wanted[key]
        differing = (key for key in sorted(want.keys() | got.keys()) if want.get(key) != got.get(key))
        wrong += [f"form {form.index} {key}: {got.get(key)!r}, not {want.get(key)!r}" for key in differing]
    return wrong


def remarks(document: Document) -> list[str]:
    """What was said to be unread or read with doubt."""
    return [f"{note.what} {note.why}" for note in document.not_checked] + [doubt.why for form in document.forms for doubt in form.uncertain]
