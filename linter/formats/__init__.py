"""Bytes in, blocks out: one module a file type. Nothing here knows what a form is."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path, PurePath

from linter.formats._plain.twins import untwinned
from linter.formats.api import Format, Limits, Piece, ReadContext, Unreadable
from linter.knowledge.discovery import declared, module_names
from linter.knowledge.resources import reason
from linter.model.blocks import Block, Comment, Grid, NotChecked, Paragraph, Source

__all__ = [
    "Format",
    "Limits",
    "ReadContext",
    "Unreadable",
    "formats",
    "is_archive",
    "known_suffixes",
    "locate",
    "members",
    "read_bytes",
    "read_path",
    "suffixes",
]

_ZIP_TAIL = 1 << 15
_ARCHIVES = frozenset({".zip"})


@cache
def _modules() -> frozenset[str]:
    return frozenset(module_names(__path__, frozenset({"api"})))


def _declared(module: str) -> Format:
    return declared(__name__, module, "FORMAT", Format)


@cache
def formats() -> tuple[Format, ...]:
    """Every format, in the order their sniffers are asked. A module that declares ``FORMAT`` is a format: no list to edit."""
    return tuple(sorted(map(_declared, _modules()), key=lambda kind: (kind.rank, kind.name)))


@cache
def suffixes() -> frozenset[str]:
    """Every suffix some format reads."""
    return frozenset(suffix for kind in formats() for suffix in kind.suffixes)


@cache
def known_suffixes() -> frozenset[str]:
    """Every suffix a walk through folders takes: what is read, archives, and what is named as not read."""
    return suffixes() | _ARCHIVES | {suffix for kind in formats() for suffix in kind.refused}


def detect(data: bytes, name: str) -> Format | None:
    """The format of the content; the suffix decides only between formats the content allows."""
    # The directory of a zip stands at its end, and only there are all its parts named.
    head = data[:8192] if data[:4] != b"PK\x03\x04" else data[:4096] + data[-_ZIP_TAIL:]
    suffix = PurePath(name).suffix.lower()
    if suffix[1:] in _modules():  # the module named like the suffix: most files need no other loaded
        likely = _declared(suffix[1:])
        if suffix in likely.suffixes and likely.sniff(head):
            return likely
    able = [kind for kind in formats() if kind.sniff(head)]
    return next((kind for kind in able if suffix in kind.suffixes), able[0] if able else None)


def _failed(path: str, member: str | None, digest: str, format_name: str, why: str) -> Source:
    what = f"{path} 中的 {member}" if member else path
    return Source(path, format_name, digest, (), (NotChecked(what, f"文件无法读取：{why}", fatal=True),), member)


def is_archive(data: bytes) -> bool:
    """Whether these are several files in one (a zip that is no Office package)."""
    if data[:4] != b"PK\x03\x04":
        return False
    from linter.formats._plain.archive import is_plain_zip

    return is_plain_zip(data)


def members(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes | NotChecked]]:
    """The files of an archive in name order, or why one of them was left out.

    Raises:
        Unreadable: the archive cannot be opened.
    """
    from linter.formats._plain import archive

    return archive.members(data, limits)


def read_bytes(data: bytes, path: str, *, limits: Limits | None = None, member: str | None = None) -> Iterator[Source]:
    """Read one input. An archive gives a source for each member, everything else exactly one. Never raises for bad content:
    what cannot be read becomes a source without blocks and a fatal record."""
    limits = limits or Limits()
    if len(data) > limits.max_bytes:
        yield _failed(path, member, "", "unknown", f"文件超过 {limits.max_bytes // 2**20} MB 的上限")
        return
    digest = hashlib.sha256(data).hexdigest()
    try:
        yield from _read(data, path, limits, member, digest)
    except (MemoryError, RecursionError):
        yield _failed(path, member, digest, "unknown", "内容过大或嵌套过深")
    except Exception as error:  # one damaged file must not void the batch, whatever a library makes of it
        yield _failed(path, member, digest, "unknown", f"文件已损坏或内容无法识别（{type(error).__name__}）")


def _read(data: bytes, path: str, limits: Limits, member: str | None, digest: str) -> Iterator[Source]:
    if not data.strip():
        yield Source(path, "empty", digest, (), (NotChecked(member or path, "文件为空", fatal=True),), member)
        return
    if member is None and is_archive(data):
        from linter.formats._plain.archive import members

        yield from _read_archive(data, path, limits, digest, members)
        return
    yield _read_one(data, path, member, limits, digest)


def _read_archive(data: bytes, path: str, limits: Limits, digest: str, members: object) -> Iterator[Source]:
    count = 0
    try:
        for name, content in members(data, limits):  # type: ignore[operator]
            if isinstance(content, NotChecked):
                yield Source(path, "zip", digest, (), (content,), name)
                continue
            count += 1
            yield from read_bytes(content, path, limits=limits, member=name)
    except Unreadable as error:
        yield _failed(path, None, digest, "zip", str(error))
        return
    if not count:
        yield Source(path, "zip", digest, (), (NotChecked(path, "压缩包中没有可检查的文件"),))


def _read_one(data: bytes, path: str, member: str | None, limits: Limits, digest: str) -> Source:
    detected = detect(data, member or path)
    if detected is None:
        return _failed(
            path, member, digest, "unknown", "无法识别的文件类型，请另存为 xlsx、docx、pdf、html、csv、txt、json 或 yaml 后再检查"
        )
    blocks: list[Block] = []
    notes: list[NotChecked] = []
    comments: list[Comment] = []
    try:
        for item in map(untwinned, _counted(_pieces(detected, data, ReadContext(path, member, limits)), limits)):
            if isinstance(item, NotChecked):
                notes.append(item)
            elif isinstance(item, Comment):
                comments.append(item)
            else:
                blocks.append(item)
    except Unreadable as error:
        return _failed(path, member, digest, detected.name, str(error))
    except (MemoryError, RecursionError):
        return _failed(path, member, digest, detected.name, "内容过大或嵌套过深")
    except Exception as error:  # a broken file must not void the batch
        return _failed(path, member, digest, detected.name, f"文件已损坏或内容不符合 {detected.name} 格式（{type(error).__name__}）")
    return Source(path, detected.name, digest, tuple(blocks), tuple(notes), member, tuple(comments))


def _pieces(detected: Format, data: bytes, context: ReadContext) -> Iterator[Piece]:
    """What the format reads. Trees and cells are many objects and no cycles: collecting garbage meanwhile doubles the time."""
    paused = gc.isenabled()
    gc.disable()
    try:
        yield from detected.read(data, context)
    finally:
        if paused:
            gc.enable()


def _counted(pieces: Iterator[Piece], limits: Limits) -> Iterator[Piece]:
    """The pieces, counted before anything is done with their text.

    Raises:
        Unreadable: they hold more characters than one input may, or a cell or line longer than a book.
    """
    characters = 0
    for piece in pieces:
        if not isinstance(piece, NotChecked | Comment):
            characters += _characters(piece, limits)
            if characters > limits.characters:
                raise Unreadable(f"全文超过 {limits.characters // 10_000} 万字，未读取")
        yield piece


def _characters(block: Block, limits: Limits) -> int:
    """How many characters the block holds; cells that share one stored text count each.

    Raises:
        Unreadable: one cell or line is longer than a book.
    """
    texts = (cell.text for cell in block.cells) if isinstance(block, Grid) else (block.text,) if isinstance(block, Paragraph) else ()
    lengths = [len(text) for text in texts]
    if max(lengths, default=0) > limits.text:
        raise Unreadable(f"有一行或一格超过 {limits.text // 10_000} 万字，不是表格，未读取")
    return sum(lengths)


def locate(data: bytes, path: str, pointers: set[str]) -> Mapping[str, tuple[int, int, int]]:
    """Where pointers of an input stand: pointer → (line, column, end column); nothing where its format cannot say."""
    detected = detect(data, path)
    if detected is None or detected.locate is None:
        return {}
    try:
        return detected.locate(data, pointers)
    except Unreadable:
        return {}


def read_path(path: Path, *, limits: Limits | None = None, shown: str | None = None) -> Iterator[Source]:
    """Read a file. See ``read_bytes``; ``shown`` is the path people see."""
    name = shown or str(path)
    limits = limits or Limits()
    try:
        if path.stat().st_size > limits.max_bytes:
            yield _failed(name, None, "", "unknown", f"文件超过 {limits.max_bytes // 2**20} MB 的上限")
            return
        data = path.read_bytes()
    except OSError as error:
        yield _failed(name, None, "", "unknown", reason(error))
        return
    yield from read_bytes(data, name, limits=limits)
