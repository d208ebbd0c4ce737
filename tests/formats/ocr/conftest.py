from __future__ import annotations

import pytest

from tests.support.writers import pdf as writer


@pytest.fixture(autouse=True)
def needs_ocr() -> None:
    for module in ("pypdfium2", "rapidocr", "onnxruntime", "cv2"):
        pytest.importorskip(module, reason="the extra [ocr] is not installed")
    if reason := writer.missing():
        pytest.skip(reason)
