"""The clerk's side: cells of one's own form changed in place, written into the file and judged anew; everything else stays as it was."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest

from tests.desk.conftest import forms
from tests.support.desk import Office

EXAMPLES = Path(__file__).parents[2] / "examples/forms"
VALUE = "indicators[0].period.value"


class Own:
    """A form of one's own on a desk."""

    def __init__(self, office: Office, name: str, data: bytes) -> None:
        self.office = office
        self.batch = office.batch((name, data), kind="own")
        with office.store.reading() as c:
            self.form = int(c.execute("SELECT min(id) FROM forms WHERE batch = ?", (self.batch,)).fetchone()[0])

    @property
    def page(self) -> str:
        return self.office.get(f"/f/{self.form}/own")

    @property
    def seen(self) -> str:
        found = re.search(r'data-seen="(\w+)"', self.page)
        assert found is not None
        return found[1]

    def post(self, step: str, status: int = 200, **data: str) -> Any:
        return self.office.post(f"/f/{self.form}/{step}", status, **({"seen": self.seen} | data))

    def file(self) -> tuple[str, bytes]:
        answer = self.office.client.get(f"/f/{self.form}/corrected")
        return unquote(answer.headers["content-disposition"]), answer.content

    def codes(self) -> list[str]:
        return [row["code"] for row in self.office.findings(self.batch)]

    def offers(self, code: str) -> tuple[str, list[dict[str, str]]]:
        """The finding of a rule, and what it proposes."""
        (row,) = [row for row in self.office.findings(self.batch) if row["code"] == code]
        found = re.search(rf'data-id={row["id"]} data-offers="([^"]*)"', self.page)
        assert found is not None
        return str(row["id"]), json.loads(found[1].replace("&#34;", '"'))


@pytest.fixture
def own(office: Office) -> Own:
    return Own(office, "表.xlsx", (EXAMPLES / "bad-form.xlsx").read_bytes())


def test_a_file_opens_at_its_form_with_what_to_change_first(own: Own) -> None:
    answer = own.office.client.get(f"/b/{own.batch}", follow_redirects=False)
    assert answer.headers["location"] == f"/f/{own.form}/own"
    assert own.office.client.get(f"/f/{own.form}", follow_redirects=False).headers["location"] == f"/f/{own.form}/own"
    errors = sum(row["severity"] == 0 for row in own.office.findings(own.batch))
    assert f"先改这{errors}处" in own.page
    assert own.page.index("必改</b>") < own.page.index("提示</b>"), "the serious first"


def test_an_edit_is_judged_at_once_and_stands_in_the_file(own: Own) -> None:
    assert "JX402" in own.codes()
    told = own.post("edit", key=VALUE, twin=VALUE.replace("period", "annual"), text="≥186家")["told"]
    assert "“≥186%” → “≥186家”" in told
    assert "JX402" not in own.codes()
    assert "≥186家" in own.page, "under the same address"
    name, data = own.file()
    assert "表（已改）.xlsx" in name
    before, after = (openpyxl.load_workbook(io.BytesIO(one)).active for one in ((EXAMPLES / "bad-form.xlsx").read_bytes(), data))
    assert before is not None
    assert after is not None
    differ = {
        cell.coordinate: other.value
        for row, others in zip(before.iter_rows(), after.iter_rows(), strict=True)
        for cell, other in zip(row, others, strict=True)
        if cell.value != other.value
    }
    assert set(differ.values()) == {"≥186家"}
    assert len(differ) == 2


def test_each_step_can_be_taken_back(own: Own) -> None:
    _, first = own.file()
    own.post("edit", key=VALUE, text="≥186家")
    own.post("edit", key=VALUE, text="≥186所")
    assert "已改2处" in own.page
    assert "已撤销" in own.post("unedit")["told"]
    assert "≥186家" in own.page
    own.post("unedit")
    assert own.file()[1] == first
    assert own.post("unedit")["told"] == "没有改动"


def test_what_a_finding_proposes_is_taken_with_one_click_in_both_halves(own: Own) -> None:
    number, offers = own.offers("JX402")
    assert [one["label"] for one in offers] == ["≥186家", "≥186个"]
    told = own.post("fix", finding=number, choice="1")["told"]
    assert told.count("→ “≥186个”") == 2
    assert "JX402" not in own.codes()


def test_a_proposal_with_an_open_figure_asks_for_it(own: Own) -> None:
    number, offers = own.offers("JX504")
    assert offers[0]["draft"] == "≥__%"
    assert "实际的数" in own.post("fix", 400, finding=number, choice="0")["error"]
    assert "实际的数" in own.post("fix", 400, finding=number, choice="0", text="≥__%")["error"]
    assert "≥95%" in own.post("fix", finding=number, choice="0", text="≥95%")["told"]
    assert "没有可以直接采用" in own.post("fix", 400, finding=number, choice="7")["error"]


def test_spelling_is_put_right_with_one_click(office: Office) -> None:
    rows = ["数量指标 | 维护设备数量 | ＞＝３５台", "质量指标 | 设备完好率 | ≥98%"]
    own = Own(office, "表.json", forms("设备维护", rows=rows))
    told = own.post("fix", finding="")["told"]
    assert "≥35台" in told
    assert "≥35台" in own.file()[1].decode()
    assert "没有可以直接改正" in own.post("fix", 400, finding="")["error"]


@pytest.mark.parametrize(
    ("key", "why"), [("indicators[99].period.value", "没有这个单元格"), ("nonsense", "没有这个单元格"), ("", "没有这个单元格")]
)
def test_a_cell_that_is_not_there_is_said(own: Own, key: str, why: str) -> None:
    assert why in own.post("edit", 400, key=key or "x", text="1")["error"]


def test_two_windows_never_overwrite_each_other(own: Own) -> None:
    seen = own.seen
    own.post("edit", key=VALUE, text="≥186家")
    assert "另一窗口" in own.post("edit", 409, key=VALUE, text="≥186个", seen=seen)["error"]
    assert "≥186家" in own.page


def test_a_file_that_takes_no_edits_says_so_and_changes_nothing(office: Office) -> None:
    pytest.importorskip("pypdfium2")
    own = Own(office, "表.pdf", (EXAMPLES / "bad-form.pdf").read_bytes())
    assert "pdf 文件不能在这里修改" in own.page
    assert "data-key" not in own.page
    assert "不能在这里修改" in own.post("edit", 400, key=VALUE, text="≥186家")["error"]


def test_the_originals_of_a_review_stay_as_they_came(office: Office) -> None:
    office.batch(("表.json", forms("平台运维")))
    for step in ("edit", "fix", "unedit"):
        assert "不能修改" in office.post(f"/f/1/{step}", 400, key=VALUE, text="1")["error"]


def test_a_file_without_a_form_says_so(office: Office) -> None:
    batch = office.batch(("通知.txt", "今天下午开会。".encode()), kind="own")
    assert "没有读到绩效目标表" in office.get(f"/b/{batch}")
