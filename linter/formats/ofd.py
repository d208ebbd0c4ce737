"""OFD (GB/T 33190): the national format for official documents, a zip of XML. Its text layer is read like that of a PDF."""

from __future__ import annotations

from collections.abc import Iterator

from linter.formats._office.package import zip_has
from linter.formats.api import Format, Piece, ReadContext


def _sniff(head: bytes) -> bool:
    return zip_has(head, b"OFD.xml")


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """Blocks in reading order. Places: page and box.

    Raises:
        Unreadable: damaged, beyond the limits, or pictures only.
    """
    from linter.formats._paged import ofd_read

    yield from ofd_read.read(data, context)


FORMAT = Format("ofd", (".ofd",), _sniff, read, rank=12)
