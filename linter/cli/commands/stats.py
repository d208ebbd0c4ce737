"""``jixiao stats``."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from linter.cli import chinese, shared


@click.command(cls=chinese.Command)
@shared.paths_argument
@click.option("--format", "kind", type=click.Choice(["text", "json", "csv"]), default="text", help="输出格式，默认 text。")
@shared.output_option
@shared.rule_options
@shared.pages_option
@shared.jobs_option
def stats(paths: tuple[str, ...], kind: str, output: str | None, max_pages: int | None, workers: int | None, **rules: Any) -> None:
    """按单位和全部统计：表数、金额、各类问题、可量化指标的比例、常用的空泛用语、指标值尾数的集中程度和质量指数。"""
    from linter.reports.statistics.collect import statistics_of
    from linter.reports.visible import visible_result

    jobs = shared.jobs_of(paths)
    shared.refuse_target(jobs, output)
    setup, limits = shared.setup_of(jobs, paths, **rules), shared.limits_of(max_pages)
    result = shared.run_with_progress(jobs, setup, limits, workers=workers, documents=True)
    written = importlib.import_module(f"linter.reports.statistics.{kind}").render(statistics_of(visible_result(result)))
    shared.write(written, output)
    sys.exit(shared.exit_code(result, "never", require_form=False))


COMMAND = stats
