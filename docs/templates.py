"""Writes the Word templates of ``jixiao report --to docx|audit`` (``examples/templates/*.docx``): ``python docs/templates.py``.

The templates are meant to be opened in Word or WPS and changed: wording, fonts, margins, letterhead. What stands in ``{{ }}`` is filled in;
``{%p … %}`` and ``{%tr … %}`` repeat or leave out paragraphs and table rows (docxtpl). Page, type sizes and numbering follow GB/T 9704-2012:
margins 37/35/28/26 mm, title 小标宋 22 pt, body 仿宋 16 pt on 28.9 pt lines, headings 黑体, then 楷体.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from linter.reports.feedback._zip import pinned

FOLDER = Path(__file__).parents[1] / "examples" / "templates"
SONG, HEI, KAI, FANG, TITLE = "宋体", "黑体", "楷体_GB2312", "仿宋_GB2312", "方正小标宋简体"
DAY = date(2026, 1, 1)


def _font(style: Any, name: str, size: float, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = "Times New Roman", Pt(size), bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _chars(style: Any, **indents: int) -> None:
    """Indents in hundredths of a character, as Word's Chinese interface states them."""
    properties = style.element.get_or_add_pPr()
    element = properties.find(qn("w:ind"))
    if element is None:
        element = OxmlElement("w:ind")
        properties.append(element)
    for name, value in indents.items():
        element.set(qn(f"w:{name}"), str(value))


def _style(document: Any, name: str, font: str, size: float, line: float, align: Any = ALIGN.JUSTIFY, **indents: int) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _font(style, font, size)
    layout = style.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    layout.space_before = layout.space_after = Pt(0)
    layout.alignment = align
    if indents:
        _chars(style, **indents)


def _styles(document: Any) -> None:
    _font(document.styles["Normal"], FANG, 16)
    _style(document, "公文标题", TITLE, 22, 36, ALIGN.CENTER)
    _style(document, "主送", FANG, 16, 28.9, ALIGN.LEFT)
    _style(document, "公文正文", FANG, 16, 28.9, firstLineChars=200, firstLine=640)
    _style(document, "公文一级", HEI, 16, 28.9, ALIGN.LEFT, firstLineChars=200, firstLine=640)
    _style(document, "公文二级", KAI, 16, 28.9, ALIGN.LEFT, firstLineChars=200, firstLine=640)
    _style(document, "附件说明", FANG, 16, 28.9, ALIGN.LEFT, leftChars=500, left=1600, hangingChars=300, hanging=960)
    _style(document, "落款", FANG, 16, 28.9, ALIGN.CENTER, leftChars=1300, left=4160)
    _style(document, "附件字样", HEI, 16, 28.9, ALIGN.LEFT)
    _style(document, "表题", TITLE, 18, 32, ALIGN.CENTER)
    _style(document, "表头", HEI, 9, 13, ALIGN.CENTER)
    _style(document, "表文", FANG, 9, 13, ALIGN.LEFT)
    _style(document, "表中", FANG, 9, 13, ALIGN.CENTER)
    _style(document, "表内题", HEI, 9, 14, ALIGN.LEFT)
    _style(document, "表注", FANG, 10.5, 18, ALIGN.LEFT)
    for name in ("公文一级", "公文二级", "表内题"):
        document.styles[name].paragraph_format.keep_with_next = True


def _field(run: Any, code: str) -> None:
    for kind, text in (("begin", None), (None, code), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _page_numbers(section: Any) -> None:
    """— 1 —, 四号 宋体."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = ALIGN.CENTER
    for text, code in (("— ", None), (None, "PAGE"), (" —", None)):
        run = paragraph.add_run(text or "")
        run.font.size, run.font.name = Pt(14), SONG
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)
        if code:
            _field(run, code)


def _upright(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)


def _sideways(document: Any) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(20), Mm(18), Mm(15), Mm(15)
    section.footer_distance = Mm(8)


def _new() -> Any:
    document = Document()
    _styles(document)
    _upright(document.sections[0])
    _page_numbers(document.sections[0])
    return document


def _table(document: Any, heads: tuple[str, ...], widths: tuple[int, ...]) -> Any:
    """A ruled table of fixed column widths (mm) whose header repeats on every page."""
    table = document.add_table(1, len(heads), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    _row(table.rows[0], heads, ("表头",) * len(heads), widths)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))
    return table


def _row(row: Any, texts: tuple[str, ...], styles: tuple[str, ...], widths: tuple[int, ...]) -> None:
    for cell, text, style, width in zip(row.cells, texts, styles, widths, strict=True):
        cell.width = Mm(width)
        cell.paragraphs[0].text, cell.paragraphs[0].style = text, style


def _tag(table: Any, tag: str) -> None:
    """A row that only repeats those after it, or ends the repetition: docxtpl takes it out."""
    table.add_row().cells[0].text = tag


def _repeated(table: Any, fields: tuple[str, ...], styles: tuple[str, ...], widths: tuple[int, ...]) -> Any:
    row = table.add_row()
    _row(row, fields, styles, widths)
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def _merged(table: Any, text: str, style: str) -> None:
    """One cell over the whole width."""
    row = table.add_row()
    cell = row.cells[0].merge(row.cells[-1])
    cell.text = text
    cell.paragraphs[0].style = style


LETTER = (
    ("公文标题", "关于{{ 单位 }}{{ 年度 }}"),
    ("公文标题", "项目支出绩效目标的{{ 文种 }}"),
    ("公文正文", ""),
    ("主送", "你单位："),
    (
        "公文正文",
        "根据预算绩效管理有关规定{% if 依据 %}，参照{{ 依据 }}{% endif %}，对你单位{{ 修改后 }}报送的{{ 年度 }}项目支出绩效目标"
        "（共{{ 项目数 }}个项目{% if 资金总额 %}，涉及资金{{ 资金总额 }}{% endif %}）进行了{{ 审核 }}。现将{{ 文种 }}反馈如下。",
    ),
    ("公文正文", "{{ 总体情况 }}"),
    ("公文正文", "{%p if 复核情况 %}"),
    ("公文正文", "{{ 复核情况 }}"),
    ("公文正文", "{%p endif %}"),
    ("公文正文", "{%p if 未尽 %}"),
    ("公文正文", "{{ 未尽 }}"),
    ("公文正文", "{%p endif %}"),
    ("公文正文", "{%p if 共性问题 %}"),
    ("公文一级", "{{ 共性序号 }}、共性问题"),
    ("公文正文", "{%p for 类 in 共性问题 %}"),
    ("公文二级", "{{ 类.序号 }}{{ 类.名称 }}"),
    ("公文正文", "{%p for 条 in 类.问题 %}"),
    ("公文正文", "{{ 条 }}"),
    ("公文正文", "{%p endfor %}"),
    ("公文正文", "{%p endfor %}"),
    ("公文正文", "{%p endif %}"),
    ("公文正文", "{%p if 重点项目 %}"),
    ("公文一级", "{{ 重点序号 }}、重点项目具体意见"),
    ("公文正文", "{{ 重点说明 }}"),
    ("公文正文", "{%p for 项目 in 重点项目 %}"),
    ("公文二级", "{{ 项目.序号 }}{{ 项目.名称 }}{{ 项目.金额 }}"),
    ("公文正文", "{%p for 条 in 项目.意见 %}"),
    ("公文正文", "{{ 条 }}"),
    ("公文正文", "{%p endfor %}"),
    ("公文正文", "{%p endfor %}"),
    ("公文正文", "{%p endif %}"),
    ("公文正文", "{%p if 需修改 %}"),
    ("公文一级", "{{ 要求序号 }}、有关要求"),
    (
        "公文正文",
        "（一）请对照本意见及附件逐项核实、修改完善，于{{ 截止日期 }}前通过预算管理系统重新报送。"
        "不修改的，请在附件“单位修改情况”栏说明理由。",
    ),
    ("公文正文", "（二）同类问题请举一反三，对未列举的项目一并核对修改。"),
    ("公文正文", "（三）逾期未报送或者未按要求修改完善的，不进入预算编制下一环节。"),
    ("公文正文", "{%p endif %}"),
    ("公文正文", ""),
    ("公文正文", "{%p if 问题清单 %}"),
    ("附件说明", "附件：{{ 单位 }}{{ 年度 }}项目支出绩效目标审核问题清单"),
    ("公文正文", "{%p endif %}"),
    ("公文正文", ""),
    ("公文正文", ""),
    ("落款", "{{ 落款 }}"),
    ("落款", "{{ 日期 }}"),
)
ANNEX_HEADS = ("序号", "所在位置", "原填报内容", "存在问题", "修改建议", "单位修改情况", "备注")
ANNEX_FIELDS = ("{{ 行.序号 }}", "{{ 行.所在位置 }}", "{{ 行.原填报内容 }}", "{{ 行.存在问题 }}", "{{ 行.修改建议 }}", "", "{{ 行.备注 }}")
ANNEX_WIDTHS = (10, 30, 32, 76, 70, 20, 29)
AUDIT_HEADS = ("审核内容", "审核项目", "分值", "审核要点", "机审情况", "审核人意见")
AUDIT_FIELDS = ("{% vm %}{{ 类.名称 }}", "{{ 项.名称 }}", "{{ 项.分值 }}", "{{ 项.要点 }}", "{{ 项.机审 }}", "")
AUDIT_WIDTHS = (18, 18, 10, 36, 66, 22)


def letter() -> Any:
    """The review letter with the list of problems as its annex."""
    document = _new()
    for style, text in LETTER:
        document.add_paragraph(text, style)
    _sideways(document)
    document.add_paragraph("{%p if 问题清单 %}", "表注")
    document.add_paragraph("附件", "附件字样")
    document.add_paragraph("{{ 单位 }}{{ 年度 }}项目支出绩效目标审核问题清单", "表题")
    table = _table(document, ANNEX_HEADS, ANNEX_WIDTHS)
    _tag(table, "{%tr for 组 in 问题清单 %}")
    _merged(table, "{{ 组.名称 }}{{ 组.金额 }}", "表内题")
    _tag(table, "{%tr for 行 in 组.行 %}")
    _repeated(table, ANNEX_FIELDS, ("表中", *("表文",) * 6), ANNEX_WIDTHS)
    _tag(table, "{%tr endfor %}")
    _tag(table, "{%tr endfor %}")
    document.add_paragraph("{%p endif %}", "表注")
    document.add_paragraph("注：{{ 附注 }}", "表注")
    for text in ("{%p if 未检查 %}", "未检查的内容：", "{%p for 条 in 未检查 %}", "{{ 条 }}", "{%p endfor %}", "{%p endif %}"):
        document.add_paragraph(text, "表注")
    return document


def audit() -> Any:
    """The reviewer's reference sheet: a page a project."""
    document = _new()
    section = document.sections[0]
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(25), Mm(22), Mm(20), Mm(20)
    section.footer_distance = Mm(12)
    document.add_paragraph("{%p for 项目 in 项目清单 %}", "表注")
    document.add_paragraph("项目支出绩效目标审核参考（机审部分）", "表题")
    document.paragraphs[-1].paragraph_format.page_break_before = True
    document.add_paragraph("项目名称：{{ 项目.名称 }}", "表注")
    document.add_paragraph("预算单位：{{ 单位 }}　　　　项目金额：{{ 项目.金额 }}　　　　年度：{{ 年度 }}", "表注")
    table = _table(document, AUDIT_HEADS, AUDIT_WIDTHS)
    _tag(table, "{%tr for 类 in 项目.审核内容 %}")
    _tag(table, "{%tr for 项 in 类.项 %}")
    row = _repeated(table, AUDIT_FIELDS, ("表中", "表中", "表中", "表文", "表文", "表文"), AUDIT_WIDTHS)
    for cell in row.cells:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _tag(table, "{%tr endfor %}")
    _tag(table, "{%tr endfor %}")
    document.add_paragraph("总体意见：", "表注")
    document.add_paragraph("", "表注")
    document.add_paragraph("审核人：　　　　　　　　　　审核日期：　　　　年　　月　　日", "表注")
    document.add_paragraph("注：{{ 附注 }}", "表注")
    document.add_paragraph("{%p endfor %}", "表注")
    for text in ("{%p if 未检查 %}", "未检查的内容：", "{%p for 条 in 未检查 %}", "{{ 条 }}", "{%p endfor %}", "{%p endif %}"):
        document.add_paragraph(text, "表注")
    return document


def main() -> None:
    """Write both templates."""
    FOLDER.mkdir(exist_ok=True)
    for name, document in (("letter", letter()), ("audit", audit())):
        core = document.core_properties
        core.author = core.title = core.comments = core.last_modified_by = ""
        core.created = core.modified = datetime.combine(DAY, time())
        out = io.BytesIO()
        document.save(out)
        (FOLDER / f"{name}.docx").write_bytes(pinned(out.getvalue(), DAY))


if __name__ == "__main__":
    main()
