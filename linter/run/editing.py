"""What somebody changes by hand in a form, written into the file it came from through the format's own writer."""

from __future__ import annotations

from collections.abc import Sequence

from linter import formats
from linter.formats import Limits, ReadContext
from linter.formats.api import CannotWrite, Format, TextEdit


def _format(name: str) -> Format | None:
    return next((format_ for format_ in formats.formats() if format_.name == name), None)


def why_not_editable(name: str) -> str:
    """Why nothing can be written into files of a format, in Chinese; ``""`` where it can."""
    kind = _format(name)
    if kind is not None and kind.write_back is not None and kind.takes_edits:
        return ""
    return f"{name} 文件不能在这里修改，请在原文件中改好再拖入，或另存为 xlsx、docx 后拖入"


def edited(data: bytes, shown: str, name: str, edits: Sequence[TextEdit], limits: Limits | None = None) -> bytes:
    """The file with these cells changed and everything else as it was. ``name``: its format.

    Raises:
        CannotWrite: the format takes no edits, the file is protected, or a cell does not hold the old text any more.
        Unreadable: the file is damaged.
    """
    kind, why = _format(name), why_not_editable(name)
    if kind is None or kind.write_back is None or why:
        raise CannotWrite(why)
    return kind.write_back(data, edits, (), ReadContext(shown, None, limits or Limits()))
