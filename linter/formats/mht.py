"""Web archives (.mht): the page in them is read as any web page, its pictures are left."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator

from linter.formats import html
from linter.formats.api import Format, Piece, ReadContext, Unreadable


def sniff(head: bytes) -> bool:
    """A MIME message that says it holds several parts or a page."""
    start = head[:4096].lstrip().lower()
    return (
        start.startswith((b"mime-version:", b"from:", b"content-type:"))
        and b"content-type:" in start
        and (b"multipart/" in start or b"text/html" in start)
    )


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """The first page of the archive.

    Raises:
        Unreadable: there is none.
    """
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                yield from html.read(page, context)
                return
    raise Unreadable("网页存档中没有网页，未读取")


FORMAT = Format("mht", (".mht", ".mhtml"), sniff, read, rank=31)
