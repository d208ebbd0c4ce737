"""``jixiao annotate``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from linter.cli import chinese, shared
from linter.cli.targets import refuse_inputs
from linter.files.printing import visible
from linter.files.writing import write_file

if TYPE_CHECKING:
    from linter.formats import Limits
    from linter.model.document import Document
    from linter.reports.result import Result
    from linter.run.inputs import Job


def _loaded(jobs: list[Job]) -> list[Job]:
    """The jobs with their bytes: what was checked is what is annotated. A file that cannot be opened is left for the run to report."""
    out = []
    for job in jobs:
        try:
            out.append(replace(job, data=job.path.read_bytes()) if job.path is not None else job)
        except OSError:
            out.append(job)
    return out


def _targets(jobs: list[Job], output: Path, several: bool) -> list[Path]:
    """Where each annotated file goes: ``output`` itself, or the same place below it as below the inputs' common folder."""
    if not several and output.suffix and not output.is_dir():
        return [output]
    paths = [job.path.resolve() for job in jobs if job.path is not None]
    root = Path(os.path.commonpath([path.parent for path in paths])) if paths else Path()
    return [output / (job.path.resolve().relative_to(root) if job.path is not None else "标准输入") for job in jobs]


def _write(target: Path, data: bytes) -> None:
    """Write one annotated file.

    Raises:
        Unwritten: it cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_file(target, data)
    except OSError as error:
        raise shared.Unwritten(target, error) from error


def _refuse_other_kind(document: Document, target: Path) -> None:
    """A workbook named like a letter opens in nothing.

    Raises:
        CannotWrite: the target's suffix is that of another format.
    """
    from linter import formats
    from linter.formats.api import CannotWrite

    if document.member is not None:
        return  # members of archives are refused for that reason
    suffix = target.suffix.lower()
    own = next((kind.suffixes for kind in formats.formats() if kind.name == document.format), ())
    if suffix not in own and suffix in formats.known_suffixes():
        raise CannotWrite(f"原件是 {document.format} 文件，批注后仍是，不能写成 {suffix}；请把输出文件名的后缀改为 {own[0]}")


def _annotate(job: Job, result: Result, target: Path, limits: Limits | None) -> int:
    """Annotate one file and say so. The exit code it asks for."""
    from linter.formats import Unreadable
    from linter.formats.api import CannotWrite
    from linter.run.annotating import annotated_input

    try:
        done = annotated_input(job.data or b"", job.shown, result, limits)
        for document in result.documents:
            if document.path == job.shown and done is not None:
                _refuse_other_kind(document, target)
    except CannotWrite as error:
        shared.say(f"{job.shown}：{error}")
        return shared.EXIT_USAGE
    except Unreadable as error:
        shared.say(f"{job.shown}：{error}")
        return shared.EXIT_UNREADABLE
    if done is None:
        click.echo(visible(f"{job.shown}：没有找到绩效目标表，未加批注"), err=True)
        return 0
    try:
        _write(target, done.data)
    except shared.Unwritten as error:
        shared.say(error.message)
        return error.exit_code
    click.echo(visible(f"已写入 {target}：{done.forms}张绩效目标表，{done.notes}处有批注"), err=True)
    return shared.EXIT_UNREADABLE if done.partial else 0


@click.command(cls=chinese.Command)
@shared.paths_argument
@click.option("-o", "--output", required=True, metavar="文件或文件夹", help="写到文件；有多个文件时写到文件夹，文件名不变。")
@click.option("--in-place", is_flag=True, help="允许 -o 就是原件，直接在原件上写批注。")
@shared.rule_options
@shared.pages_option
def annotate(paths: tuple[str, ...], output: str, in_place: bool, max_pages: int | None, **rules: Any) -> None:
    """在原文件上加批注：xlsx 单元格批注、docx 批注、pdf 高亮；再次运行时更新，他人的批注保留。"""
    folder = Path(output)
    jobs = [job for job in shared.jobs_of(paths) if job.path is None or folder.resolve() not in job.path.resolve().parents]
    if not jobs:
        raise click.UsageError(f"要加批注的文件都在输出文件夹 {output} 中，请换一个输出文件夹")
    several = len(jobs) > 1 or any(Path(path).is_dir() for path in paths)
    if several and folder.is_file():
        raise click.UsageError(f"有多个文件要加批注，{output} 须是文件夹")
    targets = _targets(jobs, folder, several)
    if not in_place:
        for target in targets:
            refuse_inputs(jobs, str(target))
    limits = shared.limits_of(max_pages)
    jobs = _loaded(jobs)
    setup = shared.setup_of(jobs, paths, **rules)
    setup = replace(setup, policy=replace(setup.policy, copies="each"))
    passing = shared.run_with_progress(jobs, setup, limits, documents=True)
    result = replace(passing, documents=tuple(passing.documents), findings=tuple(passing.findings))  # each file asks for its own among all
    codes = [_annotate(job, result, target, limits) for job, target in zip(jobs, targets, strict=True)]
    sys.exit(max(codes))


COMMAND = annotate
