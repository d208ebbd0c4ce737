"""Bad input: tables that are none, or without end, are said and never guessed, in linear time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from linter import formats, layouts
from linter.layouts.alignment import forms as table_forms
from linter.layouts.alignment import table as tables
from linter.layouts.alignment import wrapped
from linter.model.document import Document

HEAD = "项目名称\n河道巡查\n一级指标\n二级指标\n三级指标\n指标值\n"
TABLE = "青禾县项目支出绩效目标表\n项目名称|河道巡查||\n一级指标|二级指标|三级指标|指标值\n"


def document_of(text: str) -> Document:
    (source,) = formats.read_bytes(text.encode(), "page.txt")
    return layouts.read_document(source)


def words(count: int) -> str:
    return "\n".join(f"{'指标数量完成巡查'[n % 4 * 2 : n % 4 * 2 + 2]}{n}" for n in range(count))


def table(count: int) -> str:
    return HEAD + "\n".join(("产出指标", "巡查次数", "数量指标", "完成")[n % 4] for n in range(count))


def test_a_page_of_nothing_but_separators() -> None:
    document = document_of("\n".join(["|" * 60] * 500))
    assert not document.forms
    assert document.not_checked


def test_a_table_without_end_is_said_and_not_read() -> None:
    document = document_of(table(12_000))
    assert not document.forms
    assert any("表中内容过多" in note.why and "产出指标" in note.why for note in document.not_checked)


def test_a_table_whose_contents_are_not_what_its_headings_say_is_not_read() -> None:
    prose = ["各乡镇|按照本通知要求|认真组织实施|确保专款专用", "县财政局|会同有关部门|加强监督检查|对违规行为严肃处理"]
    document = document_of(TABLE + "\n".join(prose) + "\n")
    assert not document.forms
    (note,) = (note for note in document.not_checked if "对不上" in note.why)
    assert "各乡镇" in note.why and note.place is not None and note.place.line == 3


def test_qualitative_values_make_a_table_all_the_same() -> None:
    rows = ["效益指标|社会效益指标|长效管护机制|进一步完善", "|可持续影响指标|河长制工作体系|持续运行"]
    (form,) = document_of(TABLE + "\n".join(rows) + "\n").forms
    assert len(form.indicators) == 2


def test_forty_headings_are_named() -> None:
    extra = "".join(f"|栏目{n}" for n in range(40))
    rows = [f"产出指标|数量指标|巡查次数|≥24次{'|甲' * 40}", f"|质量指标|问题整改率|≥95%{'|乙' * 40}"]
    (form,) = document_of(TABLE.replace("||", "||" + "|" * 40).replace("指标值\n", f"指标值{extra}\n") + "\n".join(rows) + "\n").forms
    assert [(row.annual.name.text, row.annual.value.text) for row in form.indicators if row.annual] == [
        ("巡查次数", "≥24次"),
        ("问题整改率", "≥95%"),
    ]
    assert all(any(f"“栏目{n}”" in doubt.why for doubt in form.uncertain) for n in range(40))


def test_two_tables_run_together_are_read_each_under_its_own_headings() -> None:
    first = ["产出指标|数量指标|巡查次数|≥24次", "|质量指标|问题整改率|≥95%"]
    second = [
        "一级指标|二级指标|三级指标|指标值|实际完成值",
        "产出指标|数量指标|培训人次|≥300人次|310人次",
        "|质量指标|考试合格率|≥95%|96%",
    ]
    rows = [row.annual for form in document_of(TABLE + "\n".join([*first, *second]) + "\n").forms for row in form.indicators]
    assert [(row.name.text, row.value.text) for row in rows if row] == [
        ("巡查次数", "≥24次"),
        ("问题整改率", "≥95%"),
        ("培训人次", "≥300人次"),
        ("考试合格率", "≥95%"),
    ]


def test_headings_that_contradict_each_other_are_doubted_and_what_was_left_is_said() -> None:
    text = TABLE.replace("一级指标|二级指标|三级指标|指标值", "三级指标|三级指标|指标值|三级指标|指标值|二级指标|一级指标|指标值")
    document = document_of(text + "产出指标|数量指标|巡查次数|≥24次|12|完成\n|质量指标|问题整改率|≥95%|3|完成\n")
    assert all(form.doubt is not None or form.unread for form in document.forms)
    assert document.not_checked or any(form.uncertain for form in document.forms)


def test_the_headings_of_a_long_table_are_weighed_on_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"产出指标\n数量指标\n第{n}段巡查次数\n完成\n≥{n}次\n" for n in range(10, 60))
    text = HEAD.replace("指标值", "指标值\n评价标准") + rows  # the values stand under another heading
    whole = [(row.annual.name.text, row.annual.value.text) for form in document_of(text).forms for row in form.indicators if row.annual]
    assert ("第10段巡查次数", "≥10次") in whole and len(whole) == 50
    pieces: list[int] = []
    read = tables.read
    monkeypatch.setattr(tables, "read", lambda parts, *rest: pieces.append(len(parts)) or read(parts, *rest))
    monkeypatch.setattr(table_forms, "_BEGINNING", 40)
    short = [(row.annual.name.text, row.annual.value.text) for form in document_of(text).forms for row in form.indicators if row.annual]
    assert short == whole
    assert len(pieces) > 2 and len([count for count in pieces if count > 100]) == 1


def _seconds(texts: Iterator[str]) -> list[float]:
    out = []
    for text in texts:
        start = time.process_time()
        document_of(text)
        out.append(time.process_time() - start)
    return out


def test_a_table_in_one_line_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "河道巡查项目支出绩效目标表\n\n一级指标 二级指标 三级指标 指标值\n\n" + "成本指标 单次巡查成本 " * 400
    measured: list[str] = []
    monkeypatch.setattr(wrapped, "unicodedata", SimpleNamespace(east_asian_width=lambda char: measured.append(char) or "W"))
    document_of(text)
    assert 0 < len(measured) <= len(text)


@pytest.mark.parametrize("page", [words, table])
def test_time_grows_with_the_page_and_no_faster(page) -> None:  # type: ignore[no-untyped-def]
    document_of(page(100))
    small, large = _seconds(page(count) for count in (1_500, 6_000))
    assert large < 8 * small  # four times the lines; a square would take sixteen times
