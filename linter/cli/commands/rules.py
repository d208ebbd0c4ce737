"""``jixiao rules``."""

from __future__ import annotations

import click

from linter.cli import chinese


@click.command(cls=chinese.Command)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="输出格式。")
def rules(format_: str) -> None:
    """列出全部规则。"""
    from linter.reports.wording import SEVERITY_NAMES
    from linter.rules.registry import rules as all_rules

    listed = [loaded.rule for loaded in all_rules()]
    if format_ == "json":
        from linter.reports.json import dumps

        rows = [
            {
                "code": r.code,
                "slug": r.slug,
                "title": r.title,
                "severity": r.severity.value,
                "confidence": r.confidence.value,
                "source": r.source,
            }
            for r in listed
        ]
        click.echo(dumps(rows), nl=False)
        return
    for rule in listed:
        click.echo(f"{rule.code}  {SEVERITY_NAMES[rule.severity]:　<4}  {rule.title}（{rule.slug}）")


COMMAND = rules
