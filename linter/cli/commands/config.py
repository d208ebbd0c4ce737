"""``jixiao config show|mapping|schema``."""

from __future__ import annotations

from pathlib import Path

import click

from linter.cli import chinese
from linter.files.printing import visible


@click.group(cls=chinese.Group)
def config() -> None:
    """设置：查看生效的设置及其来源，或输出设置文件的模式。"""


@config.command(cls=chinese.Command)
@click.argument("path", default=".", metavar="[路径]")
@click.option("--config", "file", metavar="文件", help="采用这份设置，不再逐级查找。")
def show(path: str, file: str | None) -> None:
    """列出某个文件或文件夹生效的设置，每项注明来自哪里。"""
    from linter.policy import config as configs
    from linter.policy.config import ConfigError

    target = Path(path)
    folder = (target if target.is_dir() else target.parent).resolve()
    try:
        governing = Path(file) if file else configs.discover(folder)
        loaded = configs.load(governing) if governing else configs.Config()
        effective = configs.settings(loaded, target if target.is_file() else None)
        configs.suppressions(loaded)
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"设置文件：{governing if governing else '没有（采用默认设置）'}")
    for key, value in {**configs.DEFAULTS, **loaded.data}.items():
        click.echo(f"{key} = {_shown(value)}    # {loaded.origins.get(key, '默认')}")
    for written, entries in loaded.suppressions:
        click.echo(f"suppressions = {len(entries)} 条    # {written}")
    if effective.ignore:
        click.echo(f"# 对 {path} 停用的规则：{'、'.join(sorted(effective.ignore))}")


def _shown(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, default=str)


@config.command(cls=chinese.Command)
@click.argument("path", metavar="文件")
def mapping(path: str) -> None:
    """从系统导出的文件生成 [layouts.mapping] 草稿：认识的栏目注明，不认识的按内容推断，核对后写入设置。"""
    from linter import formats
    from linter.layouts.proposal import propose

    if not Path(path).is_file():
        raise click.UsageError(f"找不到文件：{path}")
    headings = propose([block for source in formats.read_path(Path(path)) for block in source.blocks])
    if not headings:
        raise click.UsageError(f"{path} 中没有找到一行栏目名称")
    click.echo("[layouts.mapping]")
    click.echo(f"# 已认识，不必写：{'、'.join(heading.text for heading in headings if heading.known) or '无'}")
    for heading in headings:
        if not heading.known:
            shown = "；".join(" ".join(text.split())[:20] for text in heading.examples)
            line = f"{_shown(heading.text)} = {_shown(heading.means)}" if heading.means else f'# {_shown(heading.text)} = ""'
            click.echo(
                visible(
                    f"{line}    # {f'工作表“{heading.sheet}”，' if heading.sheet else ''}{'推断，请核对' if heading.means else '未能推断'}：{shown}"
                )
            )


@config.command(cls=chinese.Command)
def schema() -> None:
    """输出设置文件的 JSON 模式，供编辑器补全和校验。"""
    from linter.knowledge.resources import schema_path

    click.echo(schema_path("config.schema.json").read_text(encoding="utf-8"), nl=False)


COMMAND = config
