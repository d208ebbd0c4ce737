"""Who may ask the desk for what, and what files and names cannot do to it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from linter.desk.intake import inert, taken
from linter.desk.web.guard import COOKIE, MAX_FORM, MAX_UPLOAD, Keys, cookie_of
from linter.formats.api import Limits
from tests.desk.conftest import forms
from tests.support.desk import Office

PAGES = [
    "/f/1/original",
    "/o/1/page/1",
    "/",
    "/b/1",
    "/b/1/findings",
    "/b/1/outputs",
    "/b/1/figures",
    "/b/1/progress",
    "/b/1/next",
    "/f/1",
    "/f/1/own",
    "/f/1/corrected",
    "/o/1",
    "/ledger",
    "/ledger/export",
    "/static/desk.js",
]
POSTS = [
    "/batches",
    "/reviewer",
    "/b/1/upload",
    "/b/1/decide",
    "/b/1/undo",
    "/b/1/rename",
    "/b/1/delete",
    "/b/1/make",
    "/f/1/remark",
    "/f/1/edit",
    "/f/1/fix",
    "/f/1/unedit",
    "/d/1",
    "/d/1/remove",
    "/ledger/import",
    "/ledger/conflict/1",
]


@pytest.fixture
def filled(office: Office) -> Office:
    office.batch(("甲.json", forms("平台运维")))
    return office


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_shown_without_a_session(filled: Office, path: str) -> None:
    assert filled.stranger.get(path).status_code == 403
    assert filled.stranger.get(path, headers={"cookie": f"{COOKIE}_8000=guessed"}).status_code == 403
    assert filled.client.get(path, follow_redirects=False).status_code in (200, 303, 400, 404)


@pytest.mark.parametrize("path", POSTS)
def test_nothing_is_done_without_a_session_or_from_elsewhere(filled: Office, path: str) -> None:
    good = {"x-csrf": filled.csrf}
    assert filled.stranger.post(path, headers=good).status_code == 403
    assert filled.client.post(path).status_code == 403, "no token"
    assert filled.client.post(path, headers={"x-csrf": "0" * 64}).status_code == 403, "another's token"
    assert filled.client.post(path, headers={**good, "origin": "http://evil.example"}).status_code == 403
    assert filled.client.post(path, headers={**good, "sec-fetch-site": "cross-site"}).status_code == 403
    assert filled.store.progress(1).forms == 1


def test_every_route_is_in_these_lists(office: Office) -> None:
    routes = {(str(route.path), frozenset(route.methods)) for route in office.app.app.routes}  # type: ignore[attr-defined]
    posted = {path for path, methods in routes if "POST" in methods}
    assert len(posted) == len(POSTS)
    assert len(routes) - len(posted) == len(PAGES) + 1, "every page but /enter"


def test_a_link_opens_the_desk_once(office: Office) -> None:
    key = office.keys.link()
    first = office.stranger.get(f"/enter?key={key}", follow_redirects=False)
    assert first.status_code == 303
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    office.stranger.cookies.clear()
    assert office.stranger.get(f"/enter?key={key}").status_code == 403
    assert office.stranger.get("/enter?key=").status_code == 403
    assert office.stranger.get("/enter").status_code == 403


def test_a_link_leads_nowhere_else(office: Office) -> None:
    for target in ("//evil.example", "https://evil.example", "\\\\evil.example"):
        answer = office.stranger.get("/enter", params={"key": office.keys.link(), "to": target}, follow_redirects=False)
        assert answer.headers["location"] == "/"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:9", ""])
def test_another_host_is_refused(office: Office, host: str) -> None:
    assert office.client.get("/", headers={"host": host}).status_code == 421


def test_every_answer_is_fenced(office: Office) -> None:
    for path in ("/", "/nowhere", "/static/desk.js", "/b/99"):
        headers = office.client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
    assert "content-security-policy" in office.stranger.get("/").headers


def test_the_fence_has_every_stake(office: Office) -> None:
    headers = office.client.get("/").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        **dict.fromkeys(("script-src", "style-src", "connect-src", "font-src", "form-action"), "'self'"),
        "img-src": "'self' data:",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    wanted = {
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-store",
    }
    assert {name: headers[name] for name in wanted} == wanted


def test_only_the_link_itself_needs_no_session(office: Office) -> None:
    key = office.keys.link()
    assert office.stranger.post(f"/enter?key={key}").status_code == 403
    assert office.stranger.get(f"/enter/further?key={key}").status_code == 403
    assert office.stranger.get(f"/entering?key={key}").status_code == 403


def test_a_token_is_of_one_session_of_one_desk(office: Office) -> None:
    other = office.keys.enter(office.keys.link())
    assert other is not None
    assert office.client.post("/b/1/delete", headers={"x-csrf": office.keys.csrf(other)}).status_code == 403
    assert Keys().csrf("session") != Keys().csrf("session")


def test_two_desks_on_one_machine_have_cookies_of_their_own() -> None:
    assert cookie_of([(b"host", b"127.0.0.1:8000")]) != cookie_of([(b"host", b"127.0.0.1:8001")])


def test_what_brings_no_files_is_capped_lower(office: Office) -> None:
    headers = {"x-csrf": office.csrf, "content-length": str(MAX_FORM + 1)}
    assert office.client.post("/b/1/delete", headers=headers).status_code == 413
    assert "64 MB" in office.client.post("/ledger/import", headers=headers).json()["error"]


def test_pages_hold_no_script_or_style_of_their_own(filled: Office) -> None:
    for path in ("/", "/b/1", "/b/1/findings", "/f/1", "/ledger", "/b/1/outputs"):
        page = filled.get(path)
        assert page.count("<script") == page.count("<script src=")
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick" not in page


ATTACK = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


def _own_form(office: Office, data: bytes) -> int:
    """A form of its own unit, put right by hand with the same attack."""
    batch = office.batch((f"{ATTACK}.json", data), kind="own")
    with office.store.reading() as c:
        form = int(c.execute("SELECT id FROM forms WHERE batch = ?", (batch,)).fetchone()[0])
    office.post(f"/f/{form}/edit", key="indicators[0].annual.value", text=ATTACK)
    return form


def test_no_script_from_a_cell_or_a_file_name(office: Office) -> None:
    data = forms(ATTACK, rows=[f"数量指标 | {ATTACK} | ≥186%", f"质量指标 | 稳定性 | {ATTACK}"], overview=ATTACK)
    batch = office.batch((f"{ATTACK}.json", data), (f"{ATTACK}.txt", b""), name=ATTACK)
    for row in office.findings(batch)[:2]:
        office.decide(row, "不采纳", ATTACK)
    office.post("/reviewer", name=ATTACK)
    for path in (
        "/",
        f"/b/{batch}",
        f"/b/{batch}/findings",
        f"/b/{batch}/outputs",
        f"/b/{batch}/figures",
        "/f/1",
        f"/f/{_own_form(office, data)}/own",
        "/f/1/original",
        "/ledger",
        f"/b/{batch}?q={ATTACK}&told={ATTACK}",
    ):
        page = office.get(path)
        assert "<script>alert" not in page, path
        assert "<img" not in page, path


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("..\\..\\windows\\win.ini", "windows/win.ini"),
        ("C:\\表\\甲.xlsx", "表/甲.xlsx"),
        ("/root/.ssh/id", "root/ssh/id"),
        ("a/\x00b\x1b[31m.xlsx", "b[31m.xlsx"),
        ("\u202egpj.xlsx", "gpj.xlsx"),
        ("....", "未命名"),
        ("", "未命名"),
        ("CON:|?.xlsx", "CON___.xlsx"),
    ],
)
def test_names_are_inert(name: str, shown: str) -> None:
    assert inert(name) == shown


def test_a_long_name_keeps_its_suffix() -> None:
    assert inert("长" * 500 + ".xlsx").endswith(".xlsx")
    assert len(inert("长" * 500 + ".xlsx")) <= 130


def test_an_archive_cannot_reach_out(office: Office, tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../../../外面.json", forms("平台运维"))
        archive.writestr("里面.json", forms("设备维护"))
    batch = office.batch(("包.zip", stream.getvalue()))
    assert not list(tmp_path.parent.glob("外面*"))
    with office.store.reading() as c:
        assert [row[0] for row in c.execute("SELECT name FROM originals")] == ["包.zip/里面.json"]
    assert "上级路径" in office.get(f"/b/{batch}")
    names = zipfile.ZipFile(io.BytesIO(office.make(batch, "annotated").content)).namelist()
    assert not [name for name in names if ".." in name or name.startswith("/")]


def test_uploads_are_capped(tmp_path: Path) -> None:
    office = Office(tmp_path / "small.sqlite", max_upload=50_000)
    batch = office.store.new_batch("一批")
    assert "error" in office.post(f"/b/{batch}/upload", 413, files={"file": ("大.txt", b"x" * 60_000)})
    assert office.store.progress(batch).originals == 0

    def endless() -> object:
        for _ in range(100):
            yield b"x" * 1000

    headers = {"x-csrf": office.csrf, "content-type": "multipart/form-data; boundary=b"}
    assert office.client.post(f"/b/{batch}/upload", content=endless(), headers=headers).status_code == 413  # type: ignore[arg-type]


def test_what_says_it_is_too_large_is_refused_before_it_is_read(office: Office) -> None:
    batch = office.store.new_batch("一批")
    for path, size in (
        (f"/b/{batch}/upload", MAX_UPLOAD + 1),
        ("/reviewer", MAX_FORM + 1),
        ("/ledger/import", MAX_FORM + 1),
        ("/reviewer", -5),
    ):
        headers = {"x-csrf": office.csrf, "content-length": str(size)}
        assert office.client.post(path, content=b"", headers=headers).status_code == 413, path


def test_a_file_beyond_its_bound_is_not_taken_in() -> None:
    ((name, why),) = taken("大.txt", b"x" * 11, Limits(max_bytes=10))
    assert name == "大.txt" and isinstance(why, str) and "未收下" in why
    assert list(taken("小.txt", b"x" * 10, Limits(max_bytes=10))) == [("小.txt", b"x" * 10)]


def test_originals_are_only_ever_saved(filled: Office) -> None:
    batch = filled.store.new_batch("网页")
    filled.store.add_originals(batch, [("页.html", b"<script>alert(1)</script>")])
    answer = filled.client.get("/o/2")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e%2fapp.py", "/static/..%5capp.py", "/o/../../etc/passwd", "/static/app.py"]
)
def test_paths_lead_nowhere(office: Office, path: str) -> None:
    answer = office.client.get(path)
    assert answer.status_code == 404
    assert "import" not in answer.text
