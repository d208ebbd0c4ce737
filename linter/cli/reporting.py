"""What ``jixiao report`` does, as a function of plain data, so that ``jixiao verify`` can do it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct, field
from msgspec.structs import asdict, replace

from linter.cli import shared, targets

if TYPE_CHECKING:
    from linter.reports.feedback import FeedbackOptions
    from linter.reports.result import Result
    from linter.run.evidence import Bundle
    from linter.run.prepare import Setup


File = tuple[str, Iterable[str] | Iterable[bytes]]


class Request(Struct, frozen=True):
    """What the command line asked for; every value is text, a number, or a list of texts. ``today`` and ``deadline`` are ISO dates."""

    paths: tuple[str, ...]
    to: str
    today: str
    previous: tuple[str, ...] = ()
    last_year: tuple[str, ...] = ()
    template: str | None = None
    limit: int = 200
    issuer: str = ""
    deadline: str | None = None
    max_pages: int | None = None
    rules: Mapping[str, Any] = field(default_factory=dict)
    reviewer: str = ""

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Request:
        """The request of a bundle.

        Raises:
            TypeError: keys are missing or unknown.
        """
        known = set(cls.__struct_fields__)
        lists = {key: tuple(value) for key, value in data.items() if isinstance(value, list)}
        return cls(**{key: value for key, value in {**data, **lists}.items() if key in known})

    def plain(self) -> dict[str, Any]:
        """The request as it stands in a bundle."""
        return asdict(self)

    def asked(self) -> dict[str, Any]:
        """The rule options as ``shared.setup_of`` takes them, on the day of the request."""
        lists = {key: tuple(value) if isinstance(value, list) else value for key, value in self.rules.items()}
        return {**lists, "today": datetime.fromisoformat(self.today)}


class Reported(Struct, frozen=True):
    """What a request gave: the result, the files (name, content piece by piece), each made as it is taken, and how their names end.
    ``each_unit``: there is one for each unit."""

    result: Result
    setup: Setup
    files: Iterable[File]
    suffix: str
    each_unit: bool

    def held(self) -> Reported:
        """The same with all its files at hand, to be taken more than once."""
        return replace(self, files=[(name, list[Any](pieces)) for name, pieces in self.files])


def checked(request: Request, paths: tuple[str, ...], output: str | None, workers: int | None) -> tuple[Result, Setup]:
    """The findings of the paths."""
    jobs = shared.jobs_of(paths)
    targets.refuse_inputs(jobs, output)
    setup = shared.setup_of(jobs, paths, **request.asked())
    last = request.last_year if paths == request.paths else ()
    limits = shared.limits_of(request.max_pages)
    return shared.run_with_progress(jobs, setup, limits, last_year=last, workers=workers, documents=True), setup


def _options(request: Request, output: str | None) -> FeedbackOptions:
    from linter.reports.feedback import FeedbackOptions

    folder = Path(output) if output and not Path(output).suffix else Path(output or ".").parent
    template = Path(request.template) if request.template else None
    deadline = date.fromisoformat(request.deadline) if request.deadline else None
    return FeedbackOptions(date.fromisoformat(request.today), template, request.limit, request.issuer, deadline, folder, request.reviewer)


@contextmanager
def _refusals() -> Iterator[None]:
    from linter.reports.feedback.api import CannotReport

    try:
        yield
    except CannotReport as error:
        raise click.UsageError(str(error)) from error


def reported(request: Request, output: str | None = None, workers: int | None = None) -> Reported:
    """Check, and render as files are taken.

    Raises:
        click.UsageError: the report cannot be written so, here or as a file is taken.
    """
    from linter.reports.feedback import feedback_named
    from linter.reports.feedback.batch import batch_of

    kind, options = feedback_named(request.to), _options(request, output)
    with _refusals():
        kind.verify(options)
    result, setup = checked(request, request.paths, output, workers)
    earlier = checked(request, request.previous, output, workers)[0] if request.previous else None

    def files() -> Iterator[File]:
        with _refusals():
            yield from kind.write(batch_of(result, earlier), options)

    return Reported(result, setup, files(), kind.suffix, kind.each_unit)


def bundled(request: Request, done: Reported) -> Bundle:
    """The evidence of a report; takes its files."""
    from linter.reports.feedback.files import safe_name
    from linter.run.evidence import collected

    report = {
        f"{safe_name(name)}{done.suffix}": b"".join(piece.encode() if isinstance(piece, str) else piece for piece in pieces)
        for name, pieces in done.files
    }
    jobs = (job for paths in (request.paths, request.previous, request.last_year) if paths for job in shared.jobs_of(paths))
    named = [request.template, request.rules.get("baseline"), *request.rules.get("reviews", ())]
    inputs = [job.path for job in jobs if job.path is not None] + [Path(name) for name in named if name]
    return collected(request.plain(), done.result, done.setup.configs, inputs, report)
