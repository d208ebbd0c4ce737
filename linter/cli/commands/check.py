"""``jixiao check``."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linter.cli import chinese, shared, targets
from linter.knowledge.near import near
from linter.reports import RenderOptions, names, output_named
from linter.reports.result import Result

if TYPE_CHECKING:
    from linter.run.cache import Cache


def _wanted(formats: tuple[str, ...], output: str | None) -> list[tuple[str, str | None]]:
    """(output, file) pairs; at most one of them goes to the screen or to ``-o``.

    Raises:
        click.UsageError: an unknown format, or two for the same place.
    """
    wanted: list[tuple[str, str | None]] = []
    for given in formats or ("text",):
        name, _, target = given.partition(":")
        if name not in names():
            meant = near(name, names())
            raise click.UsageError(f"没有输出格式“{name}”" + (f"，是否指 {meant[0]}？" if meant else f"；可用：{'、'.join(names())}"))
        wanted.append((name, target or output))
    places = [target for _, target in wanted]
    if len(set(places)) != len(places):
        raise click.UsageError("多个输出格式写到了同一处，请用 格式:文件 分别指定，如 --format sarif:out.sarif --format text")
    return wanted


def _remove_unused(result: Result) -> None:
    """Delete the unused suppressions of settings files; those written in forms are people's to delete."""
    from linter.policy.config import ConfigError, remove_suppressions

    unused: dict[str, set[int]] = defaultdict(set)
    for finding in result.findings:
        number = finding.data.get("number")
        if finding.slug == "unused-suppression" and isinstance(number, int) and number:
            unused[str(finding.data["file"])].add(number)
    for file, numbers in unused.items():
        try:
            remove_suppressions(Path(file), frozenset(numbers))
        except ConfigError as error:
            raise click.UsageError(str(error)) from error
        shared.say(f"已从 {file} 删去 {len(numbers)} 条没有用到的豁免")


def _cache() -> Cache:
    from linter.run.cache import Cache

    return Cache()


def _written(result: Result, wanted: Sequence[tuple[str, str | None]], *, show_info: bool) -> None:
    """Write each of the (output, file) pairs."""
    for name, target in wanted:
        seen = target is None and sys.stdout.isatty()
        columns = max(chinese.columns_of_terminal(100), 40) if seen else None
        options = RenderOptions(colour=seen, show_info=show_info, columns=columns)
        shared.write_all(output_named(name).pieces(result, options), target)


def _store(result: Result, folder: Path, name: str | None) -> None:
    from linter.dataset.runs import write_run

    with shared.refusals(folder):
        run = write_run(folder, result, name)
    shared.say(
        f"已写入结果库 {folder}，运行名 {run.name}：{run.rows['forms']} 张表、{run.rows['indicators']} 条指标、{run.rows['findings']} 条意见"
    )


@click.command(cls=chinese.Command)
@click.argument("paths", nargs=-1, metavar="路径…")
@shared.changed_options
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="格式[:文件]",
    help=f"输出格式，可给多个：{'、'.join(names())}；默认 text。sarif:out.sarif 写到文件。",
)
@shared.output_option
@click.option("--fail-on", type=click.Choice(["error", "warning", "never"]), help="达到此级别时退出码为 1，默认 error。")
@shared.rule_options
@shared.last_year_option
@shared.store_options
@shared.pages_option
@shared.jobs_option
@click.option("--fix", is_flag=True, help="先改正不改变含义的文字问题（多余字符、全角数字、符号写法、文号括号），再检查。")
@click.option("--unsafe-fixes", is_flag=True, help="连同可能改变含义的一并改正（重复录入、漏写的单位、错别字）；有两种改法的不改。")
@click.option("--diff", is_flag=True, help="只列出会怎样改正，不写文件，也不检查。")
@click.option("--require-form", is_flag=True, help="文件中没有绩效目标表时退出码为 3。")
@click.option("--hook", is_flag=True, help="用作提交前检查：空文件不阻止提交。")
@click.option("--no-info", is_flag=True, help="文本输出中不显示提示级内容。")
@click.option("--remove-unused", is_flag=True, help="从设置文件中删去没有用到的豁免。")
@click.option("--timing", is_flag=True, help="检查完后列出时间用在哪里：按步骤、格式和规则；只用一个进程，不用缓存。")
@click.option("--no-cache", is_flag=True, help="不使用缓存。")
@click.option(
    "--open", "browse", is_flag=True, help="在浏览器里打开：按原表重画，先改哪几处、就地改、下载改好的文件；多个文件则作为一批来审核。"
)
def check(
    paths: tuple[str, ...],
    formats: tuple[str, ...],
    output: str | None,
    fail_on: str | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    require_form: bool,
    hook: bool,
    no_info: bool,
    timing: bool,
    no_cache: bool,
    browse: bool,
    remove_unused: bool,
    staged: bool,
    since: str | None,
    last_year: tuple[str, ...],
    store: Path | None,
    run_name: str | None,
    max_pages: int | None,
    workers: int | None,
    **rules: Any,
) -> None:
    """检查文件、文件夹或通配符；- 表示标准输入。"""
    from linter.run.pipeline import checked
    from linter.run.workers import default_workers

    wanted = _wanted(formats, output)
    jobs = shared.jobs_of(paths, staged, since)
    for _, target in wanted:
        targets.refuse_target(jobs, target)
    if browse:
        from linter.cli.commands import serve

        sys.exit(serve.start(serve.orders_of(rules, max_pages), None, workers, jobs=jobs, own=len(jobs) == 1))
    shared.require_store(store, run_name)
    setup = shared.setup_of(jobs, paths, fail_on=fail_on, **rules)
    limits = shared.limits_of(max_pages)
    if fix or unsafe_fixes or diff:
        from linter.cli import fixes

        if (staged or since) and not diff:
            raise click.UsageError("--fix 会改动工作区的文件，不能与 --staged、--since 合用，可加 --diff 只看改动")
        jobs, changed = fixes.apply(jobs, setup, unsafe=unsafe_fixes, diff=diff, limits=limits)
        if diff:
            sys.exit(shared.EXIT_FINDINGS if changed else 0)
    cache = None if no_cache or timing else _cache()
    last = shared.jobs_of(last_year) if last_year else None
    with shared.progress(len(jobs)) as told, shared.timing(wanted=timing):
        several = 1 if timing else workers or default_workers(len(jobs))
        result = checked(jobs, setup, limits=limits, progress=told, cache=cache, last_year=last, workers=several, tabled=store is not None)
    if cache is not None and cache.trouble:
        shared.say(f"{cache.trouble}")
    _written(result, wanted, show_info=not no_info)
    if store is not None:
        _store(result, store, run_name)
    if remove_unused:
        _remove_unused(result)
    sys.exit(shared.exit_code(result, setup.fail_on, require_form, empty_is_fatal=not (hook or staged)))


COMMAND = check
