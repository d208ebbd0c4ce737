"""What holds for every test."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests never read or write the cache of whoever runs them; child processes inherit it."""
    import os

    os.environ["JIXIAO_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
