"""``jixiao serve``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linter.cli import chinese, desks, shared
from linter.model.errors import install_hint

if TYPE_CHECKING:
    from linter.desk.digest import Orders
    from linter.run.inputs import Job

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def orders_of(rules: dict[str, Any], max_pages: int | None) -> Orders:
    """How the desk checks: by the options and the settings file of the working directory."""
    from linter.desk.digest import Orders
    from linter.run.inputs import Job

    setup = shared.setup_of([Job("审核台", Path("审核台.json"))], **rules)
    return Orders(setup.settings_for(Path("审核台.json")), setup.policy.suppressions, setup.policy.today, shared.limits_of(max_pages))


def start(
    orders: Orders, db: str | None, workers: int | None, port: int = 0, browse: bool = True, jobs: Sequence[Job] = (), own: bool = False
) -> int:
    """Serve the desk until interrupted, beginning with a batch of these inputs where there are any; the exit code. ``own``: their unit puts them
    right itself.

    Raises:
        click.UsageError: the extra is not installed, or the file is no desk.
    """
    try:
        from linter.desk.web.running import run
    except ImportError as error:
        raise click.UsageError(f"审核台需要 {error.name}，请{install_hint('web')}") from error
    from linter.desk.schema import UnusableDesk
    from linter.desk.store import OWN, REVIEW
    from linter.run.workers import FEW, default_workers

    files = [(job.shown, data) for job in jobs if (data := job.content()) is not None]
    try:
        return run(desks.path_of(db), orders, workers or default_workers(FEW), port, browse, shared.say, files, OWN if own else REVIEW)
    except UnusableDesk as error:
        raise click.UsageError(str(error)) from error


@click.command(cls=chinese.Command)
@click.argument("paths", nargs=-1, metavar="[路径…]")
@click.option("--host", default="127.0.0.1", metavar="地址", help="只能是本机地址（127.0.0.1）。")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="端口", help="默认由系统分配。")
@desks.db_option
@click.option("--no-open", is_flag=True, help="不打开浏览器，只给出链接。")
@shared.rule_options
@shared.pages_option
@shared.jobs_option
def serve(
    paths: tuple[str, ...],
    host: str,
    port: int,
    db: str | None,
    no_open: bool,
    max_pages: int | None,
    workers: int | None,
    **rules: Any,
) -> None:
    """审核台：在本机浏览器里审核一批表，逐处采纳或不采纳，生成审核意见；给出路径的，先收为一个批次。"""
    if host not in _LOOPBACK:
        raise click.UsageError("审核台只在本机地址上运行（127.0.0.1），不对外提供服务")
    jobs = shared.jobs_of(paths) if paths else []
    sys.exit(start(orders_of(rules, max_pages), db, workers, port, not no_open, jobs))


COMMAND = serve
