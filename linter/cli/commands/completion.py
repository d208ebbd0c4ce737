"""``jixiao completion bash|zsh|fish``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from linter.cli import chinese

_HOW = {
    "bash": '# 加到 ~/.bashrc：eval "$(jixiao completion bash)"',
    "zsh": '# 加到 ~/.zshrc：eval "$(jixiao completion zsh)"',
    "fish": "# 写到 ~/.config/fish/completions/jixiao.fish",
}


@click.command(cls=chinese.Command)
@click.argument("shell", type=click.Choice(sorted(_HOW)), metavar="bash|zsh|fish")
def completion(shell: str) -> None:
    """输出命令补全脚本。"""
    from linter.cli.app import jixiao

    shell_class = get_completion_class(shell)
    if shell_class is None:
        raise click.UsageError(f"不支持 {shell}")
    click.echo(_HOW[shell])
    click.echo(shell_class(jixiao, {}, "jixiao", "_JIXIAO_COMPLETE").source())


COMMAND = completion
