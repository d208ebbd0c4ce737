"""``jixiao ledger stats|export|import``."""

from __future__ import annotations

from pathlib import Path

import click

from linter.cli import chinese, desks, shared, targets
from linter.knowledge.resources import reason


@click.group(cls=chinese.Group)
def ledger() -> None:
    """审核台账：每条规则被采纳多少，导出、导入处理记录。"""


@ledger.command(cls=chinese.Command)
@desks.db_option
def stats(db: str | None) -> None:
    """每条规则采纳、不采纳的处数和采纳率（括号内为 95% 区间）。"""
    from linter.desk.ledger import stats as counted
    from linter.policy.settings import Settings
    from linter.run.ruleset import rule_infos

    counts = counted(desks.store_of(db))
    titles = {rule.code: rule.title for rule in rule_infos(Settings())}
    if not counts:
        click.echo("还没有处理记录")
    for count in counts:
        share = f"{count.share:4.0%}（{count.low:.0%}–{count.high:.0%}）"
        click.echo(f"{count.code}  采纳{count.accepted:5}  不采纳{count.rejected:5}  {share}  {titles.get(count.code, '')}")


@ledger.command(name="export", cls=chinese.Command)
@desks.db_option
@click.option("-o", "--output", required=True, metavar="文件", help="写到 .json 或 .xlsx 文件。")
def export(db: str | None, output: str) -> None:
    """导出现行的处理记录；JSON 也可用于 jixiao check --review。"""
    from linter.desk import ledger as ledgers

    targets.refuse_target((), output, ".xlsx" if output.lower().endswith(".xlsx") else ".json")
    store = desks.store_of(db)
    shared.write(ledgers.as_workbook(store) if output.lower().endswith(".xlsx") else ledgers.as_json(store), output)
    click.echo(f"已写入 {output}", err=True)


@ledger.command(name="import", cls=chinese.Command)
@click.argument("file", metavar="文件")
@desks.db_option
def take_in(file: str, db: str | None) -> None:
    """导入台账（JSON、xlsx）或审核报告导出的审核结果；与本台账不一致的留待在审核台中选定。"""
    from linter.desk import ledger as ledgers

    store = desks.store_of(db)
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{file} 无法读取：{reason(error)}") from error
    with desks.told():
        merged = ledgers.merge(store, ledgers.read(data, Path(file).name))
    click.echo(f"导入{merged.taken}条，{merged.same}条原已相同，{merged.conflicts}条不一致", err=True)


COMMAND = ledger
