"""``jixiao new``: an empty form of each layout, filled in by a person, reads back through the same layout."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner

from linter import formats, layouts
from linter.cli.app import jixiao
from linter.layouts.catalogue import Layout, by_name
from linter.layouts.labels import field_of, role_of
from linter.model.document import Document
from linter.sheets.blank import offered
from linter.sheets.guide import guides
from linter.sheets.tabular import to_xlsx

LAYOUTS = [pytest.param(layout, id=layout.name) for layout in offered()]
COLUMNS = ("level1", "level2", "name", "comparator", "value", "nature", "weight", "standard", "actual", "score", "explanation", "remark")


def run(*words: str) -> str:
    done = CliRunner().invoke(jixiao, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def read(path: Path) -> Document:
    (source,) = formats.read_path(path)
    return layouts.read_document(source)


def filled(path: Path) -> None:
    """What a person does: write into the first rows of the indicator table, and the year."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    headings: dict[str, list[int]] = {}
    for row in sheet.iter_rows():
        texts = {cell.column: cell.value for cell in row if cell.value}
        if "三级指标" in texts.values():
            start = row[0].row
            for column, text in texts.items():
                headings.setdefault(text, []).append(column)
        for cell in row:
            if isinstance(cell.value, str) and cell.value.endswith("年度）"):
                cell.value = "（2026年度）"
    for heading, texts in {
        "三级指标": ("巡查次数", "巡查河段数"),
        "指标值": ("24", "6"),
        "指标性质": ("≥", "＝"),
        "计量单位": ("次", "段"),
        "优": ("24次", "6段"),
        "良": ("20次", "5段"),
        "实际完成值": ("25", "6"),
    }.items():
        for column in headings.get(heading, ()):
            for number, text in enumerate(texts, start=1):
                sheet.cell(start + number, column).value = text
    book.save(path)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_filled_in_workbook_reads_back(layout: Layout, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    run("new", "--layout", layout.name, "--project", "河道巡查", "-o", str(path))
    assert not any(form.indicators for form in read(path).forms), "an empty form states nothing"
    filled(path)
    (form,) = read(path).forms
    assert form.layout == layout.name
    assert form.kind == (layout.kind or "project")
    assert form.halves == layout.halves
    assert form.budget_year == 2026
    if "project" in (layout.form or {})["fields"]:
        assert form.project == "河道巡查"
    names = [one.annual.name.text for one in form.indicators if one.annual]
    assert names == ["巡查次数", "巡查河段数"]
    assert {one.annual.value.text for one in form.indicators if one.annual} in ({"24", "6"}, {"24次", "6段"})
    assert not form.uncertain


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_yaml_form_is_valid_and_explained(layout: Layout, tmp_path: Path) -> None:
    text = run("new", "--layout", layout.name, "--project", "河道巡查")
    path = tmp_path / "form.yaml"
    path.write_text(text, encoding="utf-8")
    document = read(path)
    assert not document.invalid
    (form,) = document.forms
    assert form.layout == layout.name
    assert text.count("#") > 8, "every entry is explained"
    data = yaml.safe_load(text)
    first = data["indicators"][0]["annual"]
    path.write_text(text.replace('name: ""', 'name: "巡查次数"', 1).replace('value: ""', 'value: ">=24次"', 1), encoding="utf-8")
    assert first["name"] == ""
    assert read(path).forms[0].indicators[0].half(form.halves[0]).value.text == ">=24次"  # type: ignore[union-attr]


def test_the_workbook_helps(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    run("new", "--layout", "weighted-columns", "-o", str(path))
    sheet = openpyxl.load_workbook(path).active
    notes = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    assert any("≥24次" in note for note in notes)
    lists = " ".join(rule.formula1 for rule in sheet.data_validations.dataValidation)
    for choice in ("数量指标", "≥", "公里"):
        assert choice in lists


def test_layouts_are_listed() -> None:
    output = run("new", "--list")
    assert all(layout.name in output and layout.title in output for layout in offered())


def test_an_unknown_layout_or_suffix_is_a_usage_error(tmp_path: Path) -> None:
    for words in (["new", "--layout", "nowhere"], ["new", "-o", str(tmp_path / "a.pdf")]):
        done = CliRunner().invoke(jixiao, words)
        assert done.exit_code == 2
        assert "jixiao:" in done.output or "jixiao:" in done.stderr


def test_every_printed_label_is_one_we_read() -> None:
    """A form we print in words we could not read ourselves would be a trap."""
    columns = {*COLUMNS, "unit_column", "threshold1", "threshold2", "threshold3", "threshold4"}
    for guide in guides().values():
        if guide.key in columns:
            assert role_of(guide.label) == guide.key.removesuffix("_column"), guide.label
        else:
            assert field_of(guide.label) in (guide.key, "indicator_block"), guide.label


def test_the_same_form_gives_the_same_bytes() -> None:
    from linter.sheets.blank import blank
    from linter.sheets.drawing import draw

    layout = by_name()["two-sided"]
    assert to_xlsx([draw(blank(layout))], helped=True) == to_xlsx([draw(blank(layout))], helped=True)
