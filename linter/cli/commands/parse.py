"""``jixiao parse``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linter.cli import chinese, shared, targets

if TYPE_CHECKING:
    from linter.policy.settings import Settings
    from linter.run.inputs import Job


def _rendered(data: dict[str, Any], to: str) -> str | bytes:
    from linter.sheets.drawing import sheets

    if to == "json":
        from linter.reports.json import dumps

        return dumps(data)
    if to == "yaml":
        from linter.sheets.as_yaml import dump, schema_line

        return schema_line() + dump(data)
    from linter.model.errors import MissingLibrary
    from linter.sheets.tabular import to_csv, to_xlsx

    if to == "csv":
        return to_csv(sheets(data))
    remarks = [(note["what"], note["why"]) for note in data["not_checked"]]
    remarks += [(f"表{form['index']} {doubt['path']}".strip(), doubt["why"]) for form in data["forms"] for doubt in form["uncertain"]]
    try:
        return to_xlsx(sheets(data), remarks=remarks)
    except MissingLibrary as error:
        raise click.UsageError(str(error)) from error


def _written(data: dict[str, Any], to: str, output: str | None) -> None:
    shared.write(_rendered(data, to), output)
    for note in data["not_checked"]:
        shared.say(f"{note['what']}：{note['why']}")


def _settings(jobs: Sequence[Job], year: int | None, config: str | None, no_config: bool) -> Settings:
    from linter.policy.config import ConfigError
    from linter.run.prepare import reading_settings

    try:
        return reading_settings([job.path for job in jobs], year, Path(config) if config else None, isolated=no_config)
    except ConfigError as error:
        raise click.UsageError(str(error)) from error


@click.command(cls=chinese.Command)
@shared.paths_argument
@click.option(
    "--to", type=click.Choice(["json", "yaml", "xlsx", "csv"]), default="json", help="输出格式，默认 json；xlsx 须用 -o 写到文件。"
)
@click.option("--explain-reading", "explain", is_flag=True, help="说明每张表怎样读：栏目、代价、次优的读法和相差多少、存疑和未读取的内容。")
@shared.output_option
@shared.year_option
@shared.config_options
@shared.pages_option
@shared.jobs_option
def parse(
    paths: tuple[str, ...],
    to: str,
    explain: bool,
    output: str | None,
    year: int | None,
    config: str | None,
    no_config: bool,
    max_pages: int | None,
    workers: int | None,
) -> None:
    """只读取，不检查：把绩效目标表写成 JSON、YAML、xlsx 或 csv，写出的文件可以再读回。"""
    from linter.reports.reading import reading_data
    from linter.reports.serial import document_data, joined_data
    from linter.run.pipeline import read
    from linter.run.workers import default_workers

    if to == "xlsx" and output is None:
        raise click.UsageError("xlsx 不能写到屏幕，请用 -o 指定文件")
    jobs = shared.jobs_of(paths)
    targets.refuse_target(jobs, output, "" if explain else f".{to}")
    settings, limits = _settings(jobs, year, config, no_config), shared.limits_of(max_pages)
    with shared.progress(len(jobs), "正在读取") as told:
        several = workers or default_workers(len(jobs))
        documents = list(read(jobs, settings, reading_data if explain else document_data, limits=limits, workers=several, progress=told))
    if explain:
        shared.write("\n".join(line for document in documents for line in document["lines"]) + "\n", output)
    else:
        _written(joined_data(documents), to, output)
    if any(document["fatal"] for document in documents):
        sys.exit(shared.EXIT_UNREADABLE)


COMMAND = parse
