"""PDFs made to hurt their reader, built byte by byte. Each is small; what it asks for is not."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

_CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"


def stream(content: bytes, extra: str = "") -> bytes:
    return f"<< /Length {len(content)} {extra} >>\nstream\n".encode() + content + b"\nendstream"


def build(objects: dict[int, str | bytes], trailer: str = "") -> bytes:
    """A PDF of numbered objects with a correct cross-reference table."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(f"{number} 0 obj\n".encode() + (body.encode() if isinstance(body, str) else body) + b"\nendobj\n")
    start = out.tell()
    size = max(objects) + 1
    out.write(f"xref\n0 {size}\n0000000000 65535 f \n".encode())
    for number in range(1, size):
        out.write(f"{places[number]:010d} 00000 n \n".encode() if number in places else b"0000000000 65535 f \n")
    out.write(f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def self_referencing_form() -> bytes:
    """A form XObject that draws itself, ten times."""
    resources = "/Resources << /XObject << /X 5 0 R >> >>"
    return build(
        {
            1: _CATALOG,
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: _PAGE.replace(" >>", f" {resources} >>"),
            4: stream(b"/X Do " * 10),
            5: stream(b"/X Do " * 10, f"/Type /XObject /Subtype /Form /BBox [0 0 1 1] {resources}"),
        }
    )


def branching_forms() -> bytes:
    """Forms that each draw the next one ten times: 10^12 drawings."""
    objects: dict[int, str | bytes] = {
        1: _CATALOG,
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: _PAGE.replace(" >>", " /Resources << /XObject << /X 5 0 R >> >> >>"),
        4: stream(b"/X Do " * 10),
    }
    for number in range(5, 17):
        extra = f"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X {number + 1} 0 R >> >>"
        objects[number] = stream(b"/X Do " * 10, extra)
    objects[17] = stream(b"0 0 m 9 9 l S", "/Type /XObject /Subtype /Form /BBox [0 0 1 1]")
    return build(objects)


def xref_loop() -> bytes:
    """A cross-reference table whose predecessor is itself, without any page."""
    head = b"%PDF-1.4\n"
    body = f"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R /Prev {len(head)} >>\nstartxref\n{len(head)}\n%%EOF\n"
    return head + body.encode()


def huge_page_count() -> bytes:
    """A page tree that claims two thousand million pages and has none."""
    return build({1: _CATALOG, 2: "<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>", 3: "<< /Type /Pages /Kids [] /Count 2000000000 >>"})


def page_tree_loop() -> bytes:
    """A page tree whose only child is itself."""
    return build({1: _CATALOG, 2: "<< /Type /Pages /Kids [2 0 R] /Count 5 >>"})


def enormous_page() -> bytes:
    """A page of three kilometres by three."""
    return build(
        {
            1: _CATALOG,
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: _PAGE.replace("595 842", "9000000 9000000"),
            4: stream(b"0 0 m 9000000 0 l S"),
        }
    )


def truncated() -> bytes:
    """The first third of a PDF."""
    whole = build({1: _CATALOG, 2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 3: _PAGE, 4: stream(b"q Q " * 400)})
    return whole[:60]


def decompression_bomb() -> bytes:
    """A content stream of 1 GiB of blanks, compressed twice."""
    packer = zlib.compressobj(9)
    chunk = b" " * 2**20
    once = b"".join(packer.compress(chunk) for _ in range(1024)) + packer.flush()
    twice = zlib.compress(once, 9)
    return build(
        {
            1: _CATALOG,
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: _PAGE,
            4: stream(twice, "/Filter [/FlateDecode /FlateDecode]"),
        }
    )


def huge_image() -> bytes:
    """A picture of 60,000 × 60,000 points on an else empty page."""
    data = zlib.compress(b"\x00" * 2**24, 9)
    extra = "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
    return build(
        {
            1: _CATALOG,
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: _PAGE.replace(" >>", " /Resources << /XObject << /I 5 0 R >> >> >>"),
            4: stream(b"595 0 0 842 0 0 cm /I Do"),
            5: stream(data, extra),
        }
    )


def endless_lines() -> bytes:
    """A page with a million ruling lines."""
    lines = zlib.compress(b"".join(f"0 {n % 842} m 595 {n % 842} l S\n".encode() for n in range(1_000_000)), 9)
    return build({1: _CATALOG, 2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 3: _PAGE, 4: stream(lines, "/Filter /FlateDecode")})


def deep_nesting() -> bytes:
    """An array nested a hundred thousand deep in the page."""
    return build(
        {
            1: _CATALOG,
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: _PAGE.replace(" >>", " /Annots " + "[" * 100_000 + "]" * 100_000 + " >>"),
            4: stream(b""),
        }
    )


def encrypted() -> bytes:
    """A PDF that asks for a password."""
    import pikepdf

    document = pikepdf.new()
    document.add_blank_page()
    out = io.BytesIO()
    document.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret", R=6))
    return out.getvalue()


def _texts(content: bytes) -> bytes:
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    return build(
        {
            1: _CATALOG,
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: _PAGE.replace(" >>", " /Resources << /Font << /F 5 0 R >> >> >>"),
            4: stream(zlib.compress(content, 9), "/Filter /FlateDecode"),
            5: font,
        }
    )


def watermark_on_every_glyph() -> bytes:
    """Eighty thousand pale signs, each a text of its own, tilted."""
    return _texts(b"0.8 g " + b"".join(b"BT /F 9 Tf .9 .4 -.4 .9 %d %d Tm (x) Tj ET\n" % (n % 590, n % 830) for n in range(80_000)))


def covered_over_and_over() -> bytes:
    """Eight thousand texts in one place, each covered by a white box."""
    return _texts(b"0 g BT /F 9 Tf 72 700 Td (98%) Tj ET 1 g 70 690 60 20 re f\n" * 8_000)


def shaded_over_and_over() -> bytes:
    """Four thousand grey boxes as high as the page, thirty thousand texts on them."""
    boxes = b"".join(b"%d %d 500 700 re f\n" % (20 + n % 40, 20 + n % 100) for n in range(4_000))
    return _texts(b"0.9 g " + boxes + b"0 g " + b"".join(b"BT /F 9 Tf %d %d Td (x) Tj ET\n" % (n % 590, n % 830) for n in range(30_000)))


HOSTILE: dict[str, Callable[[], bytes]] = {
    one.__name__: one
    for one in (
        self_referencing_form,
        branching_forms,
        xref_loop,
        huge_page_count,
        page_tree_loop,
        enormous_page,
        truncated,
        decompression_bomb,
        huge_image,
        endless_lines,
        deep_nesting,
        encrypted,
        watermark_on_every_glyph,
        covered_over_and_over,
        shaded_over_and_over,
    )
}
