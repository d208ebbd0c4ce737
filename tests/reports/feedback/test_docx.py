"""The review letter and the audit sheet: order, register, numbering, fonts, the bureau's own template."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner
from docx.oxml.ns import qn

from linter.cli.app import jixiao
from linter.knowledge.resources import template_path
from linter.model.finding import Severity
from linter.policy.settings import Settings
from linter.reports.feedback import FeedbackOptions, feedback_named
from linter.reports.feedback._merit import merit
from linter.reports.feedback.api import CannotReport
from linter.reports.feedback.batch import batch_of
from linter.reports.feedback.model import Batch
from linter.reports.feedback.scoring import score
from linter.reports.feedback.words import DISCLAIMER
from linter.run.pipeline import Job, run
from tests.support.cases import form_data
from tests.support.filed import FAULTY_ROWS
from tests.support.office import parts

ROOT = Path(__file__).parents[3]
OPTIONS = FeedbackOptions(date(2026, 1, 20), issuer="青禾县财政局", deadline=date(2026, 2, 10))
FORBIDDEN = re.compile(r"错误|违规|造假|不合格|JX\d|AI|[\U0001F300-\U0001FAFF]")


def case(project: str, total: str, unit: str = "青禾县民政局", rows: Sequence[str] = FAULTY_ROWS) -> dict[str, Any]:
    fields = {"project": project, "total_annual": total, "unit": unit, "department": unit}
    return {"rows": list(rows), "fields": fields}


CASES = [
    case("小额项目", "50,000"),
    case("大额项目 <甲>&乙", "8,000,000"),
    case("中额项目", "900,000"),
    case("他单位项目", "1", "青禾县水务局"),
]


def reviewed(cases: Sequence[dict[str, Any]], previous: Sequence[dict[str, Any]] | None = None, unread: bool = False) -> Batch:
    def checked(found: Sequence[dict[str, Any]]) -> Any:
        forms = {"forms": [form_data(one, n) for n, one in enumerate(found, start=1)]}
        jobs = [Job("表.json", data=json.dumps(forms, ensure_ascii=False).encode())]
        return run([*jobs, Job("表.json", data=b"")] if unread else jobs, Settings())

    return batch_of(checked(cases), checked(previous) if previous is not None else None)


def made(batch: Batch, to: str = "docx", options: FeedbackOptions = OPTIONS) -> dict[str, bytes]:
    return {name: bytes(data) if isinstance(data, bytes) else b"" for name, data in feedback_named(to).render(batch, options)}


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def clean() -> Batch:
    """The review of a form nothing is said of."""
    source = (ROOT / "examples/forms/good-form.txt").read_bytes()
    batch = batch_of(run([Job("好.txt", data=source)], Settings(ignore=frozenset({"JX609"}))))
    assert not batch.projects[0].remarks
    return batch


def text_of(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


@pytest.fixture(scope="module")
def batch() -> Batch:
    return reviewed(CASES, unread=True)


@pytest.fixture(scope="module")
def letters(batch: Batch) -> dict[str, bytes]:
    return made(batch)


@pytest.fixture(scope="module")
def letter(letters: dict[str, bytes]) -> Any:
    return opened(next(data for name, data in letters.items() if "民政局" in name))


def test_one_letter_a_unit(letters: dict[str, bytes]) -> None:
    assert sorted(letters) == [f"关于青禾县{unit}2026年项目支出绩效目标的审核意见" for unit in ("民政局", "水务局")]


def test_a_letter_takes_the_year_of_its_own_unit() -> None:
    units = {"青禾县民政局": 2026, "青禾县水务局": 2025}
    cases = [case("甲", "50,000", unit) | {"year": year} for unit, year in units.items()]
    cases.append(case("乙", "80,000", "青禾县民政局") | {"year": 2026})
    assert sorted(made(reviewed(cases))) == sorted(f"关于{unit}{year}年项目支出绩效目标的审核意见" for unit, year in units.items())


def test_the_parts_stand_in_the_order_of_an_official_letter(letter: Any) -> None:
    body = "\n".join(text_of(letter))
    marks = (
        *("关于青禾县民政局2026年", "项目支出绩效目标的审核意见", "你单位：", "共3个项目，涉及资金895.00万元", "从审核情况看"),
        *("一、共性问题", "二、重点项目具体意见", "三、有关要求", "于2026年2月10日前", "不进入预算编制下一环节", "附件：青禾县民政局"),
        *("青禾县财政局", "2026年1月20日", "审核问题清单", "未检查的内容"),
    )
    places = [body.find(mark) for mark in marks]
    assert -1 not in places, marks[places.index(-1)]
    assert places[:-2] == sorted(places[:-2])


def test_key_projects_come_by_amount_with_numbered_remarks(letter: Any) -> None:
    lines = text_of(letter)
    start = next(n for n, line in enumerate(lines) if line.startswith("二、"))
    heads = [line for line in lines[start:] if re.match(r"（[一二三]）.+（.+万元）$", line)]
    assert heads == ["（一）大额项目<甲>&乙（800.00万元）", "（二）中额项目（90.00万元）", "（三）小额项目（5.00万元）"]
    first = lines.index(heads[0])
    assert [line[:2] for line in lines[first + 1 : first + 4]] == ["1.", "2.", "3."]


def test_common_problems_are_grouped_and_name_examples(letter: Any) -> None:
    lines = text_of(letter)
    shared = lines[lines.index("一、共性问题") + 1 : next(n for n, line in enumerate(lines) if line.startswith("二、"))]
    assert any(re.match(r"（[一二三四]）.+。$", line) for line in shared)
    told = [line for line in shared if "（涉及3个项目）。如“大额项目<甲>&乙”" in line]
    assert told
    assert all("“中额项目”" in line and "“小额项目”" in line and "也属此类" in line for line in told)


def test_the_letter_keeps_the_register_and_leaves_wording_to_the_annex(letter: Any) -> None:
    for line in text_of(letter):
        assert not FORBIDDEN.search(line), line
    assert "相应" not in "".join(line for line in text_of(letter) if "疑为" in line), "a typo is no matter for the letter"
    (table,) = letter.tables
    assert any("“相应”疑为“响应”" in cell.text for row in table.rows for cell in row.cells)


def test_the_annex_lists_every_problem_with_its_code(letter: Any, batch: Batch) -> None:
    (table,) = letter.tables
    heads = [cell.text for cell in table.rows[0].cells]
    assert heads == ["序号", "所在位置", "原填报内容", "存在问题", "修改建议", "单位修改情况", "备注"]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    problems = [row for row in rows if row[0].isdigit()]
    remarks = [remark for project in batch.units[0].projects for remark in project.remarks]
    assert [row[0] for row in problems] == [str(n) for n in range(1, len(remarks) + 1)]
    assert [row[3] for row in problems] == [remark.problem for remark in remarks]
    assert all(remark.code in row[6] for row, remark in zip(problems, remarks, strict=True))
    assert [row[0] for row in rows if not row[0].isdigit()] == [
        "大额项目<甲>&乙（800.00万元）",
        "中额项目（90.00万元）",
        "小额项目（5.00万元）",
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None, "the header is repeated on every page"


def test_office_fonts_and_page(letter: Any) -> None:
    fonts = {
        style.name: style.element.rPr.rFonts.get(qn("w:eastAsia"))
        for style in letter.styles
        if style.element.rPr is not None and style.element.rPr.rFonts is not None
    }
    wanted = {"公文标题": "方正小标宋简体", "公文正文": "仿宋_GB2312", "公文一级": "黑体", "公文二级": "楷体_GB2312"}
    assert wanted.items() <= fonts.items()
    section = letter.sections[0]
    assert [round(x.mm) for x in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)] == [37, 35, 28, 26]
    assert letter.styles["公文正文"].font.size.pt == 16


def test_without_a_deadline_a_blank_is_left(batch: Batch) -> None:
    data = next(iter(made(batch, options=FeedbackOptions(date(2026, 1, 20))).values()))
    body = "\n".join(text_of(opened(data)))
    assert "于　　年　　月　　日前" in body
    assert "（落款单位）" in body


def test_the_same_input_gives_the_same_bytes(batch: Batch, letters: dict[str, bytes]) -> None:
    assert made(batch) == letters
    core = parts(next(iter(letters.values())))["docProps/core.xml"]
    assert core.count(b"2026-01-20T00:00:00Z") == 2


def test_merit_is_only_what_is_true() -> None:
    whole = ["数量指标 | 服务单位数量 | ≥186家", "社会效益 | 群众受益人数 | ≥300人", "服务对象满意度 | 使用单位满意度 | ≥90%"]
    (good,) = reviewed([case("甲", "50,000", rows=whole)]).units
    assert "产出、效益、满意度指标均已设置" in merit(good)
    (less,) = reviewed([case("甲", "50,000", rows=whole), case("乙", "50,000", rows=whole[:2])]).units
    assert "满意度" not in merit(less)
    (vague,) = reviewed([case("甲", "50,000", rows=["数量指标 | 服务 | 若干"])]).units
    assert "具体数值" not in merit(vague)


def test_a_unit_without_problems_gets_neither_demands_nor_an_annex() -> None:
    ((_, data),) = made(clean()).items()
    document = opened(data)
    body = "\n".join(text_of(document))
    assert "本次审核未发现需要修改的问题" in body
    assert "有关要求" not in body
    assert "附件" not in body
    assert not document.tables


def test_the_second_round_is_told() -> None:
    later = [case("甲", "50,000", rows=["数量指标 | 服务单位数量 | ≥186户", *FAULTY_ROWS[1:]])]
    ((_, data),) = made(reviewed(later, [case("甲", "50,000")])).items()
    document = opened(data)
    body = "\n".join(text_of(document))
    assert re.search(r"与上一轮审核意见逐条比对：已修改\d+条、部分修改\d+条、未修改\d+条、新增问题\d+条。", body)
    assert "【未修改】" in body
    assert any("复核：已修改；JX402" in row.cells[-1].text for row in document.tables[0].rows)


def test_general_remarks_alone_are_not_called_clean() -> None:
    from msgspec.structs import replace

    batch = clean()
    remark = reviewed(CASES[:1]).projects[0].remarks[0]
    told = replace(remark, severity=Severity.ERROR, problem="两处不一致。", code="JX904")
    unit = replace(batch.units[0], general=(told,))
    ((_, data),) = made(replace(batch, units=(unit,))).items()
    body = "\n".join(text_of(opened(data)))
    assert "但文字说明与各表核对有1处需要核实" in body
    assert "有关要求" in body


@pytest.mark.parametrize("to", ["docx", "audit"])
def test_nobody_to_write_to_is_said(to: str) -> None:
    with pytest.raises(CannotReport, match=r"没有找到绩效目标表（空\.txt：文件为空）"):
        made(batch_of(run([Job("空.txt", data=b"")], Settings())), to)


# -- templates -----------------------------------------------------------------------------------------------------------------


def own(*texts: str) -> bytes:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


FULL = (
    "{{ 单位 }}：{{ 总体情况 }}{{ 日期 }}",
    "{%p for 类 in 共性问题 %}",
    "{{ 类.名称 }}",
    "{%p endfor %}",
    "{{ 重点项目|length }}个；{{ 问题清单|length }}组；{{ 未检查|length }}处未检查",
)


def test_a_bureau_uses_its_own_template(tmp_path: Path, batch: Batch) -> None:
    (tmp_path / "本局.docx").write_bytes(own(*FULL))
    found = made(batch, options=FeedbackOptions(date(2026, 1, 20), template=tmp_path / "本局.docx"))
    lines = text_of(opened(next(data for name, data in found.items() if "民政局" in name)))
    assert lines[0].startswith("青禾县民政局：从审核情况看")
    assert lines[-1] == "3个；3组；1处未检查"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (own("{{ 单位 }}{{ 总体情况 }}{{ 日期 }}{{ 未检查 }}"), "缺少栏目：共性问题、重点项目、问题清单；请在模板中加入"),
        (own(*FULL, "{{ 签发人 }}"), "栏目无法识别：签发人；可用的栏目：依据、"),
        (own(*FULL, "{% if 年度 %}"), "标记写法有误"),
        (own(*FULL, "{{ 单位.__class__.__mro__ }}"), "无法填写"),
        (own(*FULL, "{{ 项目数 + 单位 }}"), "无法填写"),
        (b"PK not a document", "不是可用的 Word 文档"),
    ],
    ids=["fields missing", "unknown field", "broken mark", "reaches into objects", "sum of number and text", "no document"],
)
def test_a_template_that_will_not_do_is_named(tmp_path: Path, batch: Batch, data: bytes, says: str) -> None:
    (tmp_path / "模板.docx").write_bytes(data)
    with pytest.raises(CannotReport, match=says) as caught:
        made(batch, options=FeedbackOptions(date(2026, 1, 20), template=tmp_path / "模板.docx"))
    assert "\n" not in str(caught.value)


def _command(tmp_path: Path, *more: str) -> Any:
    (tmp_path / "空.docx").write_bytes(own("{{ 单位 }}"))
    return CliRunner().invoke(jixiao, ["report", str(ROOT / "examples/disclosure.txt"), "--no-config", *more])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (lambda path: ("--to", "docx", "--template", f"{path}/空.docx", "-o", str(path)), "缺少栏目"),
        (lambda path: ("--to", "txt", "--template", f"{path}/空.docx"), "--template 只用于 --to docx、audit"),
    ],
)
def test_the_command_says_what_to_do(tmp_path: Path, arguments: Callable[[Path], tuple[str, ...]], says: str) -> None:
    result = _command(tmp_path, *arguments(tmp_path))
    assert result.exit_code == 2
    assert says in result.output
    assert "Traceback" not in result.output


def test_letters_go_to_a_folder_one_a_unit(tmp_path: Path) -> None:
    result = _command(tmp_path, "--to", "docx", "-o", str(tmp_path / "意见"), "--today", "2026-01-20")
    assert result.exit_code == 0, result.output
    assert len(list((tmp_path / "意见").glob("关于*的审核意见.docx"))) == 2


def test_letters_of_several_units_go_to_a_folder_where_a_file_is_named(tmp_path: Path) -> None:
    result = _command(tmp_path, "--to", "docx", "-o", str(tmp_path / "意见.docx"), "--today", "2026-01-20")
    assert result.exit_code == 0, result.output
    assert "不止一个单位，每个单位一份，写到文件夹" in result.output
    assert not (tmp_path / "意见.docx").exists()
    assert len(list((tmp_path / "意见").glob("关于*的审核意见.docx"))) == 2


def test_a_template_that_will_not_do_is_refused_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linter.run.pipeline.checked", lambda *_, **__: pytest.fail("checked first"))
    result = _command(tmp_path, "--to", "docx", "--template", str(tmp_path / "空.docx"), "-o", str(tmp_path / "意见"))
    assert (result.exit_code, "缺少栏目" in result.output) == (2, True)


@pytest.mark.parametrize("name", ["letter", "audit"])
def test_the_shipped_template_is_the_one_its_script_writes(name: str) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("templates", ROOT / "docs/templates.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    fresh = io.BytesIO()
    getattr(module, name)().save(fresh)
    shipped = parts(template_path(f"{name}.docx").read_bytes())
    for part in ("word/document.xml", "word/styles.xml"):
        assert parts(fresh.getvalue())[part] == shipped[part], f"run python docs/templates.py ({part})"


# -- audit sheet ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sheets(batch: Batch) -> Any:
    return opened(next(data for name, data in made(batch, "audit").items() if "民政局" in name))


def test_a_sheet_a_project_with_the_official_items(sheets: Any) -> None:
    assert text_of(sheets).count("项目支出绩效目标审核参考（机审部分）") == 3
    assert len(sheets.tables) == 3
    rows = [[cell.text for cell in row.cells] for row in sheets.tables[0].rows[1:]]
    assert [row[0] for row in rows[::2]] == ["一、完整性（20分）", "二、相关性（30分）", "三、适当性（30分）", "四、可行性（20分）"]
    assert [(row[1], row[2]) for row in rows] == [
        *(("规范完整性", "10"), ("明确清晰性", "10"), ("目标相关性", "15"), ("指标科学性", "15")),
        *(("绩效合理性", "15"), ("资金匹配性", "15"), ("实现可能性", "10"), ("条件充分性", "10")),
    ]


def test_machine_items_show_evidence_and_human_items_stay_blank(sheets: Any, batch: Batch) -> None:
    rows = {row.cells[1].text: [cell.text for cell in row.cells] for row in sheets.tables[0].rows[1:]}
    assert re.match(r"机审发现\d+处：.+。$", rows["指标科学性"][4])
    assert rows["实现可能性"][4] == ""
    for name in ("目标相关性", "条件充分性"):
        assert not rows[name][4] or rows[name][4].startswith("供判断参考：")
    assert all(row[5] == "" for row in rows.values()), "the reviewer's column"
    hits = re.match(r"机审发现(\d+)处", rows["指标科学性"][4])
    (item,) = [one for one in batch.units[0].projects[0].score.items if one.name == "指标科学性"]
    assert hits is not None
    assert int(hits[1]) == sum(loss.hits for loss in item.losses)


def test_no_total_and_no_grade(sheets: Any, batch: Batch) -> None:
    body = "\n".join([*text_of(sheets), *(cell.text for table in sheets.tables for row in table.rows for cell in row.cells)])
    assert "不计总分、不定等级" in body
    assert DISCLAIMER in body
    body = body.replace("不计总分、不定等级", "").replace(DISCLAIMER, "")
    assert not re.search(r"总分|得分|等级|优|良|JX\d", body)
    assert str(batch.units[0].projects[0].score.value) not in body
    assert score([], {}).value == 100


def test_clean_projects_say_so() -> None:
    ((_, data),) = made(clean(), "audit").items()
    told = [row.cells[4].text for row in opened(data).tables[0].rows[1:]]
    assert told.count("机审未发现问题。") == 5
