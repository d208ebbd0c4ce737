"""Reads pictures of forms (PNG, JPEG, TIFF) by recognition. Runs in the child process."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from linter.formats._paged import page_join as _page_join
from linter.formats._paged.glyphs import Box
from linter.formats._paged.left_out import ranges
from linter.formats._paged.page_layout import Part, layout
from linter.formats._paged.pdf_read import MAX_PIXELS, SECONDS_A_SCAN
from linter.formats._paged.scan import MAX_SIDE, read_scan
from linter.formats.api import Piece, ReadContext, Unreadable
from linter.model.blocks import NotChecked

_A4_WIDTH = 595.0
_LEAST_SIDE = 1600
_RESOLUTIONS = (100.0, 1200.0)


def _points_a_pixel(image: Any) -> float:
    """Size of a pixel in points: by the stated resolution where it is a scanner's, else as if the picture were as wide as A4."""
    stated = image.info.get("dpi", (0, 0))[0]
    if _RESOLUTIONS[0] <= float(stated) <= _RESOLUTIONS[1]:
        return 72.0 / float(stated)
    return _A4_WIDTH / float(min(image.size))


def _grey(image: Any, points: float) -> tuple[Any, float]:
    """The upright grey picture at a size the recogniser likes, and points a pixel of it."""
    import numpy as np
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "P"):
        upright = upright.convert("RGBA")
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright)
    upright = upright.convert("L")
    longest = max(upright.size)
    factor = MAX_SIDE / longest if longest > MAX_SIDE else max(1.0, _LEAST_SIDE / longest)
    if factor != 1.0:
        upright = upright.resize((round(upright.width * factor), round(upright.height * factor)), Image.Resampling.LANCZOS)
    return np.asarray(upright), points / factor


def read(data: bytes, context: ReadContext, more: Callable[[float], None]) -> Iterator[Piece]:
    """The tables and paragraphs of a picture; a TIFF may hold several pages.

    Raises:
        Unreadable: damaged, or larger than any scan.
    """
    more(0.0)
    from PIL import Image

    try:
        image = Image.open(io.BytesIO(data))
        total = int(getattr(image, "n_frames", 1))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable("图片已损坏或尺寸异常庞大") from error
    count = min(total, context.limits.pages)
    frames: dict[int, Callable[[Box], Box]] = {}
    unread: dict[int, int] = {}

    def pages() -> Iterator[tuple[int, list[Part]]]:
        for number in range(1, count + 1):
            more(SECONDS_A_SCAN)
            image.seek(number - 1)
            if image.width * image.height > MAX_PIXELS:
                raise Unreadable("图片尺寸异常庞大，未读取")
            try:
                grey, points = _grey(image, _points_a_pixel(image))
            except (OSError, ValueError, SyntaxError) as error:
                raise Unreadable("图片已损坏，请重新扫描或另存后再检查") from error
            scan = read_scan(grey, points)
            frames[number] = scan.shown
            if scan.unread:
                unread[number] = scan.unread
            yield number, layout(number, scan.glyphs, scan.horizontal, scan.vertical, scan.height)

    yield from _page_join.blocks(pages(), context, lambda page, box: frames[page](box))
    shown = context.member or context.path
    for number, cells in unread.items():
        what = f"{shown} {ranges([number])}"
        yield NotChecked(what, f"图片中有 {cells} 格的文字未能识别，请人工核对", context.place(page=number))
    if count < total:
        what = f"{shown} {ranges(range(count + 1, total + 1))}"
        yield NotChecked(what, f"超过页数上限 {count} 页，未读取；可用 --max-pages 调整", context.place(page=count + 1))
