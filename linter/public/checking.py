"""``check``, ``parse`` and ``compare``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Unpack

from linter.model.document import Document
from linter.public.inputs import Data, Paths, folders, jobs_of
from linter.public.options import RuleOptions, limits_of, setup_of, year_of
from linter.reports.comparison.model import Comparison
from linter.reports.result import Result
from linter.run import pipeline, versions
from linter.run.guard import refuse_unguarded
from linter.run.prepare import reading_settings


def check(
    paths: Paths = (),
    *,
    data: Data | None = None,
    name: str | Path | None = None,
    today: date | None = None,
    last_year: Paths = (),
    max_pages: int | None = None,
    jobs: int = 1,
    **rules: Unpack[RuleOptions],
) -> Result:
    """Check files and folders, or one file's content, the way ``jixiao check`` does: settings files are found upwards from each input, and what
    cannot be read is a record in the result, never raised.

    ``data``: the content of one file, or a stream of bytes, in place of ``paths``; ``name`` is what it is called, and its suffix helps to tell what it
    is. ``today``: the day by which suppressions expire, by default the present one. ``last_year``: last year's files, to which this year's forms are
    compared. ``max_pages``: of a PDF or scan, 1000 by default. ``jobs``: how many processes may share the work. ``rules``: see ``RuleOptions``.

    Raises:
        UsageError: arguments that cannot be meant.
        NothingFound: a path names nothing.
        UnknownRule: a selector that names no rule.
        ConfigError: a settings file, baseline or review that cannot be used.
        UnguardedScript: ``jobs`` above 1 from a script that every process would run anew.
    """
    refuse_unguarded(jobs)
    inputs = jobs_of(paths, data, name)
    setup = setup_of(inputs, folders(paths), today, **rules)
    last = jobs_of(last_year, None, None) if last_year else None
    return pipeline.run(inputs, setup, limits=limits_of(max_pages), last_year=last, workers=jobs)


def parse(
    paths: Paths = (),
    *,
    data: Data | None = None,
    name: str | Path | None = None,
    year: int | None = None,
    config: str | Path | None = None,
    no_config: bool = False,
    max_pages: int | None = None,
    jobs: int = 1,
) -> list[Document]:
    """Read without checking, as ``jixiao parse`` does: the documents, each with its forms and with what could not be read or placed. ``year``: the
    budget year where a file does not say. Own words and the mapping of headings come from the settings that govern the first input; ``config``: from
    this file; ``no_config``: from none. The rest as in ``check``.

    Raises:
        UsageError, NothingFound, ConfigError, UnguardedScript: as ``check``.
    """
    refuse_unguarded(jobs)
    inputs = jobs_of(paths, data, name)
    settings = reading_settings(
        [job.path for job in inputs], year_of(year), Path(config) if config is not None else None, isolated=no_config
    )
    return pipeline.parse(inputs, settings, limits_of(max_pages), jobs)


def compare(
    old: Paths = (),
    new: Paths = (),
    *,
    old_data: Data | None = None,
    data: Data | None = None,
    old_name: str | Path | None = None,
    name: str | Path | None = None,
    today: date | None = None,
    max_pages: int | None = None,
    jobs: int = 1,
    **rules: Unpack[RuleOptions],
) -> Comparison:
    """Two versions of the same forms beside each other, as ``jixiao compare`` does. ``data`` and ``name`` are of the later version, ``old_data`` and
    ``old_name`` of the earlier. The rest as in ``check``.

    Raises:
        as ``check``.
    """
    refuse_unguarded(jobs)
    before, after = jobs_of(old, old_data, old_name), jobs_of(new, data, name)
    setup = setup_of(after, folders(new), today, **rules)
    return versions.compare(before, after, setup, limits_of(max_pages), jobs)
