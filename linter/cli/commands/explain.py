"""``jixiao explain``."""

from __future__ import annotations

from pathlib import Path

import click

from linter.cli import chinese


@click.command(cls=chinese.Command)
@click.argument("code", metavar="规则")
def explain(code: str) -> None:
    """说明一条规则：查什么、为什么、反例、正例、依据。可给代码（JX402）、类别（JX4）、名称或标题中的词。"""
    from linter.policy.config import ConfigError, discover
    from linter.rules.registry import UnknownRule
    from linter.run.pages import explained, own_rules

    try:
        click.echo(explained(code))
    except UnknownRule as error:
        try:
            click.echo(f"{explained(code, own_rules())}\n自定义规则，写在 {discover(Path.cwd())}。")
        except UnknownRule:
            click.echo(_titled(code, error.near))
        except ConfigError as wrong:
            raise click.UsageError(str(wrong)) from wrong


def _titled(word: str, near: tuple[str, ...]) -> str:
    """The rules whose title holds the word, one a line.

    Raises:
        click.UsageError: there is none.
    """
    from linter.rules.registry import rules

    listed = [f"{one.rule.code}  {one.rule.title}（{one.rule.slug}）" for one in rules() if word in one.rule.title]
    if not listed:
        raise click.UsageError(f"没有规则“{word}”；" + (f"是否指 {'、'.join(near)}？" if near else "用 jixiao rules 查看全部规则"))
    return "\n".join(["标题中含“" + word + "”的规则：", *listed])


COMMAND = explain
