"""``fix``, ``annotate``, ``report`` and ``render``: nothing is written to disk, the caller gets the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Unpack

from msgspec import Struct

from linter.dataset.runs import Run, write_run
from linter.formats import Unreadable
from linter.formats.api import CannotWrite
from linter.model.errors import UsageError
from linter.public.checking import check
from linter.public.inputs import Data, Paths, single
from linter.public.options import RuleOptions, day_of, limits_of, settings_of, setup_of
from linter.reports.result import Result
from linter.run import pipeline
from linter.run.annotating import Annotated, annotated_input
from linter.run.fixing import Fixed, Fixer
from linter.run.guard import refuse_unguarded


def fix(
    path: str | Path | tuple[()] = (),
    *,
    data: Data | None = None,
    name: str | Path | None = None,
    unsafe: bool = False,
    today: date | None = None,
    max_pages: int | None = None,
    jobs: int = 1,
    **rules: Unpack[RuleOptions],
) -> Fixed:
    """One file with everything put right that changes no meaning (stray characters, full-width digits), as ``jixiao check --fix`` does;
    ``unsafe``: what may change the meaning too. The result holds the new content, the changes, and in ``refused`` what the file did not take. The
    rest as in ``check``.

    Raises:
        Unreadable: the file cannot be read.
        as ``check``.
    """
    refuse_unguarded(jobs)
    job = single(path, data, name)
    setup = setup_of([job], (), today, **rules)
    limits = limits_of(max_pages)
    for document in pipeline.documents(job, None, limits):
        for note in document.not_checked:
            if note.fatal and not document.forms:
                raise Unreadable(f"{job.shown}：{note.why}")
    fixer = Fixer(settings_of(setup, job), setup.policy.suppressions, unsafe, limits, setup.policy.today)
    return fixer.fix(job.data or b"", job.shown)


def annotate(
    path: str | Path | tuple[()] = (),
    *,
    data: Data | None = None,
    name: str | Path | None = None,
    today: date | None = None,
    max_pages: int | None = None,
    jobs: int = 1,
    **rules: Unpack[RuleOptions],
) -> Annotated:
    """One xlsx, docx or PDF with the findings as notes on its cells, as ``jixiao annotate`` makes it. A file with neither form nor finding comes
    back as it is, with 0 notes. The rest as in ``check``.

    Raises:
        CannotWrite: the format carries no notes, or the file takes none (protected, signed).
        Unreadable: the file cannot be read.
        as ``check``.
    """
    job = single(path, data, name)
    content = job.data or b""
    result = check(data=content, name=job.shown, today=today, max_pages=max_pages, jobs=jobs, **rules)
    try:
        done = annotated_input(content, job.shown, result, limits_of(max_pages))
    except (CannotWrite, Unreadable) as error:
        raise type(error)(f"{job.shown}：{error}") from error
    return done if done is not None else Annotated(content, 0)


class ReportFile(Struct, frozen=True):
    """One file of a report: its name with suffix, without a folder, and its content."""

    name: str
    content: bytes

    def write(self, folder: str | Path = ".") -> Path:
        """Write it into a folder, which is made where there is none; the path written."""
        target = Path(folder) / self.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(self.content)
        return target


def _result(
    source: Result | Paths, data: Data | None, name: str | Path | None, today: date | None, jobs: int, rules: RuleOptions
) -> Result:
    if not isinstance(source, Result):
        return check(source, data=data, name=name, today=today, jobs=jobs, **rules)
    if data is not None or rules:
        raise UsageError("已给出检查结果，不能再给 data 或规则选项")
    return source


def report(
    source: Result | Paths = (),
    to: str = "html",
    *,
    data: Data | None = None,
    name: str | Path | None = None,
    previous: Result | Paths | None = None,
    template: str | Path | None = None,
    limit: int = 200,
    issuer: str = "",
    reviewer: str = "",
    deadline: date | None = None,
    folder: str | Path | None = None,
    today: date | None = None,
    jobs: int = 1,
    **rules: Unpack[RuleOptions],
) -> tuple[ReportFile, ...]:
    """Reviewer's feedback, as ``jixiao report`` writes it: one file for the batch, or one a unit. ``source``: the result of ``check``, or what to
    check. ``to``: ``html docx audit xlsx initial matrix matrix_page md txt``. ``previous``: the first round. ``template``: a bureau's own .docx. ``limit``: characters of a
    paragraph to paste. ``issuer`` signs; ``reviewer`` reviewed; ``deadline``: by when units revise. ``today`` dates the letters. ``folder``: where the report will stand, so
    that it can link to the inputs. The rest as in ``check``.

    Raises:
        CannotReport: a library is missing, a template lacks a field.
        as ``check``.
    """
    from linter.reports.feedback import FeedbackOptions, feedback_named, names
    from linter.reports.feedback.batch import batch_of
    from linter.reports.feedback.files import safe_name

    if to not in names():
        raise UsageError(f"没有反馈种类“{to}”；可用：{'、'.join(names())}")
    result = _result(source, data, name, today, jobs, rules)
    earlier = _result(previous, None, None, today, jobs, RuleOptions() if isinstance(previous, Result) else rules) if previous else None
    options = FeedbackOptions(
        day_of(today) or date.today(),
        Path(template) if template is not None else None,
        limit,
        issuer,
        day_of(deadline),
        Path(folder) if folder is not None else None,
        reviewer,
    )
    kind = feedback_named(to)
    files: Iterator[tuple[str, str | bytes]] = kind.render(batch_of(result, earlier), options)
    return tuple(ReportFile(f"{safe_name(title)}{kind.suffix}", _encoded(content)) for title, content in files)


def render(result: Result, to: str = "text") -> bytes:
    """A result as ``jixiao check --format`` writes it: ``text json jsonl sarif github gitlab junit csv md``. Text is UTF-8.

    Raises:
        UsageError: there is no such output.
    """
    from linter.reports import RenderOptions, names, output_named

    if to not in names():
        raise UsageError(f"没有输出格式“{to}”；可用：{'、'.join(names())}")
    return _encoded(output_named(to).render(result, RenderOptions()))


def _encoded(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def to_store(result: Result, store: str | Path, *, run: str | None = None) -> Run:
    """Write what a ``check`` gave into a store, the folder of Parquet tables that ``jixiao check --store`` writes; see ``docs/结果库字段.md``. ``run``: its
    name there, by default one made of its inputs, program and rules; a run of that name is replaced. Of a result whose documents were taken out only
    inputs and findings are written.

    Raises:
        StoreRefused: the folder is no store, or of another schema; the name cannot be used.
        MissingLibrary: pyarrow is not installed.
        OSError: it cannot be written; the store is as it was.
    """
    return write_run(Path(store), result, run)
