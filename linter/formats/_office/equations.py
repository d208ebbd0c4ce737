"""Equations as one line of text: fractions with a slash, exponents raised (OOXML math, MathML, Word's EQ fields)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element

from linter.formats._office.xml import attribute, local
from linter.knowledge.patterns import deferred
from linter.values.characters import raised

_MAX_DEPTH = 40
_SIMPLE = deferred(r"[\w.%⁰¹²³⁴⁵⁶⁷⁸⁹]*")


def _grouped(text: str) -> str:
    """In brackets where it is more than one term."""
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def fraction(above: str, below: str) -> str:
    """``1/3``."""
    return f"{_grouped(above)}/{_grouped(below)}" if above or below else ""


def power(base: str, index: str) -> str:
    """``10⁵``; ``x^(a+b)`` where the index cannot be raised."""
    up = raised(index)
    return base + (up if up != index or not index else f"^{_grouped(index)}")


def root(radicand: str, degree: str) -> str:
    """``√2``, ``³√2``."""
    return raised(degree) + "√" + _grouped(radicand)


def omml_text(element: Element, depth: int = 0) -> str:
    """An equation of Word (``m:oMath``)."""
    return "".join(_omml(child, depth + 1) for child in element)


def _part(element: Element, name: str, depth: int) -> str:
    part = element.find(f"{{*}}{name}")
    return omml_text(part, depth) if part is not None else ""


def _omml(element: Element, depth: int) -> str:
    name = local(element.tag)
    if depth > _MAX_DEPTH or name.endswith("Pr"):
        return ""
    if name == "t":
        return element.text or ""
    if name == "f":
        return fraction(_part(element, "num", depth), _part(element, "den", depth))
    if name == "sSup":
        return power(_part(element, "e", depth), _part(element, "sup", depth))
    if name == "sSubSup":
        return power(_part(element, "e", depth) + _part(element, "sub", depth), _part(element, "sup", depth))
    if name == "rad":
        return root(_part(element, "e", depth), _part(element, "deg", depth))
    if name == "d":
        return _fenced(element, depth)
    if name in ("del", "moveFrom"):
        return ""
    return omml_text(element, depth)


def _fenced(element: Element, depth: int) -> str:
    opening, closing = element.find("{*}dPr/{*}begChr"), element.find("{*}dPr/{*}endChr")
    left = attribute(opening, "val") or "" if opening is not None else "("
    right = attribute(closing, "val") or "" if closing is not None else ")"
    return left + ",".join(omml_text(child, depth) for child in element if local(child.tag) == "e") + right


MathNode = tuple[str, str, Iterable["MathNode"]]
"""An element of MathML whatever tree it stands in: its local name, its own text, its children."""


def mathml_text(node: MathNode, depth: int = 0) -> str:
    """A formula of MathML."""
    name, text, children = node
    if depth > _MAX_DEPTH or name in ("annotation", "annotation-xml", "mphantom"):
        return ""
    if name in ("mi", "mn", "mo", "mtext", "ms"):
        return text.strip() or "".join(mathml_text(child, depth + 1) for child in children)
    parts = [mathml_text(child, depth + 1) for child in children]
    made = _MADE.get(name)
    return made[1](*parts) if made is not None and len(parts) == made[0] else "".join(parts)


_MADE: dict[str, tuple[int, Callable[..., str]]] = {
    "mfrac": (2, fraction),
    "msup": (2, power),
    "msubsup": (3, lambda base, below, above: power(base + below, above)),
    "mroot": (2, root),
    "msqrt": (1, lambda inner: root(inner, "")),
}


def mathml_of(element: Element) -> MathNode:
    """An element of an XML tree as a node."""
    return local(element.tag), "".join(element.itertext()) if not len(element) else "", (mathml_of(child) for child in element)


_EQ = re.compile(r"\s*eq\b", re.I)
_SWITCH = re.compile(r"\\(\w{1,40})((?:\\\w{1,40}){0,8})\s{0,40}\(", re.I)
_OVERSTRUCK = {">": "≥", "<": "≤", "＞": "≥", "＜": "≤"}


def eq_field(code: str) -> str:
    """What a field ``EQ \\f(1,3)`` shows: fractions, raised text, characters over each other (☑ as □ and √, ≥ as > and _)."""
    match = _EQ.match(code[:2000])
    return _eq(code[match.end() : 2000].strip(), 0) if match else ""


def _eq(code: str, depth: int) -> str:
    match = _SWITCH.search(code)
    if match is None or depth > _MAX_DEPTH:
        return code
    at = match.end()
    level, parts = 1, [at]
    while at < len(code) and level:
        char = code[at]
        level += (char == "(") - (char == ")")
        if char in ",;" and level == 1:
            parts.append(at + 1)
        at += 1
    ends = [*(part - 1 for part in parts[1:]), at - 1 if not level else at]
    arguments = [_eq(code[start:end].strip(), depth + 1) for start, end in zip(parts, ends, strict=True)]
    return code[: match.start()] + _eq_made(match[1].lower(), match[2].lower(), arguments) + _eq(code[at:], depth + 1)


def _eq_made(switch: str, options: str, arguments: list[str]) -> str:
    if switch == "f" and len(arguments) == 2:
        return fraction(*arguments)
    if switch == "s" and "up" in options:
        return raised("".join(arguments))
    if switch == "r":
        return root(arguments[-1], arguments[0] if len(arguments) > 1 else "")
    if switch == "o" and len(arguments) == 2:
        shown = set(arguments)
        if shown & {"□", "☐"} and shown & {"√", "✓", "✔"}:
            return "☑"
        sign = next((argument for argument in arguments if argument in _OVERSTRUCK), None)
        if sign is not None and shown & {"_", "－", "-", "=", "—"}:
            return _OVERSTRUCK[sign]
    return "".join(arguments)
