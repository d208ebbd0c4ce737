"""What is shown: the batches, a batch's worklist, its findings, a form, its outputs, the ledger."""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import quote

import markupsafe
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from linter.desk import ledger as ledgers
from linter.desk import worklist as lists
from linter.desk.rebuild import ACCEPTED, STANDING, rules, units
from linter.desk.rounds import states
from linter.desk.store import OWN, Gone
from linter.desk.web import looks, own
from linter.desk.web.drawing import Drawing, drawing_of, row_of
from linter.desk.web.kinds import KINDS
from linter.desk.web.originals import download
from linter.desk.web.state import desk_of
from linter.desk.worklist import PAGE, Filter
from linter.reports.form_view import templates
from linter.reports.form_view.pins import Pinned

_MOST_NOTES, _MOST_BARS = 200, 40
_STATIC = {
    **dict.fromkeys(("style.css", "theme.js", "pins.js"), templates.ASSETS),
    **dict.fromkeys(("desk.css", "desk.js", "own.js"), looks.STATIC),
}


def home(request: Request) -> Response:
    """All batches, and where files are dropped."""
    return looks.page(request, "home.html.j2", {"batches": desk_of(request).store.batches(), "tab": "home"})


def _batch(request: Request) -> dict[str, Any]:
    """What every page of a batch shows.

    Raises:
        Gone: it was deleted.
    """
    desk, number = desk_of(request), request.path_params["batch"]
    return {"batch": desk.store.batch(number), "progress": desk.store.progress(number), "tab": "batch"}


def _listed(request: Request, rows: Any, count: int, wanted: Filter) -> dict[str, Any]:
    batch = request.path_params["batch"]
    facets = lists.facets(desk_of(request).store, batch)
    return {"rows": rows, "count": count, "wanted": wanted, "pages": max(1, math.ceil(count / PAGE)), "facets": facets}


def worklist(request: Request) -> Response:
    """The forms of a batch to work through."""
    desk, wanted = desk_of(request), Filter.of(request.query_params)
    context = _batch(request)
    if context["batch"]["kind"] == OWN:
        return own.begin(request)
    rows, count = lists.forms(desk.store, request.path_params["batch"], wanted)
    second = context["batch"]["previous"] is not None and context["progress"].finished
    became = states(desk.store, [row["id"] for row in rows], rules(desk.settings)) if second else {}
    notes, unchecked = desk.store.notes(request.path_params["batch"], _MOST_NOTES)
    return looks.page(
        request,
        "rows.html.j2" if "part" in request.query_params else "worklist.html.j2",
        {**context, **_listed(request, rows, count, wanted), "notes": notes, "unchecked": unchecked, "became": became},
    )


def progress(request: Request) -> Response:
    """How far a batch is, for the script that shows it."""
    desk, number = desk_of(request), request.path_params["batch"]
    desk.store.batch(number)
    state = desk.store.progress(number)
    told = {name: getattr(state, name) for name in ("originals", "done", "unread", "forms", "findings", "undecided", "finished")}
    return JSONResponse({**told, "reading": desk.worker.reading(), "trouble": desk.worker.trouble})


def findings(request: Request) -> Response:
    """The findings of a batch, one a row, to be decided many at a time."""
    desk, wanted = desk_of(request), Filter.of(request.query_params)
    context = _batch(request)
    rows, count = lists.findings(desk.store, request.path_params["batch"], wanted)
    return looks.page(request, "findings.html.j2", {**context, **_listed(request, rows, count, wanted)})


def figures(request: Request) -> Response:
    """The batch in charts: units by severity, rules by what was decided, forms by status."""
    store, number = desk_of(request).store, request.path_params["batch"]
    context = {**_batch(request), "statuses": lists.facets(store, number).statuses}
    shown = {"by_unit": lists.by_unit(store, number)[:_MOST_BARS], "by_rule": lists.by_rule(store, number)[:_MOST_BARS]}
    return looks.page(request, "figures.html.j2", {**context, **shown})


def next_form(request: Request) -> Response:
    """On to the next form with something undecided."""
    desk, batch = desk_of(request), request.path_params["batch"]
    after = request.query_params.get("after", "0")
    wanted = Filter.of(request.query_params)
    form = lists.next_undecided(desk.store, batch, int(after) if after.isdecimal() else 0, wanted)
    if form is None:
        return RedirectResponse(f"/b/{batch}?told={quote('全部处理完毕')}", 303)
    return RedirectResponse(f"/f/{form}{wanted.address()}", 303)


def _states(drawing: Drawing) -> Any:
    """What a finding of the drawn form adds: its number in the store, and what was decided."""

    def more(pin: Pinned) -> markupsafe.Markup:
        row = row_of(drawing, pin.finding.code, pin.finding.fingerprint)
        if row is None:
            return markupsafe.Markup("")
        names = {name: row[name] for name in ("id", "version", "decision", "reason", "wording")}
        names |= {"by": row["reviewer"], "at": row["decided"], "carried": row["carried"], "own": int(row["origin"] == "remark")}
        pairs = (markupsafe.Markup(' data-{}="{}"').format(name, value) for name, value in names.items() if value not in ("", None))
        return markupsafe.Markup("").join(pairs)

    return more


def form(request: Request) -> Response:
    """One form redrawn, its findings pinned to its cells, and the panel to decide on them."""
    desk, number = desk_of(request), request.path_params["form"]
    drawing = drawing_of(desk, number)
    row = drawing.row
    batch = desk.store.batch(row["batch"])
    if batch["kind"] == OWN:
        return RedirectResponse(f"/f/{number}/own", 303)
    wanted = Filter.of(request.query_params)
    before, after, at, count = lists.neighbours(desk.store, row["batch"], number, wanted)
    context = {
        "batch": batch,
        "progress": desk.store.progress(row["batch"]),
        "row": row,
        "drawn": drawing.page,
        "more": _states(drawing),
        "mark": looks.environment().globals["mark"],
        "wanted": wanted,
        "before": before,
        "after": after,
        "at": at,
        "count": count,
        "original": drawing.original,
        "tab": "batch",
    }
    return looks.page(request, "form.desk.html.j2", context)


def outputs(request: Request) -> Response:
    """What can be made of a batch."""
    context = _batch(request)
    store = desk_of(request).store
    number = request.path_params["batch"]
    others = [each for each in store.batches() if each["id"] != number]
    shown = {"kinds": KINDS, "units": units(store, number), "accepted": ACCEPTED, "standing": STANDING, "others": others}
    return looks.page(request, "outputs.html.j2", {**context, **shown, "issuer": store.meta("issuer")})


def ledger(request: Request) -> Response:
    """The decisions that hold, how often each rule was followed, and what others decided otherwise."""
    store = desk_of(request).store
    wanted = Filter.of(request.query_params)
    rows, count = ledgers.present(store, wanted.query, PAGE, PAGE * (wanted.page - 1))
    context = {"rows": rows, "count": count, "pages": max(1, math.ceil(count / PAGE)), "wanted": wanted, "tab": "ledger"}
    return looks.page(request, "ledger.html.j2", {**context, "stats": ledgers.stats(store), "conflicts": ledgers.conflicts(store)})


def export_ledger(request: Request) -> Response:
    """The ledger as a file."""
    store = desk_of(request).store
    if request.query_params.get("as") == "xlsx":
        return download("审核台账.xlsx", ledgers.as_workbook(store))
    return download("审核台账.json", ledgers.as_json(store).encode(), "application/json")


def static(request: Request) -> Response:
    """The desk's own style and script.

    Raises:
        Gone: there is no such file.
    """
    name = request.path_params["name"]
    if name not in _STATIC:
        raise Gone("没有这个文件")
    return FileResponse(_STATIC[name] / name)
