"""The second round: new versions beside the first, what became of each remark, and what was changed for show."""

from __future__ import annotations

import io
import re

import docx

from tests.desk.conftest import forms
from tests.support.desk import Office

BEFORE = ["数量指标 | 服务单位数量 | ≥186%", "质量指标 | 财务管理意识 | 稳定稳定", "成本指标 | 运维费用 | 按标准执行"]
NOW = [
    "数量指标 | 服务单位数量 | ≥186户",
    "质量指标 | 财务管理意识 | ≥95%",
    "成本指标 | 运维费用 | 按标准执行",
    "时效指标 | 服务进度 | 及时",
]


def _rounds(office: Office) -> int:
    first = office.batch(("甲.json", forms("平台运维", rows=BEFORE)))
    rejected = next(row for row in office.findings(first) if row["code"] == "JX204")
    office.decide(rejected, "不采纳", "合同已约定")
    return office.batch(
        (
            "甲（修改后）.json",
            forms("平台运维", rows=NOW),
        ),
        name="第二轮",
        previous=first,
    )


def test_the_worklist_counts_what_became_of_each_remark(office: Office) -> None:
    page = office.get(f"/b/{_rounds(office)}")
    shown = re.sub(r"<[^>]+>", "", page[page.index("class=became>") : page.index("</small>", page.index("class=became>"))])
    counts = dict(re.findall(r"([一-龥]+)(\d+)", shown))
    assert counts["敷衍"] == "1"
    assert int(counts["已改"]) >= 1
    assert int(counts["新增"]) >= 1


def test_the_form_marks_each_remark_and_lists_what_is_settled(office: Office) -> None:
    batch = _rounds(office)
    with office.store.reading() as c:
        form = c.execute("SELECT id FROM forms WHERE batch = ?", (batch,)).fetchone()[0]
    page = office.get(f"/f/{form}")
    assert "部分修改，只换成了“≥95%”，名称未变" in page
    settled = page[page.index("上一轮意见中已修改") :]
    assert "服务单位数量" in settled[: settled.index("</p>")]
    assert "新增问题</b>时效指标“服务进度”" in page


def test_the_letter_of_the_second_round_says_so(office: Office) -> None:
    answer = office.make(_rounds(office), "docx", only="standing")
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert "项目支出绩效目标的复核意见" in text
    assert "对你单位修改后报送的" in text
    assert "其中1条只换了数字、符号或改成比率" in text


def test_a_first_round_says_nothing_of_it(office: Office) -> None:
    assert "became" not in office.get(f"/b/{office.batch(('甲.json', forms('平台运维')))}")


def test_a_project_under_a_new_name_is_held_against_what_it_was_and_that_is_said(office: Office) -> None:
    first = office.batch(("甲.json", forms("平台运维", rows=BEFORE)))
    batch = office.batch(("乙.json", forms("信息系统保障服务", rows=NOW)), name="第二轮", previous=first)
    assert "名称已改，上一轮为“平台运维”" in office.get(f"/b/{batch}")
    page = office.get(f"/f/{_only(office, batch)}")
    assert "名称已改，上一轮为“平台运维”" in page
    assert "上一轮意见中已修改" in page
    letter = "\n".join(
        paragraph.text for paragraph in docx.Document(io.BytesIO(office.make(batch, "docx", only="standing").content)).paragraphs
    )
    assert "“信息系统保障服务”名称已改，上一轮为“平台运维”，按同一项目比对，请核实。" in letter
    assert "名称已改，上一轮为“平台运维”。" in office.make(batch, "txt", only="standing").text


def _only(office: Office, batch: int) -> int:
    with office.store.reading() as c:
        return int(c.execute("SELECT id FROM forms WHERE batch = ?", (batch,)).fetchone()[0])


def test_a_project_of_another_unit_is_none_of_ours(office: Office) -> None:
    first = office.batch(("甲.json", forms("平台运维", rows=BEFORE)))
    batch = office.batch(("乙.json", forms("信息系统保障服务", rows=NOW, unit="青禾县民政局")), name="第二轮", previous=first)
    assert "名称已改" not in office.get(f"/b/{batch}")
    assert "上一轮意见中已修改" not in office.get(f"/f/{_only(office, batch)}")


def test_nothing_is_called_new_before_the_rounds_were_held_against_each_other(office: Office) -> None:
    batch = _rounds(office)
    with office.store.writing() as c:
        c.execute("UPDATE batches SET compared = 0 WHERE id = ?", (batch,))
    assert "新增" not in office.get(f"/b/{batch}")
    assert "新增问题" not in office.get(f"/f/{_only(office, batch)}")
