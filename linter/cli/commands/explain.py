"""``jixiao explain``."""

from __future__ import annotations

import click

from linter.cli import chinese


@click.command(cls=chinese.Command)
@click.argument("code", metavar="规则")
def explain(code: str) -> None:
    """说明一条规则：查什么、为什么、反例、正例、依据。"""
    from linter.rules.registry import UnknownRule, by_name, expand

    try:
        codes = sorted(expand(code))
    except UnknownRule as error:
        near = f"；是否指 {'、'.join(error.near)}？" if error.near else ""
        raise click.UsageError(f"没有规则“{code}”{near}") from error
    for one in codes:
        click.echo(by_name()[one].page.read_text(encoding="utf-8"))


COMMAND = explain
