"""``jixiao report``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linter.cli import chinese, shared, targets
from linter.knowledge.resources import reason
from linter.reports.feedback import feedback_named, names
from linter.reports.feedback.files import safe_name

if TYPE_CHECKING:
    from linter.cli.reporting import File, Reported, Request
    from linter.reports.result import Result

_TEMPLATED = ("docx", "audit")
"""Outputs that are a bureau's Word template filled in."""
_PACKAGES = (".docx", ".xlsx")
"""What no screen shows."""


def _refuse_target(output: str | None, kind: str) -> None:
    """Nothing where the report can be written to ``-o``, a file or a folder: asked before the work. ``kind``: the ending of its files.

    Raises:
        click.UsageError, Unwritten.
    """
    if output is not None and Path(output).suffix and not Path(output).is_dir():
        targets.refuse_target((), output, kind)
    elif output is not None:
        _folder(output)


def _folder(output: str) -> Path:
    folder = Path(output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"无法建立文件夹 {folder}：{reason(error)}") from error
    return folder


def _written(done: Reported, output: str | None) -> None:
    """One file goes to ``-o`` (or the screen, where it is text); several go to the folder ``-o``, each written before the next is made. Where
    ``-o`` is a file and there are several they go to a folder of its name: the work is done, and none of it is thrown away."""
    alone = output is None or bool(Path(output).suffix)
    ahead: Iterable[File] = ()
    if done.each_unit and alone:
        ahead = [(name, list[Any](pieces)) for name, pieces in islice(done.files, 2)]
        alone = len(ahead) == 1
        if not alone and output and not Path(output).is_dir():
            output = str(Path(output).with_suffix(""))
            shared.say(f"不止一个单位，每个单位一份，写到文件夹 {output}")
    for name, pieces in chain(ahead, done.files):
        own = f"{safe_name(name)}{done.suffix}"
        _put(pieces, (output or (own if done.suffix in _PACKAGES else None)) if alone else str(_folder(output or ".") / own))


def _put(pieces: Iterable[str] | Iterable[bytes], target: str | None) -> None:
    shared.write_all(pieces, target)
    if target is not None:
        click.echo(f"已写入 {target}", err=True)


@click.command(cls=chinese.Command)
@shared.paths_argument
@click.option(
    "--to",
    type=click.Choice(names()),
    help="输出种类：html 审核报告，docx 审核意见（每个单位一份），audit 审核参考表，xlsx 问题清单，txt 退回意见，initial 初审结果，"
    "matrix、matrix_page 审核要点一览（xlsx、网页），md。",
)
@click.option("-o", "--output", metavar="文件或文件夹", help="写到文件；每个单位一份的写到文件夹。")
@click.option(
    "--bundle",
    metavar="文件.zip",
    help="写出证据包：反馈（默认 html）、全部问题、设置、版本、文件与规则集的摘要、未检查的内容；jixiao verify 可据以复查。",
)
@click.option("--previous", multiple=True, metavar="路径", help="上一轮的文件或文件夹：逐条注明已修改、部分修改、未修改、新增问题。")
@click.option(
    "--template",
    metavar="文件",
    help="本单位自用的 Word 模板（docx），用于 --to docx、audit；可先用 jixiao init --templates 写出默认模板再改。",
)
@click.option("--limit", type=click.IntRange(50, 2000), default=200, metavar="字数", help="每段退回意见的字数上限，默认 200。")
@click.option("--issuer", default="", metavar="单位", help="落款单位。")
@click.option("--reviewer", default="", metavar="姓名", help="审核人，写入初审结果。")
@click.option("--deadline", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="修改后重新报送的截止日期。")
@shared.rule_options
@shared.last_year_option
@shared.pages_option
@shared.jobs_option
def report(
    paths: tuple[str, ...],
    to: str | None,
    output: str | None,
    bundle: str | None,
    previous: tuple[str, ...],
    template: str | None,
    limit: int,
    issuer: str,
    reviewer: str,
    deadline: datetime | None,
    last_year: tuple[str, ...],
    max_pages: int | None,
    workers: int | None,
    **rules: Any,
) -> None:
    """写出审核反馈：网页、审核意见、审核参考表、问题清单、退回意见。"""
    from linter.cli.reporting import Request, reported

    if to is None and bundle is None:
        raise click.UsageError(f"缺少选项 --to，可用：{'、'.join(names())}")
    if bundle is not None and "-" in (*paths, *previous, *last_year):
        raise click.UsageError("--bundle 不能用于标准输入：复查时已没有原件")
    to = to or "html"
    if template and to not in _TEMPLATED:
        raise click.UsageError(f"--template 只用于 --to {'、'.join(_TEMPLATED)}")
    if template and not Path(template).is_file():
        raise click.UsageError(f"模板 {template} 不存在")
    _refuse_target(output, feedback_named(to).suffix)
    _refuse_target(bundle, ".zip")
    today = (rules.pop("today") or datetime.now()).date().isoformat()
    due = deadline.date().isoformat() if deadline else None
    request = Request(paths, to, today, previous, last_year, template, limit, issuer, due, max_pages, rules, reviewer)
    done = reported(request, bundle or output, workers)
    _told(done.result)
    if bundle is not None:
        done = done.held()
        _bundled(request, done, bundle)
    if bundle is None or output is not None:
        _written(done, output)
    unread = [f"{note.what}：{note.why}" for source in done.result.inputs for note in source.not_checked if note.fatal]
    for line in unread:  # a letter to one unit does not tell of another's file, so it is said here too
        shared.say(f"未检查 {line}")
    if unread:
        sys.exit(shared.EXIT_UNREADABLE)


def _told(result: Result) -> None:
    """What is to be said of suppressions: for whoever runs this, not for the units."""
    from linter.model.finding import Family

    for finding in result.findings:
        if finding.family is Family.SUPPRESSIONS:
            shared.say(f"{finding.message}{finding.suggestion or ''}")


def _bundled(request: Request, done: Reported, target: str) -> None:
    from linter.cli.reporting import bundled
    from linter.run.evidence import packed

    shared.write(packed(bundled(request, done)), target)
    click.echo(f"已写入 {target}", err=True)


COMMAND = report
