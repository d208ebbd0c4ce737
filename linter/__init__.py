"""jixiao: a linter for China's budget performance targets.

The public interface is small: ``check`` and ``parse``. Everything else may move between releases.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from linter.model.document import Document
    from linter.reports.result import Result

__all__ = ["check", "parse"]


def check(paths: str | Path | Iterable[str | Path], **settings: Any) -> Result:
    """Check files and folders. ``settings`` are the fields of ``linter.settings.Settings`` (``select`` and ``ignore`` take codes).

    Raises:
        linter.cli.inputs.NothingFound: a path names nothing.
    """
    from linter.cli.inputs import jobs
    from linter.run import run
    from linter.settings import Settings

    return run(jobs(_listed(paths)), Settings(**settings))


def parse(paths: str | Path | Iterable[str | Path], year: int | None = None) -> list[Document]:
    """Read files and folders without checking."""
    from linter.cli.inputs import jobs
    from linter.run import parse as read

    return read(jobs(_listed(paths)), year)


def _listed(paths: str | Path | Iterable[str | Path]) -> list[str]:
    return [str(paths)] if isinstance(paths, str | Path) else [str(one) for one in paths]
