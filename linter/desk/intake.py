"""What is sent to the desk: names made inert, archives unpacked, sizes capped. A name is a label here and never a path."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from linter.formats import Limits, Unreadable, is_archive, members
from linter.model.blocks import NotChecked
from linter.run.inputs import skipped

_LONGEST_PART, _MOST_PARTS = 120, 8
_UNSAFE = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_JUNK = frozenset({"thumbs.db", "desktop.ini"})


def inert(name: str) -> str:
    """A name any system takes as a relative path that stays where it is put: no upward step, no drive, no control characters."""
    shown = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    parts = [_UNSAFE.sub("_", part).strip(" .") for part in shown.replace("\\", "/").split("/")]
    kept = [_short(part) for part in parts if part and not re.fullmatch(r"[A-Za-z]_?", part)] or ["未命名"]
    return "/".join(kept[-_MOST_PARTS:])


def _short(part: str) -> str:
    """The name cut in its middle where it is too long: the suffix says what the file is."""
    if len(part) <= _LONGEST_PART:
        return part
    suffix = PurePosixPath(part).suffix[:10]
    return part[: _LONGEST_PART - len(suffix)] + suffix


def wanted(name: str) -> bool:
    """Whether a file of a dropped folder is one at all: no lock file, nothing hidden, no leavings of a file manager."""
    parts = name.replace("\\", "/").split("/")
    return not (skipped(parts) or parts[-1].startswith("~$") or parts[-1].lower() in _JUNK)


def taken(name: str, data: bytes, limits: Limits | None = None) -> Iterator[tuple[str, bytes | str]]:
    """The originals an uploaded file is: itself, or the members of an archive, each under the archive's name. In place of the content stands why
    there is none, in Chinese."""
    limits = limits or Limits()
    own = inert(name)
    if len(data) > limits.max_bytes:
        yield own, f"文件超过 {limits.max_bytes // 2**20} MB 的上限，未收下"
        return
    if not is_archive(data):
        yield own, data
        return
    count = 0
    try:
        for member, content in members(data, limits):
            if isinstance(content, NotChecked):
                count += 1
                yield inert(f"{own}/{member}"), content.why
            elif wanted(member):
                count += 1
                yield inert(f"{own}/{member}"), content
    except Unreadable as error:
        yield own, f"文件无法读取：{error}"
        return
    if not count:
        yield own, "压缩包中没有可检查的文件"
