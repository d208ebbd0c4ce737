"""What a Word document shows of other parts and files: imported parts (altChunk), embedded objects, diagrams."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from linter.formats._office.diagram import DIAGRAM, diagram_lines
from linter.formats._office.embedded import shown_of_workbook
from linter.formats._office.inside import Inside
from linter.formats._office.package import Package
from linter.formats._office.xml import attribute, local
from linter.formats.api import Piece, ReadContext, Unreadable
from linter.model.blocks import NotChecked, Paragraph


class Outside:
    """Reads what is safe to read, names the rest. ``part`` is the part whose references are followed, ``where`` what a reader calls it
    (文中, 页眉中)."""

    def __init__(self, package: Package, context: ReadContext, part: str, where: str = "文中") -> None:
        self.package, self.context, self.part, self.where = package, context, part, where
        self.inside = Inside(context)
        self._relationships = package.relationships(part)

    def read(self, element: Element) -> Iterator[Piece]:
        """The pieces of an ``altChunk``, an ``object`` or the ``graphicData`` of a diagram."""
        name = local(element.tag)
        if name == "altChunk":
            yield from self._part(attribute(element, "id"), f"{self.where}导入的部分")
            return
        if name == "graphicData":
            yield from self._diagram(element)
            return
        ole = next((part for part in element.iter() if local(part.tag) == "OLEObject"), None)
        if ole is None:
            return
        program = attribute(ole, "ProgID") or ""
        of_excel = program.startswith(("Excel.", "ET.", "Ket."))
        what = self.where + ("嵌入的 Excel 工作簿" if of_excel else f"嵌入的对象（{program or '类型不明'}）")
        if attribute(ole, "DrawAspect") == "Icon":
            yield NotChecked(what, "以图标显示，未读取；如为绩效目标表请单独保存后检查", hides=True)
        else:
            yield from self._part(attribute(ole, "id"), what)

    def _diagram(self, graphic: Element) -> Iterator[Piece]:
        lines = diagram_lines(self.package, self.part, graphic)
        name = f"{self.where}的 {DIAGRAM}"
        if lines is None:
            yield NotChecked(name, "内容缺失、损坏或过大，其中文字未读取")
            return
        yield from (Paragraph(line, self.context.place(pointer=name)) for line in lines)

    def _part(self, number: str | None, what: str) -> Iterator[Piece]:
        relation = self._relationships.get(number or "")
        if relation is None or relation.external or not self.package.has(relation.target):
            yield NotChecked(what, "内容不在文件中（链接到别处或已丢失），未读取", hides=True)
            return
        try:
            data = self.package.read(relation.target)
        except Unreadable as error:
            yield NotChecked(what, f"未读取（{error}）", hides=True)
            return
        yield from shown_of_workbook(data, self.inside.read(data, relation.target, what))
