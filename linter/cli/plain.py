"""A rule's page on a terminal: headings, tables and lists without the marks of Markdown, lines that fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from linter.files.wrapping import padded, width, wrapped

_HEADING = re.compile(r"(#+)\s+(.*)")
_MARKS = re.compile(r"\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\([^)]+\)")


def _bare(text: str) -> str:
    return _MARKS.sub(lambda match: match[1] or match[2] or match[3], text)


def _cells(line: str) -> list[str]:
    return [_bare(cell.strip().replace("\\|", "|")) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def _table(lines: Sequence[str], columns: int) -> Iterator[str]:
    """A table in columns as wide as their text; one too wide for the screen as a list, a row a paragraph."""
    rows = [_cells(line) for line in lines if not re.fullmatch(r"[\s|:-]+", line)]
    deep = max(map(len, rows))
    rows = [row + [""] * (deep - len(row)) for row in rows]
    widths = [max(width(row[n]) for row in rows) for n in range(deep)]
    if sum(widths) + 2 * deep + 2 <= columns:
        yield from ("  " + "  ".join(map(padded, row, widths)).rstrip() for row in rows)
        return
    head, *body = rows
    for row in body:
        told = "；".join(f"{name} {cell}" if name else cell for name, cell in zip(head, row, strict=True) if cell)
        yield from wrapped(told, columns, "  · ")


def plain(markdown: str, columns: int) -> str:
    """The page as plain text of at most so many columns."""
    out: list[str] = []
    for is_table, block in groupby(markdown.splitlines(), lambda line: line.lstrip().startswith("|")):
        if is_table:
            out += _table(list(block), columns)
            continue
        for line in block:
            heading = _HEADING.fullmatch(line)
            if heading is not None:
                out.append(("  —— " if len(heading[1]) > 2 else "") + _bare(heading[2]))
            elif line.lstrip().startswith(("- ", "* ")):
                out += wrapped(_bare(line.lstrip()[2:]), columns, "  · ")
            else:
                out += wrapped(_bare(line), columns, "" if re.match(r"级别：", line) else "  ") if line.strip() else [""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip() + "\n"
