"""Files made to hurt their reader, built by code. Each is small on disk; what it asks for is not.

A builder is registered with the name of the file it plays and a word its refusal must hold; ``None``: it is read within limits,
because what is hostile about it does not stand in the way (a styled cell a million rows down, rowspan 65,000).
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import openpyxl
from openpyxl.utils import get_column_letter

from tests.support.office import packed, parts, replaced

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_RELS = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{_TYPE}" Target="word/document.xml"/></Relationships>'


@dataclass(frozen=True)
class Hostile:
    file: str
    says: str | None
    build: Callable[[], bytes]


HOSTILE: dict[str, Hostile] = {}


def hostile(file: str, says: str | None) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    def register(build: Callable[[], bytes]) -> Callable[[], bytes]:
        HOSTILE[build.__name__] = Hostile(file, says, build)
        return build

    return register


def workbook(**changes: bytes | None) -> bytes:
    """A small workbook with parts replaced (``sheet workbook styles rels``; ``None`` drops the part)."""
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    out = io.BytesIO()
    book.save(out)
    names = {
        "sheet": "xl/worksheets/sheet1.xml",
        "workbook": "xl/workbook.xml",
        "styles": "xl/styles.xml",
        "rels": "xl/_rels/workbook.xml.rels",
    }
    members = parts(out.getvalue())
    for key, content in changes.items():
        members.pop(names[key], None)
        if content is not None:
            members[names[key]] = content
    return packed(members)


def sheet(body: str, merges: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{body}</sheetData>{merges}</worksheet>'.encode()


def cell(name: str, text: str = "甲") -> str:
    return f'<row><c r="{name}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def document(body: str, prolog: str = "") -> bytes:
    xml = f'<?xml version="1.0"?>{prolog}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return packed({"[Content_Types].xml": b"<Types/>", "_rels/.rels": _RELS.encode(), "word/document.xml": xml.encode()})


def laughs(root: str) -> str:
    """A document type whose entities double thirty times."""
    lines = ['<!ENTITY a0 "ha">', *(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 30))]
    return f"<!DOCTYPE {root} [{''.join(lines)}]>"


def compound(*streams: str) -> bytes:
    """A compound file whose directory names the streams."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHH", header, 0x18, 0x3E, 3, 0xFFFE, 9)
    struct.pack_into("<II", header, 0x2C, 1, 1)
    struct.pack_into("<109I", header, 0x4C, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = b""
    for name in ("Root Entry", *streams):
        raw = name.encode("utf-16-le") + b"\0\0"
        directory += raw.ljust(64, b"\0") + struct.pack("<H", len(raw)) + bytes(62)
    return bytes(header) + fat + directory.ljust(512, b"\0")


# -- archives --------------------------------------------------------------------------------------------------------------------


@hostile("bomb.zip", "压缩炸弹")
def zip_bomb() -> bytes:
    return packed({"form.txt": bytes(120 * 2**20)})


@hostile("nested.zip", "压缩包中的压缩包")
def nested_zip() -> bytes:
    return packed({"inner.zip": packed({"inner.zip": packed({"form.txt": "甲".encode()})})})


@hostile("many.zip", "文件数超过上限")
def zip_with_too_many_members() -> bytes:
    return packed({f"{number}.txt": b"" for number in range(3_000)})


@hostile("up.zip", "上级路径")
def zip_with_parent_names() -> bytes:
    return packed({"../../etc/form.txt": "甲".encode()})


@hostile("root.zip", "上级路径")
def zip_with_absolute_names() -> bytes:
    return packed({"/etc/form.txt": "甲".encode(), "C:\\form.txt": "乙".encode()})


@hostile("secret.zip", "加密")
def zip_encrypted() -> bytes:
    data = bytearray(packed({"form.txt": "甲".encode()}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@hostile("cut.zip", "末尾缺失")
def zip_truncated() -> bytes:
    data = packed({"form.txt": "甲乙丙".encode() * 1000})
    return data[: len(data) // 2]


@hostile("liar.zip", "损坏")
def zip_with_lying_sizes() -> bytes:
    data = bytearray(packed({"form.txt": bytes(50 * 2**20)}))
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02") + 24, 10)
    struct.pack_into("<I", data, 22, 10)
    return bytes(data)


# -- workbooks -------------------------------------------------------------------------------------------------------------------


@hostile("laughs.xlsx", "DOCTYPE")
def xlsx_billion_laughs_in_styles() -> bytes:
    return workbook(styles=f"{laughs('styleSheet')}<styleSheet>&a29;</styleSheet>".encode())


def _with_strings(book: bytes, strings: str) -> bytes:
    """The workbook with a table of shared strings of its own."""

    def relate(rels: bytes) -> bytes:
        return rels.replace(
            b"</Relationships>", f'<Relationship Id="r9" Type="{_TYPE[:-14]}sharedStrings" Target="s.xml"/></Relationships>'.encode()
        )

    return packed(parts(replaced(book, "xl/_rels/workbook.xml.rels", relate)) | {"xl/s.xml": strings.encode()})


@hostile("strings.xlsx", "DOCTYPE")
def xlsx_billion_laughs_in_shared_strings() -> bytes:
    return _with_strings(workbook(), f"{laughs('sst')}<sst><si><t>&a29;</t></si></sst>")


@hostile("shared.xlsx", "万字")
def xlsx_cells_that_share_one_long_string() -> bytes:
    text = "".join(f"{n * 2654435761 % 2**32:08x}" for n in range(3_700))
    columns = [get_column_letter(n) for n in range(1, 1_001)]
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{column}{n}" t="s"><v>0</v></c>' for column in columns) + "</row>" for n in range(1, 301)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return _with_strings(workbook(sheet=sheet(rows)), f'<sst xmlns="{main}"><si><t>{text}</t></si></sst>')


@hostile("sheet.xlsx", "DOCTYPE")
def xlsx_doctype_in_a_sheet() -> bytes:
    return workbook(sheet=b"<!DOCTYPE worksheet>" + sheet(cell("A1")))


@hostile("ebcdic.xlsx", "DOCTYPE")
def xlsx_doctype_in_another_encoding() -> bytes:
    xml = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE styleSheet [<!ENTITY e "x">]><styleSheet>&e;</styleSheet>'
    return workbook(styles=xml.encode("utf-16"))


@hostile("rels.xlsx", "DOCTYPE")
def xlsx_doctype_in_relationships() -> bytes:
    return workbook(rels=b'<!DOCTYPE Relationships SYSTEM "file:///etc/passwd"><Relationships/>')


@hostile("column.xlsx", "超出工作表范围")
def xlsx_cell_beyond_the_last_column() -> bytes:
    return workbook(sheet=sheet(cell("AAAAAAA1")))


@hostile("row.xlsx", "超出工作表范围")
def xlsx_cell_beyond_the_last_row() -> bytes:
    return workbook(sheet=sheet(cell("A1048577")))


@hostile("last.xlsx", "没有可检查的内容")
def xlsx_only_cell_in_the_last_row() -> bytes:
    return workbook(sheet=sheet(cell("XFD1048576")))


@hostile("styled.xlsx", None)
def xlsx_styled_empty_cell_far_away() -> bytes:
    return workbook(sheet=sheet(cell("A1") + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'))


@hostile("merges.xlsx", "合并单元格超过")
def xlsx_a_hundred_thousand_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 100_001))
    return workbook(sheet=sheet(cell("A1"), f"<mergeCells>{merges}</mergeCells>"))


@hostile("overlap.xlsx", "合并单元格范围过大")
def xlsx_merges_over_the_whole_sheet() -> bytes:
    merges = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 40_000))
    return workbook(sheet=sheet(cell("A1") + cell("A99999"), f"<mergeCells>{merges}</mergeCells>"))


@hostile("strings.xlsx", "文字缺失")
def xlsx_shared_string_that_is_not_there() -> bytes:
    return workbook(sheet=sheet('<row><c r="A1" t="s"><v>4000000000</v></c></row>'))


@hostile("bomb.xlsx", "压缩炸弹")
def xlsx_sheet_of_blanks() -> bytes:
    return workbook(sheet=sheet(" " * (90 * 2**20)))


@hostile("empty.xlsx", "找不到工作簿")
def xlsx_without_workbook() -> bytes:
    return workbook(workbook=None)


@hostile("cut.xlsx", "末尾缺失")
def xlsx_truncated() -> bytes:
    data = workbook()
    return data[: len(data) * 2 // 3]


@hostile("xml.xlsx", "不是完整的 XML")
def xlsx_sheet_cut_short() -> bytes:
    return workbook(sheet=sheet(cell("A1"))[:-30])


@hostile("secret.xlsx", "已加密")
def xlsx_encrypted() -> bytes:
    return compound("EncryptionInfo", "EncryptedPackage")


@hostile("old.doc", "另存为 docx")
def word_of_1997() -> bytes:
    return compound("WordDocument", "1Table")


@hostile("cut.doc", "旧版 Office 文件已损坏")
def compound_file_cut_after_its_signature() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 20


@hostile("cut.xls", "xls 文件已损坏")
def xls_truncated() -> bytes:
    return compound("Workbook")


@hostile("loop.xls", "损坏")
def compound_file_whose_directory_loops() -> bytes:
    data = bytearray(compound("Workbook"))
    struct.pack_into("<I", data, 512 + 4, 1)
    return bytes(data)


@hostile("repeat.ods", None)
def ods_with_repeated_cells() -> bytes:
    spaces = 'xmlns:o="urn:o" xmlns:t="urn:t" xmlns:x="urn:x"'
    row = '<t:table-row t:number-rows-repeated="1048576"><t:table-cell t:number-columns-repeated="16384"><x:p>甲</x:p></t:table-cell></t:table-row>'
    content = f'<o:document-content {spaces}><o:body><o:spreadsheet><t:table t:name="S">{row}</t:table></o:spreadsheet></o:body></o:document-content>'
    return packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()})


# -- documents -------------------------------------------------------------------------------------------------------------------


@hostile("external.docx", "DOCTYPE")
def docx_external_entity() -> bytes:
    return document("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>')


@hostile("laughs.docx", "DOCTYPE")
def docx_billion_laughs() -> bytes:
    return document("<w:p><w:r><w:t>&a29;</w:t></w:r></w:p>", laughs("w:document"))


@hostile("deep.docx", "嵌套过深")
def docx_tables_in_tables() -> bytes:
    return document("<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000)


@hostile("deep2.docx", "嵌套过深")
def docx_content_controls_in_content_controls() -> bytes:
    opening = "".join(f'<w:sdt w:x="{n * 2654435761 % 2**32:08X}">' for n in range(100_000))
    return document(opening + "<w:p/>" + "</w:sdt>" * 100_000)


@hostile("wide.docx", "跨列数")
def docx_cell_over_a_million_columns() -> bytes:
    return document('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>')


@hostile("many.docx", "请拆分")
def docx_of_two_million_elements() -> bytes:
    return document("".join(f'<w:p w:rsidR="{n * 2654435761 % 2**32:08X}"/>' for n in range(2_000_000)))


# -- text ------------------------------------------------------------------------------------------------------------------------


@hostile("deep.html", "嵌套超过")
def html_of_nested_blocks() -> bytes:
    return b"<html>" + b"<div>" * 100_000 + b"x"


@hostile("inline.html", "嵌套超过")
def html_of_nested_inline_elements() -> bytes:
    return b"<html>" + b"<span>" * 100_000 + b"x"


@hostile("open.html", "未闭合")
def html_of_open_formatting() -> bytes:
    return b"<html>" + b"".join(b"<font size=%d>" % n for n in range(5_000)) + b"<p>" * 5_000


@hostile("rowspan.html", None)
def html_rowspan_of_65000() -> bytes:
    return b"<table><tr><td rowspan=65000>a<td>b<tr><td>c</table>"


@hostile("colspan.html", "列")
def html_colspans_without_end() -> bytes:
    return b"<html><table>" + b"<tr>" + b"<td rowspan=65000 colspan=1000>x" * 5_000


@hostile("wide.csv", "列")
def csv_of_a_million_columns() -> bytes:
    return b"a," * 1_000_000


@hostile("quote.csv", None)
def csv_of_open_quotes() -> bytes:
    return b'"a\n,"b\n' * 20_000


@hostile("line.txt", "万字")
def text_of_one_endless_line() -> bytes:
    return "甲".encode() * 3_000_000


@hostile("nul.txt", "无法识别")
def text_of_nul_bytes() -> bytes:
    return b"\0\1\2\3" * 100_000


@hostile("deep.json", "嵌套")
def json_of_nested_arrays() -> bytes:
    return b'{"forms": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@hostile("attributes.html", "属性超过")
def html_tag_of_endless_attributes() -> bytes:
    return b"<html><body><table><tr><td " + b" ".join(b"a%d=b" % n for n in range(200_000)) + b">x</td></tr></table>"


@hostile("dots.txt", None)
def line_of_dots() -> bytes:
    return b"." * 190_000 + b"\n"


@hostile("half.json", None)
def json_with_half_a_character() -> bytes:
    return b'{"forms": [{"indicators": [], "fields": {"project": "\\ud800"}}]}'


@hostile("bomb.yaml", "别名")
def yaml_alias_bomb() -> bytes:
    lines = ["forms: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(lines).encode()


@hostile("controls.xlsx", None)
def xlsx_twenty_thousand_controls() -> bytes:
    """Drop-downs over one cell, each with a list as long as the sheet."""
    anchor = "<x:Anchor>0, 1, 0, 1, 9, 1, 99999, 1</x:Anchor><x:FmlaRange>$A$1:$A$1048576</x:FmlaRange><x:Sel>1048576</x:Sel>"
    control = f'<x:ClientData ObjectType="Drop">{anchor}</x:ClientData>'
    shapes = "".join(f'<v:shape id="{n * 2654435761 % 2**61:x}{n * 40503 % 2**31:x}">{control}</v:shape>' for n in range(20_000))
    spaces = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel"'
    rels = _RELS.replace(_TYPE, _TYPE.removesuffix("officeDocument") + "vmlDrawing")
    added = {
        "xl/drawings/v.vml": f"<xml {spaces}>{shapes}</xml>".encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": rels.replace("word/document.xml", "../drawings/v.vml").encode(),
    }
    return packed(parts(workbook(sheet=sheet(cell("A1")))) | added)


@hostile("deep.yaml", "嵌套超过")
def yaml_of_nested_sequences() -> bytes:
    return b"forms: " + b"[" * 100_000


@hostile("loop.yaml", "没有可引用的内容")
def yaml_that_holds_itself() -> bytes:
    return b"forms: &a [*a]\n"


@hostile("empty.xlsx", "文件为空")
def empty_file() -> bytes:
    return b""


def large_workbook() -> bytes:
    """As many cells as are read at all, each with a text of its own. Not hostile: it shows what the limits cost."""
    out = io.BytesIO()
    rows = []
    for row in range(1, 1_201):
        cells = "".join(f'<c t="inlineStr"><is><t>{row * column * 2654435761 % 2**40:x}</t></is></c>' for column in range(1, 501))
        rows.append(f'<row r="{row}">{cells}</row>')
    with zipfile.ZipFile(io.BytesIO(workbook())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name in source.namelist():
            target.writestr(name, sheet("".join(rows)) if name.endswith("sheet1.xml") else source.read(name))
    return out.getvalue()
