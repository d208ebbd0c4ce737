"""``jixiao annotate``: the unit's own file back with comments, and nothing else in it changed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.comments import Comment

from linter.cli.app import jixiao
from linter.formats import read_bytes
from tests.support.office import packed, parts
from tests.support.writers import seed_forms, write

ROOT = Path(__file__).parents[2]
BAD, GOOD = (seed_forms(ROOT / f"examples/forms/{name}-form.txt") for name in ("bad", "good"))
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def annotate(*arguments: object) -> Result:
    return CliRunner().invoke(jixiao, ["annotate", *map(str, arguments), "--no-config", "--today", "2026-01-20"])


def changed(data: bytes, change: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def formulas(book: Any) -> None:
    book.active["K1"], book.active["K2"] = "=SUM(K3:K9)", 0.98
    book.active["K2"].number_format = "0.0%"


def looks(book: Any) -> None:
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = book.active
    for row in sheet.iter_rows():
        for cell in row:
            cell.font, cell.alignment, cell.fill = Font(name="楷体", b=True), Alignment(wrap_text=True), PatternFill("solid", "FFEEDD")
    sheet.conditional_formatting.add("E1:E40", CellIsRule(operator="equal", formula=['"x"']))
    validation = DataValidation(type="list", formula1='"甲,乙"')
    validation.add("J1")
    sheet.add_data_validation(validation)
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:2"
    sheet.column_dimensions["B"].hidden = True


def chart(book: Any) -> None:
    from openpyxl.chart import BarChart, Reference

    book.active["K1"], book.active["K2"] = 1, 2
    bars = BarChart()
    bars.add_data(Reference(book.active, min_col=11, min_row=1, max_row=2))
    book.active.add_chart(bars, "M2")


def more_sheets(book: Any) -> None:
    book.create_sheet("附表")["A1"] = "不动"
    book.create_sheet("隐藏").sheet_state = "hidden"
    book["附表"]["A1"].hyperlink = "https://example.invalid/a"


def theirs(book: Any) -> None:
    book.active["E19"].comment = Comment("请说明口径", "张三")
    book.active["A1"].comment = Comment("已收", "李四")


def word(change: Callable[[Any], None]) -> bytes:
    document = docx.Document(io.BytesIO(write(BAD, to="docx")))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pictured(document: Any) -> None:
    document.add_picture(io.BytesIO(PIXEL))
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"


def bold(document: Any) -> None:
    for row in document.tables[0].rows:
        for run in row.cells[0].paragraphs[0].runs:
            run.bold = True


def commented(document: Any) -> None:
    cell = document.tables[0].rows[8].cells[2]
    document.add_comment(cell.paragraphs[0].runs, text="请补充", author="张三", initials="张")


def with_media(data: bytes) -> bytes:
    """A picture on a sheet, by hand: no imaging library is needed."""
    rels = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%b</Relationships>'
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    found = parts(data)
    sheet = found["xl/worksheets/sheet1.xml"]
    found["xl/worksheets/sheet1.xml"] = sheet.replace(b"</worksheet>", b'<drawing xmlns:r="%b" r:id="rId7"/></worksheet>' % office)
    found["xl/worksheets/_rels/sheet1.xml.rels"] = (
        rels % b'<Relationship Id="rId7" Type="%b/drawing" Target="/xl/drawings/drawing1.xml"/>' % office
    )
    found["xl/drawings/drawing1.xml"] = (
        b'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"></xdr:wsDr>'
    )
    found["xl/media/image1.png"] = PIXEL
    kinds = found["[Content_Types].xml"].replace(b"</Types>", b'<Default Extension="png" ContentType="image/png"/></Types>')
    found["[Content_Types].xml"] = kinds
    return packed(found)


FILES: dict[str, Callable[[], bytes]] = {
    **{f"{layout}.xlsx": lambda layout=layout: write(BAD, layout, "xlsx") for layout in ("two-sided", "one-sided", "one-sided-unmerged")},
    **{f"{layout}.xlsx": lambda layout=layout: write(BAD, layout, "xlsx") for layout in ("comparator-columns", "weighted")},
    **{f"{layout}.docx": lambda layout=layout: write(BAD, layout, "docx") for layout in ("two-sided", "one-sided", "weighted-columns")},
    "several.xlsx": lambda: write([*BAD, *GOOD, *BAD], to="xlsx"),
    "several.docx": lambda: write([*BAD, *GOOD, *BAD], to="docx"),
    "clean.xlsx": lambda: write(GOOD, to="xlsx"),
    "formulas.xlsx": lambda: changed(write(BAD, to="xlsx"), formulas),
    "looks.xlsx": lambda: changed(write(BAD, to="xlsx"), looks),
    "chart.xlsx": lambda: changed(write(BAD, to="xlsx"), chart),
    "sheets.xlsx": lambda: changed(write(BAD, to="xlsx"), more_sheets),
    "theirs.xlsx": lambda: changed(write(BAD, to="xlsx"), theirs),
    "picture.xlsx": lambda: with_media(write(BAD, to="xlsx")),
    "picture.docx": lambda: word(pictured),
    "bold.docx": lambda: word(bold),
    "theirs.docx": lambda: word(commented),
}
OURS_XLSX = re.compile(rb'<legacyDrawing [^>]*/>|<sheet [^>]*name="\xe5\xae\xa1\xe6\xa0\xb8\xe8\xaf\xb4\xe6\x98\x8e[^>]*/>')
OURS_DOCX = re.compile(rb"<w:commentRange(?:Start|End) [^>]*/>|<w:r><w:commentReference [^>]*/></w:r>")
CARRIERS = re.compile(r"(?:xl|word)/(?:comments|drawings/(?:comments|vmlDrawing|commentsDrawing)|worksheets/jixiao).*$")
LISTS = re.compile(r".*\.rels$|\[Content_Types\]\.xml$")
"""Parts that exist to carry comments, or to say that there are some."""


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Result]:
    folder, out = tmp_path_factory.mktemp("送审"), tmp_path_factory.mktemp("退回")
    for name, make in FILES.items():
        (folder / name).write_bytes(make())
    return folder, out, annotate(folder, "-o", out)


def notes(data: bytes) -> list[str]:
    """Our remarks in a file, the texts of all comment parts."""
    return [text.decode() for name, text in parts(data).items() if "comments" in name and name.endswith(".xml")]


def test_twenty_files_carry_their_remarks(done: tuple[Path, Path, Result]) -> None:
    _, out, result = done
    assert result.exit_code == 0, result.output
    assert len(FILES) == 20
    assert sorted(path.name for path in out.iterdir()) == sorted(FILES)
    for name in FILES:
        said = "".join(notes((out / name).read_bytes()))
        assert ("【必改】“接入养老机构数量”是计数类指标" in said) == (name != "clean.xlsx"), name


@pytest.mark.parametrize("name", FILES)
def test_only_comments_differ(done: tuple[Path, Path, Result], name: str) -> None:
    folder, out, _ = done
    before, after = parts((folder / name).read_bytes()), parts((out / name).read_bytes())
    ours = OURS_XLSX if name.endswith("xlsx") else OURS_DOCX
    for part, content in before.items():
        if CARRIERS.match(part):
            assert part in after
        elif LISTS.match(part):
            entries = re.findall(rb"<(?:Relationship|Override|Default) [^>]*>", content)
            assert [entry for entry in entries if entry not in after[part]] == [], part
        else:
            assert re.sub(ours, b"", after[part]) == re.sub(ours, b"", content), part
    for part in after.keys() - before.keys():
        assert CARRIERS.match(part) or LISTS.match(part), part


@pytest.mark.parametrize("name", FILES)
def test_the_text_reads_as_before(done: tuple[Path, Path, Result], name: str) -> None:
    folder, out, _ = done
    (before,), (after,) = (list(read_bytes((where / name).read_bytes(), name)) for where in (folder, out))
    assert after.blocks == before.blocks
    assert after.comments == before.comments, "ours are never read back, those of people are"


def test_a_second_run_replaces_ours_and_keeps_those_of_people(done: tuple[Path, Path, Result], tmp_path: Path) -> None:
    _, out, _ = done
    again = annotate(out, "-o", tmp_path / "再次")
    assert again.exit_code == 0
    for name in FILES:
        assert (tmp_path / "再次" / name).read_bytes() == (out / name).read_bytes(), name
    sheet = openpyxl.load_workbook(tmp_path / "再次" / "theirs.xlsx").active
    assert sheet["E19"].comment.text.startswith("请说明口径\n")
    assert "计数类指标" in sheet["E19"].comment.text
    assert sheet["A1"].comment.text.startswith("已收")
    people = [one.author for one in docx.Document(str(tmp_path / "再次" / "theirs.docx")).comments]
    assert people.count("张三") == 1
    fewer = annotate(out / "theirs.xlsx", "-o", tmp_path / "少.xlsx", "--select", "JX301")
    assert fewer.exit_code == 0
    sheet = openpyxl.load_workbook(tmp_path / "少.xlsx").active
    assert (sheet["E19"].comment.text, sheet["D21"].comment) == ("请说明口径", None)
    assert "重复录入" in sheet["E20"].comment.text


def test_remarks_on_one_cell_are_numbered_the_serious_first(tmp_path: Path) -> None:
    few = {**BAD[0], "indicators": BAD[0]["indicators"][:1]}
    (tmp_path / "a.xlsx").write_bytes(write([BAD[0], few], to="xlsx"))
    assert annotate(tmp_path / "a.xlsx", "-o", tmp_path / "b.xlsx").exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    texts = [cell.comment.text for row in book.worksheets[1].iter_rows() for cell in row if cell.comment]
    several = [text for text in texts if text.startswith("审核意见（")]
    assert several
    for text in several:
        assert re.search(r"\n1\.【", text)
        assert re.search(r"\n2\.【", text)
        ranks = [("必改", "建议修改", "提示").index(level) for level in re.findall(r"【(.+?)】", text)]
        assert ranks == sorted(ranks)
    assert book.worksheets[1]["A1"].comment is not None, "what is said of the form as a whole stands on its title"
    assert not any("JX" in text for text in texts)


def test_the_legend_says_what_was_found_and_what_was_not_checked(done: tuple[Path, Path, Result]) -> None:
    _, out, _ = done
    book = openpyxl.load_workbook(out / "sheets.xlsx")
    assert book.sheetnames[-1] == "审核说明（jixiao）"
    said = [cell for row in book.worksheets[-1].iter_rows(values_only=True) for cell in row if cell]
    assert said[0] == "审核说明"
    assert re.fullmatch(r"共1张绩效目标表：必改\d+处、建议修改\d+处、提示\d+处。", said[1])
    assert "未检查的内容" in said
    clean = openpyxl.load_workbook(out / "clean.xlsx")
    assert clean.worksheets[-1]["B1"].value.startswith("共1张绩效目标表：")


def test_suppressed_findings_get_no_note(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(write(BAD, to="xlsx"))
    assert annotate(tmp_path / "a.xlsx", "-o", tmp_path / "b.xlsx", "--ignore", "JX402").exit_code == 0
    assert "计数类指标" not in "".join(notes((tmp_path / "b.xlsx").read_bytes()))


def test_pdf_gets_highlights_and_keeps_its_pages(tmp_path: Path) -> None:
    import pikepdf

    (tmp_path / "a.pdf").write_bytes(write(BAD, to="pdf"))
    for source, target in (("a", "b"), ("b", "c")):
        assert annotate(tmp_path / f"{source}.pdf", "-o", tmp_path / f"{target}.pdf").exit_code == 0
    assert (tmp_path / "b.pdf").read_bytes() == (tmp_path / "c.pdf").read_bytes()
    with pikepdf.open(tmp_path / "a.pdf") as before, pikepdf.open(tmp_path / "b.pdf") as after:
        for old, new in zip(before.pages, after.pages, strict=True):
            assert new.Contents.read_bytes() == old.Contents.read_bytes()
        said = [str(note.get("/Contents", "")) for page in after.pages for note in page.get("/Annots", [])]
    assert any("计数类指标" in text for text in said)


def protected(book: Any) -> None:
    book.active.protection.sheet = True


def locked(book: Any) -> None:
    from openpyxl.workbook.protection import WorkbookProtection

    book.security = WorkbookProtection(lockStructure=True)


@pytest.mark.parametrize(
    ("name", "data", "code", "says"),
    [
        ("a.csv", lambda: write(BAD, to="csv"), 2, "csv 文件不能带批注；请另存为 xlsx、docx 或 pdf 后再试"),
        ("a.txt", lambda: write(BAD, to="text"), 2, "不能带批注"),
        ("a.html", lambda: write(BAD, to="html"), 2, "不能带批注"),
        ("a.xlsx", lambda: changed(write(BAD, to="xlsx"), protected), 2, "受保护，请在“审阅”中撤销工作表保护"),
        ("a.xlsx", lambda: changed(write(BAD, to="xlsx"), locked), 2, "工作簿结构受保护"),
        ("a.zip", lambda: packed({"甲.xlsx": write(BAD, to="xlsx")}), 2, "压缩包内的文件不能直接加批注"),
        ("a.xlsx", lambda: write(BAD, to="xlsx")[:3000], 3, "文件"),
        ("a.xlsx", lambda: b"", 3, "文件为空"),
    ],
)
def test_what_cannot_be_annotated_is_said_in_one_line(tmp_path: Path, name: str, data: Callable[[], bytes], code: int, says: str) -> None:
    (tmp_path / name).write_bytes(data())
    result = annotate(tmp_path / name, "-o", tmp_path / f"out-{name}")
    assert result.exit_code == code, result.output
    assert says in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert not (tmp_path / f"out-{name}").exists()


def test_one_refused_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.csv").write_bytes(write(BAD, to="csv"))
    (tmp_path / "in/b.xlsx").write_bytes(write(BAD, to="xlsx"))
    result = annotate(tmp_path / "in", "-o", tmp_path / "in/out")
    assert result.exit_code == 2
    assert [path.name for path in (tmp_path / "in/out").iterdir()] == ["b.xlsx"]
    assert annotate(tmp_path / "in", "-o", tmp_path / "in/out").exit_code == 2, "what is in the output folder is no input"
    assert [path.name for path in (tmp_path / "in/out").iterdir()] == ["b.xlsx"]


def test_a_file_without_forms_is_named_and_not_written(tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text("关于报送材料的通知", encoding="utf-8")
    result = annotate(tmp_path / "通知.txt", "-o", tmp_path / "out.txt")
    assert (result.exit_code, (tmp_path / "out.txt").exists()) == (0, False)
    assert "没有找到绩效目标表，未加批注" in result.output


def test_an_unwritable_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(write(BAD, to="xlsx"))
    result = annotate(tmp_path / "a.xlsx", "-o", tmp_path / "a.xlsx" / "x" / "b.xlsx")
    assert result.exit_code == 2
    assert "无法写入" in result.output
    assert len(result.output.strip().splitlines()) == 1
