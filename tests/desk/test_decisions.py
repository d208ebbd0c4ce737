"""Decisions: what they need, what they change, taken back, made many at a time, made in two windows, kept for the next round."""

from __future__ import annotations

import io
import json
from typing import Any

import docx
import openpyxl
import pytest

from linter.policy.suppression import read_review
from tests.desk.conftest import forms
from tests.support.desk import Office


@pytest.fixture
def batch(office: Office) -> int:
    return office.batch(("甲.json", forms("平台运维", "设备维护")), ("乙.json", forms("桥梁检测", unit="青禾县交通局")))


def _form(office: Office, number: int) -> Any:
    with office.store.reading() as c:
        return c.execute("SELECT * FROM forms WHERE id = ?", (number,)).fetchone()


def test_a_decision_is_kept_counted_and_written_down(office: Office, batch: int) -> None:
    office.post("/reviewer", name=" 王  审核 ")
    first = office.findings(batch)[0]
    before = _form(office, first["form"])
    state = office.decide(first, "不采纳", "合同已约定")
    after = _form(office, first["form"])
    assert (before["status"], after["status"]) == ("未审", "在审")
    assert after["undecided"] == before["undecided"] - 1 == state["left"]
    assert (state["decision"], state["reason"], state["reviewer"]) == ("不采纳", "合同已约定", "王 审核")
    with office.store.reading() as c:
        (line,) = c.execute("SELECT * FROM ledger").fetchall()
    assert (line["reviewer"], line["message"], line["cell"], line["project"]) == ("王 审核", first["message"], first["cell"], "平台运维")


def test_the_last_decision_makes_a_form_done(office: Office, batch: int) -> None:
    form = office.findings(batch)[0]["form"]
    for row in office.findings(batch):
        if row["form"] == form:
            office.decide(row, "采纳")
    assert _form(office, form)["status"] == "已审"


@pytest.mark.parametrize(
    ("decision", "reason", "wording", "said"),
    [("不采纳", "  ", "", "理由"), ("改写", "", " ", "写出意见"), ("也许", "", "", "没有这种处理")],
)
def test_a_decision_says_what_it_lacks(office: Office, batch: int, decision: str, reason: str, wording: str, said: str) -> None:
    assert said in office.decide(office.findings(batch)[0], decision, reason, wording, status=400)["error"]
    assert not any(row["decision"] for row in office.findings(batch))


def test_two_windows_do_not_overwrite_each_other(office: Office, batch: int) -> None:
    first = office.findings(batch)[0]
    office.decide(first, "采纳")
    told = office.decide(first, "不采纳", "不影响考核", status=409)["error"]
    assert "另一窗口" in told
    assert "采纳" in told
    assert office.findings(batch)[0]["decision"] == "采纳"


def test_undo_goes_back_step_by_step(office: Office, batch: int) -> None:
    first, second = office.findings(batch)[:2]
    office.decide(first, "采纳")
    office.decide(second, "不采纳", "合同已约定")
    assert office.post(f"/b/{batch}/undo")["state"]["id"] == second["id"]
    assert [row["decision"] for row in office.findings(batch)[:2]] == ["采纳", ""]
    office.post(f"/b/{batch}/undo")
    assert not any(row["decision"] for row in office.findings(batch))
    assert office.post(f"/b/{batch}/undo")["count"] == 0


def test_a_whole_rule_is_decided_at_once_and_taken_back_at_once(office: Office, batch: int) -> None:
    codes = [row["code"] for row in office.findings(batch)]
    code = max(codes, key=codes.count)
    of_rule = [row for row in office.findings(batch) if row["code"] == code]
    assert len(of_rule) > 1
    office.decide(of_rule[0], "采纳")
    data = {"csrf": office.csrf, "code": code, "decision": "不采纳", "reason": "系统格式所限"}
    assert office.client.post(f"/b/{batch}/decide", data=data).status_code == 200
    now = {row["id"]: row["decision"] for row in office.findings(batch)}
    assert now[of_rule[0]["id"]] == "采纳", "what was decided stays"
    assert all(now[row["id"]] == "不采纳" for row in of_rule[1:])
    assert sum(bool(decision) for decision in now.values()) == len(of_rule)
    assert office.post(f"/b/{batch}/undo")["count"] == len(of_rule) - 1
    assert sum(bool(row["decision"]) for row in office.findings(batch)) == 1


def test_chosen_forms_and_a_unit_are_decided_at_once(office: Office, batch: int) -> None:
    form = office.findings(batch)[0]["form"]
    office.client.post(f"/b/{batch}/decide", data={"csrf": office.csrf, "form": str(form), "decision": "采纳"})
    assert {row["form"] for row in office.findings(batch) if row["decision"]} == {form}
    office.client.post(f"/b/{batch}/decide", data={"csrf": office.csrf, "unit": "青禾县交通局", "decision": "采纳"})
    assert {_form(office, row["form"])["unit"] for row in office.findings(batch) if row["decision"]} == {"青禾县水务局", "青禾县交通局"}


def test_the_next_undecided_form_is_found(office: Office, batch: int) -> None:
    for form in (1, 2, 3):
        answer = office.client.get(f"/b/{batch}/next", follow_redirects=False)
        office.client.post(
            f"/b/{batch}/decide", data={"csrf": office.csrf, "form": answer.headers["location"].split("?")[0][3:], "decision": "采纳"}
        )
        assert office.store.progress(batch).undecided == 0 or form < 3
    assert "told=" in office.client.get(f"/b/{batch}/next", follow_redirects=False).headers["location"]


def test_a_remark_of_ones_own_goes_into_every_output(office: Office, batch: int) -> None:
    made = office.post("/f/1/remark", key="indicators[0].annual.value", message="与合同数量不符", advice="请附合同")
    page = office.get("/f/1")
    assert "与合同数量不符" in page
    text = office.make(batch, "txt", only="accepted").text
    assert "数量指标“服务单位数量”：与合同数量不符请附合同" in text
    assert "没有这个单元格" not in text
    assert "表中没有" in office.post("/f/1/remark", 400, key="indicators[99].annual.value", message="无")["error"]
    assert "请写出" in office.post("/f/1/remark", 400, key="", message=" ")["error"]
    office.post(f"/d/{made['finding']}/remove")
    assert "与合同数量不符" not in office.make(batch, "txt", only="standing").text
    assert "不存在" in office.post(f"/d/{office.findings(batch)[0]['id']}/remove", 404)["error"], "findings of rules stay"


def test_a_remark_on_the_form_as_a_whole(office: Office, batch: int) -> None:
    office.post("/f/1/remark", key="", message="请与主管部门会商后再报")
    assert "请与主管部门会商后再报" in office.make(batch, "txt", only="accepted").text


def test_outputs_follow_the_decisions(office: Office, batch: int) -> None:
    first, second, third = office.findings(batch)[:3]
    office.decide(first, "采纳")
    office.decide(second, "不采纳", "合同已约定")
    office.decide(third, "改写", wording="请补充面向全县的工作量。")
    said = {only: office.make(batch, "md", only=only).text for only in ("accepted", "standing")}
    assert first["message"] in said["accepted"]
    assert "请补充面向全县的工作量。" in said["accepted"]
    others = {row["message"] for row in office.findings(batch)[3:]} - {first["message"]}
    assert not any(message in said["accepted"] for message in others)
    assert all(row["message"] not in said["accepted"] for row in (second, third))
    first_form = said["standing"].split("设备维护")[0]
    assert all(row["message"] not in first_form for row in (second, third))


def _words(kind: str, content: bytes) -> str:
    if kind in ("docx", "audit"):
        document = docx.Document(io.BytesIO(content))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    if kind in ("xlsx", "initial", "matrix"):
        sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        return "\n".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return content.decode()


@pytest.mark.parametrize("kind", ["docx", "audit", "xlsx", "initial", "matrix", "matrix_page", "txt", "html", "md"])
def test_what_nobody_decided_on_is_never_called_free_of_problems(office: Office, kind: str) -> None:
    batch = office.batch(("甲.json", forms("平台运维")))
    words = _words(kind, office.make(batch, kind, only="accepted").content)
    count = office.store.progress(batch).undecided
    assert f"{count}处意见尚未审定" in words
    assert "未发现需要修改的问题" not in words.replace("已审定的部分未发现需要修改的问题", "")
    assert "未发现问题" not in words
    for row in office.findings(batch):
        office.decide(row, "不采纳", "合同已约定")
    words = _words(kind, office.make(batch, kind, only="accepted").content)
    assert "尚未审定" not in words


def test_what_was_decided_is_carried_to_the_next_round_and_year(office: Office, batch: int) -> None:
    rejected, accepted = office.findings(batch)[:2]
    office.decide(rejected, "不采纳", "合同已约定")
    office.decide(accepted, "采纳")
    second = office.batch(("改.json", forms("设备维护", "平台运维")), previous=batch)
    carried = {row["fingerprint"]: row for row in office.findings(second) if row["decision"]}
    assert set(carried) == {rejected["fingerprint"], accepted["fingerprint"]}
    assert (carried[rejected["fingerprint"]]["reason"], carried[rejected["fingerprint"]]["carried"]) == ("合同已约定", 1)
    office.client.post(f"/b/{batch}/delete", data={"csrf": office.csrf})
    third = office.batch(("再改.json", forms("平台运维")))
    assert rejected["fingerprint"] in {row["fingerprint"] for row in office.findings(third) if row["decision"] == "不采纳"}


def test_a_decision_taken_back_is_not_carried(office: Office, batch: int) -> None:
    office.decide(office.findings(batch)[0], "不采纳", "合同已约定")
    office.post(f"/b/{batch}/undo")
    second = office.batch(("改.json", forms("平台运维", "设备维护")))
    assert not any(row["decision"] for row in office.findings(second))


# -- the ledger ----------------------------------------------------------------------------------------------------------------


def _import(office: Office, data: bytes, name: str = "台账.json", status: int = 200) -> str:
    answer = office.client.post("/ledger/import", data={"csrf": office.csrf}, files={"file": (name, data)})
    assert answer.status_code == status, answer.text
    return str(answer.text)


def test_the_ledger_goes_out_in_words_and_comes_in_again(office: Office, batch: int, tmp_path: Any) -> None:
    first, second = office.findings(batch)[:2]
    office.decide(first, "不采纳", "合同已约定")
    office.decide(second, "改写", wording="请补充。")
    told = json.loads(office.client.get("/ledger/export").content)["decisions"]
    assert {one["message"] for one in told} == {first["message"], second["message"]}
    assert {one["project"] for one in told} == {"平台运维"}
    for name, content in (
        ("台账.json", office.client.get("/ledger/export").content),
        ("台账.xlsx", office.client.get("/ledger/export?as=xlsx").content),
    ):
        other = Office(tmp_path / f"{name}.sqlite")
        into = other.batch(("甲.json", forms("平台运维", "设备维护")))
        assert "导入2条" in _import(other, content, name)
        assert [(row["decision"], row["reason"], row["wording"]) for row in other.findings(into)[:2]] == [
            ("不采纳", "合同已约定", ""),
            ("改写", "", "请补充。"),
        ]
        assert "2条原已相同" in _import(other, content, name)


def test_the_exported_ledger_is_a_review_for_check(office: Office, batch: int, tmp_path: Any) -> None:
    office.decide(office.findings(batch)[0], "不采纳", "合同已约定")
    path = tmp_path / "台账.json"
    path.write_bytes(office.client.get("/ledger/export").content)
    (suppression,) = read_review(path)
    assert suppression.reason == "合同已约定"


def test_decisions_of_the_static_report_come_in(office: Office, batch: int) -> None:
    first = office.findings(batch)[0]
    row = {"rule": first["code"], "fingerprint": first["fingerprint"], "decision": "不采纳", "reason": "已核实", "by": "李"}
    _import(office, json.dumps({"decisions": [row]}).encode())
    assert (office.findings(batch)[0]["decision"], office.findings(batch)[0]["reviewer"]) == ("不采纳", "李")


def test_two_reviewers_are_brought_together_and_conflicts_shown(office: Office, batch: int) -> None:
    first, second = office.findings(batch)[:2]
    office.decide(first, "采纳")
    rows = [
        {"rule": row["code"], "fingerprint": row["fingerprint"], "decision": "不采纳", "reason": "已核实", "by": "李"}
        for row in (first, second)
    ]
    page = _import(office, json.dumps({"decisions": rows}).encode())
    assert "1条与本台账不一致" in page
    assert "用导入的" in page
    assert [row["decision"] for row in office.findings(batch)[:2]] == ["采纳", "不采纳"]
    office.client.post("/ledger/conflict/1", data={"csrf": office.csrf, "take": "theirs"})
    assert office.findings(batch)[0]["decision"] == "不采纳"
    assert "用导入的" not in office.get("/ledger")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no json", "不是台账文件"),
        (b"\xff\xfe\x00", "不是台账文件"),
        (b"{}", "没有 decisions"),
        (b"[1]", "第1条"),
        (b'[{"rule": "JX101", "fingerprint": "x", "decision": "maybe"}]', "第1条"),
        (b'[{"rule": "JX101", "fingerprint": "x"}, {"rule": "", "fingerprint": "x"}]', "第2条"),
        (b'[{"rule": 5, "fingerprint": "x"}]', "应为文字"),
    ],
)
def test_a_broken_ledger_says_where_and_changes_nothing(office: Office, batch: int, data: bytes, said: str) -> None:
    assert said in _import(office, data, status=400)
    assert "没有导入" in _import(office, data, status=400)
    assert not any(row["decision"] for row in office.findings(batch))


def test_a_broken_workbook_says_which_row(office: Office) -> None:
    book = openpyxl.Workbook()
    book.active.append(["规则", "指纹", "处理"])  # type: ignore[union-attr]
    book.active.append(["JX402", "v1:a", "采纳"])  # type: ignore[union-attr]
    book.active.append(["JX402", "v1:b", "再说"])  # type: ignore[union-attr]
    stream = io.BytesIO()
    book.save(stream)
    assert "第3行" in _import(office, stream.getvalue(), "台账.xlsx", 400)
    book.active["A1"] = "代号"  # type: ignore[index]
    stream = io.BytesIO()
    book.save(stream)
    assert "“规则”" in _import(office, stream.getvalue(), "台账.xlsx", 400)


def test_rules_are_ranked_by_how_often_they_are_followed(office: Office, batch: int) -> None:
    from linter.desk.ledger import stats
    from linter.reports.statistics.intervals import wilson

    first, second, third = office.findings(batch)[:3]
    office.decide(first, "不采纳", "合同已约定")
    office.decide(second, "采纳")
    office.decide(third, "改写", wording="请补充。")
    found = stats(office.store)
    assert sum(one.accepted for one in found) == 2
    assert sum(one.rejected for one in found) == 1
    assert found[0].rejected == 1
    assert all(one.low <= one.share <= one.high for one in found)
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.49, 0.943)  # Wilson's interval for 8 of 10
