"""The uploaded files: saved as they came, and looked at beside the form."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from linter.desk.rebuild import document_of
from linter.desk.sight import page_picture, picture_type, tables
from linter.desk.store import Gone
from linter.desk.web import looks
from linter.desk.web.state import desk_of


def download(name: str, content: bytes, kind: str = "application/octet-stream") -> Response:
    """A file to be saved."""
    return Response(content, media_type=kind, headers={"content-disposition": f"attachment; filename*=utf-8''{quote(name, safe='')}"})


def original(request: Request) -> Response:
    """An uploaded file as it came, always to be saved and never to be shown in the desk's own place."""
    row = desk_of(request).store.original(request.path_params["original"])
    return download(row["name"].rpartition("/")[2], row["data"])


def sight(request: Request) -> Response:
    """The original of a form as it looks: the pages or the cells it stands on."""
    desk = desk_of(request)
    document, row = document_of(desk.store, request.path_params["form"])
    with desk.store.reading() as c:
        number = c.execute("SELECT original FROM documents WHERE id = ?", (row["document"],)).fetchone()[0]
    file = desk.store.original(number)
    place = document.forms[0].place
    context = {"original": number, "name": file["name"], "page": None, "tables": ()}
    if picture_type(file["data"]):
        context["page"] = 1
    elif file["data"][:5] == b"%PDF-":
        context["page"] = place.page if place is not None and place.page else 1
    else:
        limits = desk.worker.orders.limits
        context["tables"] = desk.worker.ask(tables, file["name"], file["data"], limits, place.sheet or "" if place is not None else "")
    return looks.page(request, "sight.html.j2", context)


def picture(request: Request) -> Response:
    """A page of an original as a picture.

    Raises:
        Gone: there is no such page, or nothing that draws it.
    """
    desk = desk_of(request)
    data = desk.store.original(request.path_params["original"])["data"]
    kind = picture_type(data)
    if kind is not None:
        return Response(data, media_type=kind)
    drawn = desk.worker.ask(page_picture, data, request.path_params["page"])
    if drawn is None:
        raise Gone("没有这一页，或本机没有安装 pypdfium2、pillow，画不出来；请下载原件查看")
    return Response(drawn, media_type="image/png")
