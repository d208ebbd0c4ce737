"""Exports of budget systems: a table of projects and a table of indicators joined by 项目编码, in whatever order."""

from __future__ import annotations

import json
import random
from itertools import permutations
from pathlib import Path

import pytest

from linter import layouts
from linter.model.blocks import Cell, Grid, Source
from linter.model.document import Document
from linter.model.place import Place
from linter.reports.serial import form_data

PROJECTS = [
    [
        "项目编码",
        "项目名称",
        "申请单位",
        "一级预算单位",
        "项目总金额（元）",
        "本年金额（元）",
        "政策依据",
        "测算依据",
        "年度目标",
        "开始时间",
        "归口科室",
    ],
    [
        "QH01",
        "渡口趸船维护",
        "青禾县港航中心",
        "青禾县交通运输局",
        "90000",
        "30000",
        "青交发〔2025〕8号",
        "3艘×1万元",
        "维护趸船3艘。",
        "2026-01",
        "航运科",
    ],
    ["QH02", "桥梁夜景照明", "青禾县路灯所", "青禾县城市管理局", "0", "0", "", "", "亮化桥梁2座。", "2026-03", ""],
    ["QH03", "志愿者服务站运行", "青禾县团委", "青禾县团委", "12000", "12000", "", "按站点测算", "运行站点4个。", "", ""],
]
ROWS = [
    ["项目编码", "一级指标", "二级指标", "三级指标", "指标值", "指标解释"],
    ["QH01", "产出", "数量", "维护趸船艘数", "3艘", "年内完成维护的趸船"],
    ["QH01", "效益", "生态效益", "不适用", "不适用", "不适用"],
    ["QH02", "产出", "数量", "亮化桥梁座数", "2座", ""],
    ["QH01", "满意度", "其他满意度", "", "", ""],
    ["QH02", "产出", "质量", "亮灯率", "≥98%", "按月抽查"],
]
REVIEW = [["", "项目编码", "审核人", "初审小结"], ["0", "QH01", "甲", "测算较充分"], ["1", "QH02", "", ""], ["2", "QH03", "", ""]]


def sheet(name: str, rows: list[list[str]]) -> Grid:
    cells = tuple(
        Cell(text, r, c, Place("drawn.xlsx", sheet=name, cell=f"{chr(65 + c)}{r + 1}"))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Grid(cells, len(rows), max(map(len, rows)), Place("drawn.xlsx", sheet=name))


def both() -> list[list[str]]:
    """The two tables joined once more, as some exports print them."""
    projects = {row[0]: row for row in PROJECTS}
    return [[*PROJECTS[0], *ROWS[0][1:]], *([*projects[row[0]], *row[1:]] for row in ROWS[1:])]


def read(*sheets: Grid) -> Document:
    return layouts.read_document(Source("drawn.xlsx", "xlsx", "", sheets))


def said(document: Document) -> str:
    return " ".join(f"{note.what} {note.why}" for note in document.not_checked)


SHEETS = {"项目": sheet("项目", PROJECTS), "指标": sheet("指标", ROWS), "审核": sheet("审核", REVIEW), "合并": sheet("合并", both())}


@pytest.mark.parametrize("order", list(permutations(SHEETS))[::3], ids="-".join)
def test_every_field_and_row_once_in_whatever_order_the_sheets_stand(order: tuple[str, ...]) -> None:
    document = read(*(SHEETS[name] for name in order))
    first, second, third = map(form_data, document.forms)
    assert [form["fields"]["project"] for form in (first, second, third)] == [row[1] for row in PROJECTS[1:]]
    assert first["fields"]["code"] == "QH01"
    assert (first["fields"]["unit"], first["fields"]["department"]) == ("青禾县港航中心", "青禾县交通运输局")
    assert (first["fields"]["basis"], first["fields"]["costing"], first["fields"]["start"]) == ("青交发〔2025〕8号", "3艘×1万元", "2026-01")
    assert first["fields"]["goal"] == {"annual": "维护趸船3艘。"}
    assert {half: money["amount"] for half, money in first["fields"]["total"].items()} == {"period": "90000.00", "annual": "30000.00"}
    assert first["extras"] == {"归口科室": "航运科", "审核人": "甲", "初审小结": "测算较充分"}
    rows = [(row["level1"], row["level2"], *row["annual"].values()) for row in first["indicators"]]
    assert rows == [tuple(row[1:]) for row in ROWS[1:3]]
    assert len(second["indicators"]) == 2
    assert second["fields"]["basis"] == ""
    assert not third["indicators"]
    assert "重复" in said(document)
    assert "1个项目没有填写指标" in said(document)


def test_rows_of_one_project_may_be_scattered() -> None:
    rows = ROWS[1:]
    random.Random(3).shuffle(rows)
    document = read(sheet("指标", [ROWS[0], *rows]), SHEETS["项目"])
    assert [len(form.indicators) for form in document.forms] == [2, 2, 0]


def test_the_joined_sheet_alone_is_read_as_well() -> None:
    document = read(SHEETS["合并"])
    assert [form.fields["code"].text for form in document.forms] == ["QH01", "QH02"]
    first = form_data(document.forms[0])
    assert (first["fields"]["basis"], first["fields"]["costing"]) == ("青交发〔2025〕8号", "3艘×1万元")
    assert {half: money["text"] for half, money in first["fields"]["total"].items()} == {"period": "90000", "annual": "30000"}
    assert not document.forms[0].uncertain or "归口科室" in document.forms[0].uncertain[0].why


def test_sheets_that_hold_the_blocks_of_one_form_are_put_together() -> None:
    outputs = sheet("产出", [ROWS[0], *(row for row in ROWS[1:] if row[1] == "产出")])
    benefits = sheet("效益", [ROWS[0], *(row for row in ROWS[1:] if row[1] != "产出")])
    document = read(SHEETS["项目"], outputs, benefits)
    assert [len(form.indicators) for form in document.forms] == [2, 2, 0]
    assert "重复" not in said(document)


def test_a_key_is_the_name_where_there_is_no_code() -> None:
    names = {row[0]: row[1] for row in PROJECTS}
    document = read(
        sheet("指标", [["项目名称", *ROWS[0][1:]], *([names[row[0]], *row[1:]] for row in ROWS[1:])]),
        sheet("项目", [row[1:] for row in PROJECTS]),
    )
    assert [(form.project, len(form.indicators)) for form in document.forms] == [
        ("渡口趸船维护", 2),
        ("桥梁夜景照明", 2),
        ("志愿者服务站运行", 0),
    ]


def test_rows_of_a_project_that_is_not_listed_are_a_form_of_their_own() -> None:
    document = read(SHEETS["项目"], sheet("指标", [*ROWS, ["QH99", "产出", "数量", "清淤长度", "4公里", ""]]))
    assert document.forms[-1].fields["code"].text == "QH99"
    assert [target.name.text for _, _, target in document.forms[-1].targets()] == ["清淤长度"]


def test_tables_that_share_no_project_are_not_joined() -> None:
    other = [ROWS[0], *(["XX" + row[0], *row[1:]] for row in ROWS[1:])]
    assert all("project" not in form.fields for form in read(SHEETS["项目"], sheet("指标", other)).forms)


def test_the_real_export(tmp_path: Path) -> None:
    path = Path("../shared/data/street-2023.xlsx")
    if not path.exists():
        pytest.skip("../shared is not there")
    from collections import Counter

    from openpyxl import load_workbook

    import linter
    from linter.reports.serial import documents_data

    book = load_workbook(path, read_only=True)
    table = {name: [["" if cell is None else str(cell) for cell in row] for row in book[name].values] for name in ("项目信息", "指标信息")}
    forms = json.loads(json.dumps(documents_data(linter.parse(str(path)))))["forms"]
    got = Counter(
        (form["fields"]["code"], row["level1"], row["level2"], *(row["annual"][part] for part in ("name", "value", "explanation")))
        for form in forms
        for row in form["indicators"]
    )
    assert got == Counter(tuple(row) for row in table["指标信息"][1:] if row[3].strip() or row[4].strip())
    fields = ("code", "project", "unit", "department", "basis", "costing")
    heads = ("项目编码", "项目名称", "申请单位", "一级预算单位", "政策依据", "测算依据")
    columns = [table["项目信息"][0].index(head) for head in heads]
    want = {tuple(row[column] for column in columns) for row in table["项目信息"][1:]}
    assert {tuple(form["fields"][key] for key in fields) for form in forms} == want
