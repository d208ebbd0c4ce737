"""Text of OpenDocument as a person sees it: paragraphs with their spans, what stands in lists, sections, boxes, controls and formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from linter.formats._office.equations import mathml_of, mathml_text
from linter.formats._office.odf_looks import OpenStyles
from linter.formats._office.xml import attribute, local
from linter.formats._plain.looks import PLAIN, Look, Stretch, Unseen, shown
from linter.formats.api import Unreadable

_SKIPPED = frozenset(
    {"annotation", "annotation-end", "note", "tracked-changes", "deletion", "ruby-text", "desc", "title", "label", "param"}
)
_MAX_DEPTH = 60
BOXES = frozenset({"frame", "custom-shape", "rect", "ellipse", "caption", "g"})
"""Drawings that may hold text."""
CONTAINERS = frozenset({"section", "list", "list-item", "list-header", "index-body", "numbered-paragraph", "text-box"})
_TURN = re.compile(r"rotate\s*\(\s*(-?[0-9.]+)")
_QUARTER = 1.5708


class Held(Struct):
    """What stands beside text: tables too large to be text, pictures, objects that were not read."""

    tables: list[Element] = field(default_factory=list)
    pictures: int = 0
    objects: list[Element] = field(default_factory=list)


class OpenText:
    """Reads text with the styles, controls and inner documents of one file."""

    def __init__(self, styles: OpenStyles, controls: dict[str, str], inner: Callable[[str], Element | None]) -> None:
        self.styles, self.controls, self.inner = styles, controls, inner
        self.unseen = Unseen()

    def stretches(self, element: Element, look: Look, held: Held, depth: int = 0) -> Iterator[Stretch]:
        """The text of a paragraph or span; boxes in it stand on lines of their own."""
        if depth > _MAX_DEPTH:
            raise Unreadable("文件已损坏：正文嵌套过深")
        yield element.text or "", look
        for child in element:
            name = local(child.tag)
            if name == "s":
                count = attribute(child, "c") or "1"
                yield " " * min(int(count) if count.isdigit() and len(count) < 4 else 1, 200), look
            elif name in ("tab", "line-break"):
                yield ("\t" if name == "tab" else "\n"), look
            elif name in BOXES or name in ("control", "math", "fieldmark"):
                yield from self.drawn(name, child, held, depth)
            elif name == "drop-down":
                yield "".join(label.tail or "" for label in child) or child.text or "", look
            elif attribute(child, "is-hidden") == "true":
                self.unseen.add("隐藏文字")
            elif name not in _SKIPPED and name not in ("table", "object"):
                inner = self.styles.look("text", attribute(child, "style-name"), look) if name in ("span", "a") else look
                yield from self.stretches(child, inner, held, depth + 1)
            yield child.tail or "", look

    def drawn(self, name: str, child: Element, held: Held, depth: int) -> Iterator[Stretch]:
        """A box, a control, a formula or a form field in a line."""
        if name == "control":
            yield self.controls.get(attribute(child, "control") or "", ""), PLAIN
        elif name == "math":
            yield mathml_text(mathml_of(child)), PLAIN
        elif name == "fieldmark":
            yield _fieldmark(child), PLAIN
        else:
            formula = next((text for part in child if local(part.tag) == "object" and (text := self.formula(part)) is not None), None)
            if formula is not None:
                yield formula, PLAIN
                return
            lines = self.box(child, held, depth + 1)
            if lines:
                yield "\n" + "\n".join(lines) + "\n", PLAIN

    def formula(self, item: Element) -> str | None:
        """The text of an object that is a formula, ``None`` for any other."""
        root = next((part for part in item if local(part.tag) == "math"), None)
        if root is None and (href := attribute(item, "href")):
            root = self.inner(href.removeprefix("./"))
        return mathml_text(mathml_of(root)) if root is not None and local(root.tag) == "math" else None

    def box(self, shape: Element, held: Held, depth: int) -> list[str]:
        """The lines of a text box or shape; pictures and objects are noted."""
        turn = _TURN.search(attribute(shape, "transform") or "")
        angle = abs(float(turn[1])) if turn else 0.0
        if "watermark" in (attribute(shape, "name") or "").lower() or abs(angle - _QUARTER * round(angle / _QUARTER)) > 0.02:
            self.unseen.add("水印")
            return []
        lines: list[str] = []
        for child in shape:
            name = local(child.tag)
            if name in ("text-box", "g") or name in BOXES:
                lines += self.box(child, held, depth + 1) if name in BOXES else self.lines(child, PLAIN, held, True, depth + 1)
            elif name == "image":
                held.pictures += not any(local(other.tag) in ("object", "object-ole") for other in shape)
            elif name in ("object", "object-ole"):
                formula = self.formula(child)
                if formula is not None:
                    lines.append(formula)
                else:
                    held.objects.append(child)
            elif name in ("p", "h", "list"):
                lines += self.lines([child], PLAIN, held, True, depth + 1)
        return [line for line in lines if line.strip()]

    def paragraph(self, element: Element, look: Look, held: Held) -> str:
        """A paragraph's text as a person reads it."""
        own = self.styles.look("paragraph", attribute(element, "style-name"), look)
        if any(local(part.tag) == "hidden-paragraph" and attribute(part, "is-hidden") == "true" for part in element.iter()):
            self.unseen.add("隐藏文字")
            return ""
        return "".join(shown(list(self.stretches(element, own, held)), self.unseen))

    def lines(self, container: Element | list[Element], look: Look, held: Held, folds: bool, depth: int = 0) -> list[str]:
        """The lines of a cell, a list, a section or a box; a small table in it is text."""
        if depth > _MAX_DEPTH:
            raise Unreadable("文件已损坏：正文嵌套过深")
        out: list[str] = []
        for child in container:
            name = local(child.tag)
            if name in ("p", "h"):
                out.append(self.paragraph(child, look, held))
            elif name in CONTAINERS:
                if self.hidden(child):
                    self.unseen.add("隐藏的内容")
                else:
                    out += self.lines(child, look, held, folds, depth + 1)
            elif name in BOXES:
                out += self.box(child, held, depth + 1)
            elif name == "table":
                cells = [cell for cell in child.iter() if local(cell.tag) == "table-cell"]
                rows = sum(local(row.tag) == "table-row" for row in child.iter())
                if folds and (rows == 1 or len(cells) in (rows, *range(5))):
                    for cell in cells:
                        out += self.lines(cell, look, held, folds, depth + 1)
                else:
                    held.tables.append(child)
        return out

    @staticmethod
    def hidden(section: Element) -> bool:
        """Whether a section is not shown."""
        return attribute(section, "display") == "none" or attribute(section, "is-hidden") == "true"


def _fieldmark(mark: Element) -> str:
    """A legacy drop-down or check box: its parameters say what it shows."""
    kind = attribute(mark, "type") or ""
    given = [
        (attribute(parameter, "name") or "", attribute(parameter, "value") or "") for parameter in mark if local(parameter.tag) == "param"
    ]
    if kind.endswith("FORMDROPDOWN"):
        entries = [value for name, value in given if name.endswith("ListEntry")]
        chosen = next((value for name, value in given if name.endswith(("Selected", "Result"))), "0")
        return entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else ""
    if kind.endswith("FORMCHECKBOX"):
        return "☑" if any(name.endswith("Checked") and value in ("1", "true") for name, value in given) else "□"
    return ""


def controls_of(root: Element) -> dict[str, str]:
    """What the form controls of a document show, by id."""
    texts: dict[str, str] = {}
    for form in root.iter():
        if local(form.tag) != "form":
            continue
        for control in form:
            number = attribute(control, "id")
            if number is not None:
                texts[number] = _control(control)
    return texts


def _control(control: Element) -> str:
    name = local(control.tag)
    if name in ("checkbox", "radio"):
        state = attribute(control, "current-state") or attribute(control, "state") or attribute(control, "current-selected") or "unchecked"
        return ("☑" if state in ("checked", "true") else "□") + (attribute(control, "label") or "")
    if name == "listbox":
        chosen = [
            option for option in control if attribute(option, "current-selected") == "true" or attribute(option, "selected") == "true"
        ]
        return "、".join(attribute(option, "label") or "" for option in chosen)
    if name in ("button", "hidden", "password", "image", "file"):
        return ""
    return attribute(control, "current-value") or attribute(control, "value") or attribute(control, "label") or ""
