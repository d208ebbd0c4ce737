"""OpenDocument, old workbooks and XML spreadsheets are read as a person sees them."""

from __future__ import annotations

import io

import pytest

from linter.formats import read_bytes
from linter.model.blocks import Grid, Paragraph, Source
from tests.support.office import packed

SPACES = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("fo", "xsl-fo-compatible"),
            ("draw", "drawing"),
            ("svg", "svg-compatible"),
            ("form", "form"),
            ("number", "datastyle"),
        )
    )
    + ' xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def style(name: str, properties: str, family: str = "text", **of: str) -> str:
    more = "".join(f' style:{key.replace("_", "-")}="{value}"' for key, value in of.items())
    return f'<style:style style:name="{name}" style:family="{family}"{more}><style:text-properties {properties}/></style:style>'


STYLES = "".join(
    [
        style("struck", 'style:text-line-through-style="solid"'),
        style("based", "", parent_style_name="struck"),
        style("gone", 'text:display="none"'),
        style("white", 'fo:color="#ffffff"'),
        style("tiny", 'fo:font-size="1pt"'),
        style("up", 'style:text-position="super 58%"'),
        style("sy", 'style:font-name="Symbol"'),
        style("un", 'style:text-underline-style="solid"'),
        '<style:style style:name="blue" style:family="table-cell"><style:table-cell-properties fo:background-color="#003366"/></style:style>',
        '<style:style style:name="flat" style:family="table-column"><style:table-column-properties style:column-width="0cm"/></style:style>',
        '<number:percentage-style style:name="P2"><number:number number:decimal-places="1" number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>',
        '<style:style style:name="pc" style:family="table-cell" style:data-style-name="P2"/>',
        '<number:date-style style:name="D1"><number:year number:style="long"/><number:text>年</number:text><number:month/><number:text>月</number:text></number:date-style>',
        '<style:style style:name="dt" style:family="table-cell" style:data-style-name="D1"/>',
    ]
)


def content(body: str, root: str = "document-content", more: str = "") -> str:
    return f"<office:{root} {SPACES} {more}><office:automatic-styles>{STYLES}</office:automatic-styles><office:body>{body}</office:body></office:{root}>"


def read(kind: str, body: str, parts: dict[str, bytes] | None = None) -> Source:
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    members = {"mimetype": mime, "content.xml": content(body).encode(), **(parts or {})}
    (source,) = read_bytes(packed(members), "form.odt")
    assert source.format == "opendocument"
    assert not [note for note in source.not_checked if note.fatal], source.not_checked
    return source


def rows(cell: str, of: str = "") -> str:
    return f"<table:table-row><table:table-cell><text:p>名称</text:p></table:table-cell><table:table-cell {of}>{cell}</table:table-cell></table:table-row>"


def text(cell: str, of: str = "", parts: dict[str, bytes] | None = None, forms: str = "") -> Source:
    return read("text", f"<office:text>{forms}<table:table>{rows(cell, of)}</table:table></office:text>", parts)


def sheet(cell: str, of: str = "", columns: str = "", more: str = "") -> Source:
    return read(
        "spreadsheet",
        f'<office:spreadsheet><table:table table:name="表">{columns}{rows(cell, of)}{more}</table:table></office:spreadsheet>',
    )


def last_cell(source: Source) -> str:
    return next(block for block in source.blocks if isinstance(block, Grid)).cells[-1].text


def p(*spans: tuple[str, str] | str) -> str:
    return (
        "<text:p>"
        + "".join(one if isinstance(one, str) else f'<text:span text:style-name="{one[0]}">{one[1]}</text:span>' for one in spans)
        + "</text:p>"
    )


@pytest.mark.parametrize("kind", [text, sheet])
@pytest.mark.parametrize("look", ["struck", "based", "gone", "white", "tiny"])
def test_what_nobody_sees_is_left_out_and_said(kind: object, look: str) -> None:
    source = kind(p((look, "≥150次"), "≥180次"))  # type: ignore[operator]
    assert last_cell(source) == "≥180次"
    (note,) = source.not_checked
    assert "看不到" in note.why and "1 处" in note.why


SEEN = {
    "raised": (p("10", ("up", "5"), "立方米"), "10⁵立方米"),
    "symbol": (p(("sy", "³"), "85%"), "≥85%"),
    "underlined": (p(("un", "&gt;"), "900吨"), "≥900吨"),
    "list": ("<text:list><text:list-item><text:p>=5处</text:p></text:list-item></text:list>", "=5处"),
    "section": ("<text:section><text:p>=5处</text:p></text:section>", "=5处"),
    "drop-down": (
        "<text:p><text:drop-down><text:label text:value='≥150次'/><text:label text:value='≥180次'/>≥180次</text:drop-down></text:p>",
        "≥180次",
    ),
    "field mark": (
        "<text:p><field:fieldmark field:type='vnd.oasis.opendocument.field.FORMDROPDOWN'><field:param field:name='Dropdown_ListEntry' field:value='≥150次'/>"
        "<field:param field:name='Dropdown_ListEntry' field:value='≥180次'/><field:param field:name='Dropdown_Selected' field:value='1'/></field:fieldmark></text:p>",
        "≥180次",
    ),
    "box": ("<text:p><draw:frame><draw:text-box><text:p>≥180次</text:p></draw:text-box></draw:frame></text:p>", "≥180次"),
    "shape": ("<text:p><draw:custom-shape><text:p>≥180次</text:p></draw:custom-shape></text:p>", "≥180次"),
}


@pytest.mark.parametrize("kind", [text, sheet])
@pytest.mark.parametrize("name", SEEN)
def test_what_a_person_sees_is_read(kind: object, name: str) -> None:
    cell, shown = SEEN[name]
    source = kind(cell)  # type: ignore[operator]
    assert last_cell(source).strip() == shown
    assert not source.not_checked


def test_inner_tables_formulas_and_controls_of_a_text() -> None:
    assert (
        last_cell(text(f"<table:table><table:table-row><table:table-cell>{p('=14个')}</table:table-cell></table:table-row></table:table>"))
        == "=14个"
    )
    formula = b'<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mn>1</mn><mn>3</mn></mfrac></math>'
    frame = '<text:p><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>'
    assert last_cell(text(frame, parts={"Object 1/content.xml": formula})) == "1/3"
    forms = "<office:forms><form:form><form:listbox form:id='c1'><form:option form:label='≥150次'/><form:option form:label='≥180次' form:current-selected='true'/></form:listbox></form:form></office:forms>"
    assert last_cell(text("<text:p><draw:control draw:control='c1'/></text:p>", forms=forms)) == "≥180次"


def test_white_on_a_painted_cell_is_seen() -> None:
    assert last_cell(sheet(p(("white", "≥180次")), 'table:style-name="blue"')) == "≥180次"


@pytest.mark.parametrize(
    ("of", "shown"),
    [
        ('office:value-type="float" office:value="95"', "95"),
        ('office:value-type="percentage" office:value="1"', "100%"),
        ('office:value-type="percentage" office:value="0.955" table:style-name="pc"', "95.5%"),
        ('office:value-type="string" office:string-value="≥95"', "≥95"),
        ('office:value-type="date" office:date-value="2026-12-25"', "2026/12/25"),
        ('office:value-type="date" office:date-value="2026-12-25" table:style-name="dt"', "2026年12月"),
    ],
)
def test_values_without_text_show_under_their_format(of: str, shown: str) -> None:
    assert last_cell(sheet("", of)) == shown


def test_formulas_without_a_result_and_errors_are_doubts() -> None:
    source = sheet("", 'table:formula="of:=SUM([.A1])"')
    grid = source.blocks[0]
    assert isinstance(grid, Grid) and "公式" in (grid.cells[-1].doubt or "")
    assert "B1" in source.not_checked[0].what
    source = sheet(p("#REF!"), 'table:formula="of:=[.A1]" office:value-type="string"')
    grid = source.blocks[0]
    assert isinstance(grid, Grid) and "#REF!" in (grid.cells[-1].doubt or "")


def test_hidden_rows_and_columns_are_not_read() -> None:
    columns = '<table:table-column/><table:table-column/><table:table-column table:style-name="flat"/>'
    hidden = f'<table:table-row table:visibility="collapse"><table:table-cell>{p("旧")}</table:table-cell></table:table-row>'
    more = f"<table:table-row><table:table-cell/><table:table-cell/><table:table-cell>{p('≥150次')}</table:table-cell></table:table-row>"
    source = sheet(p("≥180次"), columns=columns, more=hidden + more)
    assert [cell.text for block in source.blocks if isinstance(block, Grid) for cell in block.cells if cell.text] == ["名称", "≥180次"]
    assert [note.why.partition("（")[0] for note in source.not_checked] == ["有隐藏的行", "有隐藏的列"]


def test_boxes_over_the_cells_of_a_sheet() -> None:
    box = '<draw:frame table:end-cell-address="表.B1"><draw:text-box><text:p>≥180次</text:p></draw:text-box></draw:frame>'
    body = f"<table:table-row><table:table-cell><text:p>名称</text:p>{box}</table:table-cell><table:table-cell/></table:table-row><table:table-row><table:table-cell>{p('甲')}</table:table-cell><table:table-cell>{p('乙')}</table:table-cell></table:table-row>"
    source = read("spreadsheet", f'<office:spreadsheet><table:table table:name="表">{body}</table:table></office:spreadsheet>')
    grid = source.blocks[0]
    assert isinstance(grid, Grid) and [cell.text for cell in grid.cells] == ["名称", "≥180次", "甲", "乙"]


def test_flat_files_and_heads_of_pages() -> None:
    flat = content(
        "<office:text><text:p>正文</text:p></office:text>", "document", 'office:mimetype="application/vnd.oasis.opendocument.text"'
    )
    (source,) = read_bytes(flat.encode(), "form.fodt")
    assert [block.text for block in source.blocks if isinstance(block, Paragraph)] == ["正文"]
    masters = f"<office:document-styles {SPACES}><office:master-styles><style:master-page style:name='S'><style:header><text:p>项目名称：甲项目</text:p><text:p>第<text:page-number>1</text:page-number></text:p></style:header></style:master-page></office:master-styles></office:document-styles>"
    source = read("text", "<office:text><text:p>正文</text:p></office:text>", {"styles.xml": masters.encode()})
    assert [(block.text, block.place.label()) for block in source.blocks if isinstance(block, Paragraph)] == [
        ("项目名称：甲项目", "页眉"),
        ("正文", "第1段"),
    ]


def test_heads_of_a_sheet_s_pages_are_lines_before_it() -> None:
    page = "<style:master-page style:name='{}'><style:header><text:p>{}</text:p></style:header></style:master-page>"
    masters = f"<office:document-styles {SPACES}><office:master-styles>{page.format('M', '项目名称：甲项目')}{page.format('N', '别的页眉')}</office:master-styles></office:document-styles>"
    row = (
        f"<table:table-row><table:table-cell>{p('名称')}</table:table-cell><table:table-cell>{p('值')}</table:table-cell></table:table-row>"
    )
    tables = f"<table:table table:name='表' table:style-name='T'>{row}</table:table><table:table table:name='又'>{row}</table:table>"
    of_table = "<style:style style:name='T' style:family='table' style:master-page-name='M'/></office:automatic-styles>"
    whole = content(f"<office:spreadsheet>{tables}</office:spreadsheet>").replace("</office:automatic-styles>", of_table)
    source = read("spreadsheet", "", {"styles.xml": masters.encode(), "content.xml": whole.encode()})
    assert [(block.text, block.place.sheet) for block in source.blocks if isinstance(block, Paragraph)] == [("项目名称：甲项目", "表")]


@pytest.mark.parametrize("head", ["&C项目名称：甲项目", "&LBudget&RP&P"])
def test_heads_of_pages_of_old_workbooks(head: str) -> None:
    import xlwt

    book = xlwt.Workbook()
    for name, text in (("表", head), ("又", "")):
        page = book.add_sheet(name)
        page._Worksheet__header_str = text  # its own setter takes bytes and fails on them
        page.write(0, 0, "名称")
    out = io.BytesIO()
    book.save(out)
    (source,) = read_bytes(out.getvalue(), "form.xls")
    shown = {"&C项目名称：甲项目": "项目名称：甲项目", "&LBudget&RP&P": "Budget"}[head]
    assert [(block.text, block.place.sheet) for block in source.blocks if isinstance(block, Paragraph)] == [(shown, "表")]


def test_notes_of_a_page_are_read_behind_the_text() -> None:
    def note(kind: str, text: str) -> str:
        return f'<text:note text:note-class="{kind}"><text:note-citation>1</text:note-citation><text:note-body>{p(text)}</text:note-body></text:note>'

    changes = f"<text:tracked-changes><text:changed-region><text:deletion><text:p>旧{note('footnote', '已删去的注')}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    body = f"{changes}<text:p>出车≥180次{note('footnote', '含节假日加开12次')}。</text:p><text:p>完{note('endnote', '口径同上年')}</text:p>"
    source = read("text", f"<office:text>{body}</office:text>")
    assert [(block.text, block.place.label()) for block in source.blocks if isinstance(block, Paragraph)] == [
        ("出车≥180次。", "第1段"),
        ("完", "第2段"),
        ("含节假日加开12次", "脚注"),
        ("口径同上年", "尾注"),
    ]


def test_old_workbooks_by_their_fonts() -> None:
    import xlwt

    book = xlwt.Workbook()
    page = book.add_sheet("表")
    struck, white = xlwt.easyxf("font: struck_out true"), xlwt.easyxf("font: colour white")
    painted = xlwt.easyxf("font: colour white; pattern: pattern solid, fore_colour blue")
    up = xlwt.Font()
    up.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    for column, (value, of) in enumerate([("≥150次", struck), ("≥150次", white), ("≥180次", painted)]):
        page.write(0, column, value, of)
    page.write_rich_text(0, 3, ["10", ("5", up)])
    page.write(0, 4, "旧")
    page.col(4).width = 0
    out = io.BytesIO()
    book.save(out)
    (source,) = read_bytes(out.getvalue(), "form.xls")
    assert [cell.text for block in source.blocks if isinstance(block, Grid) for cell in block.cells if cell.text] == ["≥180次", "10⁵"]
    assert any("删除线" in note.why and "底色" in note.why for note in source.not_checked)


def test_xml_spreadsheets_by_their_fonts() -> None:
    xml = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="s"><Font ss:StrikeThrough="1"/></Style><Style ss:ID="w"><Font ss:Color="#FFFFFF"/></Style>
<Style ss:ID="b"><Font ss:Color="#FFFFFF"/><Interior ss:Color="#003366" ss:Pattern="Solid"/></Style></Styles>
<Worksheet ss:Name="表"><Table><Row><Cell ss:StyleID="s"><Data ss:Type="String">≥150次</Data></Cell><Cell ss:StyleID="w"><Data ss:Type="String">≥150次</Data></Cell>
<Cell ss:StyleID="b"><Data ss:Type="String">≥180次</Data></Cell>
<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><S>旧</S>10<Sup>5</Sup></ss:Data></Cell></Row></Table></Worksheet></Workbook>"""
    (source,) = read_bytes(xml.encode(), "form.xml")
    assert [cell.text for block in source.blocks if isinstance(block, Grid) for cell in block.cells if cell.text] == ["≥180次", "10⁵"]
    assert "删除线文字 2 处" in source.not_checked[0].why
