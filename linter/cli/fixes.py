"""``check --fix``: fixes each input in place, or shows what it would do, before it is checked."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from linter.cli import shared
from linter.files.printing import visible
from linter.files.writing import write_file

if TYPE_CHECKING:
    from linter.formats import Limits
    from linter.run.inputs import Job
    from linter.run.prepare import Setup


def _lines(data: bytes) -> list[str] | None:
    try:
        return data.decode("utf-8-sig").splitlines(keepends=True)
    except UnicodeDecodeError:
        return None


def _diff(shown: str, old: bytes, new: bytes) -> str | None:
    """A unified diff of a text file; ``None`` for other files."""
    before, after = _lines(old), _lines(new)
    if before is None or after is None:
        return None
    return "".join(difflib.unified_diff(before, after, f"a/{shown}", f"b/{shown}"))


def apply(jobs: list[Job], setup: Setup, *, unsafe: bool, diff: bool, limits: Limits | None) -> tuple[list[Job], bool]:
    """The jobs with fixed content, and whether anything was (or would be) changed. Says what it does; with ``diff`` it only says.

    Raises:
        click.UsageError: a file that cannot be written.
    """
    from linter.run.fixing import Fixer, described

    out, changed = [], False
    for job in jobs:
        if job.path is None and not diff:
            raise click.UsageError("--fix 不能用于标准输入，可加 --diff 只看改动")
        fixer = Fixer(setup.settings_for(job.path), setup.policy.suppressions, unsafe, limits, setup.policy.today)
        try:
            data = job.data if job.data is not None else job.path.read_bytes() if job.path else b""
        except OSError:
            out.append(job)
            continue
        fixed = fixer.fix(data, job.shown)
        for line in fixed.refused:
            shared.say(line)
        if fixed.changes:
            changed = True
            if diff:
                shown = _diff(job.shown, data, fixed.data)
                click.echo(visible(shown if shown is not None else "\n".join(f"{job.shown} {line}" for line in described(fixed.changes))))
            elif job.path is not None:
                _write(job.path, fixed.data)
                click.echo(visible(f"已修正 {job.shown} 中 {len(fixed.changes)} 处："), err=True)
                for line in described(fixed.changes):
                    click.echo(visible(f"  {line}"), err=True)
        out.append(job if diff else replace(job, data=None if job.path else fixed.data))
    if not changed:
        shared.say("没有可以自动改正的内容，文件未改动")
    return out, changed


def _write(path: Path, data: bytes) -> None:
    try:
        write_file(path, data)
    except OSError as error:
        raise shared.Unwritten(path, error) from error
