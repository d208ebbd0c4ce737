"""``jixiao parse``."""

from __future__ import annotations

import click

from linter.cli import chinese, shared


@click.command(cls=chinese.Command)
@shared.paths_argument
@click.option("--to", type=click.Choice(["json", "yaml"]), default="json", help="输出格式，默认 json。")
@shared.output_option
@shared.year_option
@shared.pages_option
def parse(paths: tuple[str, ...], to: str, output: str | None, year: int | None, max_pages: int | None) -> None:
    """只读取，不检查：把绩效目标表写成 JSON 或 YAML。"""
    from linter.reports.json import dumps
    from linter.reports.serial import documents_data
    from linter.run import parse as read

    data = documents_data(read(shared.jobs_of(paths), year, shared.limits_of(max_pages)))
    if to == "yaml":
        from linter.reports._yaml_form import dump

        shared.write(dump(data), output)
    else:
        shared.write(dumps(data), output)
    for note in data["not_checked"]:
        click.echo(f"jixiao: {note['what']}：{note['why']}", err=True)


COMMAND = parse
