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
    """Reads what is safe to read, names the rest."""

    def __init__(self, package: Package, context: ReadContext) -> None:
        self.package, self.context = package, context
        self.inside = Inside(context)
        self._relationships = package.relationships(package.main)

    def read(self, element: Element) -> Iterator[Piece]:
        """The pieces of an ``altChunk``, an ``object`` or the ``graphicData`` of a diagram."""
        name = local(element.tag)
        if name == "altChunk":
            yield from self._part(attribute(element, "id"), "文中导入的部分")
            return
        if name == "graphicData":
            yield from self._diagram(element)
            return
        ole = next((part for part in element.iter() if local(part.tag) == "OLEObject"), None)
        if ole is None:
            return
        program = attribute(ole, "ProgID") or ""
        what = "文中嵌入的 Excel 工作簿" if program.startswith(("Excel.", "ET.", "Ket.")) else f"文中嵌入的对象（{program or '类型不明'}）"
        if attribute(ole, "DrawAspect") == "Icon":
            yield NotChecked(what, "以图标显示，未读取；如为绩效目标表请单独保存后检查", hides=True)
        else:
            yield from self._part(attribute(ole, "id"), what)

    def _diagram(self, graphic: Element) -> Iterator[Piece]:
        lines = diagram_lines(self.package, self.package.main, graphic)
        if lines is None:
            yield NotChecked(f"文中的 {DIAGRAM}", "内容缺失、损坏或过大，其中文字未读取")
            return
        yield from (Paragraph(line, self.context.place(pointer=f"文中的 {DIAGRAM}")) for line in lines)

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
