"""Documents nobody tuned the reader for: drawn, or raw as an export left them, with the form as a person reads it.

``tests/unseen/<set>/<name>.yaml`` has the keys of ``tests/support/golden.py``, and:

    raw:     {name, encoding, text}: the bytes of a file instead of a drawing
    sheets:  [{name, page, hidden: [columns]}]: an xlsx of several sheets instead of a drawing
    forms:   also ``amounts: {annual: "元"}`` and ``anyof: {key: [texts]}``, fields that may be absent but not different
    beside:  words that belong to no field of the contract: they are carried as an extra or said to be unread
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from linter import formats, layouts
from linter.model.document import Document
from linter.model.form import Form
from linter.reports.serial import form_data
from tests.support.golden import _flat, expected_rows, load, page_of, read, remarks, without_breaks
from tests.support.writers import draw
from tests.support.writers.pdf import to_pdf

DRAWN = ("xlsx", "docx", "html", "csv", "pipes", "text", "pdf")


@dataclass
class Count:
    """What one reading of one document came to: cells right, wrong, unread and said, unread and silent."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)


def _book(golden: dict[str, Any]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for sheet in golden["sheets"]:
        made = book.create_sheet(sheet["name"])
        for box in draw(sheet["page"]).boxes:
            made.cell(box.row + 1, box.col + 1, box.text)
            if box.rowspan > 1 or box.colspan > 1:
                made.merge_cells(None, box.row + 1, box.col + 1, box.row + box.rowspan, box.col + box.colspan)
        for column in sheet.get("hidden", ()):
            made.column_dimensions[column].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def formats_of(golden: dict[str, Any]) -> tuple[str, ...]:
    """The files a document is read as."""
    if "raw" in golden or "sheets" in golden:
        return ("raw",)
    return tuple(golden.get("formats", DRAWN))


def document(golden: dict[str, Any], to: str) -> Document:
    """The document as read from a format."""
    if to not in ("raw", "pdf"):
        return read(page_of(golden), to)
    if to == "pdf":
        data, name = to_pdf([page_of(golden)]), "drawn.pdf"
    elif "raw" in golden:
        raw = golden["raw"]
        data, name = raw["text"].encode(raw.get("encoding", "utf-8")), raw["name"]
    else:
        data, name = _book(golden), "book.xlsx"
    (source,) = formats.read_bytes(data, name)
    return layouts.read_document(source)


def _cells(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    out = []
    for row in rows:
        flat = {"level1": row["level1"], "level2": row["level2"]}
        for half in ("period", "annual"):
            for key, value in (row.get(half) or {}).items():
                if key == "thresholds":
                    flat.update({f"{half}.t{n}": one for n, one in enumerate(value)})
                elif value and key != "remark":
                    flat[f"{half}.{key}"] = value
        out.append(flat)
    return out


def _row_key(row: dict[str, str]) -> str:
    return row.get("annual.name") or row.get("period.name") or row.get("annual.value", "")


def _paired(want: list[dict[str, str]], got: list[dict[str, str]]) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Rows by their names in order: a lost row does not make the rows after it wrong."""
    matcher = SequenceMatcher(None, [_row_key(r) for r in want], [_row_key(r) for r in got], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal" or i2 - i1 == j2 - j1:
            yield from zip(want[i1:i2], got[j1:j2], strict=True)
        else:
            yield from ((row, {}) for row in want[i1:i2])
            yield from (({}, row) for row in got[j1:j2])


def _tell(count: Count, where: str, want: str | None, got: str | None, spoken: str) -> None:
    if want == got:
        count.right += want is not None
    elif got:
        count.wrong.append(f"{where}: {got!r}, not {want!r}")
    else:
        (count.said if want and ("".join(want.split()) in spoken or where in spoken) else count.silent).append(f"{where}: {want!r}")


def _header(form: Form | None, wanted: dict[str, Any]) -> Iterator[tuple[str, str | None, str | None]]:
    data = form_data(form) if form else {}
    got = without_breaks(_flat(data["fields"])) if form else {}
    want = without_breaks({key: str(text) for key, text in wanted.get("fields", {}).items()})
    optional = without_breaks(wanted.get("anyof", {}))
    keys = (want.keys() | got.keys()) - optional.keys()
    if not {"goal_period", "goal_annual"} & want.keys() and "goal" in want and "goal" not in got and "goal_annual" in got:
        got["goal"] = got.pop("goal_annual")
    for key in sorted((want.keys() | got.keys() | keys) - optional.keys()):
        yield key, want.get(key), got.get(key)
    for key, allowed in optional.items():
        if got.get(key) not in (None, *map(str, allowed)):
            yield key, str(allowed[0]), got.get(key)
    for key in ("kind", "budget_year"):
        if key in wanted:
            yield key, str(wanted[key]), None if not form or data.get(key) is None else str(data[key])
    for half, amount in wanted.get("amounts", {}).items():
        money = form.total.get(half) if form else None
        plain = None if money is None or money.amount is None else f"{money.amount.normalize():f}"
        yield f"amount_{half}", amount, plain


def carried(read_: Document) -> str:
    """Everything the document holds outside the contract, in its remarks and everything it says, without blanks."""
    extras = [f"{label} {text.text}" for form in read_.forms for label, text in form.extras.items()]
    extras += [target.remark.text for form in read_.forms for _, _, target in form.targets() if target.remark is not None]
    return "".join("".join((*remarks(read_), *extras)).split())


def judge(golden: dict[str, Any], to: str) -> Count:
    """One document in one format against its labels."""
    read_, count = document(golden, to), Count()
    spoken = carried(read_)
    if not read_.forms and read_.not_checked:
        count.said.append(f"the whole document: {read_.not_checked[0].why}")
        return count
    known = "".join(f"{k}{v}" for form in read_.forms for k, v in _flat(form_data(form)["fields"]).items())
    known += "".join(text for form in read_.forms for row in _cells(form_data(form)["indicators"]) for text in row.values())
    by_project = {form.project: form for form in read_.forms if [one.project for one in read_.forms].count(form.project) == 1}
    for number, wanted in enumerate(golden["forms"]):
        project = "".join(str(wanted["fields"].get("project", "")).split())
        form = by_project.get(project) or (read_.forms[number] if number < len(read_.forms) else None)
        for key, want, got in _header(form, wanted):
            _tell(count, f"{number + 1} {key}", want, got, spoken)
        rows = without_breaks(_cells(form_data(form)["indicators"])) if form else []
        for want_row, got_row in _paired(without_breaks(_cells(expected_rows(wanted))), rows):
            name = _row_key(want_row) or _row_key(got_row)
            for key in sorted(want_row.keys() | got_row.keys()):
                _tell(count, f"{number + 1} {name} {key}", want_row.get(key) or None, got_row.get(key) or None, spoken)
    count.wrong += [f"form too many: {form.project}" for form in read_.forms[len(golden["forms"]) :]]
    count.silent += [
        f"beside: {word}" for word in golden.get("beside", ()) if "".join(str(word).split()) not in spoken + "".join(known.split())
    ]
    return count


def all_of(folder: str) -> list[Path]:
    """The documents of a set."""
    return sorted((Path(__file__).parent / folder).glob("*.yaml"))


def report(folder: str, only: str = "", verbose: bool = True) -> None:
    """Figures by format, and every cell that is not right."""
    totals: dict[str, Count] = {}
    for path in all_of(folder):
        golden = load(path)
        for to in formats_of(golden):
            if only and only not in f"{path.stem}-{to}":
                continue
            count = judge(golden, to)
            total = totals.setdefault(to, Count())
            total.right += count.right
            for part in ("wrong", "said", "silent"):
                getattr(total, part).extend(getattr(count, part))
                for line in getattr(count, part) if verbose else ():
                    print(f"{path.stem}-{to} {part.upper()} {line}")
    for to, total in totals.items():
        print(f"{to}: right {total.right}, wrong {len(total.wrong)}, unread and said {len(total.said)}, silent {len(total.silent)}")


if __name__ == "__main__":
    import sys

    report(*sys.argv[1:3])
