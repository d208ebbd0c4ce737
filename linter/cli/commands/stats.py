"""``jixiao stats``."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from linter.cli import chinese, shared, targets
from linter.reports.statistics.model import BY

if TYPE_CHECKING:
    from linter.dataset.figures import Source


@click.command(cls=chinese.Command)
@click.argument("paths", nargs=-1, metavar="路径…")
@click.option("--to", "--format", "kind", type=click.Choice(["text", "json", "csv", "html"]), default="text", help="输出格式，默认 text。")
@click.option("--by", type=click.Choice(BY), default="unit", help="按什么分开统计：单位（默认）、规则、年度、项目属性。")
@click.option(
    "--sample",
    type=click.IntRange(1),
    metavar="条数",
    help="抽出这么多条意见，写成供人核对的表（csv），不统计；与 --by rule 合用时每条规则各抽这么多条。",
)
@click.option("--marked", metavar="文件", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="读回核对过的表，列出查准率。")
@shared.output_option
@shared.rule_options
@shared.pages_option
@shared.jobs_option
def stats(
    paths: tuple[str, ...],
    kind: str,
    by: str,
    sample: int | None,
    marked: Path | None,
    output: str | None,
    max_pages: int | None,
    workers: int | None,
    **rules: Any,
) -> None:
    """按单位和全部统计：表数、金额、各类问题、可量化指标的比例、常用的空泛用语、指标值尾数的集中程度和质量指数；路径也可以是结果库。"""
    if marked is not None:
        if paths or sample is not None:
            raise click.UsageError("--marked 只读核对过的表，不与路径、--sample 合用")
        shared.write(_precision(marked), output)
        return
    from linter.dataset.figures import statistics_of
    from linter.dataset.sample import marking_sheet

    if sample is not None and (kind not in ("text", "csv") or by not in ("unit", "rule")):
        raise click.UsageError("--sample 写成 csv，不与 --to 合用；只可与 --by rule 合用，每条规则各抽这么多条")
    stores = _stores(paths)
    if stores and (any(rules.values()) or max_pages is not None):
        raise click.UsageError("结果库中是已经检查完的结果，规则、设置和页数的选项对它不起作用，请在检查时给出")
    given = _stored(stores) if stores else _checked(paths, output, max_pages, workers, rules)
    with shared.refusals():
        if sample is not None:
            written = marking_sheet(given.sources, sample, by == "rule")
        else:
            statistics = statistics_of(given.sources, given.version, given.ruleset, by)
            written = importlib.import_module(f"linter.reports.statistics.{kind}").render(statistics)
    shared.write(written, output)
    sys.exit(given.code)


class _Given(Struct, frozen=True):
    """What is counted. ``code``: how the program ends."""

    sources: Iterable[Source]
    version: str
    ruleset: str
    code: int


def _stores(paths: tuple[str, ...]) -> list[Path]:
    """The stores that are named, none where files are.

    Raises:
        click.UsageError: nothing is named, or stores beside files.
    """
    from linter.dataset.runs import is_store

    if not paths:
        raise click.UsageError("缺少参数：路径…")
    stores = [Path(path) for path in paths if is_store(Path(path))]
    if stores and len(stores) < len(paths):
        raise click.UsageError("结果库与文件不能一起统计，请分别进行")
    return stores


def _stored(folders: list[Path]) -> _Given:
    from linter.dataset.runs import read_store

    with shared.refusals():
        stores = [read_store(folder) for folder in folders]
    for remark in (remark for store in stores for remark in store.remarks):
        shared.say(remark)
    runs = [run for store in stores for run in store.runs]
    sources = ((run.name, row) for store in stores for run, row in store.by_input())
    versions, rulesets = ("、".join(sorted({getattr(run, name) for run in runs})) for name in ("version", "ruleset"))
    return _Given(sources, versions, rulesets, 0)


def _checked(paths: tuple[str, ...], output: str | None, max_pages: int | None, workers: int | None, rules: dict[str, Any]) -> _Given:
    from linter.dataset.filling import portions, rows_of
    from linter.reports.visible import visible_result

    jobs = shared.jobs_of(paths)
    targets.refuse_target(jobs, output)
    setup, limits = shared.setup_of(jobs, paths, **rules), shared.limits_of(max_pages)
    result = shared.run_with_progress(jobs, setup, limits, workers=workers, tabled=True)
    sources = (("", rows) for portion in portions(visible_result(result)) for rows in rows_of(portion))
    return _Given(sources, result.version, result.ruleset, shared.exit_code(result, "never", require_form=False))


def _precision(sheet: Path) -> str:
    from linter.dataset.sample import precision_text

    with shared.refusals():
        return precision_text(sheet.read_bytes())


COMMAND = stats
