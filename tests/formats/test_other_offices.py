"""xls, ods and odt: the same forms as xlsx and docx give."""

from __future__ import annotations

import io

import pytest
import xlwt

from linter.formats import read_bytes
from linter.model.blocks import Grid, Source
from tests.support.office import packed

SPACES = (
    'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:s="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:d="urn:dc"'
)


def texts(source: Source) -> dict[str, str]:
    return {cell.place.label(): cell.text for block in source.blocks if isinstance(block, Grid) for cell in block.cells if cell.text}


def xls(hidden: bool = False) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.write_merge(0, 1, 0, 2, "合并")
    for row, (value, code) in enumerate(
        [(0.98, "0%"), (1234.5, "#,##0.00"), (46038, 'yyyy"年"m"月"d"日"'), (0.1 + 0.2, "General")], start=2
    ):
        style = xlwt.XFStyle()
        style.num_format_str = code
        sheet.write(row, 0, value, style)
    sheet.row(3).hidden = True
    other = book.add_sheet("字典")
    other.write(0, 0, "选项")
    other.visibility = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_old_workbook_reads_as_displayed() -> None:
    (source,) = read_bytes(xls(), "form.xls")
    assert texts(source) == {"表!A1:C2": "合并", "表!A3": "98%", "表!A5": "2026年1月16日", "表!A6": "0.3"}
    assert [note.what for note in source.not_checked] == ["表", "字典"]


def open_document(kind: str, body: str, styles: str = "") -> Source:
    content = f"<o:document-content {SPACES}><o:automatic-styles>{styles}</o:automatic-styles><o:body>{body}</o:body></o:document-content>"
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    (source,) = read_bytes(packed({"mimetype": mime, "content.xml": content.encode()}), "form.bin")
    assert source.format == "opendocument"
    return source


def test_a_spreadsheet_reads_its_displayed_text_with_spans_and_comments() -> None:
    rows = (
        '<t:table-row><t:table-cell t:number-columns-spanned="2" t:number-rows-spanned="2"><x:p>合并</x:p></t:table-cell><t:covered-table-cell/>'
        '<t:table-cell><o:annotation><d:creator>张三</d:creator><x:p>已核实</x:p></o:annotation><x:p>98%</x:p><x:p>二<x:s x:c="2"/>行</x:p></t:table-cell></t:table-row>'
        '<t:table-row><t:covered-table-cell t:number-columns-repeated="2"/><t:table-cell t:number-columns-repeated="2"><x:p>同</x:p></t:table-cell>'
        '<t:table-cell t:number-columns-repeated="16000"/></t:table-row><t:table-row t:number-rows-repeated="1048000"><t:table-cell/></t:table-row>'
    )
    hidden = '<s:style s:name="h"><s:table-properties t:display="false"/></s:style>'
    sheets = f'<t:table t:name="表">{rows}</t:table><t:table t:name="藏" t:style-name="h"><t:table-row/></t:table>'
    source = open_document("spreadsheet", f"<o:spreadsheet>{sheets}</o:spreadsheet>", hidden)
    assert texts(source) == {"表!A1:B2": "合并", "表!C1": "98%\n二  行", "表!C2": "同", "表!D2": "同"}
    assert [(one.text, one.place.cell) for one in source.comments] == [("已核实", "C1")]
    assert [note.what for note in source.not_checked] == ["藏"]


def test_a_text_reads_paragraphs_and_tables_in_order() -> None:
    table = (
        "<t:table><t:table-row><t:table-cell><x:p>甲</x:p></t:table-cell><t:table-cell><x:p>乙</x:p></t:table-cell></t:table-row></t:table>"
    )
    body = f"<o:text><x:p>前</x:p><x:section>{table}</x:section><x:list><x:list-item><x:p>后</x:p></x:list-item></x:list></o:text>"
    source = open_document("text", body)
    assert [getattr(block, "text", None) or [cell.text for cell in block.cells] for block in source.blocks] == ["前", ["甲", "乙"], "后"]  # type: ignore[union-attr]


def test_an_encrypted_one_says_so() -> None:
    members = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": b"\x01\x02",
        "META-INF/manifest.xml": b"<m:encryption-data/>",
    }
    (source,) = read_bytes(packed(members), "form.odt")
    assert [note.why for note in source.not_checked] == ["文件无法读取：文件已加密，请去除打开密码后另存再检查"]
