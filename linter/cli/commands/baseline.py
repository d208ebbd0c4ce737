"""``jixiao baseline create|status|prune``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from linter.cli import chinese, shared, targets
from linter.policy.baseline import DEFAULT


@click.group(cls=chinese.Group)
def baseline() -> None:
    """基线：记下现有的问题，以后只对新问题报警。"""


def _file_option(function: Any) -> Any:
    return click.option("--file", "file", metavar="文件", help=f"基线文件，默认 {DEFAULT}；也可用 --baseline。")(function)


def _named(file: str | None, rules: dict[str, Any]) -> str:
    """The file a command works on: here ``--baseline`` names it as well, as in ``check``."""
    return str(file or rules["baseline"] or DEFAULT)


def _findings(paths: tuple[str, ...], **rules: Any) -> Any:
    jobs = shared.jobs_of(paths)
    result = shared.run_with_progress(jobs, shared.setup_of(jobs, paths, **{**rules, "baseline": None}))
    for source in result.inputs:
        for note in source.not_checked:
            if note.fatal:
                shared.say(f"未检查 {note.what}：{note.why}")
    return result


def _loaded(file: str) -> Any:
    from linter.policy.baseline import BaselineError, load

    try:
        return load(Path(file))
    except BaselineError as error:
        raise click.UsageError(str(error)) from error


@baseline.command(cls=chinese.Command)
@shared.paths_argument
@_file_option
@shared.rule_options
def create(paths: tuple[str, ...], file: str | None, **rules: Any) -> None:
    """检查一遍，把现有的问题全部记入基线；已有的条目保留原日期。"""
    from linter.policy import baseline as baselines
    from linter.run.ruleset import ruleset

    file = _named(file, rules)
    try:
        before = baselines.load(Path(file)) if Path(file).exists() else None
    except baselines.BaselineError as error:
        targets.refuse_inputs(shared.jobs_of(paths), file)
        shared.say(str(error))
        before = None
    result = _findings(paths, **rules)
    today = (rules["today"] or datetime.now()).date()
    made = baselines.create(result.findings, ruleset(), today, before, Path(file))
    shared.write(baselines.dumps(made), file)
    click.echo(f"已把 {len(made.entries)} 处现有问题记入 {file}；在 jixiao.toml 中写 baseline = {file!r}，或检查时加 --baseline {file}")


@baseline.command(cls=chinese.Command)
@shared.paths_argument
@_file_option
@shared.rule_options
def status(paths: tuple[str, ...], file: str | None, **rules: Any) -> None:
    """基线还剩多少：剩余、已改、新增，各级别多少，最早的日期。"""
    from linter.model.finding import Severity
    from linter.policy import baseline as baselines
    from linter.reports.wording import SEVERITY_NAMES

    counts = baselines.status(_loaded(_named(file, rules)), _findings(paths, **rules).findings)
    by = counts.by_severity()
    parts = "，".join(f"{SEVERITY_NAMES[level]} {by[level.value]} 处" for level in Severity)
    click.echo(f"基线共 {len(counts.left) + len(counts.gone)} 处：剩余 {len(counts.left)} 处（{parts}），已改 {len(counts.gone)} 处")
    if oldest := counts.oldest():
        today = (rules["today"] or datetime.now()).date()
        click.echo(f"最早的一处记于 {oldest}，已有 {(today - date.fromisoformat(oldest)).days} 天")
        click.echo("按月记入：" + "，".join(f"{month} {count} 处" for month, count in sorted(counts.entered().items())))
    click.echo(f"基线之外的新问题 {len(counts.new)} 处")
    if counts.gone:
        click.echo(f"已改的可用 jixiao baseline prune {' '.join(paths)} 从基线中删去")


@baseline.command(cls=chinese.Command)
@shared.paths_argument
@_file_option
@shared.rule_options
def prune(paths: tuple[str, ...], file: str | None, **rules: Any) -> None:
    """从基线中删去已经改好的条目；不会加入新问题。路径应包括基线所涉及的全部文件。"""
    from linter.policy import baseline as baselines

    file = _named(file, rules)
    held = _loaded(file)
    counts = baselines.status(held, _findings(paths, **rules).findings)
    shared.write(baselines.dumps(baselines.Baseline(held.ruleset, counts.left)), file)
    click.echo(f"已删去 {len(counts.gone)} 处已改的条目，剩余 {len(counts.left)} 处")


COMMAND = baseline
