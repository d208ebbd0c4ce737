"""YAML: every scalar is text (98 is no number, 2026-01-01 no date), positions kept, ``# jixiao:`` comments read.

Built from parse events, not composed: the composer of the C library recurses without limit and takes the process down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from linter.formats._plain.decode import decode, decode_head, looks_like_text
from linter.formats._plain.text_write import in_yaml, writer
from linter.formats.api import Format, Piece, ReadContext, Unreadable
from linter.model.blocks import Comment, Node, Tree

_NULLS = frozenset({"", "null", "Null", "NULL", "~"})
_MAX_NODES = 200_000
_BLOCK_INDENT = re.compile(r"[>|][+-]?[0-9]")
_RISKY = re.compile(r"(?::|-)[ \t]+([>|%*@`&!\"'\[{,](?:[^\r\n]*[^\r\n \t])?)[ \t]*$")
_REMARK = re.compile(r"(?:^|(?<=[ \t]))#(?:(?![ \t]#)[^\n])*?jixiao[^\n]*", re.IGNORECASE | re.MULTILINE)
_Pairs = dict[str, Node]


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


class _Builder:
    """Parse events to nodes, counting them: an alias bomb multiplies nodes."""

    def __init__(self, events: Iterator[Any], lines: list[str], context: ReadContext) -> None:
        self.events = events
        self.lines = lines
        self.context = context
        self.count = 0
        self.anchors: dict[str, Node] = {}

    def counted(self, depth: int) -> None:
        """One more node, at a depth."""
        self.count += 1
        if self.count > _MAX_NODES:
            raise Unreadable("YAML 内容过大，或别名展开后过大，已停止读取")
        if depth > self.context.limits.depth:
            raise Unreadable(f"嵌套超过 {self.context.limits.depth} 层")

    def node(self, event: Any, pointer: str, depth: int) -> Node:
        """The node an event begins."""
        import yaml

        start = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                line: int = start.line
                raise Unreadable(f"YAML 语法有误：第 {line + 1} 行没有可引用的内容" + _hint(self.lines, line))
            return self.moved(self.anchors[event.anchor], pointer, depth)
        self.counted(depth)
        if isinstance(event, yaml.MappingStartEvent):
            built = Node(self.mapping(pointer, depth), self.place(event, pointer), "object")
        elif isinstance(event, yaml.SequenceStartEvent):
            built = Node(self.sequence(pointer, depth), self.place(event, pointer), "array")
        elif not event.style and event.value in _NULLS:
            built = Node(None, self.place(event, pointer), "null")
        else:
            self.refuse_lost_value(event)
            place = self.place(event, pointer)
            if event.style in ("'", '"'):
                # The text stands inside the quotes.
                place = place._replace(column=start.column + 2, end_column=event.end_mark.column)
            built = Node(event.value, place, "string")
        if event.anchor:
            self.anchors[event.anchor] = built
        return built

    def place(self, event: Any, pointer: str) -> Any:
        """Where the node stands in the text."""
        start, end = event.start_mark, event.end_mark
        return self.context.place(
            line=start.line + 1, column=start.column + 1, end_line=end.line + 1, end_column=end.column + 1, pointer=pointer
        )

    def mapping(self, pointer: str, depth: int) -> _Pairs:
        """Key and value pairs up to the end of the mapping."""
        import yaml

        pairs: _Pairs = {}
        for key in self.events:
            if isinstance(key, yaml.MappingEndEvent):
                break
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarEvent):
                raise Unreadable(f"第 {line} 行：键应为文本")
            if key.value in pairs:
                raise Unreadable(f"第 {line} 行：键“{key.value}”重复，请保留一处")
            pairs[key.value] = self.node(next(self.events), f"{pointer}/{_escape(key.value)}", depth + 1)
        return pairs

    def sequence(self, pointer: str, depth: int) -> tuple[Node, ...]:
        """Items up to the end of the sequence."""
        import yaml

        items: list[Node] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.node(event, f"{pointer}/{len(items)}", depth + 1))
        return tuple(items)

    def moved(self, node: Node, pointer: str, depth: int) -> Node:
        """What an alias stands for, under its own pointer."""
        self.counted(depth)
        place = node.place._replace(pointer=pointer)
        if isinstance(node.value, tuple):
            return Node(
                tuple(self.moved(child, f"{pointer}/{i}", depth + 1) for i, child in enumerate(node.value)), place, node.scalar_type
            )
        if isinstance(node.value, dict):
            pairs = {key: self.moved(child, f"{pointer}/{_escape(key)}", depth + 1) for key, child in node.value.items()}
            return Node(pairs, place, node.scalar_type)
        return Node(node.value, place, node.scalar_type)

    def refuse_lost_value(self, event: Any) -> None:
        """``value: >5`` is valid YAML for an empty text; the writer meant the text."""
        if event.style in ("|", ">"):
            line = event.start_mark.line
            header = self.lines[line][event.start_mark.column :] if line < len(self.lines) else ""
            if _BLOCK_INDENT.match(header):
                shown = header.strip()[:30]
                raise Unreadable(f'第 {line + 1} 行：“{shown}”会被当作多行文本的标记，请加引号，写作 "{shown}"')
        if len(event.value) > self.context.limits.text:
            raise Unreadable(f"第 {event.start_mark.line + 1} 行超过 {self.context.limits.text // 10_000} 万字，不是表格，未读取")


def _hint(lines: list[str], line: int) -> str:
    """What to do about a syntax error: the value that needs quotes, or the tab."""
    for at in (line, line - 1):
        if 0 <= at < len(lines):
            if "\t" in lines[at][: len(lines[at]) - len(lines[at].lstrip())]:
                return "；缩进请用空格，不用制表符"
            risky = _RISKY.search(lines[at])
            if risky and risky[1][0] not in "\"'[{":
                return f"；值请加引号，写作 '{risky[1][:30]}'" if '"' in risky[1] else f'；值请加引号，写作 "{risky[1][:30]}"'
    return '；以 >、%、*、@、` 开头或含“: ”的值请加引号，如 ">=98%"'


_KEYS = ("forms:", "indicators:", "fields:", "layout:", "halves:", "kind:", "index:", "budget_year:", "title:", "---")


_LINE = re.compile(
    r"(?:[ ]*(?:- )*[\"']?[^\s:：#|\"'{}\[\],][^:：|\"'{}\[\]]{0,30}[\"']?:(?:[ ].*)?|[ ]*- .*|[ ]+\S.*|[\]}],?|\.\.\.)[ \r]*"
)
"""A line of block YAML: a key with its colon, an item, an indented line. A full-width colon makes no key."""
_KEYED = re.compile(r"[ ]*(?:- )*[^\s:：#|][^:：|]{0,30}:(?: |$)")
_FEWEST_KEYS = 2


def looks_like_yaml(head: bytes) -> bool:
    """A text with a line that opens one of a form's keys, or whose every line is block YAML with keys of its author's own."""
    if not looks_like_text(head):
        return False
    lines = decode_head(head, len(head)).splitlines()[:60]
    if any(line.lstrip("- ").replace('"', "").startswith(_KEYS) for line in lines):
        return True
    filled = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    keys = sum(_KEYED.match(line) is not None for line in filled)
    return keys >= _FEWEST_KEYS and all(_LINE.fullmatch(line) for line in filled[:-1])


def _comments(text: str, lines: list[str], context: ReadContext) -> Iterator[Comment]:
    """Comments that speak to this program. One on a line of its own speaks of the next line with content."""
    remarks = list(_REMARK.finditer(text))
    if not remarks:
        return
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    scalars = [token for token in yaml.scan(text, Loader=loader) if isinstance(token, yaml.ScalarToken)]
    inside = [((t.start_mark.line, t.start_mark.column), (t.end_mark.line, t.end_mark.column)) for t in scalars]
    for match in remarks:
        line = text.count("\n", 0, match.start())
        at = (line, match.start() - (text.rfind("\n", 0, match.start()) + 1))
        if any(start <= at < end for start, end in inside):
            continue
        before = lines[line][: at[1]].lstrip()
        if not before or before.startswith("#"):
            line += 1
            while line < len(lines) and (not lines[line].strip() or lines[line].lstrip().startswith("#")):
                line += 1
        yield Comment(match[0].lstrip("# ").strip(), context.place(line=line + 1))


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """Read the tree (every document of the file) and the comments for this program."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = decode(data).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    try:
        events = iter(yaml.parse(text, Loader=loader))
        builder = _Builder(events, lines, context)
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                yield Tree(builder.node(event, "", 0), context.place(pointer=""))
            elif isinstance(event, yaml.DocumentStartEvent):
                builder.anchors = {}
        yield from _comments(text, lines, context)
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in (error.problem or ""):  # looking ahead for a key's colon, newer scanners stop before the builder does
            raise Unreadable(f"嵌套超过 {context.limits.depth} 层") from error
        mark = error.problem_mark or error.context_mark
        where = f"第 {mark.line + 1} 行第 {mark.column + 1} 列" if mark else "文件中"
        raise Unreadable(f"YAML 语法有误：{where}附近{_hint(lines, mark.line if mark else -1)}") from error
    except yaml.YAMLError as error:
        raise Unreadable("YAML 语法有误，含有不允许的字符") from error


FORMAT = Format("yaml", (".yaml", ".yml"), looks_like_yaml, read, rank=80, write_back=writer(in_yaml))
