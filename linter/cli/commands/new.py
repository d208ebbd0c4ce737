"""``jixiao new``."""

from __future__ import annotations

import click

from linter.cli import chinese, shared, targets


def _list() -> None:
    from linter.sheets.blank import offered

    for layout in offered():
        click.echo(f"{layout.name:<22}{layout.title}")


@click.command(cls=chinese.Command)
@click.option("--layout", default="two-sided", metavar="表式", help="表式的名称，默认 two-sided；--list 列出全部。")
@click.option("--project", default="", metavar="名称", help="预先填好项目名称。")
@click.option("--list", "listed", is_flag=True, help="列出可用的表式。")
@shared.output_option
def new(layout: str, project: str, listed: bool, output: str | None) -> None:
    """生成一张空的绩效目标表：写到 .xlsx 带下拉选项和填写说明，否则为带注释的 YAML。"""
    from linter.model.errors import MissingLibrary
    from linter.sheets.as_yaml import schema_line
    from linter.sheets.blank import as_yaml, blank, offered
    from linter.sheets.drawing import draw
    from linter.sheets.tabular import to_csv, to_xlsx

    if listed:
        _list()
        return
    chosen = next((offer for offer in offered() if offer.name == layout), None)
    if chosen is None:
        raise click.UsageError(f"没有表式“{layout}”；可用：{'、'.join(offer.name for offer in offered())}")
    targets.refuse_existing(output)
    suffix = output.rpartition(".")[2].lower() if output else "yaml"
    if suffix == "xlsx":
        sheet = draw(blank(chosen, project), "绩效目标表", (chosen.form or {}).get("parts", ()))
        try:
            shared.write(to_xlsx([sheet], helped=True), output)
        except MissingLibrary as error:
            raise click.UsageError(str(error)) from error
    elif suffix == "csv":
        shared.write(to_csv([draw(blank(chosen, project), "绩效目标表", (chosen.form or {}).get("parts", ()))]), output)
    elif suffix in ("yaml", "yml"):
        shared.write(schema_line() + as_yaml(chosen, project), output)
    else:
        raise click.UsageError(f"空表只能写成 .xlsx、.csv 或 .yaml，不能写成 .{suffix}")
    if output not in (None, "-"):
        shared.say(f"已写入 {output}")


COMMAND = new
