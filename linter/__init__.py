"""jixiao: a linter for China's budget performance targets.

The public interface is small: ``check`` and ``parse``. Everything else may move between releases.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linter.model.document import Document
    from linter.reports.result import Result

__all__ = ["check", "parse"]


def check(
    paths: str | Path | Iterable[str | Path],
    *,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] = (),
    pedantic: bool | None = None,
    profile: str | None = None,
    year: int | None = None,
    config: str | Path | None = None,
) -> Result:
    """Check files and folders, the way ``jixiao check`` does: settings files are found upwards from each input.

    ``select`` and ``ignore`` take codes, families or slugs. ``config``: use this settings file for all.

    Raises:
        linter.run.inputs.NothingFound: a path names nothing.
        linter.policy.config.ConfigError: a settings file that cannot be used.
        linter.rules.registry.UnknownRule: a selector that names no rule.
    """
    from linter.rules.registry import expand
    from linter.run.inputs import jobs
    from linter.run.pipeline import run
    from linter.run.prepare import Overrides, prepare
    from linter.run.ruleset import ruleset

    wanted = None if select is None else frozenset(code for one in select for code in expand(one))
    unwanted = frozenset(code for one in ignore for code in expand(one))
    found = list(jobs(_listed(paths)))
    overrides = Overrides(wanted, unwanted, pedantic, profile, year)
    setup = prepare([job.path for job in found], overrides, config=Path(config) if config else None, ruleset=ruleset())
    return run(found, setup)


def parse(paths: str | Path | Iterable[str | Path], year: int | None = None) -> list[Document]:
    """Read files and folders without checking."""
    from linter.run.inputs import jobs
    from linter.run.pipeline import parse as read

    return read(jobs(_listed(paths)), year)


def _listed(paths: str | Path | Iterable[str | Path]) -> list[str]:
    return [str(paths)] if isinstance(paths, str | Path) else [str(one) for one in paths]
