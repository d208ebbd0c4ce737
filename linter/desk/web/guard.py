"""Who may ask the desk for anything: a one-time link becomes a session, and every request is held against host, session, origin and size.

The threat is a web page or a program of somebody else on the same machine that knows the port but not the session (OWASP: DNS rebinding,
cross-site request forgery).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "jixiao_desk"
MAX_UPLOAD = 512 * 2**20
"""Bytes of one request that brings files."""
MAX_FORM = 64 * 2**20
"""Bytes of any other request: a ledger to import is the largest."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Keys:
    """The links that open the desk, each once, and the sessions they became."""

    def __init__(self) -> None:
        self._links: set[str] = set()
        self._sessions: set[str] = set()
        self._secret = secrets.token_bytes(32)

    def link(self) -> str:
        """A new one-time key for the address."""
        key = secrets.token_urlsafe(32)
        self._links.add(key)
        return key

    def enter(self, key: str) -> str | None:
        """The session a link becomes; ``None`` where it is none, or was used."""
        known = next((link for link in self._links if hmac.compare_digest(link.encode(), key.encode())), None)
        if known is None:
            return None
        self._links.discard(known)
        session = secrets.token_urlsafe(32)
        self._sessions.add(session)
        return session

    def known(self, session: str) -> bool:
        """Whether this is a session of ours."""
        return any(hmac.compare_digest(key.encode(), session.encode()) for key in self._sessions)

    def csrf(self, session: str) -> str:
        """What a form of this session must bring along."""
        return hmac.new(self._secret, session.encode(), hashlib.sha256).hexdigest()


class Refusal(Exception):
    """A request that is not answered: status and a Chinese line."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


def cookie_of(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """What the cookie is called: browsers send one port's cookies to every other, and two desks may be open."""
    host = next((value.decode("latin-1") for name, value in headers if name == b"host"), "")
    return f"{COOKIE}_{host.rpartition(':')[2]}"


def session_of(headers: Sequence[tuple[bytes, bytes]]) -> str:
    """The session a request says it has."""
    jar, own = SimpleCookie(), cookie_of(headers)
    for name, value in headers:
        if name == b"cookie":
            try:
                jar.load(value.decode("latin-1"))
            except CookieError:
                return ""
    return jar[own].value if own in jar else ""


class Guard:
    """The outermost layer of the desk. ``hosts``: the values of the Host header it answers to."""

    def __init__(self, app: App, keys: Keys, hosts: frozenset[str], max_upload: int = MAX_UPLOAD) -> None:
        self.app, self.keys, self.hosts, self.max_upload = app, keys, hosts, max_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            self._check(scope)
            await self.app(scope, self._counted(scope, receive), _headed(send))
        except Refusal as refusal:
            await _refuse(refusal, _headed(send), any(name == b"x-csrf" for name, _ in scope["headers"]))

    def _check(self, scope: Scope) -> None:
        """Raises ``Refusal``: not our host, no session, another page's request, too large."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get("host", "") not in self.hosts:
            raise Refusal(421, "地址不对：审核台只在本机地址上应答")
        entering = scope["path"] == "/enter" and scope["method"] == "GET"
        if not entering and not self.keys.known(session_of(scope["headers"])):
            raise Refusal(403, "没有登录：请用启动 jixiao serve 时给出的链接打开；链接只能用一次，重新启动即得新的")
        if not entering and headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise Refusal(403, "其他网页不能使用审核台")
        if scope["method"] not in ("GET", "HEAD"):
            origin = headers.get("origin")
            if origin is not None and origin not in {f"http://{host}" for host in self.hosts}:
                raise Refusal(403, "其他网页不能使用审核台")
            length = headers.get("content-length", "0")
            if not length.isdecimal() or int(length) > self._most(scope):
                raise Refusal(413, f"一次最多上传 {self._most(scope) // 2**20} MB，请分几次上传")

    def _most(self, scope: Scope) -> int:
        return self.max_upload if scope["path"].endswith("/upload") else min(MAX_FORM, self.max_upload)

    def _counted(self, scope: Scope, receive: Receive) -> Receive:
        """The body, refused where it grows beyond its bound whatever its header says."""
        room = self._most(scope)

        async def counted() -> MutableMapping[str, Any]:
            nonlocal room
            message = await receive()
            room -= len(message.get("body", b""))
            if room < 0:
                raise Refusal(413, "上传的内容过大")
            return message

        return counted


def _headed(send: Send) -> Send:
    async def headed(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            present = {name for name, _ in message["headers"]}
            more = [(n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in present]
            message = {**message, "headers": [*message["headers"], *more]}
        await send(message)

    return headed


async def _refuse(refusal: Refusal, send: Send, script: bool) -> None:
    """The refusal, for a script as data, for a person as a page."""
    page = f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>审核台</title><p>{refusal.why}。</p></html>"
    body = (json.dumps({"error": refusal.why}) if script else page).encode()
    kind = b"application/json" if script else b"text/html; charset=utf-8"
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
