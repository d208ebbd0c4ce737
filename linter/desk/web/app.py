"""The desk's application: what stands at which address, and what becomes of things that go wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from linter.desk.decisions import NotDecidable, Overtaken
from linter.desk.ledger import BrokenLedger
from linter.desk.outputs import NothingToWrite
from linter.desk.store import Gone, Store
from linter.desk.web import actions, looks, originals, own, pages
from linter.desk.web.guard import MAX_UPLOAD, App, Guard, Keys, Refusal, cookie_of, session_of
from linter.desk.web.state import Desk
from linter.desk.work import Worker
from linter.reports.feedback.api import CannotReport

_MOST_FILES = 2000
_HOURS = 12


Posted = Callable[[Request, FormData], Response]


def _posting(action: Posted) -> Callable[[Request], Awaitable[Response]]:
    """A route that changes something: the session's own forms only."""

    async def route(request: Request) -> Response:
        keys: Keys = request.app.state.desk.keys
        async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FILES, max_part_size=64 * 2**20) as form:
            given = request.headers.get("x-csrf") or form.get("csrf") or ""
            if not isinstance(given, str) or not _equal(given, keys.csrf(session_of(request.scope["headers"]))):
                raise Refusal(403, "页面已过期，请刷新后再试")
            return await run_in_threadpool(action, request, form)

    return route


def _equal(a: str, b: str) -> bool:
    import hmac

    return hmac.compare_digest(a.encode(), b.encode())


def _enter(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    session = desk.keys.enter(request.query_params.get("key", ""))
    if session is None:
        raise Refusal(403, "链接已用过或不完整：请重新启动 jixiao serve，用新的链接打开")
    target = request.query_params.get("to", "/")
    response = RedirectResponse(target if target.startswith("/") and not target.startswith("//") else "/", 303)
    response.set_cookie(cookie_of(request.scope["headers"]), session, max_age=_HOURS * 3600, httponly=True, samesite="strict", path="/")
    return response


def _routes() -> list[Route]:
    get = [
        ("/enter", _enter),
        ("/", pages.home),
        ("/b/{batch:int}", pages.worklist),
        ("/b/{batch:int}/progress", pages.progress),
        ("/b/{batch:int}/findings", pages.findings),
        ("/b/{batch:int}/figures", pages.figures),
        ("/b/{batch:int}/next", pages.next_form),
        ("/b/{batch:int}/outputs", pages.outputs),
        ("/f/{form:int}", pages.form),
        ("/f/{form:int}/original", originals.sight),
        ("/f/{form:int}/own", own.view),
        ("/f/{form:int}/corrected", own.corrected),
        ("/o/{original:int}", originals.original),
        ("/o/{original:int}/page/{page:int}", originals.picture),
        ("/ledger", pages.ledger),
        ("/ledger/export", pages.export_ledger),
        ("/static/{name}", pages.static),
    ]
    post: list[tuple[str, Posted]] = [
        ("/batches", actions.new_batch),
        ("/reviewer", actions.reviewer),
        ("/b/{batch:int}/upload", actions.upload),
        ("/b/{batch:int}/decide", actions.decide_all),
        ("/b/{batch:int}/undo", actions.undo),
        ("/b/{batch:int}/rename", actions.rename),
        ("/b/{batch:int}/delete", actions.delete),
        ("/b/{batch:int}/make", actions.make),
        ("/f/{form:int}/remark", actions.remark),
        ("/f/{form:int}/edit", own.change),
        ("/f/{form:int}/fix", own.fix),
        ("/f/{form:int}/unedit", own.undo),
        ("/d/{finding:int}", actions.decide),
        ("/d/{finding:int}/remove", actions.remove_remark),
        ("/ledger/import", actions.import_ledger),
        ("/ledger/conflict/{conflict:int}", actions.settle),
    ]
    return [Route(path, view) for path, view in get] + [Route(path, _posting(action), methods=["POST"]) for path, action in post]


_STATUS: dict[type[Exception], int] = {
    Gone: 404,
    NotDecidable: 400,
    Overtaken: 409,
    BrokenLedger: 400,
    NothingToWrite: 400,
    CannotReport: 400,
}


def _said(request: Request, status: int, why: str) -> Response:
    """What went wrong, for a script as data, for a person as a page."""
    if request.headers.get("x-csrf") or request.url.path.endswith("/progress"):
        return JSONResponse({"error": why}, status)
    return looks.page(request, "trouble.html.j2", {"why": why}, status)


def _known(request: Request, error: Exception) -> Response:
    return _said(request, _STATUS[type(error)], str(error))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return _said(request, error.status, error.why)


def _ended(request: Request, error: Exception) -> Response:
    return _said(request, 503, f"{error}")


def _database(request: Request, error: Exception) -> Response:
    full = "full" in str(error)
    return _said(
        request, 507 if full else 503, "磁盘空间不足，未能保存；腾出空间后再试" if full else f"数据文件暂时无法使用（{error}），请再试一次"
    )


def _left(request: Request, error: Exception) -> Response:
    """The browser is gone before all of its request came: nothing was taken, and nobody reads this."""
    return Response(status_code=400)


def _unknown(request: Request, error: Exception) -> Response:
    return _said(request, getattr(error, "status_code", 404), "没有这个页面")


def build(store: Store, worker: Worker, keys: Keys, hosts: frozenset[str], max_upload: int = MAX_UPLOAD) -> App:
    """The application. ``hosts``: the values of the Host header it answers to."""
    handlers: dict[Any, Any] = dict.fromkeys(_STATUS, _known)
    handlers |= {
        ClientDisconnect: _left,
        Refusal: _refused,
        OSError: _ended,
        sqlite3.Error: _database,
        404: _unknown,
        405: _unknown,
        400: _unknown,
    }
    app = Starlette(routes=_routes(), exception_handlers=handlers)
    app.state.desk = Desk(store, worker, keys)
    return Guard(app, keys, hosts, max_upload)
