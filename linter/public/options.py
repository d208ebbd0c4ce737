"""What a caller may say of a check, and the setup it comes to: the same settings and the same date rules as the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal, TypedDict

from linter.formats import Limits
from linter.model.errors import UsageError
from linter.policy.settings import Settings
from linter.run.inputs import Job
from linter.run.prepare import Overrides, Setup, prepare
from linter.run.ruleset import ruleset

Selectors = str | Iterable[str]
"""Codes, families, slugs: a list, or one text with commas between."""
_PROFILES = ("review", "submission")
_YEARS = range(2000, 2101)


class RuleOptions(TypedDict, total=False):
    """Which rules run, and how. What is not said, the settings files decide.

    ``select``, ``ignore``: codes (``JX402``), families (``JX4``) or slugs. ``pedantic``: show findings of low confidence too. ``profile``: ``review``
    or ``submission``. ``year``: the budget year where a file does not say. ``config``: use this settings file for all; ``no_config``: none.
    ``baseline``: findings in it are only marked. ``reviews``: decisions exported from a review report.
    """

    select: Selectors | None
    ignore: Selectors
    pedantic: bool | None
    profile: Literal["review", "submission"] | None
    year: int | None
    config: str | Path | None
    no_config: bool
    baseline: str | Path | None
    reviews: Iterable[str | Path]


def codes_of(selectors: Selectors) -> frozenset[str]:
    """The codes that selectors name.

    Raises:
        UnknownRule: one of them names nothing.
    """
    from linter.rules.registry import expand_later

    listed = selectors.split(",") if isinstance(selectors, str) else selectors
    return frozenset(code for selector in listed if selector.strip() for code in expand_later(selector))


def day_of(today: date | None) -> date | None:
    """The day, a moment cut to its day.

    Raises:
        UsageError: no date.
    """
    if today is not None and not isinstance(today, date):
        raise UsageError(f"today 应为日期（datetime.date），现为 {today!r}")
    return today.date() if isinstance(today, datetime) else today


def year_of(year: int | None) -> int | None:
    """The budget year.

    Raises:
        UsageError: out of range.
    """
    if year is not None and year not in _YEARS:
        raise UsageError(f"year 应在 {_YEARS[0]} 至 {_YEARS[-1]} 之内，现为 {year!r}")
    return year


def limits_of(max_pages: int | None) -> Limits:
    """The limits of reading. ``max_pages``: of a PDF or scan.

    Raises:
        UsageError: no positive number.
    """
    if max_pages is None:
        return Limits()
    if max_pages < 1:
        raise UsageError(f"max_pages 应不小于 1，现为 {max_pages!r}")
    return Limits(pages=max_pages)


def setup_of(
    jobs: Sequence[Job],
    folders: Iterable[Path],
    today: date | None,
    *,
    select: Selectors | None = None,
    ignore: Selectors = (),
    pedantic: bool | None = None,
    profile: str | None = None,
    year: int | None = None,
    config: str | Path | None = None,
    no_config: bool = False,
    baseline: str | Path | None = None,
    reviews: Iterable[str | Path] = (),
) -> Setup:
    """The setup of a run over these jobs; see ``RuleOptions``. ``folders``: of which every file is part of the run.

    Raises:
        UsageError: an argument out of range.
        UnknownRule: a selector that names no rule.
        ConfigError: a settings file, baseline or review that cannot be used.
    """
    if profile is not None and profile not in _PROFILES:
        raise UsageError(f"profile 应为 {'、'.join(_PROFILES)} 之一，现为 {profile!r}")
    wanted = None if select is None else codes_of(select)
    overrides = Overrides(wanted, codes_of(ignore), pedantic, profile, year_of(year))
    return prepare(
        [job.path for job in jobs],
        overrides,
        config=Path(config) if config is not None else None,
        isolated=no_config,
        baseline=Path(baseline) if baseline is not None else None,
        reviews=[Path(path) for path in reviews],
        today=day_of(today),
        whole=list(folders),
        ruleset=ruleset(),
    )


def settings_of(setup: Setup, job: Job) -> Settings:
    """The settings that govern one job."""
    return setup.settings_for(job.path)
