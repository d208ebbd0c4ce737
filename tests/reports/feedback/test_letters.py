"""Letters read aloud: from an export of a budget system to 初审结果, matrix and letters without a manual step, and sentences a reviewer signs."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from linter.cli.app import jixiao
from linter.policy.settings import Settings
from linter.reports.feedback import FeedbackOptions, feedback_named
from linter.reports.feedback.batch import batch_of
from linter.reports.feedback.remarks import with_cell
from linter.reports.wording import nested, tight
from linter.run.pipeline import Job, run
from tests.support.cases import form_data

PROJECTS = [
    ["项目编码", "项目名称", "申请单位", "一级预算单位", "项目总金额", "本年金额", "政策依据", "测算依据", "年度目标"],
    [
        "QH01",
        "“渡口安全”看护",
        "青禾县港航中心",
        "青禾县交通运输局",
        "90000",
        "30000",
        "青交发〔2025〕8号",
        "3处×1万元",
        "看护渡口3处，全年无事故。",
    ],
    ["QH02", "路灯养护", "青禾县路灯所", "青禾县城市管理局", "0", "0", "青城管〔2025〕3号", "", "养护路灯900盏，亮灯率98%。"],
    ["QH03", "志愿服务站", "青禾县路灯所", "青禾县城市管理局", "0", "0", "", "", ""],
]
ROWS = [
    ["项目编码", "一级指标", "二级指标", "三级指标", "指标值", "指标解释"],
    ["QH01", "产出", "数量", "看护渡口数量", "≥186%", "反映看护渡口的数量"],
    ["QH01", "产出", "质量", "隐患整改率", "≥95%", "反映隐患整改的情况"],
    ["QH01", "产出", "时效", "隐患整改时限", "≤3天", "反映隐患整改的时间"],
    ["QH01", "效益", "经济效益", "不适用", "不适用", "不适用"],
    ["QH01", "效益", "生态效益", "不适用", "不适用", "不适用"],
    ["QH01", "效益", "可持续影响", "不适用", "不适用", "不适用"],
    ["QH01", "效益", "社会效益", "渡口安全事故", "0起", "反映渡口安全的情况"],
    ["QH01", "满意度", "服务对象满意度", "不适用", "不适用", "不适用"],
    ["QH01", "满意度", "服务对象满意度", "不适用", "不适用", "不适用"],
    ["QH02", "产出", "数量", "养护路灯数量", "≥900盏", "反映养护路灯的数量"],
    ["QH02", "产出", "质量", "亮灯率", "≥98%", "反映亮灯的情况"],
    ["QH02", "效益", "社会效益", "夜间出行改善程度", "明显", "反映夜间出行的情况"],
]


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of two sheets joined by 项目编码, as a street office hands it in."""
    book = openpyxl.Workbook()
    for name, rows in (("项目信息", PROJECTS), ("指标信息", ROWS), ("data", ROWS)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    path = tmp_path_factory.mktemp("street") / "2026.xlsx"
    book.save(path)
    return path


def reported(street: Path, to: str, target: Path) -> Path:
    done = CliRunner().invoke(jixiao, ["report", str(street), "--to", to, "-o", str(target), "--today", "2026-01-20", "--year", "2026"])
    assert done.exit_code == 0, done.output
    return target


def test_an_export_becomes_initial_review_and_matrix_without_a_manual_step(street: Path, tmp_path: Path) -> None:
    for to, first in (("initial", 0), ("matrix", 0)):
        sheet = openpyxl.load_workbook(reported(street, to, tmp_path / f"{to}.xlsx")).worksheets[0]
        assert [row[first].value for row in list(sheet.iter_rows())[1:4]] == ["QH01", "QH02", "QH03"]
        text = "".join(str(cell.value or "") for row in sheet.iter_rows() for cell in row)
        assert "未发现问题" in text
        assert "看护渡口数量" in text or to == "matrix"
        assert "表格提取" not in text, "doubts of reading are the reviewer's"


@pytest.fixture(scope="module")
def letters(street: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = reported(street, "docx", tmp_path_factory.mktemp("letters"))
    return {path.stem: _text(path.read_bytes()) for path in folder.glob("*.docx")}


def _text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_each_unit_has_its_letter_with_its_year(letters: dict[str, str]) -> None:
    assert sorted(letters) == [f"关于青禾县{unit}2026年项目支出绩效目标的审核意见" for unit in ("港航中心", "路灯所")]


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("港航中心", "（共1个项目）进行了审核"),
        ("港航中心", "“‘渡口安全’看护”：资金总额未注明金额单位（元、万元），金额未参与核对"),
        ("港航中心", "经济效益“不适用”、生态效益“不适用”、可持续影响“不适用”、服务对象满意度“不适用”（2处）。"),
        ("港航中心", "数量指标“看护渡口数量”是计数类指标，指标值不宜用百分比“≥186%”。建议改为"),
        ("路灯所", "审核的2个项目中，需修改完善的1个，占50%。"),
        ("路灯所", "按问题多少列示"),
    ],
)
def test_the_letter_says(letters: dict[str, str], unit: str, said: str) -> None:
    assert said in letters[f"关于青禾县{unit}2026年项目支出绩效目标的审核意见"]


@pytest.mark.parametrize(
    "unsaid", ["0.00万元", "表格提取", "只计一次", "没有填写指标", "把“不适用”", "如经济效益：", "“志愿服务站”，资金总额", "占100%"]
)
def test_no_letter_says(letters: dict[str, str], unsaid: str) -> None:
    assert not [name for name, text in letters.items() if unsaid in text]


def _letter(*cases: dict[str, Any]) -> dict[str, str]:
    jobs = [
        Job(f"{n}.json", data=json.dumps({"forms": [form_data(case)]}, ensure_ascii=False).encode())
        for n, case in enumerate(cases, start=1)
    ]
    made = feedback_named("docx").render(batch_of(run(jobs, Settings())), FeedbackOptions(date(2026, 1, 20)))
    return {name: _text(data) for name, data in made if isinstance(data, bytes)}


SAME = [
    "数量指标 | 养护里程 | ≥86公里",
    "质量指标 | 路面完好率 | ≥92%",
    "时效指标 | 每季度巡查 | 1次/季度",
    "社会效益 | 通行安全事故 | 0起",
    "服务对象满意度 | 群众满意度 | ≥95%",
]


def test_a_copied_form_names_the_other_by_unit_and_project_never_by_path() -> None:
    there = {"rows": SAME, "fields": {"project": "农村公路养护", "unit": "青禾县公路站", "total_annual": "300,000"}}
    here = {"rows": SAME, "fields": {"project": "河堤道路养护", "unit": "青禾县河道所", "total_annual": "100,000"}}
    text = "".join(_letter(there, here).values())
    assert "与青禾县公路站“农村公路养护”的绩效指标雷同" in text
    assert "（“养护里程”≥86公里、“路面完好率”≥92%、" in text
    assert ".json" not in text


def test_missing_blocks_are_named_and_hang_on_the_form() -> None:
    rows = ["数量指标 | 养护里程 | ≥86公里", "社会效益 | 通行安全事故 | 0起"]
    (text,) = _letter({"rows": rows, "fields": {"project": "农村公路养护", "unit": "青禾县公路站"}}).values()
    assert "未设置质量指标、时效指标、成本指标" in text
    assert "整张表，共" not in text


def test_the_whole_target_is_quoted_where_it_stands_in_columns_of_its_own() -> None:
    rows = [f"数量指标 | {name} | {number}" for name, number in (("巡查人数", 186), ("培训人数", 35))]
    form = form_data({"rows": rows, "fields": {"project": "堤防维护", "unit": "青禾县河道所"}})
    for row in form["indicators"]:
        for half in ("period", "annual"):
            if row.get(half):
                row[half] |= {"comparator": "≥", "unit": "%"}
    data = json.dumps({"forms": [form]}, ensure_ascii=False).encode()
    ((_, letter),) = feedback_named("docx").render(
        batch_of(run([Job("表.json", data=data)], Settings())), FeedbackOptions(date(2026, 1, 20))
    )
    assert isinstance(letter, bytes)
    text = _text(letter)
    assert "数量指标“巡查人数≥186%”、数量指标“培训人数≥35%”：计数类指标使用百分比。" in text
    assert "\n≥186%\n" in text, "and in the annex"
    assert "\n186\n" not in text


@pytest.mark.parametrize(
    ("text", "neat"),
    [
        ("10 个指标中只有 4 个量化（40%）", "10个指标中只有4个量化（40%）"),
        ("“60 天”共 5 项", "“60 天”共5项"),
        ("实现“滨海“港”目标”", "实现“滨海‘港’目标”"),
        ("带宽 100 Mbps", "带宽100 Mbps"),
    ],
)
def test_sentences_are_set_as_in_print(text: str, neat: str) -> None:
    assert tight(text) == neat


def test_unpaired_quotation_marks_stay() -> None:
    assert nested("”a“b”") == "”a“b”"


def test_one_ground_of_the_whole_document_is_given_once() -> None:
    source = (Path(__file__).parents[3] / "examples/disclosure.txt").read_text(encoding="utf-8")
    batch = batch_of(
        run([Job("公开.txt", data=source.replace("项目3个，共计", "项目5个，公开项目绩效目标7个，共计").encode())], Settings())
    )
    letters = [
        _text(data) for _, data in feedback_named("docx").render(batch, FeedbackOptions(date(2026, 1, 20))) if isinstance(data, bytes)
    ]
    body = "".join(text.partition("审核问题清单")[0] for text in letters)
    assert body.count("请核实项目数与绩效目标表张数") == 1
    assert "文中称" in body


def test_a_remark_on_several_categories_names_its_own_once() -> None:
    rows = ["数量指标 | 维护设备数量 | ≥35台", "经济效益 | 网络效益 | 提高网络效率", "生态效益 | 网络环境 | 提高网络效率"]
    (text,) = _letter({"rows": rows, "fields": {"project": "网络维护", "unit": "青禾县河道所"}}).values()
    assert "经济效益、生态效益的指标值都是“提高网络效率”" in text
    assert "”：经济效益、生态效益的指标值" not in text


def _said(rows: list[str], **fields: Any) -> str:
    (text,) = _letter({"rows": rows, "fields": {"project": "网络维护", "unit": "青禾县河道所", **fields}}).values()
    return text


def test_a_message_that_names_its_row_is_not_led_by_its_category_again() -> None:
    text = _said(["数量指标 | 建成数字展厅 | 2个"], project="数字展厅", goal="建成数字展厅1个，年接待观众3万人次。")
    assert "总体目标写“建成数字展厅1个”，数量指标“建成数字展厅”为“2个”" in text
    assert "数量指标：总体目标" not in text


def test_rows_that_look_alike_are_counted_and_not_listed_twice() -> None:
    text = _said(["社会效益 | 群众生活水平 | 有所提升"] * 2)
    assert "社会效益“群众生活水平：有所提升”（2处）：" in text
    assert "有所提升”、社会效益" not in text


def test_grounds_are_named_once_whatever_part_of_them_is_meant() -> None:
    rows = ["数量指标 | 维护设备数量 | ≥186%", "成本指标 | 维护总成本 | ≤90万元"]
    ground = next(line for line in _said(rows, total_annual="60,000").splitlines() if "进行了审核" in line)
    assert ground.count("财预〔2015〕88号") == 1
    assert "（资金匹配性）" not in ground


def test_weights_and_sums_hang_on_the_form_and_money_is_printed_as_the_form_prints_it() -> None:
    case = {
        "columns": ["weight"],
        "rows": ["数量指标 | 维护设备数量 | ≥35台 | 30", "质量指标 | 设备完好率 | ≥98% | 40"],
        "fields": {"project": "网络维护", "total_annual": "50万元", "funding": {"省级财政资金": "300,000元", "县级财政资金": "100,000元"}},
    }
    (text,) = _letter(case).values()
    assert "各指标权重（分值）合计为70" in text
    assert "”：各指标权重" not in text
    assert "各项资金来源合计40万元，与总额50万元不一致" in text


def test_a_list_of_fields_is_not_torn_by_a_name_that_is_a_list() -> None:
    text = _said(["数量指标 | 维护设备数量 | ≥35台"], measures="按合同约定执行维护工作", necessity="按合同约定执行维护工作")
    assert "项目设立必要性、“制度、措施”内容相同" in text


def test_common_problems_stand_under_the_heading_that_names_their_rule_most_exactly() -> None:
    fields = {"unit": "青禾县河道所", "total_annual": "0"}
    cases = [{"rows": ["数量指标 | 维护设备数量 | ≥35台"], "fields": {**fields, "project": name}} for name in ("甲堤维护", "乙堤维护")]
    (text,) = _letter(*cases).values()
    assert "资金填报不够准确，或与目标不匹配。\n资金总额为0或负数（涉及2个项目）" in text
    assert "前后内容不一致" not in text


def test_projects_of_one_name_are_told_apart_by_their_codes() -> None:
    cases = [
        {"rows": ["社会效益 | 群众生活水平 | 有所提升"], "fields": {"project": "河堤维护", "unit": "青禾县河道所", "code": code}}
        for code in ("QH0001", "QH0002")
    ]
    (text,) = _letter(*cases, {**cases[0], "fields": {**cases[0]["fields"], "project": "河道清淤", "code": "QH0003"}}).values()
    assert "如“河堤维护（QH0001）”" in text
    assert "“河堤维护（QH0002）”的" in text
    assert "河道清淤（QH0003）" not in text


def test_what_only_the_annex_says_is_promised_only_where_there_is_such() -> None:
    rows = [
        "数量指标 | 维护设备数量 | ≥186%",
        "质量指标 | 设备完好率 | ≥98%",
        "社会效益 | 故障停用时间 | ≤24小时",
        "满意度 | 人员满意度 | ≥90%",
    ]
    assert "按项目金额从大到小列示。" in _said([*rows, "时效指标 | 故障响应时间 | ≤4小时", "成本指标 | 维护成本 | ≤6万元"])
    assert "文字类、提示类问题见附件。" in _said([*rows, "时效指标 | 故障响应时间 | ≤4小时", "生态效益 | 不适用 | 不适用"])


def test_what_a_finding_names_together_survives_the_way_through_other_processes() -> None:
    from linter.model.finding import spoken

    form = form_data({"rows": ["数量指标 | 巡查人数 | ≥186人", "质量指标 | 巡查合格率 | ≥98%"], "fields": {"project": "堤防维护"}})
    for row in form["indicators"]:
        row["explanation"] = ""
    result = run([Job("表.json", data=json.dumps({"forms": [form]}, ensure_ascii=False).encode())], Settings())
    (finding,) = [one for one in map(spoken, result.findings) if one.code == "JX111"]
    assert with_cell(finding).startswith("有2个指标的指标解释未填写")
