"""YAML: every scalar is text (98 is no number, 2026-01-01 no date), positions kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.formats._decode import decode, looks_like_text
from linter.formats.api import Format, Piece, ReadContext, Unreadable
from linter.model.blocks import Node, Tree

_NULLS = frozenset({"", "null", "Null", "NULL", "~"})
_MAX_NODES = 500_000


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


class _Builder:
    """Composed YAML nodes to ours, counting them: an alias bomb multiplies nodes."""

    def __init__(self, context: ReadContext) -> None:
        self.context = context
        self.count = 0

    def node(self, node: Any, pointer: str, depth: int) -> Node:
        import yaml

        self.count += 1
        if self.count > _MAX_NODES:
            raise Unreadable("YAML 别名展开后过大，已停止读取")
        if depth > self.context.limits.depth:
            raise Unreadable(f"嵌套超过 {self.context.limits.depth} 层")
        start, end = node.start_mark, node.end_mark
        place = self.context.place(
            line=start.line + 1, column=start.column + 1, end_line=end.line + 1, end_column=end.column + 1, pointer=pointer
        )
        if isinstance(node, yaml.MappingNode):
            pairs = {}
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    raise Unreadable(f"第 {key.start_mark.line + 1} 行：键应为文本")
                if key.value in pairs:
                    raise Unreadable(f"第 {key.start_mark.line + 1} 行：键“{key.value}”重复")
                pairs[key.value] = self.node(value, f"{pointer}/{_escape(key.value)}", depth + 1)
            return Node(pairs, place, "object")
        if isinstance(node, yaml.SequenceNode):
            return Node(tuple(self.node(one, f"{pointer}/{i}", depth + 1) for i, one in enumerate(node.value)), place, "array")
        if node.style is None and node.value in _NULLS:
            return Node(None, place, "null")
        if node.style in ("'", '"'):
            # The text stands inside the quotes.
            place = place._replace(column=start.column + 2, end_column=end.column)
        return Node(node.value, place, "string")


_KEYS = ("forms:", "indicators:", "fields:", "layout:", "halves:", "kind:", "index:", "budget_year:", "title:", "---")


def looks_like_yaml(head: bytes) -> bool:
    """A text with a line that opens one of a form's keys."""
    if not looks_like_text(head):
        return False
    lines = head.decode("utf-8", errors="ignore").lstrip("\ufeff").splitlines()
    return any(line.lstrip("- ").replace('"', "").startswith(_KEYS) for line in lines[:60])


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """Read the tree (every document of the file)."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for document in yaml.compose_all(decode(data), Loader=loader):
            if document is not None:
                yield Tree(_Builder(context).node(document, "", 0), context.place(pointer=""))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"第 {mark.line + 1} 行第 {mark.column + 1} 列" if mark else "文件中"
        hint = '；以 >、%、*、@、` 或 - 开头的值请加引号，如 ">=98%"'
        raise Unreadable(f"YAML 语法有误：{where}附近{hint}") from error
    except yaml.YAMLError as error:
        raise Unreadable("YAML 语法有误，含有不允许的字符") from error


FORMAT = Format("yaml", (".yaml", ".yml"), looks_like_yaml, read, rank=80)
