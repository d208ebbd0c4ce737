"""Edits and notes into xlsx and docx: what is asked changes, every other part keeps its bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment as CellComment
from openpyxl.worksheet.datavalidation import DataValidation

from linter.formats import read_bytes
from linter.formats.api import CannotWrite, Format, Note, ReadContext, TextEdit
from linter.formats.docx import FORMAT as DOCX
from linter.formats.xlsx import FORMAT as XLSX
from linter.model.blocks import Grid
from linter.model.place import Place
from tests.support.office import packed, parts, replaced

CONTEXT = ReadContext("form")


def write(one: Format, data: bytes, edits: list[TextEdit] | None = None, notes: list[Note] | None = None) -> bytes:
    assert one.write_back is not None
    return one.write_back(data, edits or [], notes or [], CONTEXT)


def changed_parts(before: bytes, after: bytes) -> set[str]:
    old, new = parts(before), parts(after)
    assert set(old) <= set(new)
    return {name for name in new if old.get(name) != new[name]}


def at(cell: str, sheet: str = "Sheet") -> Place:
    return Place("form", sheet=sheet, cell=cell)


def workbook(change: Callable[[Any], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"] = "指标值", 0.98
    sheet["B1"].number_format = "0%"
    sheet["B1"].font = openpyxl.styles.Font(bold=True)
    sheet["B2"] = "=B1*2"
    sheet.merge_cells("A3:B4")
    sheet["A3"] = "服务对象 满意度"
    sheet.conditional_formatting.add("B1", openpyxl.formatting.rule.CellIsRule(operator="greaterThan", formula=["1"]))
    validation = DataValidation(type="list", formula1='"甲,乙"')
    validation.add("C1")
    sheet.add_data_validation(validation)
    sheet.page_setup.orientation = "landscape"
    book.create_sheet("另一页")["A1"] = "不动"
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text_at(data: bytes, cell: str, sheet: str = "Sheet") -> str:
    (source,) = read_bytes(data, "form.xlsx")
    return next(
        c.text
        for b in source.blocks
        if isinstance(b, Grid) and b.place.sheet == sheet
        for c in b.cells
        if (c.place.cell or "").partition(":")[0] == cell
    )


def test_a_cell_edit_changes_that_cell_and_no_other_part() -> None:
    before = workbook()
    after = write(XLSX, before, [TextEdit(at("B1"), "98%", "≥98%"), TextEdit(at("A3:B4"), "服务对象 满意度", "<服务>&满意度\n=1")])
    assert changed_parts(before, after) == {"xl/worksheets/sheet1.xml"}
    assert (text_at(after, "B1"), text_at(after, "A3")) == ("≥98%", "<服务>&满意度\n=1")
    sheet = openpyxl.load_workbook(io.BytesIO(after))["Sheet"]
    assert sheet["B1"].font.bold and sheet["B1"].number_format == "0%" and sheet["B2"].value == "=B1*2"
    old, new = parts(before)["xl/worksheets/sheet1.xml"], parts(after)["xl/worksheets/sheet1.xml"]
    assert old.split(b"</sheetData>")[1] == new.split(b"</sheetData>")[1]


def test_notes_are_cell_comments_and_replace_ours_but_keep_those_of_people() -> None:
    def theirs(book: Any) -> None:
        book.active["B1"].comment = CellComment("请补充依据", "张三")

    before = workbook(theirs)
    once = write(XLSX, before, notes=[Note(at("A1"), "标题", "一\n二"), Note(at("B1"), "标题", "三"), Note(at("A3:B4"), "标题", "四")])
    sheet = openpyxl.load_workbook(io.BytesIO(once))["Sheet"]
    assert (sheet["A1"].comment.text, sheet["A1"].comment.author) == ("标题\n一\n二", "jixiao")
    assert sheet["B1"].comment.text.startswith("请补充依据\n") and sheet["B1"].comment.text.endswith("标题\n三")
    assert sheet["B1"].comment.author == "张三"
    (source,) = read_bytes(once, "form.xlsx")
    assert [(one.text, one.place.cell) for one in source.comments] == [("请补充依据", "B1")]
    again = write(XLSX, once, notes=[Note(at("A3"), "新", "五")])
    sheet = openpyxl.load_workbook(io.BytesIO(again))["Sheet"]
    assert (sheet["A1"].comment, sheet["A3"].comment.text, sheet["B1"].comment.text) == (None, "新\n五", "请补充依据")
    cleared = write(XLSX, again)
    assert write(XLSX, cleared) == cleared
    sheet = openpyxl.load_workbook(io.BytesIO(cleared))["Sheet"]
    assert (sheet["A3"].comment, sheet["B1"].comment.text) == (None, "请补充依据")


def test_notes_touch_only_what_carries_them() -> None:
    before = workbook()
    after = write(XLSX, before, notes=[Note(at("A1", "另一页"), "标题", "文")])
    assert changed_parts(before, after) == {
        "[Content_Types].xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/_rels/sheet2.xml.rels",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert len(parts(after)["xl/worksheets/sheet2.xml"]) - len(parts(before)["xl/worksheets/sheet2.xml"]) < 150


def test_a_note_without_a_cell_goes_to_a_sheet_that_is_never_checked() -> None:
    once = write(XLSX, workbook(), notes=[Note(Place("form"), "总体情况", "共 3 条")])
    twice = write(XLSX, once, notes=[Note(Place("form"), "总体情况", "共 2 条")])
    book = openpyxl.load_workbook(io.BytesIO(twice))
    assert book.sheetnames == ["Sheet", "另一页", "审核说明（jixiao）"]
    assert book["审核说明（jixiao）"]["B1"].value == "共 2 条"
    (source,) = read_bytes(twice, "form.xlsx")
    assert {block.place.sheet for block in source.blocks} == {"Sheet", "另一页"}


def protected(book: Any) -> None:
    book.active.protection.sheet = True


@pytest.mark.parametrize(
    ("data", "edit", "says"),
    [
        (workbook(), TextEdit(at("B1"), "97%", "98%"), "Sheet!B1 的内容与检查时不同，请重新检查后再修改"),
        (workbook(), TextEdit(at("B9"), "", "98%"), "Sheet!B9 的内容与检查时不同，请重新检查后再修改"),
        (workbook(), TextEdit(at("A1", "没有"), "", "x"), "工作表“没有” 的内容与检查时不同，请重新检查后再修改"),
        (workbook(), TextEdit(at("B2"), "", "x"), "Sheet!B2 是公式，请手工修改"),
        (workbook(protected), TextEdit(at("A1"), "指标值", "x"), "工作表“Sheet”受保护，请在“审阅”中撤销工作表保护并保存后再试"),
    ],
    ids=["changed", "empty", "no sheet", "formula", "protected"],  # a workbook's bytes hold the second it was made: no name for a test
)
def test_what_cannot_be_written_is_said(data: bytes, edit: TextEdit, says: str) -> None:
    with pytest.raises(CannotWrite, match="^" + says + "$"):
        write(XLSX, data, [edit])


def test_a_signed_package_is_left_alone() -> None:
    members = parts(workbook()) | {"_xmlsignatures/sig1.xml": b"<Signature/>"}
    with pytest.raises(CannotWrite, match="数字签名"):
        write(XLSX, packed(members), notes=[Note(at("A1"), "x", "y")])


def test_parts_with_prefixes_and_strict_names_are_edited_too() -> None:
    xml = (
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row><x:c t="str"><x:v>甲</x:v></x:c>'
        '<x:c s="1"/></x:row></x:sheetData><x:extLst/></x:worksheet>'
    )
    data = replaced(workbook(), "xl/worksheets/sheet1.xml", lambda _: xml.encode())
    after = write(XLSX, data, [TextEdit(at("B1"), "", "乙")], [Note(at("A1"), "标题", "文")])
    assert (text_at(after, "A1"), text_at(after, "B1")) == ("甲", "乙")
    assert parts(after)["xl/worksheets/sheet1.xml"].index(b"<x:legacyDrawing") < parts(after)["xl/worksheets/sheet1.xml"].index(
        b"<x:extLst"
    )


def test_nothing_asked_and_nothing_of_ours_gives_the_same_bytes() -> None:
    for one, data in ((XLSX, workbook()), (DOCX, document())):
        assert write(one, data) == data


# -- docx ------------------------------------------------------------------------------------------------------------------------


def document(change: Callable[[Any], None] | None = None) -> bytes:
    built = docx.Document()
    built.add_paragraph("项目支出绩效目标表")
    table = built.add_table(2, 2)
    cell = table.cell(0, 0)
    cell.text = "服务"
    cell.paragraphs[0].add_run("数量 ").bold = True
    cell.add_paragraph("≥９８%")
    table.cell(1, 0).text = "甲"
    if change:
        change(built)
    out = io.BytesIO()
    built.save(out)
    return out.getvalue()


def cell_at(row: int, number: int) -> Place:
    return Place("form", table=1, row=row, cell=str(number))


def cells(data: bytes) -> list[str]:
    (source,) = read_bytes(data, "form.docx")
    return [cell.text for block in source.blocks if isinstance(block, Grid) for cell in block.cells]


def test_a_word_edit_keeps_the_formatting_of_each_run() -> None:
    before = document()
    edits = [
        TextEdit(cell_at(1, 1), "服务数量 \n≥９８%", "服务的数量\n≥98%"),
        TextEdit(cell_at(2, 2), "", "填\n写"),
        TextEdit(Place("form", paragraph=1), "项目支出绩效目标表", "项目支出绩效目标申报表"),
    ]
    after = write(DOCX, before, edits)
    assert changed_parts(before, after) == {"word/document.xml"}
    assert cells(after) == ["服务的数量\n≥98%", "", "甲", "填\n写"]
    runs = [[(run.text, run.bold) for run in p.runs] for p in docx.Document(io.BytesIO(after)).tables[0].cell(0, 0).paragraphs]
    assert runs[0] == [("服务的", None), ("数量", True)]


def test_an_edit_over_a_paragraph_border_is_refused() -> None:
    with pytest.raises(CannotWrite, match="跨越段落"):
        write(DOCX, document(), [TextEdit(cell_at(1, 1), "服务数量 \n≥９８%", "服务数量≥98%")])


def test_word_notes_are_comments_around_the_cell_and_replace_only_ours() -> None:
    def theirs(built: Any) -> None:
        built.add_comment(built.paragraphs[0].runs, text="请核对标题", author="张三")

    before = document(theirs)
    notes = [
        Note(cell_at(1, 1), "标题", "一\n二"),
        Note(cell_at(1, 1), "又", "三"),
        Note(cell_at(1, 2), "空格", "四"),
        Note(Place("form"), "总", "五"),
    ]
    once = write(DOCX, before, notes=notes)
    assert changed_parts(before, once) == {"word/document.xml", "word/comments.xml"}
    found = [(one.author, one.text) for one in docx.Document(io.BytesIO(once)).comments]
    assert found == [("张三", "请核对标题"), *(("jixiao", text) for text in ("标题\n一\n二", "又\n三", "空格\n四", "总\n五"))]
    (source,) = read_bytes(once, "form.docx")
    assert [(one.text, one.place.label()) for one in source.comments] == [("请核对标题", "第1段")]
    assert cells(once) == cells(before)
    again = write(DOCX, once, notes=notes[:1])
    assert [one.text for one in docx.Document(io.BytesIO(again)).comments] == ["请核对标题", "标题\n一\n二"]
    cleared = write(DOCX, again)
    assert write(DOCX, cleared) == cleared
    assert parts(cleared)["word/document.xml"].count(b"commentReference") == 1


def test_a_document_without_comments_gets_the_part_and_its_relations() -> None:
    before = document()
    after = write(DOCX, before, notes=[Note(cell_at(1, 1), "标题", "文")])
    assert changed_parts(before, after) == {"[Content_Types].xml", "word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels"}
    assert write(DOCX, before, notes=[Note(cell_at(1, 1), "标题", "文")]) == after


def test_a_protected_document_is_left_alone() -> None:
    locked = b'<w:documentProtection w:edit="readOnly" w:enforcement="1"/></w:settings>'
    data = replaced(document(), "word/settings.xml", lambda xml: xml.replace(b"</w:settings>", locked))
    with pytest.raises(CannotWrite, match="停止保护"):
        write(DOCX, data, [TextEdit(cell_at(2, 1), "甲", "乙")])


def test_a_cell_changed_since_is_not_written() -> None:
    with pytest.raises(CannotWrite, match="“表1 第2行第1格” 的内容与检查时不同"):
        write(DOCX, document(), [TextEdit(cell_at(2, 1), "旧", "乙")])
