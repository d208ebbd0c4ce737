"""What changes something: files come in, decisions are made and taken back, outputs are written."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from linter.desk import decisions, ledger, outputs, remarks
from linter.desk.decisions import Decision
from linter.desk.intake import taken, wanted
from linter.desk.rebuild import ACCEPTED, STANDING
from linter.desk.store import OWN, REVIEW, Gone
from linter.desk.web.originals import download
from linter.desk.web.state import REVIEWER, desk_of
from linter.desk.worklist import Filter
from linter.reports.feedback import FeedbackOptions, names
from linter.reports.feedback.files import safe_name

_LONGEST_NAME = 60


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _number(form: FormData, name: str) -> int | None:
    value = _text(form, name)
    return int(value) if value.isdecimal() and len(value) < 16 else None


def _back(path: str, told: str = "") -> Response:
    joint = "&" if "?" in path else "?"
    return RedirectResponse(f"{path}{joint}told={quote(told)}" if told else path, 303)


def new_batch(request: Request, form: FormData) -> Response:
    """A new, empty batch; a script goes on to fill it."""
    store = desk_of(request).store
    previous = _number(form, "previous")
    if previous is not None:
        store.batch(previous)
    name = " ".join(_text(form, "name").split())[:_LONGEST_NAME] or f"{date.today():%Y-%m-%d} 批次"
    number = store.new_batch(name, OWN if _text(form, "kind") == OWN else REVIEW, previous)
    if "x-csrf" in request.headers:
        return JSONResponse({"batch": number})
    if any(isinstance(value, UploadFile) and value.filename for value in form.getlist("file")):
        _take(request, number, form)
    return _back(f"/b/{number}")


def reviewer(request: Request, form: FormData) -> Response:
    """Who reviews, as typed."""
    desk_of(request).store.remember(REVIEWER, " ".join(_text(form, "name").split())[:_LONGEST_NAME])
    return JSONResponse({"reviewer": desk_of(request).reviewer})


def _take(request: Request, batch: int, form: FormData) -> tuple[int, list[str]]:
    """Take the files a request brings; how many were new, and why others were not taken."""
    desk = desk_of(request)
    count, refused = 0, []
    for value in form.getlist("file"):
        if isinstance(value, UploadFile) and value.filename and wanted(value.filename):
            files = list(taken(value.filename, value.file.read()))
            refused += [f"{name}：{why}" for name, why in files if isinstance(why, str)]
            count += desk.store.add_originals(batch, files)
    desk.worker.wake()
    return count, refused


def upload(request: Request, form: FormData) -> Response:
    """Files for a batch."""
    batch = request.path_params["batch"]
    desk_of(request).store.batch(batch)
    count, refused = _take(request, batch, form)
    if "x-csrf" in request.headers:
        return JSONResponse({"taken": count, "refused": refused})
    return _back(f"/b/{batch}")


def rename(request: Request, form: FormData) -> Response:
    """Give a batch another name."""
    batch = request.path_params["batch"]
    name = " ".join(_text(form, "name").split())[:_LONGEST_NAME]
    if name:
        desk_of(request).store.rename_batch(batch, name)
    return _back(f"/b/{batch}")


def delete(request: Request, form: FormData) -> Response:
    """Delete a batch with its originals."""
    desk_of(request).store.delete_batch(request.path_params["batch"])
    return _back("/", "批次及其原件已删除，处理记录仍在台账中")


# -- decisions -----------------------------------------------------------------------------------------------------------------


def _decision(form: FormData) -> Decision:
    return Decision(_text(form, "decision"), _text(form, "reason"), _text(form, "wording"))


def decide(request: Request, form: FormData) -> Response:
    """Decide on one finding as it was seen."""
    desk, finding = desk_of(request), request.path_params["finding"]
    version = _number(form, "version")
    decisions.decide(desk.store, finding, version if version is not None else -1, _decision(form), desk.reviewer)
    return JSONResponse(_state(request, finding))


def _state(request: Request, finding: int) -> dict[str, object]:
    """A finding as it stands now, with what is left in its form and batch.

    Raises:
        Gone: it was deleted meanwhile.
    """
    store = desk_of(request).store
    with store.reading() as c:
        row = c.execute("SELECT * FROM findings WHERE id = ?", (finding,)).fetchone()
        if row is None:
            raise Gone("这条意见已不存在")
        left = c.execute("SELECT undecided FROM forms WHERE id = ?", (row["form"],)).fetchone()
    told = {name: row[name] for name in ("id", "version", "decision", "reason", "wording", "reviewer", "decided", "carried")}
    return {**told, "left": left[0] if left else 0, "undecided": store.progress(row["batch"]).undecided}


def decide_all(request: Request, form: FormData) -> Response:
    """Decide on everything undecided that a filter leaves, or in the chosen forms."""
    desk, batch = desk_of(request), request.path_params["batch"]
    desk.store.batch(batch)
    chosen = [int(value) for value in form.getlist("form") if isinstance(value, str) and value.isdecimal()]
    given = {name: _text(form, name) for name in ("unit", "code", "severity", "q")}
    given["decision"] = _text(form, "where")
    count = decisions.decide_all(desk.store, batch, Filter.of(given), _decision(form), desk.reviewer, chosen)
    target = _text(form, "back")
    return _back(target if target.startswith(f"/b/{batch}") else f"/b/{batch}", f"已处理{count}处，可撤销")


def undo(request: Request, form: FormData) -> Response:
    """Take the last step back."""
    batch = request.path_params["batch"]
    undone = decisions.undo(desk_of(request).store, batch)
    if "x-csrf" in request.headers:
        where = {"form": undone.form, "finding": undone.finding} if undone is not None else {}
        state = _state(request, undone.finding) if undone is not None and undone.finding is not None else None
        return JSONResponse({"count": undone.count if undone is not None else 0, **where, "state": state})
    target = _text(form, "back")
    return _back(target if target.startswith(f"/b/{batch}") else f"/b/{batch}", f"已撤销{undone.count}处" if undone else "没有可撤销的处理")


def remark(request: Request, form: FormData) -> Response:
    """A remark of one's own on a cell."""
    desk, number = desk_of(request), request.path_params["form"]
    made = remarks.add(desk.store, number, _text(form, "key"), _text(form, "message"), _text(form, "advice"), desk.reviewer)
    return JSONResponse({"form": number, "finding": made})


def remove_remark(request: Request, form: FormData) -> Response:
    """Take a remark of one's own back."""
    remarks.remove(desk_of(request).store, request.path_params["finding"])
    return JSONResponse({})


# -- outputs and the ledger ----------------------------------------------------------------------------------------------------


def _options(request: Request, form: FormData) -> FeedbackOptions:
    issuer = " ".join(_text(form, "issuer").split())[:_LONGEST_NAME]
    desk_of(request).store.remember("issuer", issuer)
    deadline = _text(form, "deadline")
    try:
        by = date.fromisoformat(deadline) if deadline else None
    except ValueError as error:
        raise decisions.NotDecidable(f"截止日期“{deadline[:20]}”不是日期，应如 2026-12-31") from error
    return FeedbackOptions(date.today(), issuer=issuer, deadline=by, reviewer=desk_of(request).reviewer)


def make(request: Request, form: FormData) -> Response:
    """One kind of output, as one file or an archive."""
    desk, batch = desk_of(request), request.path_params["batch"]
    name = desk.store.batch(batch)["name"]
    to, only = _text(form, "to"), ACCEPTED if _text(form, "only") == ACCEPTED else STANDING
    options = _options(request, form)
    if to == "annotated":
        return download(f"{safe_name(name)}_原件批注.zip", outputs.together(outputs.annotated(desk.store, batch, desk.settings, only)))
    if to not in names():
        raise Gone("没有这种输出")
    files = outputs.feedback(desk.store, batch, to, desk.settings, options, only, _text(form, "unit"))
    if len(files) == 1:
        return download(*files[0])
    return download(f"{safe_name(name)}.zip", outputs.together(files))


def import_ledger(request: Request, form: FormData) -> Response:
    """Decisions of another desk, of a colleague, or of the static report."""
    value = form.get("file")
    if not isinstance(value, UploadFile) or not value.filename:
        return _back("/ledger", "请选择文件")
    rows = ledger.read(value.file.read(), value.filename.replace("\\", "/").rpartition("/")[2][:_LONGEST_NAME])
    merged = ledger.merge(desk_of(request).store, rows)
    differ = f"，{merged.conflicts}条与本台账不一致，请逐条选定" if merged.conflicts else ""
    return _back("/ledger", f"导入{merged.taken}条，{merged.same}条原已相同{differ}")


def settle(request: Request, form: FormData) -> Response:
    """End a conflict."""
    ledger.settle(desk_of(request).store, request.path_params["conflict"], _text(form, "take") == "theirs")
    return _back("/ledger")
