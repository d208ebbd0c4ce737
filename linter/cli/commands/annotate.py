"""``jixiao annotate``."""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linter.cli import chinese, shared
from linter.knowledge.resources import reason

if TYPE_CHECKING:
    from linter.formats import Limits
    from linter.model.document import Document
    from linter.reports.result import Result
    from linter.run.pipeline import Job


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


def _written(target: Path, data: bytes) -> str | None:
    """``None``, or a Chinese line on why the file could not be written."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    except OSError as error:
        return f"无法写入 {target}：{reason(error)}"
    return None


def _annotate(job: Job, documents: list[Document], result: Result, target: Path, limits: Limits | None) -> int:
    """Annotate one file and say so. The exit code it asks for."""
    from linter.formats import Unreadable
    from linter.formats.api import CannotWrite
    from linter.reports.wording import unchecked
    from linter.run.annotating import annotated, notes_of

    unread = [(note, text) for one, note, text in unchecked(result) if one.path == job.shown]
    fatal = [note for note, _ in unread if note.fatal]
    if job.data is None or len(documents) != 1 or (fatal and not documents[0].forms):
        if documents and documents[0].member is not None:
            click.echo(f"jixiao: {job.shown}：压缩包内的文件不能直接加批注，请解压后再试", err=True)
            return shared.EXIT_USAGE
        click.echo(f"jixiao: {job.shown}：{fatal[0].why if fatal else '文件无法读取'}", err=True)
        return shared.EXIT_UNREADABLE
    (document,) = documents
    found = [f for f in result.findings if f.location is not None and f.location.file == job.shown]
    if not document.forms and not found:
        click.echo(f"{job.shown}：没有找到绩效目标表，未加批注", err=True)
        return 0
    try:
        done = annotated(job.data, document, notes_of(document, found, [text for _, text in unread]), limits)
    except CannotWrite as error:
        click.echo(f"jixiao: {job.shown}：{error}", err=True)
        return shared.EXIT_USAGE
    except Unreadable as error:
        click.echo(f"jixiao: {job.shown}：{error}", err=True)
        return shared.EXIT_UNREADABLE
    trouble = _written(target, done.data)
    if trouble:
        click.echo(f"jixiao: {trouble}", err=True)
        return shared.EXIT_USAGE
    click.echo(f"已写入 {target}：{len(document.forms)}张绩效目标表，{done.notes}处有批注", err=True)
    return shared.EXIT_UNREADABLE if fatal else 0


@click.command(cls=chinese.Command)
@shared.paths_argument
@click.option("-o", "--output", required=True, metavar="文件或文件夹", help="写到文件；有多个文件时写到文件夹，文件名不变。")
@shared.rule_options
@shared.pages_option
def annotate(paths: tuple[str, ...], output: str, max_pages: int | None, **rules: Any) -> None:
    """在原文件上加批注：xlsx 单元格批注、docx 批注、pdf 高亮；再次运行时更新，他人的批注保留。"""
    folder = Path(output)
    jobs = [job for job in shared.jobs_of(paths) if job.path is None or folder.resolve() not in job.path.resolve().parents]
    if not jobs:
        raise click.UsageError(f"要加批注的文件都在输出文件夹 {output} 中，请换一个输出文件夹")
    several = len(jobs) > 1 or any(Path(path).is_dir() for path in paths)
    if several and folder.is_file():
        raise click.UsageError(f"有多个文件要加批注，{output} 须是文件夹")
    targets = _targets(jobs, folder, several)
    limits = shared.limits_of(max_pages)
    jobs = _loaded(jobs)
    result = shared.run_with_progress(jobs, shared.setup_of(jobs, paths, **rules), limits)
    documents: dict[str, list[Document]] = defaultdict(list)
    for document in result.documents:
        documents[document.path].append(document)
    codes = [_annotate(job, documents[job.shown], result, target, limits) for job, target in zip(jobs, targets, strict=True)]
    sys.exit(max(codes))


COMMAND = annotate
