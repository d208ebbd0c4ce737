"""``jixiao desk export|import|path``."""

from __future__ import annotations

from pathlib import Path

import click

from linter.cli import chinese, desks, shared


@click.group(cls=chinese.Group)
def desk() -> None:
    """审核台的数据：备份、恢复、位置。"""


@desk.command(name="export", cls=chinese.Command)
@desks.db_option
@click.option("-o", "--output", required=True, metavar="文件", help="备份写到这个文件，不能已经存在。")
def export(db: str | None, output: str) -> None:
    """把审核台（批次、原件、意见、台账）备份成一个文件；审核台开着也可以。"""
    from linter.desk import backup

    with desks.told():
        try:
            backup.export(desks.path_of(db), Path(output))
        except OSError as error:
            if isinstance(error, FileExistsError):
                raise
            raise shared.Unwritten(Path(output), error) from error
    click.echo(f"已写入 {output}", err=True)


@desk.command(name="import", cls=chinese.Command)
@click.argument("file", metavar="文件")
@desks.db_option
@click.option("--replace", is_flag=True, help="换掉现有的审核台数据。")
def take_in(file: str, db: str | None, replace: bool) -> None:
    """从备份恢复审核台；请先关闭正在运行的 jixiao serve。"""
    from linter.desk import backup

    with desks.told():
        backup.take_in(Path(file), desks.path_of(db), replace)
    click.echo(f"已恢复到 {desks.path_of(db)}", err=True)


@desk.command(cls=chinese.Command)
def path() -> None:
    """显示数据文件的默认位置。"""
    click.echo(str(desks.default_path()))


COMMAND = desk
