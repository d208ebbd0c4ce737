"""The clerk's side: one's own form redrawn, what to change first, cells changed in place, the corrected file to take away."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import PurePosixPath
from typing import Any

import markupsafe
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from linter.desk import edits
from linter.desk import worklist as lists
from linter.desk.web import looks
from linter.desk.web.drawing import Drawing, drawing_of, row_of
from linter.desk.web.originals import download
from linter.desk.web.state import desk_of
from linter.desk.worklist import Filter
from linter.model.document import Document
from linter.model.finding import Finding, Severity
from linter.model.form import Text
from linter.model.path import PathError, resolve
from linter.reports.form_view.grid import Cell
from linter.reports.form_view.pins import Pinned
from linter.run.editing import why_not_editable


def begin(request: Request) -> Response:
    """A file of one's own: on to its first form, or how far reading it is."""
    store, number = desk_of(request).store, request.path_params["batch"]
    progress = store.progress(number)
    rows, _ = lists.forms(store, number, Filter())
    if progress.finished and rows:
        return RedirectResponse(f"/f/{rows[0]['id']}/own", 303)
    notes, _ = store.notes(number, 50)
    return looks.page(request, "own.wait.html.j2", {"batch": store.batch(number), "progress": progress, "notes": notes, "tab": "own"})


def _mark(drawing: Drawing, closed: str) -> Any:
    """What a cell that can be changed carries: its path and its text as it stands in the file."""

    def mark(cell: Cell) -> markupsafe.Markup:
        if not cell.key or closed:
            return markupsafe.Markup("")
        try:
            text = resolve(drawing.document, f"forms[0].{cell.key}")
        except PathError:
            return markupsafe.Markup("")
        if not isinstance(text, Text) or text.place is None:
            return markupsafe.Markup("")
        return markupsafe.Markup(' tabindex=0 data-key="{}" data-raw="{}"').format(cell.key, text.text)

    return mark


def _offers(finding: Finding, document: Document) -> list[dict[str, str]]:
    """What a finding proposes: a label, and, where a figure is open, the cell to fill it into with its draft."""
    out = []
    for reading in edits.readings(finding, document):
        label = "".join(dict.fromkeys(new for _, new in reading))
        out.append({"label": label} | next(({"key": key, "draft": new} for key, new in reading if edits.BLANK in new), {}))
    return out[:3]


def _more(drawing: Drawing, closed: str) -> Any:
    """What a finding carries: its number in the store and what it proposes."""

    def more(pin: Pinned) -> markupsafe.Markup:
        row = row_of(drawing, pin.finding.code, pin.finding.fingerprint)
        if row is None or closed:
            return markupsafe.Markup("")
        offers = json.dumps(_offers(pin.finding, drawing.document), ensure_ascii=False)
        return markupsafe.Markup(' data-id={} data-offers="{}"').format(row["id"], offers)

    return more


def _first(counts: Counter[Severity]) -> tuple[int, str]:
    """How much is to be changed first, and what else there is."""
    order = [(Severity.ERROR, "必改"), (Severity.WARNING, "建议修改"), (Severity.INFO, "提示")]
    told = [(counts[severity], name) for severity, name in order if counts[severity]]
    rest = "、".join(f"{count}处{name}" for count, name in told[1:])
    return (told[0][0], f"{told[0][1]}{f'，另有{rest}' if rest else ''}") if told else (0, "")


def _safe(findings: list[Finding]) -> int:
    return sum(finding.fix is not None and finding.fix.safe for finding in findings)


def view(request: Request) -> Response:
    """One's own form, to be put right."""
    desk, number = desk_of(request), request.path_params["form"]
    original = edits.original_of(desk.store, number)
    drawing = drawing_of(desk, number, serious_first=True)
    closed = why_not_editable(drawing.document.format)
    first, rest = _first(drawing.page.hits())
    before, after, at, count = lists.neighbours(desk.store, drawing.row["batch"], number, Filter())
    context = {
        "batch": desk.store.batch(drawing.row["batch"]),
        "row": drawing.row,
        "drawn": drawing.page,
        "mark": _mark(drawing, closed),
        "more": _more(drawing, closed),
        "closed": closed,
        "first": first,
        "rest": rest,
        "safe": _safe([pin.finding for pin in drawing.page.pinned]),
        "changed": edits.changed(desk.store, original["id"]),
        "original": original,
        "before": before,
        "after": after,
        "at": at,
        "count": count,
        "tab": "own",
    }
    return looks.page(request, "own.html.j2", context)


def corrected(request: Request) -> Response:
    """The file with all changes, under its name."""
    row = edits.original_of(desk_of(request).store, request.path_params["form"])
    name = PurePosixPath(row["name"])
    touched = bool(edits.changed(desk_of(request).store, row["id"]))
    return download(f"{name.stem}{'（已改）' if touched else ''}{name.suffix}", row["data"])


def _told(changes: tuple[str, ...], what: str = "已改") -> Response:
    shown = "；".join(changes[:3]) + (f"等{len(changes)}处" if len(changes) > 3 else "")
    return JSONResponse({"told": f"{what}：{shown}" if changes else "没有改动"})


def _given(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def change(request: Request, form: FormData) -> Response:
    """Change a cell in place, and with it the same cell of the other half where that was asked for."""
    desk, number = desk_of(request), request.path_params["form"]
    keys = [key for name in ("key", "twin") if (key := _given(form, name))]
    changes = [(key, _given(form, "text")) for key in keys]
    return _told(edits.edit(desk.store, desk.worker, number, _given(form, "seen"), changes))


def fix(request: Request, form: FormData) -> Response:
    """Take what a finding proposes, or, where none is named, everything that changes no meaning."""
    desk, number, seen = desk_of(request), request.path_params["form"], _given(form, "seen")
    finding, choice = (value if (value := _given(form, name)).isdecimal() and len(value) < 16 else "" for name in ("finding", "choice"))
    if not finding:
        return _told(edits.fix_spelling(desk.store, desk.worker, number, seen))
    return _told(edits.fix_one(desk.store, desk.worker, number, seen, int(finding), int(choice or 0), _given(form, "text")))


def undo(request: Request, form: FormData) -> Response:
    """Take the last step back."""
    desk = desk_of(request)
    return _told(edits.undo(desk.store, desk.worker, request.path_params["form"]), "已撤销")
