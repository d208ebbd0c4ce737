"""``jixiao explain``."""

from __future__ import annotations

from pathlib import Path

import click

from linter.cli import chinese


@click.command(cls=chinese.Command)
@click.argument("code", metavar="规则")
def explain(code: str) -> None:
    """说明一条规则：查什么、为什么、反例、正例、依据。可给代码（JX402）、类别（JX4）、名称或标题中的词。"""
    from linter.rules.registry import UnknownRule, by_name, expand

    try:
        codes = sorted(expand(code))
    except UnknownRule as error:
        click.echo(_own(code) or _titled(code, error.near))
        return
    for one in codes:
        click.echo(by_name()[one].page.read_text(encoding="utf-8"))


def _own(code: str) -> str:
    """What the settings that hold here say of a rule of the user's own; empty where there is none."""
    from linter.policy import config

    try:
        found = config.discover(Path.cwd())
        entries = config.load(found).data.get("own-rules", []) if found else []
    except config.ConfigError as error:
        raise click.UsageError(str(error)) from error
    entry = next((one for one in entries if one["code"] == code.strip().upper()), None)
    if entry is None:
        return ""
    suggestion = f"\n建议：{entry['suggestion']}" if entry.get("suggestion") else ""
    return f"# {entry['code']} {entry['title']}\n\n自定义规则，写在 {found}。\n\n提出的意见：{entry['message']}{suggestion}"


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
