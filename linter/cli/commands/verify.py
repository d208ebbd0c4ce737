"""``jixiao verify``."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import click

from linter.cli import chinese, shared
from linter.knowledge.resources import reason


@click.command(cls=chinese.Command)
@click.argument("bundle", metavar="证据包", type=click.Path(exists=True, dir_okay=False))
@click.option("--folder", metavar="文件夹", default=".", help="写证据包时所在的文件夹：包中的路径由此算起，默认当前文件夹。")
@shared.jobs_option
def verify(bundle: str, folder: str, workers: int | None) -> None:
    """按证据包所记重新检查，核对是否逐字节相同（退出码 0 相同，1 不同，3 不能核对）。"""
    from linter.cli.reporting import Request, bundled, reported
    from linter.run.evidence import NoBundle, differences, unpacked

    try:
        old = unpacked(Path(bundle).read_bytes())
        request = Request.read(old.request)
    except NoBundle as error:
        shared.say(str(error))
        sys.exit(shared.EXIT_UNREADABLE)
    except (TypeError, OSError) as error:
        shared.say(f"不能核对 {bundle}：{reason(error) if isinstance(error, OSError) else '所记的检查方式不完整'}")
        sys.exit(shared.EXIT_UNREADABLE)
    if not Path(folder).is_dir():
        raise click.UsageError(f"文件夹 {folder} 不存在")
    with contextlib.chdir(folder):
        new = bundled(request, reported(request, workers=workers))
    lines = differences(old, new)
    for line in lines:
        click.echo(line)
    if lines:
        if old.python != new.python:
            click.echo(f"Python 版本：证据包 {old.python}，本机 {new.python}")
        click.echo(f"不一致：{len(lines)} 处")
        sys.exit(shared.EXIT_FINDINGS)
    findings, files = len(new.members), len(new.inputs)
    click.echo(
        f"一致：{files} 个文件的摘要相同，重新检查得到的 {findings} 个结果文件逐字节相同（jixiao {new.version}，规则集 {new.ruleset}）"
    )


COMMAND = verify
