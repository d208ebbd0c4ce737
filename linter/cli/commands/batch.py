"""``jixiao batch run|status|merge``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from linter.cli import chinese, shared
from linter.reports import names

if TYPE_CHECKING:
    from linter.run.batch import Progress
    from linter.run.batch_reports import Finished
    from linter.run.inputs import Job
    from linter.run.prepare import Setup

_OUT = click.option("--out", required=True, metavar="文件夹", type=click.Path(path_type=Path), help="放结果的文件夹，新的或空的。")
_FORMATS = click.option(
    "--format", "formats", multiple=True, type=click.Choice(names()), default=("jsonl",), help="写出哪几种报告，可给多个；默认 jsonl。"
)
_RESUMED = "已完成的各片都在，腾出空间后用同一命令接着做"


@click.group(cls=chinese.Group)
def batch() -> None:
    """成批检查，中断后可以接着做：分片进行，每片整片写入；全部完成后写出报告。"""


def _said(progress: Progress, folder: Path) -> None:
    click.echo(f"共 {progress.inputs} 个文件，已检查 {progress.done} 个；{progress.forms} 张表，各表之内 {progress.findings} 条意见")
    if progress.unread:
        where = f"，见 {folder / 'unread.csv'}" if progress.finished else ""
        click.echo(f"其中 {progress.unread} 个文件有未能读取的内容{where}")


def _remarks(done: Finished) -> None:
    for remark in done.remarks:
        click.echo(remark)


def _stored(done: Finished, store: Path | None) -> None:
    if done.run is not None:
        click.echo(f"已写入结果库 {store}，运行名 {done.run}")


@batch.command(cls=chinese.Command)
@click.argument("source", metavar="文件夹、清单或表", type=click.Path(path_type=Path))
@_OUT
@_FORMATS
@click.option(
    "--shard-size", type=click.IntRange(1, 100_000), default=500, metavar="个数", help="每片的文件数，默认 500；中断时至多重做几片。"
)
@click.option("--max-seconds", type=click.FloatRange(1), metavar="秒", help="每个文件的时限，默认 300 秒；超过的列为未检查。")
@click.option("--max-memory", type=click.IntRange(256), metavar="MB", help="每个进程的内存上限，默认 3072 MB；超过的文件列为未检查。")
@click.option("--engine", type=click.Choice(["pool", "spark"]), default="pool", help="由本机的进程（默认）还是 Spark 检查；结果相同。")
@click.option("--master", metavar="地址", help="Spark 的主节点，如 spark://主机:7077；默认用本机全部处理器。")
@shared.store_options
@shared.rule_options
@shared.pages_option
@shared.jobs_option
def run(
    source: Path,
    out: Path,
    formats: tuple[str, ...],
    shard_size: int,
    max_seconds: float | None,
    max_memory: int | None,
    engine: str,
    master: str | None,
    store: Path | None,
    run_name: str | None,
    max_pages: int | None,
    workers: int | None,
    **rules: Any,
) -> None:
    """开始一批，或从中断处接着做：同一命令再运行一次即可。清单是文本文件，一行一个文件，相对于清单所在的文件夹。也可以是 Parquet：一行一个文件的有 path、content 两列，一行一张绩效目标表的有 name、form（JSON）两列。"""
    from linter.run.batch_reports import Target, run_batch
    from linter.run.engines import engine_of

    if master is not None and engine != "spark":
        raise click.UsageError("--master 须与 --engine spark 合用")
    limits = shared.limits_of(max_pages)
    limits = replace(limits, seconds=max_seconds or limits.seconds, memory=(max_memory or 0) * 2**20 or limits.memory)
    shared.require_store(store, run_name)
    target = Target(store, run_name) if store is not None else None
    if not source.exists():
        raise click.UsageError(f"找不到 {source}")

    def setup_for(listed: Sequence[Job]) -> Setup:
        return shared.setup_of(listed, (str(source),), **rules)

    with shared.refusals(out, _RESUMED), shared.counted("正在检查") as told, engine_of(engine, master, workers) as executor:
        done = run_batch(out, source, setup_for, limits, size=shard_size, executor=executor, names=formats, target=target, progress=told)
    _said(done.progress, out)
    _remarks(done)
    _stored(done, store)
    click.echo(f"报告在 {out}")
    sys.exit(shared.EXIT_UNREADABLE if done.progress.unread else 0)


@batch.command(cls=chinese.Command)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
def status(folder: Path) -> None:
    """这一批做到哪里。"""
    from linter.run.batch import progress_of

    with shared.refusals():
        progress = progress_of(folder)
    _said(progress, folder)
    state = "已完成" if progress.finished else "正在运行" if progress.running else "已中断，用原来的 batch run 命令接着做"
    click.echo(state)


@batch.command(cls=chinese.Command)
@click.argument("folders", nargs=-1, required=True, metavar="文件夹…", type=click.Path(path_type=Path))
@_OUT
@_FORMATS
@shared.store_options
@shared.rule_options
def merge(folders: tuple[Path, ...], out: Path, formats: tuple[str, ...], store: Path | None, run_name: str | None, **rules: Any) -> None:
    """把几台机器上做完的各批合为一批：各批的表之间相互核对，几批都有的文件只计一次。"""
    from linter.run.batch_reports import Target, merge_batches

    shared.require_store(store, run_name)
    target = Target(store, run_name) if store is not None else None

    def setup_for(listed: Sequence[Job]) -> Setup:
        return shared.setup_of(listed, **rules)

    with shared.refusals(out):
        done = merge_batches(folders, out, setup_for, formats, target)
    _said(done.progress, out)
    _stored(done, store)
    if done.again:
        click.echo(f"{done.again} 个文件在几批中都有，只计一次")
    click.echo(f"报告在 {out}")
    sys.exit(shared.EXIT_UNREADABLE if done.progress.unread else 0)


COMMAND = batch
