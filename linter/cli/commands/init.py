"""``jixiao init``."""

from __future__ import annotations

from pathlib import Path

import click

from linter.cli import chinese, shared
from linter.files.writing import write_file

PLACES = {"github": ".github/workflows/jixiao.yml", "gitlab": ".gitlab-ci.yml", "gitee": ".workflow/jixiao.yml"}

TEMPLATES = {"审核模板/审核意见.docx": "letter.docx", "审核模板/审核参考表.docx": "audit.docx"}


def _copied(source: Path, path: Path) -> bool:
    """Write one file and say so; a file that is there stays.

    Raises:
        click.ClickException: it cannot be written.
    """
    if path.exists():
        click.echo(f"已有 {path}，未改动")
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, source.read_bytes())
    except OSError as error:
        raise shared.Unwritten(path, error) from error
    click.echo(f"已写入 {path}")
    return True


@click.command(cls=chinese.Command)
@click.argument("folder", default=".", metavar="[文件夹]")
@click.option("--ci", type=click.Choice(sorted(PLACES)), help="另写哪一种持续集成的流程。")
@click.option("--templates", is_flag=True, help="另写审核意见与审核参考表的 Word 模板，改成本单位的式样后用 report --template 采用。")
@click.option("--no-hook", is_flag=True, help="不写 .pre-commit-config.yaml。")
def init(folder: str, ci: str | None, templates: bool, no_hook: bool) -> None:
    """为存放绩效目标表的文件夹写好设置、提交前检查和持续集成流程；已有的文件不动。"""
    from linter.knowledge.resources import recipe_path, template_path

    root = Path(folder)
    if not root.is_dir():
        raise click.UsageError(f"没有文件夹 {folder}")
    wanted = {"jixiao.toml": "jixiao.toml"}
    if not no_hook:
        wanted[".pre-commit-config.yaml"] = "pre-commit.yaml"
    if ci:
        wanted[PLACES[ci]] = f"{ci}.yml"
    for target, recipe in wanted.items():
        source = recipe_path(recipe)
        if not _copied(source, root / target):
            click.echo(f"可参考的内容：\n{source.read_text(encoding='utf-8')}")
    for target, name in TEMPLATES.items() if templates else ():
        _copied(template_path(name), root / target)
    click.echo("接下来：jixiao check . 检查一遍；旧问题多的，先 jixiao baseline create . 建立基线")


COMMAND = init
