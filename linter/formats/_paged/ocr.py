"""The recogniser: rapidocr with the models of its wheel. Nothing is ever downloaded: the model files are named outright.

The direction classifier stays off: it turns short cells upside down (``≥99%`` comes back as ``%66V``).
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from linter.formats.api import Unreadable
from linter.model.errors import install_hint

_NO_MODELS = f"文字识别组件缺少模型文件，请卸载 rapidocr 后{install_hint('ocr')}"
_MAX_SIDE = 4000
_LEAST_SCORE = 0.2


class Word(NamedTuple):
    """A recognised run of text and its box in pixels."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    score: float


def available() -> bool:
    """Whether the extra ``[ocr]`` is installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


@cache
def _engine() -> Any:
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    by_kind = {kind: sorted(models.glob(f"*{kind}*.onnx")) for kind in ("det", "rec")}
    if not all(by_kind.values()):
        raise Unreadable(_NO_MODELS)
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": _MAX_SIDE,
            "Global.text_score": _LEAST_SCORE,
            "Det.model_path": str(by_kind["det"][0]),
            "Rec.model_path": str(by_kind["rec"][0]),
        }
    )


def _colour(grey: Any) -> Any:
    import cv2

    return cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)


def words(grey: Any) -> list[Word]:
    """Every run of text on a page.

    Raises:
        Unreadable: the wheel came without models.
    """
    recognised = _engine()(_colour(grey), use_det=True, use_rec=True, use_cls=False)
    if getattr(recognised, "boxes", None) is None or recognised.txts is None:
        return []
    out = []
    for box, text, score in zip(recognised.boxes, recognised.txts, recognised.scores, strict=True):
        xs, ys = [float(p[0]) for p in box], [float(p[1]) for p in box]
        if text.strip():
            out.append(Word(min(xs), min(ys), max(xs), max(ys), text.strip(), round(float(score), 3)))
    return out


def one_line(grey: Any) -> tuple[str, float]:
    """The text of a picture that holds one line, and its score."""
    recognised = _engine()(_colour(grey), use_det=False, use_rec=True, use_cls=False)
    if not getattr(recognised, "txts", None):
        return "", 0.0
    return recognised.txts[0].strip(), round(float(recognised.scores[0]), 3)
