"""The commands: check, parse, explain, rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from linter.cli import chinese
from linter.model.finding import Severity

_EXIT_USAGE, _EXIT_UNREADABLE, _EXIT_FINDINGS = 2, 3, 1


@click.group(cls=chinese.Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option("0.1.0", "--version", message="jixiao %(version)s", help="显示版本。")
def jixiao() -> None:
    """检查项目支出绩效目标表：逐格指出空泛、重复、单位不符、取值不可能或前后矛盾的指标，并给出修改建议。

    退出码：0 无问题；1 有达到 --fail-on 级别的问题；2 用法或设置有误；3 有文件无法读取。
    """


def _selectors(values: tuple[str, ...]) -> list[str]:
    return [part for value in values for part in value.split(",") if part.strip()]


def _expanded(values: tuple[str, ...], option: str) -> frozenset[str]:
    from linter.rules.registry import UnknownRule, expand

    codes: frozenset[str] = frozenset()
    for selector in _selectors(values):
        try:
            codes |= expand(selector)
        except UnknownRule as error:
            near = f"；是否指 {'、'.join(error.near)}？" if error.near else "，可用 jixiao rules 查看全部规则"
            raise click.UsageError(f"{option} 中的“{error.name}”不是规则代码、类别或名称{near}") from error
    return codes


def _settings(**given: Any) -> Any:
    from linter.settings import Settings

    select = _expanded(given["select"], "--select") if given["select"] else None
    return Settings(
        select=select,
        ignore=_expanded(given["ignore"], "--ignore"),
        pedantic=given["pedantic"],
        profile=given["profile"],
        year=given["year"],
    )


def _jobs(paths: tuple[str, ...]) -> list[Any]:
    from linter.cli.inputs import NothingFound, jobs

    try:
        return list(jobs(paths))
    except NothingFound as error:
        click.echo(f"jixiao: {error}", err=True)
        sys.exit(_EXIT_UNREADABLE if "没有可检查" in str(error) else _EXIT_USAGE)


def _write(text: str, output: str | None) -> None:
    if output is None or output == "-":
        click.echo(text, nl=False)
        return
    try:
        Path(output).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.UsageError(f"无法写入 {output}：{error.strerror}") from error


def _run_with_progress(jobs: list[Any], settings: Any) -> Any:
    from linter.run import run

    if len(jobs) < 5 or not sys.stderr.isatty():
        return run(jobs, settings)
    with click.progressbar(length=len(jobs), label="正在检查", file=sys.stderr) as bar:
        return run(jobs, settings, progress=lambda _: bar.update(1))


def _exit_code(result: Any, fail_on: str, require_form: bool) -> int:
    if any(note.fatal for one in result.inputs for note in one.not_checked) or (
        require_form and any(not one.forms for one in result.inputs)
    ):
        return _EXIT_UNREADABLE
    if fail_on == "never":
        return 0
    limit = Severity(fail_on).rank
    failing = any(f.severity.rank <= limit and f.severity is not Severity.INFO for f in result.findings if f.suppressed is None)
    return _EXIT_FINDINGS if failing else 0


@jixiao.command(cls=chinese.Command)
@click.argument("paths", nargs=-1, required=True, metavar="路径…")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="输出格式，默认 text。")
@click.option("-o", "--output", metavar="文件", help="写到文件，默认写到屏幕。")
@click.option("--select", multiple=True, metavar="规则", help="只用这些规则：代码、类别或名称，可用逗号分隔。")
@click.option("--ignore", multiple=True, metavar="规则", help="不用这些规则。")
@click.option("--fail-on", type=click.Choice(["error", "warning", "never"]), default="error", help="达到此级别时退出码为 1，默认 error。")
@click.option("--pedantic", is_flag=True, help="连同把握不大的提示一并显示。")
@click.option(
    "--profile", type=click.Choice(["review", "submission"]), default="review", help="review 审核（默认）；submission 申报前自查。"
)
@click.option("--year", type=click.IntRange(2000, 2100), metavar="年份", help="文件未写明时采用的预算年度。")
@click.option("--require-form", is_flag=True, help="文件中没有绩效目标表时退出码为 3。")
@click.option("--no-info", is_flag=True, help="文本输出中不显示提示级内容。")
@click.option("--no-cache", is_flag=True, help="不使用缓存。")
def check(
    paths: tuple[str, ...],
    format_: str,
    output: str | None,
    fail_on: str,
    require_form: bool,
    no_info: bool,
    no_cache: bool,
    **options: Any,
) -> None:
    """检查文件、文件夹或通配符；- 表示标准输入。"""
    settings = _settings(**options)
    result = _run_with_progress(_jobs(paths), settings)
    if format_ == "json":
        from linter.reports.serial import report_data
        from linter.run import dumps

        _write(dumps(report_data(result)), output)
    else:
        from linter.reports.text import render

        _write(render(result, colour=output is None and sys.stdout.isatty(), show_info=not no_info), output)
    sys.exit(_exit_code(result, fail_on, require_form))


@jixiao.command(cls=chinese.Command)
@click.argument("paths", nargs=-1, required=True, metavar="路径…")
@click.option("--to", type=click.Choice(["json", "yaml"]), default="json", help="输出格式，默认 json。")
@click.option("-o", "--output", metavar="文件", help="写到文件，默认写到屏幕。")
@click.option("--year", type=click.IntRange(2000, 2100), metavar="年份", help="文件未写明时采用的预算年度。")
def parse(paths: tuple[str, ...], to: str, output: str | None, year: int | None) -> None:
    """只读取，不检查：把绩效目标表写成 JSON 或 YAML。"""
    from linter.reports.serial import documents_data
    from linter.run import dumps
    from linter.run import parse as read

    data = documents_data(read(_jobs(paths), year))
    if to == "yaml":
        from linter.reports.yaml_form import dump

        _write(dump(data), output)
    else:
        _write(dumps(data), output)
    for note in data["not_checked"]:
        click.echo(f"jixiao: {note['what']}：{note['why']}", err=True)


@jixiao.command(cls=chinese.Command)
@click.argument("code", metavar="规则")
def explain(code: str) -> None:
    """说明一条规则：查什么、为什么、反例、正例、依据。"""
    from linter.rules.registry import UnknownRule, by_name, expand

    try:
        codes = sorted(expand(code))
    except UnknownRule as error:
        near = f"；是否指 {'、'.join(error.near)}？" if error.near else ""
        raise click.UsageError(f"没有规则“{code}”{near}") from error
    for one in codes:
        click.echo(by_name()[one].page.read_text(encoding="utf-8"))


@jixiao.command(cls=chinese.Command)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="输出格式。")
def rules(format_: str) -> None:
    """列出全部规则。"""
    from linter.rules.registry import rules as all_rules

    listed = [one.rule for one in all_rules()]
    if format_ == "json":
        from linter.run import dumps

        rows = [
            {
                "code": r.code,
                "slug": r.slug,
                "title": r.title,
                "severity": r.severity.value,
                "confidence": r.confidence.value,
                "source": r.source,
            }
            for r in listed
        ]
        click.echo(dumps(rows), nl=False)
        return
    names = {"error": "必改", "warning": "建议修改", "info": "提示"}
    for rule in listed:
        click.echo(f"{rule.code}  {names[rule.severity.value]:　<4}  {rule.title}（{rule.slug}）")
