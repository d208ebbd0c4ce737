"""``jixiao report``."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linter.cli import chinese, shared
from linter.knowledge.resources import reason
from linter.reports.feedback import names
from linter.reports.feedback.files import safe_name

if TYPE_CHECKING:
    from linter.reports.result import Result

_TEMPLATED = ("docx", "audit")
"""Outputs that are a bureau's Word template filled in."""


def _checked(
    paths: tuple[str, ...],
    max_pages: int | None,
    rules: dict[str, Any],
    last_year: tuple[str, ...] = (),
    output: str | None = None,
    workers: int | None = None,
) -> Result:
    jobs = shared.jobs_of(paths)
    shared.refuse_inputs(jobs, output)
    return shared.run_with_progress(
        jobs, shared.setup_of(jobs, paths, **rules), shared.limits_of(max_pages), last_year=last_year, workers=workers
    )


def _written(files: list[tuple[str, str | bytes]], output: str | None, suffix: str) -> None:
    """One file goes to ``-o`` (or the screen, where it is text); several go to the folder ``-o``."""
    if len(files) == 1 and (output is None or Path(output).suffix):
        content = files[0][1]
        if output is None and isinstance(content, bytes):
            output = f"{safe_name(files[0][0])}{suffix}"
        shared.write(content, output)
        if output is not None:
            click.echo(f"已写入 {output}", err=True)
        return
    if output and Path(output).suffix.lower() == suffix and not Path(output).is_dir():
        raise click.UsageError(f"有{len(files)}个单位，每个单位一份；请用 -o 给出文件夹")
    folder = Path(output or ".")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"无法建立文件夹 {folder}：{reason(error)}") from error
    for name, content in files:
        target = folder / f"{safe_name(name)}{suffix}"
        shared.write(content, str(target))
        click.echo(f"已写入 {target}", err=True)


@click.command(cls=chinese.Command)
@shared.paths_argument
@click.option(
    "--to",
    type=click.Choice(names()),
    required=True,
    help="输出种类：html 审核报告，docx 审核意见（每个单位一份），audit 审核参考表，xlsx 问题清单，txt 退回意见，md。",
)
@click.option("-o", "--output", metavar="文件或文件夹", help="写到文件；每个单位一份的写到文件夹。")
@click.option("--previous", multiple=True, metavar="路径", help="上一轮的文件或文件夹：逐条注明已修改、部分修改、未修改、新增问题。")
@click.option(
    "--template",
    metavar="文件",
    help="本单位自用的 Word 模板（docx），用于 --to docx、audit；可先用 jixiao init --templates 写出默认模板再改。",
)
@click.option("--limit", type=click.IntRange(50, 2000), default=200, metavar="字数", help="每段退回意见的字数上限，默认 200。")
@click.option("--issuer", default="", metavar="单位", help="落款单位。")
@click.option("--deadline", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="修改后重新报送的截止日期。")
@shared.rule_options
@shared.last_year_option
@shared.pages_option
@shared.jobs_option
def report(
    paths: tuple[str, ...],
    to: str,
    output: str | None,
    previous: tuple[str, ...],
    template: str | None,
    limit: int,
    issuer: str,
    deadline: datetime | None,
    last_year: tuple[str, ...],
    max_pages: int | None,
    workers: int | None,
    **rules: Any,
) -> None:
    """写出审核反馈：网页、审核意见、审核参考表、问题清单、退回意见。"""
    from linter.model.finding import Family
    from linter.reports.feedback import FeedbackOptions, feedback_named
    from linter.reports.feedback.api import CannotReport
    from linter.reports.feedback.batch import batch_of

    if template and to not in _TEMPLATED:
        raise click.UsageError(f"--template 只用于 --to {'、'.join(_TEMPLATED)}")
    if template and not Path(template).is_file():
        raise click.UsageError(f"模板 {template} 不存在")
    result = _checked(paths, max_pages, rules, last_year, output, workers)
    for finding in result.findings:
        if finding.family is Family.SUPPRESSIONS:  # on suppressions: for whoever runs this, not for the units
            shared.say(f"{finding.message}{finding.suggestion or ''}")
    earlier = _checked(previous, max_pages, rules, workers=workers) if previous else None
    today = (rules["today"] or datetime.now()).date()
    folder = Path(output) if output and not Path(output).suffix else Path(output or ".").parent
    options = FeedbackOptions(today, Path(template) if template else None, limit, issuer, deadline.date() if deadline else None, folder)
    kind = feedback_named(to)
    try:
        files = list(kind.render(batch_of(result, earlier), options))
    except CannotReport as error:
        raise click.UsageError(str(error)) from error
    _written(files, output, kind.suffix)
    unread = [f"{note.what}：{note.why}" for one in result.inputs for note in one.not_checked if note.fatal]
    for line in unread:  # a letter to one unit does not tell of another's file, so it is said here too
        shared.say(f"未检查 {line}")
    if unread:
        sys.exit(shared.EXIT_UNREADABLE)


COMMAND = report
