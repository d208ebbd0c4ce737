"""Word, Excel and OpenDocument files are read as a person sees them, hazard by hazard in every format that can hold it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from linter.formats import read_bytes
from linter.model.blocks import Grid, Paragraph, Source
from tests.support.office import packed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX_SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relationships(*targets: tuple[str, str, str]) -> bytes:
    entries = "".join(f'<Relationship Id="{number}" Type="{OFFICE}/{kind}" Target="{target}"/>' for number, kind, target in targets)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'.encode()


def docx(body: str, styles: str = "", parts: dict[str, bytes] | None = None, *related: tuple[str, str, str]) -> Source:
    members = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": relationships(("r1", "officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {DOCX_SPACES}><w:body>{body}</w:body></w:document>".encode(),
        "word/styles.xml": f"<w:styles {DOCX_SPACES}>{styles}</w:styles>".encode(),
        "word/_rels/document.xml.rels": relationships(("s1", "styles", "styles.xml"), *related),
        **(parts or {}),
    }
    (source,) = read_bytes(packed(members), "form.docx")
    assert not [note for note in source.not_checked if note.fatal], source.not_checked
    return source


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def table(cell: str, properties: str = "", of_table: str = "") -> str:
    left = f"<w:tc><w:tcPr/>{p(run('名称'))}</w:tc>"
    return f"<w:tbl><w:tblPr>{of_table}</w:tblPr><w:tr>{left}<w:tc><w:tcPr>{properties}</w:tcPr>{cell}</w:tc></w:tr></w:tbl>"


def last_cell(source: Source) -> str:
    return next(block for block in source.blocks if isinstance(block, Grid)).cells[-1].text


STYLES = (
    '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Goner"><w:basedOn w:val="Gone"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Old"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Undo"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="Blue"><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="1F497D"/></w:tcPr></w:tblStylePr></w:style>'
)
NEW = run("≥180次")
DOCX_UNSEEN = {
    "struck": p(run("≥150次", "<w:strike/>"), NEW),
    "struck twice": p(run("≥150次", "<w:dstrike w:val='1'/>"), NEW),
    "hidden": p(run("≥150次", "<w:vanish/>"), NEW),
    "hidden by a style": p(run("≥150次", "<w:rStyle w:val='Gone'/>"), NEW),
    "hidden by what a style is based on": p(run("≥150次", "<w:rStyle w:val='Goner'/>"), NEW),
    "struck by the paragraph's style": p(run("≥150次"), properties="<w:pStyle w:val='Old'/>") + p(NEW),
    "white": p(run("≥150次", "<w:color w:val='FFFFFF'/>"), NEW),
    "white by theme": p(run("≥150次", "<w:color w:themeColor='background1'/>"), NEW),
    "as its highlight": p(run("≥150次", "<w:color w:val='FFFF00'/><w:highlight w:val='yellow'/>"), NEW),
    "tiny": p(run("≥150次", "<w:sz w:val='2'/>"), NEW),
    "tilted box": p(
        "<w:r><w:drawing><wps:wsp><wps:spPr><a:xfrm rot='2700000'/></wps:spPr><wps:txbx><w:txbxContent>"
        + p(run("≥150次"))
        + "</w:txbxContent></wps:txbx></wps:wsp></w:drawing></w:r>",
        NEW,
    ),
    "watermark": p("<w:r><w:pict><v:shape id='PowerPlusWaterMarkObject1'><v:textpath string='≥150次'/></v:shape></w:pict></w:r>", NEW),
}


@pytest.mark.parametrize("name", DOCX_UNSEEN)
def test_word_leaves_out_what_nobody_sees(name: str) -> None:
    source = docx(table(DOCX_UNSEEN[name]), STYLES)
    assert last_cell(source) == "≥180次"
    (note,) = source.not_checked
    assert "看不到" in note.why and "1 处" in note.why


BOX = f"<w:txbxContent>{p(run('≥180次'))}</w:txbxContent>"
FIELD = "<w:r><w:fldChar w:fldCharType='begin'><w:ffData>{data}</w:ffData></w:fldChar></w:r><w:r><w:instrText> {code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>{result}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
DROP = "<w:ddList><w:result w:val='1'/><w:listEntry w:val='≥150次'/><w:listEntry w:val='≥180次'/></w:ddList>"


def field(data: str, code: str, result: str = "") -> str:
    return FIELD.format(data=data, code=code, result=result)


DOCX_SEEN = {
    "raised": (p(run("10"), run("5", "<w:vertAlign w:val='superscript'/>"), run("立方米")), "10⁵立方米"),
    "set higher": (p(run("10"), run("5", "<w:position w:val='8'/><w:sz w:val='14'/>"), run("立方米")), "10⁵立方米"),
    "evened out": (p(run("10"), run("5", "<w:position w:val='1'/>"), run("立方米")), "105立方米"),
    "lowered": (p(run("CO"), run("2", "<w:vertAlign w:val='subscript'/>")), "CO2"),
    "struck and struck again by style": (p(run("≥180次", "<w:rStyle w:val='Undo'/>"), properties="<w:pStyle w:val='Old'/>"), "≥180次"),
    "not struck after all": (p(run("≥180次", "<w:strike w:val='0'/>"), properties="<w:pStyle w:val='Old'/>"), "≥180次"),
    "symbol": (p("<w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>", run("98%")), "≥98%"),
    "letter of the symbol font": (p(run("£", "<w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/>"), run("98%")), "≤98%"),
    "private use": (p(run("\uf0b3", "<w:rFonts w:ascii='Symbol'/>"), run("98%")), "≥98%"),
    "ticks": (
        p(
            "<w:r><w:sym w:font='Wingdings 2' w:char='F052'/></w:r>",
            run("新增"),
            "<w:r><w:sym w:font='Wingdings' w:char='F0A8'/></w:r>",
            run("延续"),
        ),
        "☑新增□延续",
    ),
    "underlined sign": (p(run("&gt;", "<w:u w:val='single'/>"), run("900吨")), "≥900吨"),
    "line to write on": (p(run("&gt;", "<w:u w:val='single'/>"), run("900吨", "<w:u w:val='single'/>")), ">900吨"),
    "field in the code of a field": (
        p(
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> IF </w:instrText></w:r>",
            field("", "MERGEFIELD 数", run("999")),
            "<w:r><w:instrText> &gt; 0 </w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>",
            NEW,
            "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
        ),
        "≥180次",
    ),
    "field in the result of a field": (
        p(
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> REF 一 </w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>",
            run("≥"),
            field("", "MERGEFIELD 数", run("180次")),
            "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
        ),
        "≥180次",
    ),
    "fraction": (
        p(run("≥"), "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath>"),
        "≥1/3",
    ),
    "power": (p("<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>5</m:t></m:r></m:sup></m:sSup></m:oMath>"), "10⁵"),
    "equation field": (p(run("≥"), field("", r"EQ \f(1,3)")), "≥1/3"),
    "enclosed tick": (p(field("", r"eq \o\ac(□,√)"), run("新增")), "☑新增"),
    "drop-down": (p(field(DROP, "FORMDROPDOWN")), "≥180次"),
    "drop-down with a result": (p(field(DROP, "FORMDROPDOWN", run("≥180次"))), "≥180次"),
    "check box": (p(field("<w:checkBox><w:checked/></w:checkBox>", "FORMCHECKBOX"), run("新增")), "☑新增"),
    "box drawn twice": (
        p(
            f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{BOX}</w:drawing></mc:Choice><mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        ),
        "≥180次",
    ),
    "word art": (p("<w:r><w:pict><v:shape><v:textpath string='≥180次'/></v:shape></w:pict></w:r>"), "≥180次"),
    "inner table": (f"<w:tbl><w:tr><w:tc><w:tcPr/>{p(NEW)}</w:tc></w:tr></w:tbl>{p()}", "≥180次"),
    "light grey": (p(run("≥180次", "<w:color w:val='A6A6A6'/>")), "≥180次"),
}


@pytest.mark.parametrize("name", DOCX_SEEN)
def test_word_reads_what_a_person_sees(name: str) -> None:
    cell, text = DOCX_SEEN[name]
    source = docx(table(cell), STYLES)
    assert last_cell(source) == text
    assert not source.not_checked


@pytest.mark.parametrize(
    ("properties", "of_table"),
    [("<w:shd w:val='clear' w:fill='1F497D'/>", ""), ("", "<w:tblStyle w:val='Blue'/>"), ("<w:shd w:val='pct50' w:fill='FFFFFF'/>", "")],
)
def test_white_on_a_painted_cell_is_seen(properties: str, of_table: str) -> None:
    assert last_cell(docx(table(p(run("≥180次", "<w:color w:val='FFFFFF'/>")), properties, of_table), STYLES)) == "≥180次"


@pytest.mark.parametrize("row", ["<w:trPr><w:hidden/></w:trPr>", "<w:trPr><w:trHeight w:val='10' w:hRule='exact'/></w:trPr>"])
def test_hidden_rows_of_word_are_left_out(row: str) -> None:
    cells = f"<w:tc><w:tcPr/>{p(run('甲'))}</w:tc>"
    source = docx(f"<w:tbl><w:tr>{row}{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>")
    grid = source.blocks[0]
    assert isinstance(grid, Grid) and grid.n_rows == 1
    assert "表格行" in source.not_checked[0].why


def test_headers_are_read_once_and_watermarks_in_them_are_not() -> None:
    mark = "<w:p><w:r><w:pict><v:shape style='rotation:315'><v:textpath string='内部资料'/></v:shape></w:pict></w:r></w:p>"
    header = f"<w:hdr {DOCX_SPACES}>{mark}{p(run('项目名称：甲项目'))}</w:hdr>".encode()
    section = (
        "<w:sectPr><w:headerReference r:id='h1' w:type='default'/><w:headerReference r:id='h2' w:type='first'/><w:titlePg/></w:sectPr>"
    )
    source = docx(
        p(run("正文")) + section, "", {"word/h1.xml": header, "word/h2.xml": header}, ("h1", "header", "h1.xml"), ("h2", "header", "h2.xml")
    )
    assert [(block.text, block.place.label()) for block in source.blocks if isinstance(block, Paragraph)] == [
        ("项目名称：甲项目", "页眉"),
        ("正文", "第1段"),
    ]
    assert "水印 2 处" in source.not_checked[0].why


@pytest.mark.parametrize(
    ("kind", "switch", "settings", "seen"),
    [
        ("first", "", "", False),
        ("first", "<w:titlePg/>", "", True),
        ("first", "<w:titlePg w:val='0'/>", "", False),
        ("even", "", "", False),
        ("even", "", "<w:evenAndOddHeaders/>", True),
    ],
)
def test_headers_of_first_and_even_pages_need_their_switch(kind: str, switch: str, settings: str, seen: bool) -> None:
    """A part of a kind that the document does not use is never printed: last year's title in it is nobody's."""
    parts = {
        "word/h.xml": f"<w:hdr {DOCX_SPACES}>{p(run('2024年度自评表'))}</w:hdr>".encode(),
        "word/settings.xml": f"<w:settings {DOCX_SPACES}>{settings}</w:settings>".encode(),
    }
    section = f"<w:sectPr><w:headerReference r:id='h1' w:type='{kind}'/>{switch}</w:sectPr>"
    source = docx(p(run("正文")) + section, "", parts, ("h1", "header", "h.xml"), ("t1", "settings", "settings.xml"))
    assert ("2024年度自评表" in [block.text for block in source.blocks if isinstance(block, Paragraph)]) is seen


def test_imported_parts_are_read_under_their_own_name() -> None:
    page = "<html><body><table><tr><td>名称<td>≥180次</table></body></html>".encode()
    source = docx("<w:altChunk r:id='c1'/>", "", {"word/chunk.htm": page}, ("c1", "aFChunk", "chunk.htm"))
    assert last_cell(source) == "≥180次"
    grid = source.blocks[0]
    assert isinstance(grid, Grid) and grid.cells[0].place.label() == "文中导入的部分 表1 第1行第1格"
    assert "导入" in source.not_checked[-1].what


def workbook(fill: Any) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("aspect", "read"), [("Content", True), ("Icon", False)])
def test_embedded_workbooks_show_their_sheet(aspect: str, read: bool) -> None:
    def fill(book: Any) -> None:
        book.active["A1"], book.active["B1"] = "名称", "≥180次"
        book.create_sheet("草稿")["A1"] = "≥150次"

    body = f"<w:p><w:r><w:object><o:OLEObject ProgID='Excel.Sheet.12' DrawAspect='{aspect}' r:id='e1'/></w:object></w:r></w:p>"
    source = docx(body, "", {"word/embeddings/book.xlsx": workbook(fill)}, ("e1", "package", "embeddings/book.xlsx"))
    assert [cell.text for block in source.blocks if isinstance(block, Grid) for cell in block.cells] == (["名称", "≥180次"] if read else [])
    assert any("嵌入的 Excel 工作簿" in note.what for note in source.not_checked)


def test_files_inside_files_end_somewhere() -> None:
    page = b"<html><body><p>x</p></body></html>"
    inner = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": relationships(("r1", "officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {DOCX_SPACES}><w:body><w:altChunk r:id='c'/></w:body></w:document>".encode(),
        "word/_rels/document.xml.rels": relationships(("c", "aFChunk", "x.htm")),
        "word/x.htm": page,
    }
    source = docx("<w:altChunk r:id='c'/>" * 30, "", {"word/in.docx": packed(inner)}, ("c", "aFChunk", "in.docx"))
    assert not source.blocks
    assert any("又在嵌入的文件之中" in note.why for note in source.not_checked)
    assert any("超过 20 个" in note.why for note in source.not_checked)


def test_boxes_nested_ten_deep_are_read_and_endless_ones_refused() -> None:
    def nested(depth: int) -> str:
        content = p(NEW)
        for _ in range(depth):
            content = f"<w:p><w:r><w:drawing><w:txbxContent>{content}</w:txbxContent></w:drawing></w:r></w:p>"
        return content

    assert last_cell(docx(table(nested(10)))) == "\n" * 0 + "≥180次"
    members = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": relationships(("r1", "officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {DOCX_SPACES}><w:body>{table(nested(60))}</w:body></w:document>".encode(),
    }
    (source,) = read_bytes(packed(members), "form.docx")
    assert source.not_checked[0].fatal and "嵌套" in source.not_checked[0].why


def test_a_picture_in_a_cell_of_word_is_a_doubt() -> None:
    source = docx(table("<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>"))
    grid = source.blocks[0]
    assert isinstance(grid, Grid) and "图片" in (grid.cells[-1].doubt or "")
    assert "图片" in source.not_checked[0].why


# -- workbooks ---------------------------------------------------------------------------------------------------------------------


def xlsx_cell(fill: Any) -> tuple[str, Source]:
    """What cell B1 shows; ``fill`` gets the sheet."""

    def whole(book: Any) -> None:
        book.active["A1"] = "名称"
        fill(book.active)

    (source,) = read_bytes(workbook(whole), "form.xlsx")
    grid = next(block for block in source.blocks if isinstance(block, Grid))
    return next((cell.text for cell in grid.cells if (cell.row, cell.col) == (0, 1)), ""), source


def font(**of: Any) -> Any:
    from openpyxl.styles import Font

    return Font(**of)


def rich(*pieces: tuple[str, dict[str, Any]]) -> Any:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    return CellRichText([TextBlock(InlineFont(**of), text) if of else text for text, of in pieces])


RICH = {
    "struck": ([("≥150次", {"strike": True}), ("≥180次", {})], "≥180次", 1),
    "white": ([("≥150次", {"color": "FFFFFFFF"}), ("≥180次", {})], "≥180次", 1),
    "tiny": ([("≥150次", {"sz": 1}), ("≥180次", {})], "≥180次", 1),
    "raised": ([("3.2×10", {}), ("5", {"vertAlign": "superscript"}), ("立方米", {})], "3.2×10⁵立方米", 0),
    "symbol": ([("³", {"rFont": "Symbol"}), ("85%", {})], "≥85%", 0),
    "underlined": ([(">", {"u": "single"}), ("900吨", {})], "≥900吨", 0),
}


@pytest.mark.parametrize("name", RICH)
def test_rich_text_of_a_workbook(name: str) -> None:
    pieces, text, said = RICH[name]
    shown, source = xlsx_cell(lambda sheet: sheet.__setitem__("B1", rich(*pieces)))
    assert shown == text
    assert len(source.not_checked) == said


def test_rich_text_under_a_format_that_shows_nothing() -> None:
    def fill(sheet: Any) -> None:
        sheet["B1"] = rich(("≥150", {}), ("次", {"b": True}))
        sheet["B1"].number_format = ";;;"

    assert xlsx_cell(fill)[0] == ""


@pytest.mark.parametrize("of", [{"strike": True}, {"color": "FFFFFFFF"}, {"size": 1}])
def test_a_whole_cell_nobody_sees(of: dict[str, Any]) -> None:
    def fill(sheet: Any) -> None:
        sheet["B1"] = "≥150次"
        sheet["B1"].font = font(**of)

    shown, source = xlsx_cell(fill)
    assert shown == ""
    assert "看不到" in source.not_checked[0].why


def test_white_on_a_filled_cell_and_under_a_condition_is_seen() -> None:
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import PatternFill

    def filled(sheet: Any) -> None:
        sheet["B1"] = "≥180次"
        sheet["B1"].font, sheet["B1"].fill = font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF003366")

    def conditional(sheet: Any) -> None:
        sheet["B1"] = "≥180次"
        sheet["B1"].font = font(color="FFFFFFFF")
        sheet.conditional_formatting.add("B1:B9", CellIsRule("equal", ["1"], fill=PatternFill("solid", bgColor="FF003366")))

    assert xlsx_cell(filled)[0] == "≥180次"
    assert xlsx_cell(conditional)[0] == "≥180次"


def test_rows_and_columns_without_extent_are_hidden() -> None:
    def fill(sheet: Any) -> None:
        sheet["B1"], sheet["C1"], sheet["A2"] = "≥180次", "≥150次", "旧"
        sheet.column_dimensions["C"].width = 0.1
        sheet.row_dimensions[2].height = 0.1

    shown, source = xlsx_cell(fill)
    assert shown == "≥180次"
    assert [cell.text for block in source.blocks if isinstance(block, Grid) for cell in block.cells if cell.text] == ["名称", "≥180次"]
    assert "隐藏的行" in source.not_checked[0].why and "隐藏的列（C" in source.not_checked[1].why


def test_a_merged_cell_shows_where_any_of_it_does() -> None:
    def fill(sheet: Any) -> None:
        sheet["B1"] = "≥180次"
        sheet.merge_cells("B1:C1")
        sheet.column_dimensions["B"].hidden = True

    assert xlsx_cell(fill)[0] == "≥180次"


@pytest.mark.parametrize("value", ["#REF!", "#N/A"])
def test_error_cells_are_doubts(value: str) -> None:
    def fill(sheet: Any) -> None:
        sheet["B1"] = value
        sheet["B1"].data_type = "e"

    shown, source = xlsx_cell(fill)
    assert shown == value
    assert value in source.not_checked[0].why and "B1" in source.not_checked[0].what


def test_pictures_in_cells_are_no_text() -> None:
    def fill(sheet: Any) -> None:
        sheet["B1"] = '=DISPIMG("ID_1",1)'
        sheet["B1"].data_type = "s"

    shown, source = xlsx_cell(fill)
    assert shown == ""
    assert "图片" in source.not_checked[0].why


def test_a_placeholder_zero_before_the_first_calculation_is_no_value() -> None:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "合计")
    sheet.write_formula(0, 1, "=SUM(B2:B3)")
    sheet.write_formula(0, 2, "=1+1", value=2)
    book.close()
    (source,) = read_bytes(out.getvalue(), "form.xlsx")
    grid = source.blocks[0]
    assert isinstance(grid, Grid)
    assert [(cell.text, bool(cell.doubt)) for cell in grid.cells] == [("合计", False), ("", True), ("2", False)]
    assert "公式" in source.not_checked[0].why and "B1" in source.not_checked[0].what


def test_text_boxes_go_into_the_empty_cell_they_cover() -> None:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out)
    sheet = book.add_worksheet()
    border = book.add_format({"border": 1})
    sheet.write(0, 0, "总体目标", border)
    sheet.merge_range(0, 1, 0, 3, "", border)
    sheet.write(1, 0, "名称", border)
    sheet.write(1, 1, "≥180次", border)
    sheet.insert_textbox(0, 1, "建设 5 处", {"width": 180, "height": 18})
    sheet.insert_textbox(1, 1, "另见附件", {"width": 40, "height": 15})
    sheet.insert_textbox(4, 0, "注：单独的一格", {"width": 40, "height": 15})
    book.close()
    (source,) = read_bytes(out.getvalue(), "form.xlsx")
    grid, loose = source.blocks
    assert isinstance(grid, Grid) and isinstance(loose, Paragraph)
    assert [cell.text for cell in grid.cells if cell.text] == ["总体目标", "建设 5 处", "名称", "≥180次", "注：单独的一格"]
    assert loose.text == "另见附件"
    assert "文本框" in source.not_checked[0].why


VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape>{label}'
    '<x:ClientData ObjectType="{kind}"><x:Anchor>1, 5, 0, 1, 1, 90, 0, 15</x:Anchor>{more}</x:ClientData></v:shape></xml>'
)
"""A control over B1."""


@pytest.mark.parametrize(
    ("kind", "label", "more", "under", "text", "said"),
    [
        ("Drop", "", "<x:FmlaRange>$D$1:$D$2</x:FmlaRange><x:Sel>2</x:Sel>", "", "≥180次", ""),
        ("Drop", "", "<x:FmlaRange>$D$1:$D$2</x:FmlaRange><x:Sel>2</x:Sel><x:FmlaLink>$B$1</x:FmlaLink>", "2", "≥180次", ""),
        ("Drop", "", "<x:FmlaRange>选项!$A$1:$A$9</x:FmlaRange><x:Sel>2</x:Sel>", "2", "", "下拉框"),
        ("Drop", "", "<x:FmlaRange>$D$1:$D$2</x:FmlaRange><x:Sel>0</x:Sel>", "", "", "下拉框"),
        ("Checkbox", "<v:textbox><div>新增项目</div></v:textbox>", "<x:Checked>1</x:Checked>", "", "☑新增项目", ""),
        ("Checkbox", "<v:textbox><div>新增项目</div></v:textbox>", "", "", "□新增项目", ""),
        ("Note", "<v:textbox><div>请核实</div></v:textbox>", "", "≥180次", "≥180次", ""),
    ],
)
def test_controls_over_cells(kind: str, label: str, more: str, under: str, text: str, said: str) -> None:
    """What a drop-down shows stands in its list; the number in the cell under it is nothing a person reads."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["名称", under, "", "≥150次"], book.add_format({"border": 1}))
    sheet.write(1, 3, "≥180次")
    sheet.insert_button(9, 9)
    book.close()
    with zipfile.ZipFile(out) as written:
        parts = {name: written.read(name) for name in written.namelist()}
    parts["xl/drawings/vmlDrawing1.vml"] = VML.format(kind=kind, label=label, more=more).encode()
    (source,) = read_bytes(packed(parts), "form.xlsx")
    grid = next(block for block in source.blocks if isinstance(block, Grid))
    cell = next(cell for cell in grid.cells if (cell.row, cell.col) == (0, 1))
    assert cell.text == text
    assert bool(cell.doubt) is bool(said)
    assert any("控件" in note.why for note in source.not_checked) is bool(said)


def test_the_head_of_printed_pages_is_read_without_its_codes() -> None:
    def fill(sheet: Any) -> None:
        sheet["B1"] = "≥180次"
        sheet.oddHeader.center.text, sheet.oddHeader.center.size = "项目支出绩效目标表", 14
        sheet.oddHeader.right.text = "第&P页"

    _, source = xlsx_cell(fill)
    assert [block.text for block in source.blocks if isinstance(block, Paragraph)] == ["项目支出绩效目标表"]


def test_names_with_backslashes_are_opened() -> None:
    from tests.support.office import parts

    data = workbook(lambda book: book.active.__setitem__("A1", "名称"))
    (source,) = read_bytes(packed({name.replace("/", "\\"): content for name, content in parts(data).items()}), "form.xlsx")
    assert [cell.text for block in source.blocks if isinstance(block, Grid) for cell in block.cells] == ["名称"]
    members = {"甲\\form.csv": "名称,值\n".encode(), "空\\": b""}
    assert [one.member for one in read_bytes(packed(members), "a.zip")] == ["甲/form.csv"]


@pytest.mark.parametrize("kind, name", [("footnote", "脚注"), ("endnote", "尾注")])
def test_notes_of_a_page_are_read_behind_the_text(kind: str, name: str) -> None:
    def note(number: int, text: str, of_type: str = "") -> str:
        return f'<w:{kind} w:id="{number}" {of_type}>{p(run(text))}</w:{kind}>'

    held = note(0, "分隔线", 'w:type="separator"') + note(2, "含节假日加开12次") + note(3, "已删去的注") + note(4, "无处引用")
    part = f"<w:{kind}s {DOCX_SPACES}>{held}</w:{kind}s>".encode()
    marks = f'<w:r><w:{kind}Reference w:id="2"/></w:r><w:del><w:r><w:{kind}Reference w:id="3"/></w:r></w:del>'
    source = docx(table(p(NEW, marks)) + p(run("完")), "", {"word/n.xml": part}, ("n1", f"{kind}s", "n.xml"))
    assert last_cell(source) == "≥180次"
    assert [(block.text, block.place.label()) for block in source.blocks if isinstance(block, Paragraph)] == [
        ("完", "第1段"),
        ("含节假日加开12次", name),
    ]
