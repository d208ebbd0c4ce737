"""Nothing from a file reaches a terminal, a log or a page raw: marks that steer instead of showing are printed as what they are.

Escape codes in a cell drive the reviewer's terminal, marks that turn the direction of writing show another text than the one that
stands there, and a file name with a line break begins a line of its own in a CI log.
"""

from __future__ import annotations

import re

_STEERING = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 but tab and line breaks, DEL, C1
    "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # directions, joiners, blanks of no width
    "\ud800-\udfff\U000e0000-\U000e007f"  # halves of characters, tags
)
_MARK = re.compile(f"[{_STEERING}]")
_MARK_OR_BREAK = re.compile(f"[{_STEERING}\t\n\r]")
_PICTURES = 0x2400
"""Where Unicode keeps the pictures of the C0 controls: ␛ for escape."""


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"


def visible(text: str) -> str:
    """The text of a cell or a sentence; its tabs and line breaks stay."""
    return _MARK.sub(_picture, text)


def on_one_line(text: str) -> str:
    """A file or sheet name: it can hold neither marks nor the beginning of a line."""
    return _MARK_OR_BREAK.sub(_picture, text)


def in_json(text: str) -> str:
    """JSON text with those marks as escapes of JSON: the same data, and safe to print. They stand only inside strings."""
    return _MARK.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def steers(text: str) -> bool:
    """Whether a text holds such marks."""
    return _MARK.search(text) is not None


def in_yaml(text: str) -> str:
    """YAML with those marks as escapes, which they may be in double quotes only: see ``steers``."""
    return _MARK.sub(lambda match: f"\\U{ord(match[0]):08x}", text)


_COMPUTED = re.compile(r"[\s\ufeff]*[=+\-@]|[\t\r\n]")
"""How a field begins that a spreadsheet computes instead of showing; blanks before the sign do not stop it."""
_INERT = "'"


def inert(text: str) -> str:
    """A field of a table as text, never a formula: ``'`` in front where a spreadsheet would compute it. ``as_typed`` takes it off."""
    return _INERT + text if _COMPUTED.match(text) else text


def as_typed(field: str) -> str:
    """A field as it was before ``inert``."""
    return field[1:] if field.startswith(_INERT) and _COMPUTED.match(field, 1) else field
