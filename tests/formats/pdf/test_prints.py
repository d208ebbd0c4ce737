"""PDFs printed from a browser: Type 3 and TrueType fonts, no character torn out of its line.

Chromium embeds a CFF font as Type 3, a font without heights; needs Chromium, and for that case a Chinese font with CFF outlines.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from linter.formats import read_bytes
from linter.formats._paged.pdf_read import read
from linter.formats.api import ReadContext
from linter.model.blocks import Grid
from tests.support.browser import ARGUMENTS, chromium

ROWS = [
    ["项目名称", "一河一策编制项目——第一期"],
    [
        "总体目标",
        "一是完成一河一策方案编制12份；二是统一标识牌，一次验收合格率达到100%，年内一并完成归档，第三方机构一年一评、一季一报，逐一销号，日清日结、一日一报。",
    ],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "一河一策方案数量", "≥12份"],
    ["质量指标", "一次验收合格率", "=100%"],
    ["效益指标", "社会效益", "统一标识牌覆盖面积", "≥3.2×10⁵m²"],
]
PAGE = """<html><head><meta charset="utf-8"><style>body {{font-family: "{font}"}} table {{border-collapse: collapse; width: 100%}}
td {{border: 1px solid #000; padding: 4px}}</style></head><body><table>
<tr><td>项目名称</td><td colspan="3">{0[0][1]}</td></tr><tr><td>总体目标</td><td colspan="3">{0[1][1]}</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>
<tr><td rowspan="2">产出指标</td><td>数量指标</td><td>一河一策方案数量</td><td>≥12份</td></tr>
<tr><td>质量指标</td><td>一次验收合格率</td><td>=100%</td></tr>
<tr><td>效益指标</td><td>社会效益</td><td>统一标识牌覆盖面积</td><td>≥3.2×10<sup>5</sup>m<sup>2</sup></td></tr></table></body></html>"""


def font_with(outlines: str) -> str:
    """A Chinese font family with those outlines (``CFF`` or ``TrueType``).

    Skips where none is installed."""
    if shutil.which("fc-list") is None:
        pytest.skip("fontconfig is not installed")
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family", "fontformat"], capture_output=True, text=True, check=False).stdout
    lines = sorted(line for line in listed.splitlines() if line.rstrip().endswith(f"fontformat={outlines}"))
    if not lines:
        pytest.skip(f"no Chinese font with {outlines} outlines is installed")
    return lines[0].split(":")[0].split(",")[0]


@pytest.mark.parametrize("outlines", ["CFF", "TrueType"])
def test_a_print_of_chromium_keeps_its_lines(tmp_path: Path, outlines: str) -> None:
    if (program := chromium()) is None:
        pytest.skip("Chromium is not installed")
    (tmp_path / "a.html").write_text(PAGE.format(ROWS, font=font_with(outlines)), encoding="utf-8")
    command = [program, *ARGUMENTS, f"--print-to-pdf={tmp_path / 'a.pdf'}", str(tmp_path / "a.html")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pieces = list(read((tmp_path / "a.pdf").read_bytes(), ReadContext("a.pdf"), lambda _: None))
    (grid,) = (piece for piece in pieces if isinstance(piece, Grid))
    assert [[cell.text for cell in row] for row in grid.rows()] == ROWS


def test_a_type_3_font_keeps_its_characters_in_line() -> None:
    """A font without heights, as Chromium makes them: 一 is as high as its stroke, and still stands between its neighbours."""
    from tests.support.hostile_pdfs import build, stream

    glyphs = {"a": b"1000 0 0 -120 1000 880 d1 0 -120 1000 1000 re f", "b": b"1000 0 50 360 950 440 d1 50 360 900 80 re f"}
    cmap = b"/CIDInit /ProcSet findresource begin begincmap 2 beginbfchar <61> <6CB3> <62> <4E00> endbfchar endcmap end"
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 -120 1000 880] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << /a 6 0 R /b 7 0 R >> "
        "/Encoding << /Type /Encoding /Differences [97 /a /b] >> /FirstChar 97 /LastChar 98 /Widths [1000 1000] /ToUnicode 8 0 R >>"
    )
    data = build(
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 5 0 R >> >> /Contents 4 0 R >>",
            4: stream(b"BT /F 12 Tf 72 700 Td (abaab) Tj 0 -14 Td (bbabb) Tj ET"),
            5: font,
            6: stream(glyphs["a"]),
            7: stream(glyphs["b"]),
            8: stream(cmap),
        }
    )
    (source,) = read_bytes(data, "a.pdf")
    assert [block.text for block in source.blocks if hasattr(block, "text")] == ["河一河河一", "一一河一一"]
