"""A page is read as a person sees it: what styles hide is left out and said, what controls, formulas and inner tables show is read."""

from __future__ import annotations

import pytest

from linter.formats import read_bytes
from linter.model.blocks import Grid, Paragraph, Source


def page(cell: str, css: str = "", extra: str = "") -> Source:
    """A table of two columns with the cell at its right."""
    html = f"<html><head><style>{css}</style></head><body>{extra}<table><tr><td>名称</td><td>{cell}</td></tr><tr><td>乙</td><td>丙</td></tr></table></body></html>"
    (source,) = read_bytes(html.encode(), "page.html")
    return source


def cell(source: Source) -> str:
    grid = next(block for block in source.blocks if isinstance(block, Grid))
    return next((one.text for one in grid.cells if (one.row, one.col) == (0, 1)), "")


UNSEEN = {
    "s": ("<s>≥150次</s>≥180次", ""),
    "strike": ("<strike>≥150次</strike>≥180次", ""),
    "del": ("<del>≥150次</del><ins>≥180次</ins>", ""),
    "line-through": ("<span style='text-decoration: line-through'>≥150次</span>≥180次", ""),
    "line-through by class": ("<b class=old>≥150次</b>≥180次", ".old{text-decoration-line:line-through}"),
    "line-through above": ("<span class=old><i>≥150次</i></span>≥180次", "span.old{text-decoration:line-through red}"),
    "hidden": ("<span hidden>≥150次</span>≥180次", ""),
    "class": ("<span class='a old'>≥150次</span>≥180次", ".a.old{display:none}"),
    "child selector": ("<em><span>≥150次</span></em>≥180次", "td>em>span{display:none}"),
    "id": ("<span id=x>≥150次</span>≥180次", "#x{visibility:hidden}"),
    "important": ("<span class=x style='display:inline'>≥150次</span>≥180次", ".x{display:none !important}"),
    "media": ("<span class=x>≥150次</span>≥180次", "@media screen{.x{display:none}}"),
    "opacity": ("<span style='opacity:0'>≥150次</span>≥180次", ""),
    "off page": ("<span style='position:absolute;left:-9999px'>≥150次</span>≥180次", ""),
    "clipped": ("<span class=sr-only>≥150次</span>≥180次", ".sr-only{position:absolute;clip:rect(0,0,0,0)}"),
    "flat": ("<span style='display:block;height:0;overflow:hidden'>≥150次</span>≥180次", ""),
    "white": ("<font color=#FFFFFF>≥150次</font>≥180次", ""),
    "white by name": ("<span style='color:white'>≥150次</span>≥180次", ""),
    "near white": ("<span style='color:rgb(253,253,253)'>≥150次</span>≥180次", ""),
    "as its ground": ("<span style='color:#336699'>≥150次</span><b>≥180次</b>", "td{background:#336699} b{color:#fff}"),
    "transparent": ("<span style='color:transparent'>≥150次</span>≥180次", ""),
    "folded": ("<details><summary></summary>≥150次<b>旧</b></details>≥180次", ""),
    "tiny": ("<span style='font-size:0'>≥150次</span>≥180次", ""),
    "word": ("<span style='mso-hide:all'>≥150次</span>≥180次", ""),
    "tilted": ("<div style='transform:rotate(-30deg)'>≥150次</div>≥180次", ""),
    "mark over the page": ("<div style='position:absolute;opacity:.2;pointer-events:none'>≥150次</div>≥180次", ""),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_nobody_sees_is_left_out_and_said(name: str) -> None:
    html, css = UNSEEN[name]
    source = page(html, css)
    assert cell(source) == "≥180次"
    (note,) = source.not_checked
    assert "看不到" in note.why and "1 处" in note.why and not note.fatal


SEEN = {
    "white on blue": ("<span style='color:#fff'>≥180次</span>", "td{background-color:#003366}", "≥180次"),
    "white on a picture": ("<span style='color:#fff'>≥180次</span>", "td{background:url(a.png)}", "≥180次"),
    "light grey": ("<span style='color:#bbb'>≥180次</span>", "", "≥180次"),
    "narrow screens": ("<span class=x>≥180次</span>", "@media (max-width:600px){.x{display:none}}", "≥180次"),
    "under the mouse": ("<span class=x>≥180次</span>", ".x:hover{display:none}", "≥180次"),
    "shown again": ("<span class=x id=y>≥180次</span>", ".x{display:none} #y{display:inline}", "≥180次"),
    "later rule": ("<span class=x>≥180次</span>", ".x{display:none} .x{display:inline}", "≥180次"),
    "superscript": ("≥3.2×10<sup>5</sup>立方米", "", "≥3.2×10⁵立方米"),
    "superscript by class": ("45元/m<i class=up>2</i>", ".up{vertical-align:super}", "45元/m²"),
    "raised word": ("第4<sup>th</sup>", "", "第4th"),
    "symbol": ("<font face=Symbol>³</font>85%", "", "≥85%"),
    "symbol by class": ("<span class=sy>£</span>85%", ".sy{font-family:'Symbol',serif}", "≤85%"),
    "wingdings": ("<span style='font-family:Wingdings'>þ</span>新增 <span style='font-family:Wingdings'>¨</span>延续", "", "☑新增 □延续"),
    "underlined": ("<u>&gt;</u>900吨", "", "≥900吨"),
    "inserted sign": ("<ins>&gt;</ins>900吨", "", "≥900吨"),
    "inserted, not underlined": ("<ins style='text-decoration:none'>&gt;</ins>900吨", "", ">900吨"),
    "unfolded": ("<details open><summary>≥</summary>180次</details>", "", "≥\n180次"),
    "a line to write on": ("<u>&gt;900吨</u>", "", ">900吨"),
    "nested table": ("<table><tr><td>=14个</td></tr></table>", "", "=14个"),
    "nested row": ("<table><tr><td>≥</td><td>14个</td></tr></table>", "", "≥\n14个"),
    "list": ("<ol><li>≥14个</li></ol>", "", "≥14个"),
    "first entry": ("<select><option>≥180次<option>≥150次</select>", "", "≥180次"),
    "chosen entry": ("<select><option>≥180次<option selected>≥150次</select>", "", "≥150次"),
    "no entry": ("<select multiple><option>≥180次<option>≥150次</select>", "", ""),
    "typed": ("<input type=email value='≥180次'>", "", "≥180次"),
    "radio": ("<input type=radio>3月底前 <input type=radio checked>6月底前", "", "6月底前"),
    "no radio": ("<input type=radio>3月底前 <input type=radio>6月底前", "", "○3月底前 ○6月底前"),
    "ticks": ("<input type=checkbox checked>新增 <input type=checkbox>延续", "", "☑新增 □延续"),
    "hidden input": ("<input type=hidden value=旧>≥180次", "", "≥180次"),
    "formula": ("≥<math><mfrac><mn>1</mn><mn>3</mn></mfrac></math>", "", "≥1/3"),
    "power": ("<math><mrow><mn>3</mn><mo>×</mo><msup><mn>10</mn><mn>5</mn></msup></mrow></math>", "", "3×10⁵"),
    "made by a sheet": ("<span class=ge>95%</span>", ".ge::before{content:'≥'}", "≥95%"),
    "made of an attribute": ("<span class=ge data-v='≥95%'></span>", ".ge:after{content:attr(data-v)}", "≥95%"),
}


@pytest.mark.parametrize("name", SEEN)
def test_what_a_person_sees_is_read(name: str) -> None:
    html, css, text = SEEN[name]
    source = page(html, css)
    assert cell(source) == text
    assert not source.not_checked


@pytest.mark.parametrize(
    ("columns", "css"),
    [
        ("<col><col style='display:none'>", ""),
        ("<col><col class=h>", ".h{visibility:collapse}"),
        ("<colgroup><col><col width=0></colgroup>", ""),
    ],
)
def test_hidden_columns_are_not_read(columns: str, css: str) -> None:
    html = f"<style>{css}</style><table>{columns}<tr><td>名称<td>≥150次<td>≥180次</table>"
    (source,) = read_bytes(f"<html><body>{html}".encode(), "page.html")
    (grid,) = source.blocks
    assert isinstance(grid, Grid) and [one.text for one in grid.cells] == ["名称", "≥180次"]
    assert "隐藏的列" in source.not_checked[0].why


def test_a_hidden_copy_is_said_as_a_table() -> None:
    source = page("≥180次", ".m{display:none}", "<div class=m><table><tr><td>名称<td>≥150次</table></div>")
    assert len(source.blocks) == 1
    assert "不显示的表格" in source.not_checked[0].why


def test_pages_in_the_page() -> None:
    source = page("≥180次", extra="<iframe srcdoc='&lt;p&gt;里页&lt;/p&gt;'></iframe><iframe src='form.html'></iframe>")
    assert [block.text for block in source.blocks if isinstance(block, Paragraph)] == ["里页"]
    assert "iframe" in source.not_checked[0].why


def test_a_page_of_frames_names_the_files_that_hold_it() -> None:
    html = "<html><frameset rows='*,39'><frame src='表.files/sheet001.htm'><noframes><body><p>此页使用了框架</p></body></noframes></frameset></html>"
    (source,) = read_bytes(html.encode(), "page.htm")
    assert any("表.files/sheet001.htm" in note.why for note in source.not_checked)


def test_a_picture_in_a_cell_is_a_doubt() -> None:
    source = page("<img src=a.png>")
    grid = source.blocks[0]
    assert isinstance(grid, Grid)
    assert [bool(one.doubt) for one in grid.cells] == [False, True, False, False]
    assert "图片" in source.not_checked[0].why and "表1 第1行第2格" in source.not_checked[0].what


def test_one_source_line_keeps_its_paragraphs_and_names_row_and_cell() -> None:
    html = "<html><body><p>甲</p><p>乙</p><table><tr><td>丙</td><td>丁</td></tr><tr><td>戊</td><td>己</td></tr></table></body></html>"
    (source,) = read_bytes(html.encode(), "page.html")
    first, second, grid = source.blocks
    assert isinstance(first, Paragraph) and isinstance(second, Paragraph) and isinstance(grid, Grid)
    assert (first.text, first.place.label(), second.text, second.place.label()) == ("甲", "第1段", "乙", "第2段")
    assert [one.place.label() for one in grid.cells] == ["表1 第1行第1格", "表1 第1行第2格", "表1 第2行第1格", "表1 第2行第2格"]


def test_a_web_archive_is_its_page() -> None:
    html = "<html><body><table><tr><td>名称<td>值</table></body></html>"
    data = f"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--b--\r\n"
    (source,) = read_bytes(data.encode(), "form.mht")
    assert [one.text for block in source.blocks if isinstance(block, Grid) for one in block.cells] == ["名称", "值"]


def test_thousands_of_rules_stay_bounded() -> None:
    css = "".join(f".c{n} td:nth-child({n}) .x{{display:none}}" for n in range(5_000))
    source = page("<i class='x c1'>≥180次</i>", css + "i.x{color:white}")
    assert cell(source) in ("≥180次", "")
