"""``jixiao cache clear|path``."""

from __future__ import annotations

import click

from linter.cli import chinese
from linter.knowledge.resources import reason


@click.group(cls=chinese.Group)
def cache() -> None:
    """缓存：未改动的文件不再重复检查。"""


@cache.command(cls=chinese.Command)
def clear() -> None:
    """删除本机用户的缓存。"""
    from linter.run.cache import clear as remove

    try:
        removed = remove()
    except OSError as error:
        raise click.UsageError(f"无法删除缓存：{reason(error)}") from error
    click.echo("缓存已删除" if removed else "没有缓存")


@cache.command(cls=chinese.Command)
def path() -> None:
    """显示缓存所在的文件夹；可用环境变量 JIXIAO_CACHE_DIR 改到别处。"""
    from linter.run.cache import default_folder

    click.echo(str(default_folder()))


COMMAND = cache
