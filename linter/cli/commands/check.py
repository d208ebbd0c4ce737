"""``jixiao check``."""

from __future__ import annotations

import sys
from typing import Any

import click

from linter.cli import chinese, shared
from linter.reports import names


@click.command(cls=chinese.Command)
@shared.paths_argument
@click.option("--format", "format_", type=click.Choice(names()), default="text", help="输出格式，默认 text。")
@shared.output_option
@click.option("--fail-on", type=click.Choice(["error", "warning", "never"]), default="error", help="达到此级别时退出码为 1，默认 error。")
@shared.rule_options
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
    **rules: Any,
) -> None:
    """检查文件、文件夹或通配符；- 表示标准输入。"""
    from linter.reports import RenderOptions, output_named

    settings = shared.settings_of(**rules)
    result = shared.run_with_progress(shared.jobs_of(paths), settings)
    options = RenderOptions(colour=output is None and sys.stdout.isatty(), show_info=not no_info)
    shared.write(output_named(format_).render(result, options), output)
    sys.exit(shared.exit_code(result, fail_on, require_form))


COMMAND = check
