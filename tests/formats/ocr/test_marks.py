"""The first sign of a value is looked at again: a clear ≥ is put right, what stays unclear is doubtful, a real 2 is left alone."""

from __future__ import annotations

from typing import Any

import pytest

from linter.formats._paged.glyphs import Glyph
from linter.formats._paged.scan_marks import DOUBTFUL, judged, settled
from linter.layouts.lines import DOUBT_CONFIDENCE
from tests.support.writers.pdf import font_path


def picture(text: str, size: int = 24, blur: float = 0.8, noise: float = 8.0) -> Any:
    import cv2
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", (size * 8, size * 2), 245)
    ImageDraw.Draw(image).text((6, size // 3), text, font=ImageFont.truetype(str(font_path()), size), fill=30)
    soft = cv2.GaussianBlur(np.asarray(image).astype(np.float32), (0, 0), blur)
    return np.clip(soft + np.random.default_rng(1).normal(0, noise, soft.shape), 0, 255).astype(np.uint8)


def read_as(text: str, printed: str, confidence: float = 0.97, **how: float) -> tuple[str, float | None]:
    found = settled(Glyph(0, 0, 9, 9, text, confidence), lambda: picture(printed, **how))  # type: ignore[arg-type]
    return found.text, found.confidence


@pytest.mark.parametrize("size", [22, 26, 32])
@pytest.mark.parametrize(("printed", "sign"), [("≥98%", "≥"), ("≤50万元", "≤"), (">98%", ">"), ("298%", "2")])
def test_signs_are_told_apart(printed: str, sign: str, size: int) -> None:
    assert judged(picture(printed, size)) == sign


@pytest.mark.parametrize("misread", ["298%", "z98%", "之98%", ">98%", "7 98%"])
def test_a_misread_mark_is_put_right(misread: str) -> None:
    assert read_as(misread, "≥98%") == ("≥98%", 0.97)


def test_a_mark_the_other_way_is_put_right() -> None:
    assert read_as("<50万元", "≤50万元") == ("≤50万元", 0.97)


@pytest.mark.parametrize("printed", ["298%", "225个", "2026年", ">98%", "25次", "≥98%", "98%", "7天", "2"])
def test_what_is_printed_so_is_left_alone(printed: str) -> None:
    assert read_as(printed, printed) == (printed, 0.97)


@pytest.mark.parametrize("text", ["298%", "之98%", "z98%"])
def test_what_stays_unclear_is_doubtful(text: str) -> None:
    import numpy as np

    found = settled(Glyph(0, 0, 9, 9, text, 0.97), lambda: np.full((40, 120), 245, np.uint8))
    assert found.text == text
    assert found.confidence == DOUBTFUL < DOUBT_CONFIDENCE


def test_a_point_where_a_comma_may_have_stood_is_doubtful() -> None:
    assert read_as("50.000", "50,000") == ("50.000", DOUBTFUL)
    assert read_as("50.00", "50.00") == ("50.00", 0.97)
    assert read_as("1.2公里", "1.2公里") == ("1.2公里", 0.97)
