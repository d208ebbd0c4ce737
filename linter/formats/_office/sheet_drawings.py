"""What is drawn over the cells of a sheet: text boxes, pictures, objects, with the cells they lie on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from xml.etree.ElementTree import Element

from msgspec import Struct

from linter.formats._office import xml as _xml
from linter.formats._office.diagram import DIAGRAM, diagram_lines
from linter.formats._office.equations import omml_text
from linter.formats._office.package import Package
from linter.formats._office.xml import local
from linter.formats._plain.looks import PLAIN, WHITE, Look, Stretch, Unseen, shown

OBJECT = "图表或对象"
MOST = 2_000
"""Drawings read of one sheet."""
_MAX_DEPTH = 12
"""Groups in groups: deeper is hostile."""
_RIGHT_ANGLE = 5_400_000


class Drawing(Struct, frozen=True):
    """A text box (``text``), a picture or something else (``kind``) and the cells from its top left to its bottom right, from 1.
    ``chosen``: of a drop-down, row and column of the cell that holds the chosen entry."""

    kind: str
    text: str
    area: tuple[int, int, int, int]
    chosen: tuple[int, int] | None = None


def _corner(anchor: Element, name: str) -> tuple[int, int] | None:
    corner = anchor.find(f"{{*}}{name}")
    if corner is None:
        return None
    row, column = corner.findtext("{*}row") or "", corner.findtext("{*}col") or ""
    return (int(row) + 1, int(column) + 1) if row.isdigit() and column.isdigit() else None


def _reaches(anchor: Element, name: str) -> tuple[bool, bool]:
    """Whether the lower right corner lies inside its row and column, not just on their edge."""
    corner = anchor.find(f"{{*}}{name}")
    offsets = (corner.findtext(f"{{*}}{axis}Off") or "0" for axis in ("row", "col")) if corner is not None else iter(("0", "0"))
    down, right = (int(offset) > 50_000 if offset.lstrip("-").isdigit() else False for offset in offsets)
    return down, right


def _area(anchor: Element) -> tuple[int, int, int, int]:
    top = _corner(anchor, "from") or (1, 1)
    bottom = _corner(anchor, "to") or top
    down, right = _reaches(anchor, "to")
    return top[0], top[1], max(top[0], bottom[0] - (not down)), max(top[1], bottom[1] - (not right))


def _run_look(run: Element) -> Look:
    properties = run.find("{*}rPr")
    if properties is None:
        return PLAIN
    painted = properties.find("{*}solidFill/{*}srgbClr")
    theme = properties.find("{*}solidFill/{*}schemeClr")
    raised = properties.get("baseline", "0")
    colour = None
    if painted is not None and len(painted.get("val", "")) == 6:
        colour = int(painted.get("val", ""), 16)
    elif theme is not None and theme.get("val") in ("bg1", "lt1"):
        colour = WHITE
    font = properties.find("{*}latin")
    return Look(
        struck=properties.get("strike", "noStrike") != "noStrike",
        colour=colour,
        raised=raised.lstrip("-").isdigit() and int(raised) > 0,
        underlined=properties.get("u", "none") != "none",
        font=(font.get("typeface") or "").lower() if font is not None else "",
    )


def _paragraph(paragraph: Element, back: int | None, unseen: Unseen) -> str:
    pieces: list[Stretch] = []
    for part in paragraph:
        name = local(part.tag)
        if name in ("r", "fld"):
            pieces.append((part.findtext("{*}t") or "", _run_look(part)._replace(back=back)))
        elif name == "br":
            pieces.append(("\n", PLAIN))
        elif name in ("m", "AlternateContent", "oMath", "oMathPara"):
            choice = part.find("{*}Choice") if name == "AlternateContent" else part
            pieces.append((omml_text(choice) if choice is not None else "", PLAIN))
    return "".join(shown(pieces, unseen))


def _back(shape: Element) -> int | None:
    """White where a box has no fill, unknown where it has one."""
    properties = shape.find("{*}spPr")
    filled = properties is not None and any(local(child.tag) in ("solidFill", "gradFill", "pattFill", "blipFill") for child in properties)
    return None if filled or shape.find("{*}style") is not None else WHITE


def _tilted(shape: Element) -> bool:
    frame = shape.find("{*}spPr/{*}xfrm")
    turn = frame.get("rot", "0") if frame is not None else "0"
    return turn.lstrip("-").isdigit() and min(int(turn) % _RIGHT_ANGLE, -int(turn) % _RIGHT_ANGLE) > 60_000


def _hidden(shape: Element) -> bool:
    names = (part for part in shape.iter() if local(part.tag) == "cNvPr")
    first = next(names, None)
    return first is not None and first.get("hidden") in ("1", "true")


def _shapes(element: Element, unseen: Unseen, diagram: Callable[[Element], list[str] | None], depth: int = 0) -> Iterator[tuple[str, str]]:
    """Kind and text of what an anchor holds; ``diagram`` gives the lines of a graphic that is one."""
    if depth > _MAX_DEPTH:
        return
    for child in element:
        name = local(child.tag)
        if name == "AlternateContent":
            choice = child.find("{*}Choice")
            yield from _shapes(choice, unseen, diagram, depth + 1) if choice is not None else ()
        elif name in ("sp", "pic", "graphicFrame", "grpSp") and _hidden(child):
            unseen.add("隐藏的图形")
        elif name == "grpSp":
            yield from _shapes(child, unseen, diagram, depth + 1)
        elif name == "sp":
            yield from _box(child, unseen)
        elif name == "pic":
            yield "图片", ""
        elif name == "graphicFrame":
            lines = diagram(child)
            yield (OBJECT, "") if lines is None else (DIAGRAM, "\n".join(lines))


def _box(shape: Element, unseen: Unseen) -> Iterator[tuple[str, str]]:
    body = shape.find("{*}txBody")
    back = _back(shape)
    text = "\n".join(_paragraph(paragraph, back, unseen) for paragraph in body.iterfind("{*}p")).strip("\n") if body is not None else ""
    if text.strip() and _tilted(shape):
        unseen.add("水印")
    elif text.strip():
        yield "文本框", text


def drawings(package: Package, part: str, unseen: Unseen) -> list[Drawing]:
    """What is drawn over a sheet, in order, as far as it has a place (``MOST`` at most)."""
    visible: list[Drawing] = []
    target = package.first(part, "drawing")
    if target is None:
        return visible
    for anchor in _xml.tree(package.read(target), target):
        if not local(anchor.tag).endswith("Anchor"):
            continue
        area = _area(anchor)
        for kind, text in _shapes(anchor, unseen, partial(diagram_lines, package, target)):
            visible.append(Drawing(kind, text, area))
            if len(visible) > MOST:
                return visible
    return visible


_CODES = {"P": "", "N": "", "D": "", "T": "", "F": "", "Z": "", "G": ""}


def header_lines(text: str, sheet: str) -> list[str]:
    """The lines of a page header (``&C&"宋体"&14项目支出绩效目标表&R第&P页``), left, middle and right part apart, page numbers left out."""
    import re

    out = []
    for section in re.split(r"&[LCR]", text[:2_000]):
        plain = re.sub(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&[0-9]{1,3}|&[BIUESXYOH]', "", section).replace("&A", sheet)
        for code in _CODES:
            if f"&{code}" in plain:
                plain = re.sub(rf"第?\s*&{code}\s*页?", "", plain)
        out += [line.replace("&&", "&").strip() for line in plain.splitlines()]
    return [line for line in out if re.search(r"[一-鿿A-Za-z0-9]{2}", line)]
