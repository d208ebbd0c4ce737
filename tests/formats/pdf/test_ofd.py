"""OFD: the text layer through the reader of pages, with templates, runs of steps, watermarks; pages of pictures are said."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import pytest

from linter.formats import read_bytes
from linter.formats.ofd import FORMAT
from linter.model.blocks import Grid, Paragraph

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
ROWS = [["三级指标", "指标值"], ["疏浚渠道长度", "≥12公里"], ["渠道一次验收合格率", "≥95%"]]


def text(x: float, y: float, words: str, run: bool = True, extra: str = "", inner: str = "") -> str:
    """A text object at a place (mm); ``run``: steps written as runs, else one by one."""
    steps = f"g {len(words) - 1} 3.5" if run else " ".join(["3.5"] * (len(words) - 1))
    delta = f'DeltaX="{steps}"' if len(words) > 1 else ""
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 120 8" Font="1" Size="3.5" {extra}>{inner}'
        f'<ofd:TextCode X="0" Y="4" {delta}>{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return (
        f'<ofd:PathObject ID="2" Boundary="{x0} {y0} {max(x1 - x0, 0.1)} {max(y1 - y0, 0.1)}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def table(rows: Sequence[Sequence[str]], run: bool = True) -> str:
    out = [line(20, 40 + 10 * n, 180, 40 + 10 * n) for n in range(len(rows) + 1)]
    out += [line(x, 40, x, 40 + 10 * len(rows)) for x in (20, 100, 180)]
    out += [text(x, 42 + 10 * n, cell, run) for n, row in enumerate(rows) for x, cell in zip((22, 102), row, strict=True)]
    return "".join(out)


def ofd(*pages: str, template: str = "", use: str = "Background") -> bytes:
    """A file whose pages hold those objects; ``template``: objects of a template every page uses."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        body = "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        archive.writestr("OFD.xml", f'<ofd:OFD {NS} Version="1.1">{body}</ofd:OFD>')
        made = '<ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
        listed = "".join(f'<ofd:Page ID="{n + 20}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        common = f"<ofd:CommonData>{area}{made}</ofd:CommonData>"
        archive.writestr("Doc_0/Document.xml", f"<ofd:Document {NS}>{common}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>")
        used = f'<ofd:Template TemplateID="9" ZOrder="{use}"/>' if template else ""
        for number, objects in enumerate(pages):
            content = f'<ofd:Content><ofd:Layer ID="3">{objects}</ofd:Layer></ofd:Content>'
            archive.writestr(f"Doc_0/Pages/Page_{number}/Content.xml", f"<ofd:Page {NS}>{used}{content}</ofd:Page>")
        if template:
            content = f"<ofd:Content><ofd:Layer>{template}</ofd:Layer></ofd:Content>"
            archive.writestr("Doc_0/Tpls/Tpl_0/Content.xml", f"<ofd:Page {NS}>{content}</ofd:Page>")
    return out.getvalue()


def read(data: bytes) -> tuple[list[list[str]], list[str], list[str]]:
    """The cells of the only table, the paragraphs, what was said."""
    (source,) = read_bytes(data, "表.ofd")
    grids = [block for block in source.blocks if isinstance(block, Grid)]
    cells = [[cell.text for cell in row] for grid in grids for row in grid.rows()]
    return cells, [block.text for block in source.blocks if isinstance(block, Paragraph)], [note.why for note in source.not_checked]


def test_the_content_tells_the_format() -> None:
    assert FORMAT.sniff(ofd(text(10, 10, "正文")))
    (source,) = read_bytes(ofd(text(10, 10, "正文")), "表.zip")
    assert source.format == "ofd"


@pytest.mark.parametrize("run", [True, False], ids=["runs", "single steps"])
def test_text_and_lines_are_a_table(run: bool) -> None:
    assert read(ofd(text(60, 20, "青禾县项目支出绩效目标表", run) + table(ROWS, run))) == (ROWS, ["青禾县项目支出绩效目标表"], [])


def test_a_template_page_counts() -> None:
    cells, lines, _ = read(ofd(text(102, 52, "≥12公里"), template=table([ROWS[0], ["疏浚渠道长度", ""]])))
    assert (cells, lines) == ([ROWS[0], ["疏浚渠道长度", "≥12公里"]], [])


def test_a_table_over_pages_is_one_grid() -> None:
    (source,) = read_bytes(ofd(table(ROWS), table([["受益农户数", "≥340户"]])), "表.ofd")
    (grid,) = (block for block in source.blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.rows()[-1]] == ["受益农户数", "≥340户"]
    assert [cell.place.page for cell in grid.cells] == [1, 1, 1, 1, 1, 1, 2, 2]


PALE = '<ofd:FillColor Value="215 215 215"/>'
WHITE = '<ofd:FillColor Value="255 255 255"/>'
UNSEEN: dict[str, tuple[str, str]] = {
    "invisible": (text(140, 52, "草稿", extra='Visible="false"'), ""),
    "white": (text(140, 52, "草稿", inner=WHITE), "看不见"),
    "transparent": (text(140, 52, "草稿", extra='Alpha="0"'), "看不见"),
    "watermark": ("".join(text(x, y, "青禾财政传阅", inner=PALE) for x in (22, 82, 142) for y in (36, 46, 56)), "水印"),
    "tilted": (text(60, 60, "内部资料", extra='CTM="0.8 -0.6 0.6 0.8 0 0"', inner='<ofd:FillColor Value="200 0 0"/>'), "水印"),
}


@pytest.mark.parametrize(("objects", "word"), UNSEEN.values(), ids=UNSEEN.keys())
def test_what_nobody_sees_and_watermarks_are_not_read(objects: str, word: str) -> None:
    cells, lines, said = read(ofd(objects + table(ROWS), template=""))
    assert (cells, lines) == (ROWS, [])
    assert bool(word) == bool(said)
    assert all(word in one for one in said)


def annotated(*kinds: str, sealed: bool = False, broken: bool = False) -> bytes:
    """The table with annotations over its page."""
    with zipfile.ZipFile(io.BytesIO(ofd(table(ROWS)))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts["Doc_0/Document.xml"] = parts["Doc_0/Document.xml"].replace(
        "</ofd:Document>", "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations></ofd:Document>"
    )
    if sealed:
        parts["OFD.xml"] = parts["OFD.xml"].replace("</ofd:DocBody>", "<ofd:Signatures>Signs/Signatures.xml</ofd:Signatures></ofd:DocBody>")
    page = '<ofd:Page PageID="20"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page>'
    parts["Doc_0/Annots/Annotations.xml"] = f"<ofd:Annotations {NS}>{page}</ofd:Annotations>"
    shape = f'<ofd:Appearance Boundary="20 40 80 8">{text(0, 0, "送审稿")}</ofd:Appearance>'
    notes = "".join(f'<ofd:Annot Type="{kind}">{shape}</ofd:Annot>' for kind in kinds)
    if not broken:
        parts["Doc_0/Annots/Page_0/Annotation.xml"] = f"<ofd:PageAnnot {NS}>{notes}</ofd:PageAnnot>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (annotated("Link", "Highlight"), []),
        (annotated("Watermark", "Path", "Path"), ["页面上另有水印 1 处、批注 2 处，其中文字未读取"]),
        (annotated(sealed=True), ["文件带有电子签章，章面未读取，签章是否有效请用阅读软件核验"]),
        (annotated(broken=True), ["批注已损坏，未读取"]),
    ],
    ids=["without a text of their own", "with text", "sealed", "lost"],
)
def test_annotations_and_seals_are_named(data: bytes, said: list[str]) -> None:
    assert read(data) == (ROWS, [], said)


def test_pages_of_pictures_are_said() -> None:
    picture = '<ofd:ImageObject ID="4" Boundary="0 0 210 297" ResourceID="5"/>'
    cells, _, said = read(ofd(table(ROWS), picture))
    assert cells == ROWS
    assert len(said) == 1 and "图片" in said[0]
    (source,) = read_bytes(ofd(picture), "表.ofd")
    assert [note.fatal for note in source.not_checked] == [True]


BROKEN: dict[str, Any] = {
    "no pages": ofd(),
    "runs without end": ofd(
        '<ofd:TextObject Boundary="0 0 9 9" Size="3"><ofd:TextCode X="0" Y="5" DeltaX="g 999999999999 1">正文</ofd:TextCode></ofd:TextObject>'
    ),
    "numbers that are none": ofd(
        '<ofd:TextObject Boundary="a b" Size="x" CTM="nan inf 0 0 1e400 0"><ofd:TextCode X="-" Y="1e999">正文</ofd:TextCode></ofd:TextObject>'
    ),
    "nested blocks": ofd("<ofd:PageBlock>" * 500 + text(10, 10, "正文") + "</ofd:PageBlock>" * 500),
    "very many texts": ofd(text(10, 10, "正文" * 500) * 300),
    "cut off": ofd(table(ROWS))[:-200],
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_broken_files_are_refused_or_read_in_bounds(data: bytes) -> None:
    (source,) = read_bytes(data, "坏.ofd")
    assert source.blocks or source.not_checked
    assert all("\n" not in note.why for note in source.not_checked)
