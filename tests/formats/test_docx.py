"""Word documents: tables with exact spans in reading order, text as displayed."""

from __future__ import annotations

import io
from typing import Any

import docx

from linter.formats import read_bytes
from linter.model.blocks import Grid, Paragraph, Source
from tests.support.office import packed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELS = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""
PART_RELS = RELS.replace(b'officeDocument" Target="word/document.xml', b'comments" Target="comments.xml')


def raw(body: str, comments: str = "") -> Source:
    """A document of hand-written XML."""
    head = f'<w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>'
    members = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": RELS, "word/document.xml": f"{head}{body}</w:body></w:document>".encode()}
    if comments:
        members["word/_rels/document.xml.rels"] = PART_RELS
        members["word/comments.xml"] = f'<w:comments xmlns:w="{W}">{comments}</w:comments>'.encode()
    (found,) = read_bytes(packed(members), "form.docx")
    assert not [note for note in found.not_checked if note.fatal], found.not_checked
    return found


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def texts(source: Source) -> list[Any]:
    return [b.text if isinstance(b, Paragraph) else [c.text for c in b.cells] if isinstance(b, Grid) else None for b in source.blocks]


def test_merged_cells_are_exact_and_places_name_table_row_and_cell() -> None:
    document = docx.Document()
    document.add_paragraph("项目支出绩效目标表")
    table = document.add_table(3, 4)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "宽"
    table.cell(1, 0).merge(table.cell(2, 1)).text = "方"
    table.cell(1, 2).text = "右"
    table.cell(2, 3).text = "末"
    out = io.BytesIO()
    document.save(out)
    (source,) = read_bytes(out.getvalue(), "form.docx")
    title, grid = source.blocks
    assert isinstance(title, Paragraph) and title.place.label() == "第1段"
    assert isinstance(grid, Grid) and (grid.n_rows, grid.n_cols, grid.exact) == (3, 4, True)
    shape = {c.text: (c.row, c.col, c.rowspan, c.colspan, c.place.table, c.place.row, c.place.cell) for c in grid.cells if c.text}
    assert shape == {
        "宽": (0, 0, 1, 3, 1, 1, "1"),
        "方": (1, 0, 2, 2, 1, 2, "1"),
        "右": (1, 2, 1, 1, 1, 2, "2"),
        "末": (2, 3, 1, 1, 1, 3, "3"),
    }


def test_tracked_changes_read_as_if_accepted() -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>搬走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>搬来</w:t></w:r></w:moveTo></w:p>"
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{tc('删去的行')}</w:tr><w:tr>{tc('留下的行')}</w:tr></w:tbl>"
    )
    assert texts(raw(body)) == ["新搬来", ["留下的行"]]


def test_breaks_tabs_symbols_fields_and_hidden_text() -> None:
    runs = (
        '<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r><w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>98%</w:t></w:r>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r>"
        "<w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>标</w:t></w:r></w:smartTag><w:r><w:noBreakHyphen/></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    assert texts(raw(f"<w:p>{runs}</w:p>")) == ["一\n二\t三≥98%链标-拼"]


def test_a_small_table_in_a_cell_is_its_text_a_larger_one_follows_with_a_number_of_its_own() -> None:
    small = f"<w:tbl><w:tr>{tc('里')}</w:tr></w:tbl>"
    large = "<w:tbl>" + "".join(f"<w:tr>{tc(f'{row}甲')}{tc(f'{row}乙')}</w:tr>" for row in range(4)) + "</w:tbl>"
    source = raw(f"<w:tbl><w:tr>{tc('外')}<w:tc>{small}{large}{p('')}</w:tc></w:tr></w:tbl><w:tbl><w:tr>{tc('下一张')}</w:tr></w:tbl>")
    assert texts(source) == [["外", "里"], [f"{row}{half}" for row in range(4) for half in "甲乙"], ["下一张"]]
    assert [block.place.table for block in source.blocks] == [1, 2, 3]


def test_a_table_that_only_lays_out_is_not_folded() -> None:
    inner = f"<w:tbl><w:tr>{tc('甲')}{tc('乙')}</w:tr></w:tbl>"
    assert texts(raw(f"<w:tbl><w:tr><w:tc>{inner}{p('')}</w:tc></w:tr></w:tbl>")) == [[""], ["甲", "乙"]]


def test_text_boxes_are_read_once_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{p('框中')}<w:tbl><w:tr>{tc('框内表')}</w:tr></w:tbl></w:txbxContent>"
    body = f"<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
    body += f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>{p('后')}"
    assert texts(raw(body)) == ["前", "框中", ["框内表"], "后"]


def test_content_controls_and_shifted_rows() -> None:
    rows = (
        f"<w:sdt><w:sdtContent><w:tr>{tc('甲')}<w:sdt><w:sdtContent>{tc('乙')}</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{tc('丙')}</w:tr>"
    )
    (grid,) = raw(f"<w:sdt><w:sdtContent><w:tbl>{rows}</w:tbl></w:sdtContent></w:sdt>").blocks
    assert isinstance(grid, Grid)
    assert [(c.text, c.row, c.col) for c in grid.cells] == [("甲", 0, 0), ("乙", 0, 1), ("丙", 1, 1)]


def test_a_continued_merge_without_a_beginning_is_a_cell_of_its_own() -> None:
    (grid,) = raw(f"<w:tbl><w:tr>{tc('孤', '<w:vMerge/>')}</w:tr><w:tr>{tc('', '<w:vMerge/>')}</w:tr></w:tbl>").blocks
    assert isinstance(grid, Grid)
    assert [(c.text, c.rowspan) for c in grid.cells] == [("孤", 2)]


def test_comments_are_read_with_their_place_and_ours_are_not() -> None:
    mark = '<w:p><w:commentRangeStart w:id="{0}"/><w:r><w:t>值</w:t></w:r><w:commentRangeEnd w:id="{0}"/></w:p>'
    body = f"<w:tbl><w:tr><w:tc>{mark.format(1)}</w:tc><w:tc>{mark.format(2)}</w:tc></w:tr></w:tbl>"
    comments = (
        f'<w:comment w:id="1" w:author="张三">{p("已核实")}</w:comment><w:comment w:id="2" w:author="jixiao">{p("须有依据")}</w:comment>'
    )
    found = raw(body, comments).comments
    assert [(one.text, one.place.label()) for one in found] == [("已核实", "表1 第1行第1格")]


def test_a_strict_document_reads_the_same() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = f'<d:document xmlns:d="{strict}"><d:body><d:p><d:r><d:t>严格</d:t></d:r></d:p></d:body></d:document>'.encode()
    rels = RELS.replace(b"http://schemas.openxmlformats.org/officeDocument/2006", b"http://purl.oclc.org/ooxml/officeDocument")
    (source,) = read_bytes(packed({"_rels/.rels": rels, "word/document.xml": document, "[Content_Types].xml": b"<Types/>"}), "a.docx")
    assert texts(source) == ["严格"]
