"""Budget tables and narrative as ``jixiao parse`` wrote them: the keys ``tables``, ``narrative`` and ``budget_year`` beside ``forms``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from linter.layouts.table_grid import figure_of, in_yuan, notes_of
from linter.model.blocks import Node, NotChecked, Tree
from linter.model.document import BudgetTable, Section, TableRow
from linter.model.form import Text
from linter.values import money_scale
from linter.values.budget import bare, rank_of, row_role


def _mapping(node: Node | None) -> Mapping[str, Node]:
    return node.value if node is not None and isinstance(node.value, Mapping) else {}


def _list(node: Node | None) -> tuple[Node, ...]:
    return node.value if node is not None and isinstance(node.value, tuple) else ()


def _text(node: Node | None) -> Text:
    return Text(node.value, node.place) if node is not None and isinstance(node.value, str) else Text("")


def _row(node: Node, owner: str, scale: Decimal | None) -> TableRow:
    parts = _mapping(node)
    label = _text(parts.get("label"))
    code, block = _text(parts.get("code")).text or None, _text(parts.get("block")).text
    figures = {
        int(col): figure for col, child in _mapping(parts.get("figures")).items() if col.isdigit() and (figure := figure_of(_text(child)))
    }
    role = "unit" if owner and bare(label.text) == owner else row_role(label.text) or "item"
    labels = tuple(_text(child) for child in _list(parts.get("labels"))) or (label,)
    row = TableRow(label, code, figures, int(block) if block.isdigit() else 0, role, rank_of(label.text), labels)
    return in_yuan(row, scale)


def _table(node: Node) -> BudgetTable:
    parts = _mapping(node)
    unit = _text(parts.get("unit")).text or None
    owner = _text(parts.get("owner")).text
    heads = {
        int(col): tuple(_text(child).text for child in _list(path)) for col, path in _mapping(parts.get("headers")).items() if col.isdigit()
    }
    rows = tuple(_row(child, bare(owner), money_scale(unit)) for child in _list(parts.get("rows")))
    return BudgetTable(_text(parts.get("title")).text, _text(parts.get("kind")).text or "other", unit, heads, rows, node.place, owner)


def _section(node: Node) -> Section:
    parts = _mapping(node)
    paragraphs = tuple(_text(child) for child in _list(parts.get("paragraphs")))
    return Section(_text(parts.get("heading")).text, paragraphs, tuple(_text(child).text for child in _list(parts.get("parents"))))


def read(tree: Tree) -> tuple[tuple[BudgetTable, ...], tuple[Section, ...], int | None, tuple[NotChecked, ...]]:
    """Tables, narrative and budget year of a structured file, and what of the tables cannot be checked. What is written otherwise than
    ``parse`` writes it is read as far as it goes."""
    parts = _mapping(tree.root)
    tables = tuple(_table(child) for child in _list(parts.get("tables")))
    year = _text(parts.get("budget_year")).text
    said = {(_text(_mapping(child).get("what")).text, _text(_mapping(child).get("why")).text) for child in _list(parts.get("not_checked"))}
    notes = tuple(note for table in tables for note in notes_of(table) if (note.what, note.why) not in said)
    return tables, tuple(_section(child) for child in _list(parts.get("narrative"))), int(year) if year.isdigit() else None, notes
