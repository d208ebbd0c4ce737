"""The figures of a budget's execution and the score as a whole are read by their headings, in every kind of file that has real columns."""

from __future__ import annotations

from pathlib import Path

import pytest

import linter
from tests.seen.forms import Form, Labels, Row, write

EXPECTED = {"全年预算数": "138", "全年执行数": "121.44", "预算执行率分值": "10", "预算执行率得分": "8.8", "总分": "58.8"}


def _form(suffix: str) -> Form:
    fields = {"p": "档案室除湿设备维护", "d": "青禾县档案馆", "u": "青禾县档案馆", "m": "142;138;121.44", "g": "维护除湿设备12台。"}
    rows = [Row("数", "维护设备数量", "12台", ("12台", "50", "50"), Labels())]
    return Form("1", "self", suffix, fields, rows=rows)


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "html"])
def test_amounts_and_points_by_their_headings(suffix: str, tmp_path: Path) -> None:
    ((path, _),) = write([_form(suffix)], tmp_path)
    (form,) = (form for document in linter.parse(path) for form in document.forms)
    assert {key: form.extras[key].text for key in EXPECTED} == EXPECTED
    assert form.total["annual"].text.text == "142"
    assert not form.uncertain
