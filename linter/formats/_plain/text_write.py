"""Edits in text files: the stretch is replaced, its quoting, the encoding and the line ends stay."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from linter.formats._plain.decode import decode_as
from linter.formats._plain.delimited import as_shown, as_text, delimiter_of, fields
from linter.formats._plain.lines import line_starts, offset
from linter.formats._plain.pointers import locate
from linter.formats._plain.splice import changed, splice
from linter.formats.api import CannotWrite, Note, ReadContext, TextEdit
from linter.knowledge.patterns import deferred
from linter.values.characters import unified

Change = tuple[int, int, str]
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_PLAIN_FORBIDDEN = deferred(r"^[\s\-?:,\[\]{}#&*!|>'\"%@`=<≥~]|: |\s#|[\s:]$|\n|^(?:null|Null|NULL|~|---|\.\.\.)?$|[,\[\]{}]")


def writer(find: Callable[[str, Sequence[TextEdit]], list[Change]]) -> Callable[..., bytes]:
    """A ``write_back`` from what finds the changes in the text."""

    def write_back(data: bytes, edits: Sequence[TextEdit], notes: Sequence[Note], _: ReadContext) -> bytes:
        if notes:
            raise CannotWrite("这种文件不能附批注，请改用 xlsx 或 docx，或用 jixiao report 输出审核意见")
        if not edits:
            return data
        text, encoding = decode_as(data)
        if "\ufffd" in text and encoding == "utf-8":
            raise CannotWrite("文件含有无法识别的字节，请另存为 UTF-8 后再修改")
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        body = text.removeprefix("\ufeff")
        return (mark + splice(body, find(body, edits))).encode(encoding)

    return write_back


def _where(edit: TextEdit) -> str:
    return f"“{edit.place.label() or edit.place.file}”"


def _start(starts: list[int], edit: TextEdit) -> int:
    try:
        return offset(starts, edit.place.line or 0, edit.place.column or 0)
    except ValueError as error:
        raise changed(_where(edit)) from error


def in_lines(text: str, edits: Sequence[TextEdit]) -> list[Change]:
    """Plain text: the stretch stands as it is."""
    starts = line_starts(text)
    out = []
    for edit in edits:
        start = _start(starts, edit)
        end = start + len(edit.old)
        if unified(text[start:end].replace("\x0b", " ").replace("\x0c", " ")) != edit.old:
            raise changed(_where(edit))
        if any(c in edit.new for c in "\r\n"):
            raise CannotWrite(f"{_where(edit)} 修改后会多出一行，请手工修改")
        out.append((start, end, edit.new))
    return out


def in_fields(text: str, edits: Sequence[TextEdit]) -> list[Change]:
    """Delimited text: the whole field is written again, quoted where it was or has to be."""
    starts = line_starts(text)
    delimiter = delimiter_of(text)
    known = {written.start + written.quoted: written for written in fields(text, delimiter)}
    out = []
    for edit in edits:
        written = known.get(_start(starts, edit))
        if written is None or unified(as_shown(written.text).replace("\r\n", "\n").replace("\r", "\n")) != edit.old:
            raise changed(_where(edit))
        field = edit.new if as_shown(written.text) == written.text else as_text(edit.new)
        quoted = written.quoted or any(c in field for c in (delimiter, '"', "\n", "\r"))
        new = field.replace('"', '""')
        out.append((written.start, written.end, f'"{new}"' if quoted else new))
    return out


def in_json(text: str, edits: Sequence[TextEdit]) -> list[Change]:
    """JSON: strings stay strings; another value becomes one unless it still is a number."""
    places = locate(text, {edit.place.pointer or "" for edit in edits})
    starts = line_starts(text)
    out = []
    for edit in edits:
        at = places.get(edit.place.pointer or "")
        if at is None:
            raise changed(_where(edit))
        start, end = offset(starts, at[0], at[1]), offset(starts, at[0], at[2])
        quoted = text[start - 1 : start] == '"'
        old = json.loads(f'"{text[start:end]}"') if quoted else text[start:end]
        if unified(old) != edit.old and not (old == "null" and not edit.old):
            raise changed(_where(edit))
        new = json.dumps(edit.new, ensure_ascii=False)
        if not quoted and re.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", edit.new):
            new = f'"{edit.new}"' if old == "null" else edit.new
        out.append((start, end, new[1:-1] if quoted else new))
    return out


def _yaml_quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(c, c if c.isprintable() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else c) for c in text) + '"'


def _yaml_span(text: str, start: int, end: int, style: str | None, new: str) -> Change:
    """A scalar written again in its own style where the new text allows it."""
    if style == "'" and "\n" not in new:
        return start, end, "'" + new.replace("'", "''") + "'"
    if style == '"':
        return start, end, _yaml_quoted(new)
    if style in ("|", ">"):
        block = text[start:end]
        tail = block[len(block.rstrip()) :] or "\n"
        lines = block.split("\n")
        indent = next((line[: len(line) - len(line.lstrip(" "))] for line in lines[1:] if line.strip()), "")
        if indent and new and new == new.strip():
            header = "|-" if "-" in lines[0] or not new.endswith("\n") else "|"
            return start, end, "\n".join([header, *((indent + line) if line else "" for line in new.split("\n"))]) + tail
        return start, end, _yaml_quoted(new) + tail
    return start, end, _yaml_quoted(new) if _PLAIN_FORBIDDEN.search(new) else new


def _scalars(text: str) -> list[Any]:
    """The scalar events of a YAML text, in order.

    Raises:
        CannotWrite: not YAML.
    """
    import yaml

    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return [event for event in yaml.parse(text, Loader=loader) if isinstance(event, yaml.ScalarEvent)]
    except yaml.YAMLError as error:
        raise CannotWrite("修改后不再是有效的 YAML，请手工修改") from error


def in_yaml(text: str, edits: Sequence[TextEdit]) -> list[Change]:
    """YAML: scalars written in their own style; the result is read again and must say what was meant."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    ends = "\r\n" if "\r\n" in text else "\n"
    events = _scalars(unix)
    scalars = {(event.start_mark.line, event.start_mark.column): number for number, event in enumerate(events)}
    meant = [event.value for event in events]
    unix_starts, starts = line_starts(unix), line_starts(text)
    out = []
    for edit in edits:
        line, column = (edit.place.line or 0) - 1, (edit.place.column or 0) - 1
        number = scalars.get((line, column), scalars.get((line, column - 1)))
        event = events[number] if number is not None else None
        if number is None or event is None or (unified(event.value) != edit.old and (event.style or edit.old)):
            raise changed(_where(edit))
        first, last = event.start_mark, event.end_mark
        here = unix_starts[first.line] + first.column, unix_starts[last.line] + last.column
        _, _, new = _yaml_span(unix, *here, event.style, edit.new)
        if here[0] == here[1] and unix[here[0] - 1 : here[0]] == ":":
            new = " " + new
        out.append((starts[first.line] + first.column, starts[last.line] + last.column, new.replace("\n", ends)))
        meant[number] = edit.new
    if [event.value for event in _scalars(splice(text, out))] != meant:
        raise CannotWrite("修改后读出的内容与预期不同，请手工修改")
    return out
