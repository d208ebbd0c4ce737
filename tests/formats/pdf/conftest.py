from __future__ import annotations

import pytest

from tests.support.writers import pdf as writer


@pytest.fixture(autouse=True)
def needs_pdf() -> None:
    pytest.importorskip("pypdfium2", reason="the extra [pdf] is not installed")
    if reason := writer.missing():
        pytest.skip(reason)
