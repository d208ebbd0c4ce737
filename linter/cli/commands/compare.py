"""``jixiao compare``."""

from __future__ import annotations

import sys
from typing import Any

import click

from linter.cli import chinese, shared, targets
from linter.files.printing import visible


@click.command(cls=chinese.Command)
@click.argument("old", metavar="前一版")
@click.argument("new", metavar="后一版")
@click.option("--format", "kind", type=click.Choice(["text", "json"]), default="text", help="输出格式，默认 text。")
@shared.output_option
@shared.rule_options
@shared.pages_option
def compare(old: str, new: str, kind: str, output: str | None, max_pages: int | None, **rules: Any) -> None:
    """对照同一批表的两版（申报稿与修改稿，批复的目标表与自评表）：指标的改名、移动、增删和指标值的松紧，以及各处问题是否已修改。

    两版各为一个文件或文件夹。
    """
    from linter.run.versions import compare as compared

    before, after = shared.jobs_of((old,)), shared.jobs_of((new,))
    targets.refuse_target([*before, *after], output)
    setup = shared.setup_of(after, (new,), **rules)
    comparison = compared(before, after, setup, shared.limits_of(max_pages))
    if kind == "json":
        from linter.reports.comparison import json as form
    else:
        from linter.reports.comparison import text as form  # type: ignore[no-redef]
    shared.write(visible(form.render(comparison)), output)
    sys.exit(shared.EXIT_UNREADABLE if any(note.fatal for _, note in comparison.not_checked) else 0)


COMMAND = compare
