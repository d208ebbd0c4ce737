"""``jixiao explain``."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from linter.cli import chinese

_WIDEST = 100


@click.command(cls=chinese.Command)
@click.argument("code", metavar="规则", required=False)
@click.option("--row", metavar="名称|指标值|类别", help="说明一行怎样读：对象、计量方式、标签、依据，哪些规则说了、哪些没说。")
def explain(code: str | None, row: str | None) -> None:
    """说明一条规则：查什么、为什么、反例、正例、依据。可给代码（JX402）、类别（JX4）、名称或标题中的词；或用 --row 说明一行指标怎样读。"""
    if row is not None:
        _row(row)
    elif code is None:
        raise click.UsageError("请给出规则，或用 --row 给出“名称|指标值|类别”")
    else:
        _rule(code)


def _row(text: str) -> None:
    from linter.run.row_reading import read_row

    if text.count("|") not in (1, 2):
        raise click.UsageError("--row 写成“名称|指标值|类别”，类别可以不写")
    for line in read_row(text):
        click.echo(line)


def _rule(code: str) -> None:
    from linter.policy.config import ConfigError, discover
    from linter.rules.registry import UnknownRule
    from linter.run.pages import explained, own_rules

    try:
        _show(explained(code))
    except UnknownRule as error:
        try:
            _show(f"{explained(code, own_rules())}\n自定义规则，写在 {discover(Path.cwd())}。")
        except UnknownRule:
            click.echo(_titled(code, error.near))
        except ConfigError as wrong:
            raise click.UsageError(str(wrong)) from wrong


def _show(page: str) -> None:
    """The page as text that fits the terminal."""
    from linter.cli.plain import plain

    click.echo(plain(page, min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)), nl=False)


def _titled(word: str, near: tuple[str, ...]) -> str:
    """The rules whose title holds the word, one a line.

    Raises:
        click.UsageError: there is none.
    """
    from linter.rules.registry import rules

    listed = [f"{loaded.rule.code}  {loaded.rule.title}（{loaded.rule.slug}）" for loaded in rules() if word in loaded.rule.title]
    if not listed:
        raise click.UsageError(f"没有规则“{word}”；" + (f"是否指 {'、'.join(near)}？" if near else "用 jixiao rules 查看全部规则"))
    return "\n".join(["标题中含“" + word + "”的规则：", *listed])


COMMAND = explain
