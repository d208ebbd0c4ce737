"""Where a command may write: never over what it reads, under no name that says another kind of file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linter.cli.shared import Unwritten
from linter.files.writing import require_writable

if TYPE_CHECKING:
    from linter.run.inputs import Job

_PACKAGES = frozenset({".docx", ".xlsx", ".zip"})
"""Files that a program opens by their ending, and refuses where their content is of another kind."""


def refuse_target(jobs: Sequence[Job], output: str | None, kind: str = "") -> None:
    """Nothing where a report can be written to ``output``: asked before the work, not after it. ``kind``: the ending its content has.

    Raises:
        click.UsageError: ``output`` is one of the inputs, or its name says another kind of file.
        Unwritten: it cannot be written there.
    """
    refuse_inputs(jobs, output)
    if output is None or output == "-":
        return
    refuse_ending(output, kind)
    try:
        require_writable(Path(output).resolve())
    except OSError as error:
        raise Unwritten(Path(output), error) from error


def refuse_inputs(jobs: Sequence[Job], output: str | None) -> None:
    """No report is written over a file that is being checked.

    Raises:
        click.UsageError: ``output`` is one of the inputs.
    """
    if output is None or output == "-":
        return
    target = Path(output).resolve()
    if any(job.path is not None and job.path.resolve() == target for job in jobs):
        raise click.UsageError(f"输出文件 {output} 就是要检查的文件，写入会覆盖原件，请换一个文件名")


def refuse_ending(output: str, kind: str) -> None:
    """No Word or Excel file under another name, nothing else under theirs. ``kind``: ``.docx``; ``""`` for any text.

    Raises:
        click.UsageError: the name says another kind of file.
    """
    suffix = Path(output).suffix.lower()
    if suffix and suffix != kind and (suffix in _PACKAGES or kind in _PACKAGES):
        wanted = f"请把后缀改为 {kind}" if kind else "请换一个后缀"
        raise click.UsageError(f"写出的内容不是 {suffix} 文件，写成 {output} 会打不开；{wanted}")


def refuse_existing(output: str | None) -> None:
    """Nothing that people may have filled in is replaced by something blank.

    Raises:
        click.UsageError: there is a file.
    """
    if output not in (None, "-") and Path(str(output)).exists():
        raise click.UsageError(f"{output} 已经存在，没有改动；请换一个文件名")
