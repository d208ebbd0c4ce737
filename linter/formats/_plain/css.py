"""Style sheets of a page as far as they decide what is seen: which declarations hold for which element.

tinycss2 parses, the page's own parser matches selectors; the cascade (importance, inline, specificity, order) is settled here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

Declarations = dict[str, str]
"""Property in lower case → value in lower case."""
OF_INTEREST = frozenset(
    [
        "display",
        "visibility",
        "opacity",
        "text-decoration",
        "text-decoration-line",
        "color",
        "background",
        "background-color",
        "background-image",
        "font-size",
        "font",
        "vertical-align",
        "font-family",
        "position",
        "left",
        "top",
        "text-indent",
        "clip",
        "clip-path",
        "height",
        "max-height",
        "width",
        "overflow",
        "content",
        "transform",
        "white-space",
        "pointer-events",
        "mso-hide",
    ]
)
_MAX_RULES, _MAX_MATCHES = 3_000, 200_000
_DYNAMIC = re.compile(
    r":(?:hover|focus|active|visited|target|checked|disabled|enabled|focus-within|focus-visible|link)\b|::?(?!before|after)(?:placeholder|selection|marker|-)"
)
_PSEUDO = re.compile(r"::?(before|after)$")
_NAMES = re.compile(r"[.#]([\w-]+)")
_STRINGS = re.compile(r"""attr\(\s*([\w-]+)\s*\)|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'""")
_CODE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")


def inline(style: str) -> Declarations:
    """The declarations of a ``style`` attribute."""
    declared: Declarations = {}
    for declaration in style[:5_000].split(";"):
        name, colon, value = declaration.partition(":")
        if colon and (name := name.strip().lower()) in OF_INTEREST:
            declared[name] = value.replace("!important", "").strip().lower()
    return declared


def _specificity(selector: str) -> tuple[int, int, int]:
    bare = re.sub(r":not\(|:is\(|:where\(", "", selector)
    ids, classes = bare.count("#"), len(re.findall(r"\.[\w-]|\[|(?<!:):(?!:)", bare))
    return ids, classes, len(re.findall(r"(?:^|[\s>+~(])[a-zA-Z]", bare))


def _applies(prelude: str) -> bool:
    """Whether a ``@media`` block holds for a page on a wide screen or on paper."""
    query = prelude.strip().lower()
    return (
        "max-width" not in query
        and "max-device" not in query
        and not query.startswith("not")
        and "hover" not in query
        and "dark" not in query
        and query != "print"
    )


def _rules(source: str, depth: int = 0) -> Iterator[tuple[str, list[Any]]]:
    """Selector lists with their declarations, through ``@media`` blocks that hold."""
    import tinycss2

    rules = tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True)
    for rule in rules:
        if rule.type == "qualified-rule":
            yield tinycss2.serialize(rule.prelude), rule.content
        elif rule.type == "at-rule" and rule.content is not None and depth < 4 and _holds(rule):
            yield from _rules(tinycss2.serialize(rule.content), depth + 1)


def _holds(rule: Any) -> bool:
    import tinycss2

    keyword = rule.lower_at_keyword
    return keyword == "supports" or (keyword == "media" and _applies(tinycss2.serialize(rule.prelude)))


def _declared(content: list[Any]) -> Iterator[tuple[str, str, bool]]:
    import tinycss2

    for declaration in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if declaration.type == "declaration" and declaration.lower_name in OF_INTEREST:
            value = tinycss2.serialize(declaration.value).strip()
            yield declaration.lower_name, value if declaration.lower_name == "content" else value.lower(), declaration.important


class Cascade:
    """What style sheets say of each element of a page. ``cut``: there were more rules than are matched."""

    def __init__(self, tree: Any, sources: Iterable[str]) -> None:
        self.cut = False
        self._known: set[str] | None = None
        self._set: dict[int, dict[str, tuple[Any, str]]] = {}
        self._made: dict[tuple[int, str], dict[str, tuple[Any, str]]] = {}
        rules = order = matches = 0
        for source in sources:
            for prelude, content in _rules(source[:1_000_000]):
                declared = list(_declared(content))
                for selector in prelude.split(",") if declared else ():
                    order += 1
                    if not self._may_match(tree, selector):
                        continue
                    rules += 1
                    if rules > _MAX_RULES or matches > _MAX_MATCHES:
                        self.cut = True
                        return
                    matches += self._match(tree, selector.strip(), declared, order)

    def _may_match(self, tree: Any, selector: str) -> bool:
        """Whether the page has every class and id the selector names, and the selector holds without a mouse."""
        if self._known is None:
            self._known = set()
            for node in tree.css("[class], [id]"):
                attributes = node.attributes
                self._known.update((attributes.get("class") or "").split())
                self._known.add(attributes.get("id") or "")
        return not _DYNAMIC.search(selector) and all(
            name in self._known for name in _NAMES.findall(re.sub(r":not\([^()]*\)", "", selector))
        )

    def _match(self, tree: Any, selector: str, declared: list[tuple[str, str, bool]], order: int) -> int:
        pseudo = _PSEUDO.search(selector)
        plain = selector[: pseudo.start()] or "*" if pseudo else selector
        try:
            nodes = tree.css(plain)
        except Exception:  # a selector the parser does not know says nothing
            return 0
        weight = _specificity(selector)
        for node in nodes:
            into = self._made.setdefault((node.mem_id, pseudo[1]), {}) if pseudo else self._set.setdefault(node.mem_id, {})
            for name, value, important in declared:
                rank = (important, weight, order)
                if name not in into or into[name][0] <= rank:
                    into[name] = (rank, value)
        return len(nodes)

    def of(self, node: Any) -> Declarations:
        """The declarations that hold for an element, its ``style`` attribute among them."""
        ranked = self._set.get(node.mem_id) if self._set else None
        style = node.attributes.get("style")
        if ranked is None:
            return inline(style) if style else {}
        holding = {name: value for name, (_, value) in ranked.items()}
        if style:
            own = inline(style)
            holding.update({name: value for name, value in own.items() if name not in ranked or not ranked[name][0][0]})
        return holding

    def made(self, node: Any, where: str) -> str:
        """The text a sheet puts ``before`` or ``after`` the content of an element."""
        ranked = self._made.get((node.mem_id, where)) if self._made else None
        if not ranked or "content" not in ranked or ranked.get("display", ((), ""))[1] == "none":
            return ""
        return "".join(_made_piece(match, node) for match in _STRINGS.finditer(ranked["content"][1]))


def _made_piece(match: re.Match[str], node: Any) -> str:
    if match[1]:
        return node.attributes.get(match[1].lower()) or ""
    return _CODE.sub(
        lambda code: chr(min(int(code[1], 16), 0x10FFFF)) if code[1] else code[2], match[2] if match[2] is not None else match[3] or ""
    )
