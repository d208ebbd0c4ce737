"""What several commands share: options, settings, inputs, output files, progress and exit codes."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from linter.files.printing import on_one_line
from linter.files.writing import no_room, write_pieces
from linter.knowledge.resources import reason
from linter.model.finding import Severity

if TYPE_CHECKING:
    from linter.formats.api import Limits
    from linter.reports.result import Result
    from linter.run.inputs import Job
    from linter.run.prepare import Setup

EXIT_FINDINGS, EXIT_USAGE, EXIT_UNREADABLE = 1, 2, 3
_MANY = 5
"""From this many inputs on a terminal shows a progress bar."""
_F = TypeVar("_F", bound=Callable[..., Any])


def paths_argument(function: _F) -> _F:
    """``路径…``: files, folders, globs, ``-``."""
    return click.argument("paths", nargs=-1, required=True, metavar="路径…")(function)


def output_option(function: _F) -> _F:
    """``-o 文件``."""
    return click.option("-o", "--output", metavar="文件", help="写到文件，默认写到屏幕。")(function)


def pages_option(function: _F) -> _F:
    """``--max-pages``; ``limits_of`` takes what it gives."""
    text = "PDF 与扫描件最多读取的页数，默认 1000；其余页列为未检查。"
    return click.option("--max-pages", type=click.IntRange(min=1), metavar="页数", help=text)(function)


def jobs_option(function: _F) -> _F:
    """``--jobs``; ``run_with_progress`` takes what it gives as ``workers``."""
    text = "用几个进程检查，默认按处理器个数，文件不多时为 1；结果与个数无关。"
    return click.option("--jobs", "workers", type=click.IntRange(1, 64), metavar="个数", help=text)(function)


def store_options(function: _F) -> _F:
    """``--store`` and ``--run``."""
    for option in (
        click.option("--run", "run_name", metavar="名称", help="在结果库中的运行名，如 2026年一审；同名的由这次替换。"),
        click.option(
            "--store", metavar="文件夹", type=click.Path(path_type=Path), help="把表、指标、意见写入结果库（Parquet），供 SQL 查询。"
        ),
    ):
        function = option(function)
    return function


def require_store(folder: Path | None, name: str | None) -> None:
    """Nothing where a run can be written to the store that was asked for, if one was: asked before the work, not after it.

    Raises:
        click.UsageError: it cannot, or a name was given without a store.
    """
    if folder is None:
        if name is not None:
            raise click.UsageError("--run 须与 --store 合用")
        return
    from linter.dataset.runs import require_target

    with refusals(folder):
        require_target(folder, name)


def last_year_option(function: _F) -> _F:
    """``--last-year``; ``run_with_progress`` takes the jobs of what it gives."""
    text = "上一年度的文件或文件夹：核对哪些表在资金或项目变化后仍原样沿用。"
    return click.option("--last-year", "last_year", multiple=True, metavar="路径", help=text)(function)


def limits_of(max_pages: int | None) -> Limits:
    """The limits the options ask for."""
    from msgspec.structs import replace

    from linter.formats.api import Limits

    return Limits() if max_pages is None else replace(Limits(), pages=max_pages)


def year_option(function: _F) -> _F:
    """``--year``."""
    return click.option("--year", type=click.IntRange(2000, 2100), metavar="年份", help="文件未写明时采用的预算年度。")(function)


_CONFIG_OPTIONS = (
    click.option("--config", metavar="文件", help="采用这份设置，不再逐级查找 jixiao.toml。"),
    click.option("--no-config", is_flag=True, help="不采用任何设置文件。"),
)


def config_options(function: _F) -> _F:
    """``--config`` and ``--no-config``, for a command that only reads."""
    for option in reversed(_CONFIG_OPTIONS):
        function = option(function)
    return function


def rule_options(function: _F) -> _F:
    """Which rules run and how, and what decides on their findings: every command that checks takes these; ``setup_of`` reads them."""
    for option in reversed(
        (
            click.option("--select", multiple=True, metavar="规则", help="只用这些规则：代码、类别或名称，可用逗号分隔。"),
            click.option("--ignore", multiple=True, metavar="规则", help="不用这些规则。"),
            click.option("--pedantic", is_flag=True, default=None, help="连同把握不大的提示一并显示。"),
            click.option("--profile", type=click.Choice(["review", "submission"]), help="review 审核（默认）；submission 申报前自查。"),
            *_CONFIG_OPTIONS,
            click.option("--baseline", metavar="文件", help="基线文件：其中的旧问题只标注，不影响退出码。"),
            click.option("--review", "reviews", multiple=True, metavar="文件", help="审核结果（从审核报告导出的 JSON）。"),
            click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="以这一天判断豁免是否到期，默认当天。"),
        )
    ):
        function = option(function)
    return year_option(function)


def _expanded(values: tuple[str, ...], option: str) -> frozenset[str]:
    from linter.rules.registry import UnknownRule, expand_later

    codes: frozenset[str] = frozenset()
    for selector in (part for value in values for part in value.split(",") if part.strip()):
        try:
            codes |= expand_later(selector)
        except UnknownRule as error:
            near = f"；是否指 {'、'.join(error.near)}？" if error.near else "，可用 jixiao rules 查看全部规则"
            raise click.UsageError(f"{option} 中的“{error.name}”不是规则代码、类别或名称{near}") from error
    return codes


def setup_of(
    jobs: Sequence[Job],
    paths: Sequence[str] = (),
    *,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    pedantic: bool | None,
    profile: str | None,
    year: int | None,
    config: str | None,
    no_config: bool,
    baseline: str | None,
    reviews: tuple[str, ...],
    today: datetime | None,
    fail_on: str | None = None,
) -> Setup:
    """What the rule options and the settings files ask for. Remarks about settings go to the error stream.

    Raises:
        click.UsageError: an unknown rule, a settings file that cannot be used.
    """
    from linter.policy.config import ConfigError
    from linter.run.prepare import Overrides, prepare
    from linter.run.ruleset import ruleset

    wanted = _expanded(select, "--select") if select else None
    overrides = Overrides(wanted, _expanded(ignore, "--ignore"), pedantic, profile, year, fail_on)
    try:
        setup = prepare(
            [job.path for job in jobs],
            overrides,
            config=Path(config) if config else None,
            isolated=no_config,
            baseline=Path(baseline) if baseline else None,
            reviews=[Path(review) for review in reviews],
            today=today.date() if today is not None else None,
            whole=[Path(path) for path in paths if Path(path).is_dir()],
            ruleset=ruleset(),
        )
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    for remark in setup.remarks:
        say(remark)
    return setup


def changed_options(function: _F) -> _F:
    """``--staged`` and ``--since``; ``jobs_of`` takes them."""
    for option in (
        click.option("--since", metavar="版本", help="只查与 git 某个版本相比有改动的文件。"),
        click.option("--staged", is_flag=True, help="只查 git 暂存区中的文件，按将要提交的内容。"),
    ):
        function = option(function)
    return function


def jobs_of(paths: tuple[str, ...], staged: bool = False, since: str | None = None) -> list[Job]:
    """The inputs the paths name; ends the program with a Chinese line where they name nothing.

    Raises:
        click.UsageError: no paths, options that contradict each other, or git cannot say what changed.
    """
    from linter.run.inputs import NothingFound, jobs

    if staged and since:
        raise click.UsageError("--staged 与 --since 只能用一个")
    if staged or since:
        from linter.cli import git

        try:
            return git.since(since, paths) if since else git.staged(paths)
        except git.GitError as error:
            raise click.UsageError(str(error)) from error
    if not paths:
        raise click.UsageError("缺少参数：路径…")
    try:
        return list(jobs(paths))
    except NothingFound as error:
        say(str(error))
        sys.exit(EXIT_USAGE)


class Unwritten(click.ClickException):
    """A file that could not be written: the place is wrong (exit code 2), or the disk took no more (3)."""

    exit_code = EXIT_USAGE

    def __new__(cls, path: Path, error: OSError) -> Unwritten:
        """A full disk is no wrong usage."""
        return super().__new__(DiskFull if no_room(error) else cls)

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"无法写入 {path}：{reason(error)}")


class DiskFull(Unwritten):
    """The disk took no more."""

    exit_code = EXIT_UNREADABLE


def say(line: str) -> None:
    """A line for the person at the screen, on the error stream; names of files in it can neither steer the terminal nor begin a line."""
    click.echo(f"jixiao: {on_one_line(line)}", err=True)


def write(content: str | bytes, output: str | None) -> None:
    """Write to a file, whole or not at all, or to the screen.

    Raises:
        Unwritten: the file cannot be written.
    """
    write_all([content], output)


def write_all(pieces: Iterable[str | bytes], output: str | None) -> None:
    """Write piece by piece, see ``write``."""
    if output is None or output == "-":
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    try:
        write_pieces(Path(output), pieces)
    except OSError as error:
        raise Unwritten(Path(output), error) from error


@contextmanager
def progress(count: int, label: str = "正在检查") -> Iterator[Callable[[], object]]:
    """To be called for every input that is done: a terminal sees how far it is, how fast and how long still, when there is much to do."""
    with counted(label) as told:
        yield lambda: told(1, count)


@contextmanager
def counted(label: str) -> Iterator[Callable[[int, int], object]]:
    """To be told how many more inputs are done, and of how many, where that is not known before."""
    began, bars = time.monotonic(), contextlib.ExitStack()
    shown: list[Any] = []

    def rate(_: object) -> str:
        return f"每秒 {shown[0].pos / max(time.monotonic() - began, 0.1):.0f} 个文件"

    def told(count: int, of: int) -> None:
        if not shown and of >= _MANY and sys.stderr.isatty():
            bar = click.progressbar(length=of, label=label, file=sys.stderr, show_eta=True, item_show_func=rate)
            shown.append(bars.enter_context(bar))
        for bar in shown:
            bar.update(count)

    with bars:
        yield told


@contextmanager
def timing(*, wanted: bool) -> Iterator[None]:
    """Where ``wanted``, says where the time of what is done within went."""
    if not wanted:
        yield
        return
    from linter.run.timing import timed, told

    with timed() as clock:
        yield
    for line in told(clock):
        say(line)


@contextmanager
def refusals(target: Path | str = "结果", afterwards: str = "") -> Iterator[None]:
    """What a batch or a store refuses is a mistake of usage; a disk that took no more is said with what was being written.

    Args:
        target: what is written, where the system does not name a file of its own.
        afterwards: what a person does once there is room again.

    Raises:
        click.UsageError, DiskFull.
    """
    from linter.model.errors import JixiaoError

    try:
        yield
    except JixiaoError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        if afterwards and no_room(error):
            say(afterwards)
        raise Unwritten(Path(error.filename or target), error) from error


def run_with_progress(
    jobs: list[Job],
    setup: Setup,
    limits: Limits | None = None,
    last_year: tuple[str, ...] = (),
    workers: int | None = None,
    *,
    documents: bool = False,
    tabled: bool = False,
) -> Result:
    """Check the inputs (beside those of last year, paths) with as many processes as asked for (``None``: as many as pay). ``documents``: the
    result has them; ``tabled``: it has the forms as rows."""
    from linter.run.pipeline import checked
    from linter.run.workers import default_workers

    last = jobs_of(last_year) if last_year else None
    with progress(len(jobs)) as told:
        several = workers or default_workers(len(jobs))
        return checked(jobs, setup, limits=limits, last_year=last, progress=told, workers=several, documents=documents, tabled=tabled)


def exit_code(result: Result, fail_on: str, require_form: bool, *, empty_is_fatal: bool = True) -> int:
    """3 beats 1 beats 0; see the README. ``empty_is_fatal``: repositories hold empty files on purpose, so a hook lets them pass."""
    read = [source for source in result.inputs if empty_is_fatal or source.format != "empty"]
    unreadable = any(note.fatal for source in read for note in source.not_checked)
    if unreadable or (require_form and any(not (source.forms or source.twins) for source in result.inputs)):
        return EXIT_UNREADABLE
    if fail_on == "never":
        return 0
    limit = Severity(fail_on).rank
    failing = any(f.severity.rank <= limit and f.severity is not Severity.INFO for f in result.findings if f.suppressed is None)
    return EXIT_FINDINGS if failing else 0
