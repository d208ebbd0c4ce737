"""How a table was read, in Chinese lines: its columns, what the reading cost and what the next one would have cost (``parse --explain-reading``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.layouts.alignment.atoms import BLANK, BREAK, LINE, MARK, PIPE, SOFT
from linter.layouts.alignment.costs import cost
from linter.layouts.alignment.table import Reading, Row
from linter.layouts.columns import Columns
from linter.layouts.labels import clean
from linter.model.form import PART_NAMES, Half

_ROLES = {
    **PART_NAMES,
    "level1": "一级指标",
    "level2": "二级指标",
    "region": "地区的指标值",
    "aside": "另存",
    "other-value": "另存的值",
    "project": "项目名称",
}
_HALVES: dict[Half | None, str] = {"period": "实施期", "annual": "年度", None: ""}
_GAPS = {
    PIPE: "各格之间以竖线或制表符分隔",
    BREAK: "各格以行末的分隔符结束",
    LINE: "一格一行",
    BLANK: "各格之间以空格分隔",
    MARK: "各格之间以标点和序号分隔",
    SOFT: "各格之间没有分隔，按文意切分",
}
_FAR = 50.0
"""A distance beyond which there is no other reading."""
_SHOWN = 3
"""Rows with near rivals that are named."""


def _column(role: str, half: Half | None, two_sided: bool) -> str:
    return (_HALVES[half] if two_sided and role not in ("level1", "level2") else "") + _ROLES.get(role, role)


def _name(row: Row) -> str:
    texts = [text.text for (role, _), (text, _) in row.cells.items() if role == "name"]
    return "".join(texts[0].split())[:20] if texts else "（无名称）"


def aligned(reading: Reading) -> tuple[str, ...]:
    """The lines of a table read by alignment."""
    layout = reading.layout
    two_sided = "period" in layout.halves and "annual" in layout.halves
    columns = [_column(role, half, two_sided) for role, half in zip(layout.roles, layout.halves, strict=True)]
    return (
        f"读法：按栏目对齐，共{len(reading.rows)}行；{_GAPS[layout.style.cell]}{'，一行文字一条' if layout.style.lined else ''}",
        f"栏目：{' | '.join(columns)}",
        f"代价：平均每行{reading.fit:.2f}（超过{cost('doubt', 'table'):g}整表存疑，超过{cost('doubt', 'unread'):g}不读）",
        *_rivals(reading),
    )


def _rivals(reading: Reading) -> Iterator[str]:
    if reading.rival < _FAR:
        yield f"次优的栏目读法：代价多{reading.rival:.2f}（不足{cost('doubt', 'columns'):g}整表存疑）"
    near = sorted((row.margin, n) for n, row in enumerate(reading.rows) if row.margin < _FAR)
    if not near:
        yield "次优的切分：没有相近的读法"
        return
    shown = "；".join(f"第{n + 1}行“{_name(reading.rows[n])}”多{margin:.2f}" for margin, n in near[:_SHOWN])
    yield f"次优的切分：{shown}（不足{cost('doubt', 'row'):g}该行存疑）"


def grid(columns: Columns, odd: Sequence[str]) -> tuple[str, ...]:
    """The lines of a table whose cells stand under their headings. ``odd``: why rows of it are doubtful."""
    headed = [f"{clean(c.label)}（{_column(c.role, c.half, columns.two_sided)}）" for c in columns.columns]
    lines = ["读法：各格按表头所在的列读取", f"栏目：{' | '.join(headed)}"]
    if columns.unknown:
        lines.append(f"未能识别的栏目：{'、'.join(clean(cell.text) for cell in columns.unknown)}")
    lines.append(f"错格检查：{len(odd)}行移动一格读起来更通顺" if odd else "错格检查：没有一行移动一格读起来更通顺")
    return tuple(lines)
