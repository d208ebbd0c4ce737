"""The command group. Commands are modules of ``linter.cli.commands``, imported only when named."""

from __future__ import annotations

import click

from linter.cli import chinese, commands
from linter.knowledge.discovery import declared, module_names
from linter.version import VERSION


class LazyGroup(chinese.Group):
    """Every module of ``linter.cli.commands`` that declares ``COMMAND`` is a command; ``_`` in its name reads ``-``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names, without importing them."""
        return [name.replace("_", "-") for name in module_names(commands.__path__)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one command asked for."""
        if cmd_name not in self.list_commands(ctx):
            return None
        return declared(commands.__name__, cmd_name.replace("-", "_"), "COMMAND", click.Command)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, "--version", message="jixiao %(version)s", help="显示版本。")
def jixiao() -> None:
    """检查项目支出绩效目标表：逐格指出空泛、重复、单位不符、取值不可能或前后矛盾的指标，并给出修改建议。

    退出码：0 无问题；1 有达到 --fail-on 级别的问题；2 用法或设置有误；3 有文件无法读取。
    """
