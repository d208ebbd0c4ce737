"""What form controls of a page show: typed text, the chosen entry, ticks."""

from __future__ import annotations

import re
from typing import Any

CHOSEN, UNCHOSEN = "\2", "\3"
"""Stand for a radio button until the cell is known: only the text of the chosen one is the cell's."""
_WORDLESS = frozenset({"hidden", "button", "submit", "reset", "image", "file", "password", "range", "color"})
_OPTIONS = re.compile(f"[{CHOSEN}{UNCHOSEN}][^{CHOSEN}{UNCHOSEN}\0\1]*")
CONTROLS = frozenset({"input", "select", "textarea"})


def shown_by(node: Any) -> str:
    """What a control shows."""
    if node.tag == "input":
        return _input(node.attributes)
    if node.tag == "select":
        return _chosen(node)
    return (node.text() or "").replace("\n", "\1")


def _input(attributes: dict[str, str | None]) -> str:
    kind = (attributes.get("type") or "text").lower()
    if kind == "radio":
        return CHOSEN if "checked" in attributes else UNCHOSEN
    if kind == "checkbox":
        return "☑" if "checked" in attributes else "□"
    return "" if kind in _WORDLESS else attributes.get("value") or ""


def _chosen(node: Any) -> str:
    """The selected entry; a list that drops down shows its first one where none is selected."""
    selected = node.css("option[selected]")
    size = node.attributes.get("size") or "1"
    if not selected and ("multiple" in node.attributes or (size.isdigit() and int(size) > 1)):
        return ""
    options = selected if "multiple" in node.attributes else selected[-1:] or node.css("option")[:1]
    return "、".join(option.text(strip=True) for option in options)


def choose(text: str) -> str:
    """A cell's text with radio buttons settled: where one is chosen its text stays; where none is, every option shows its circle."""
    if CHOSEN in text:
        return _OPTIONS.sub(lambda match: match[0][1:] if match[0][0] == CHOSEN else "", text)
    return text.replace(UNCHOSEN, "○")
