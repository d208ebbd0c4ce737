"""``jixiao cache clear``."""

from __future__ import annotations

from pathlib import Path

import click

from linter.cli import chinese
from linter.knowledge.resources import reason


@click.group(cls=chinese.Group)
def cache() -> None:
    """缓存：未改动的文件不再重复检查。"""


@cache.command(cls=chinese.Command)
@click.argument("folder", default=".", metavar="[文件夹]")
def clear(folder: str) -> None:
    """删除文件夹中的缓存（.jixiao_cache）。"""
    from linter.run.cache import clear as remove

    try:
        found = remove(Path(folder))
    except OSError as error:
        raise click.UsageError(f"无法删除缓存：{reason(error)}") from error
    click.echo("缓存已删除" if found else "没有缓存")


COMMAND = cache
