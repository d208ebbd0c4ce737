"""How far a passage of the narrative (``linter.rules.crosscheck._passages``) goes on."""

from __future__ import annotations

import pytest

from linter.rules.crosscheck._passages import passages
from tests.support.cases import document_of

LONGEST = 1500
FIRST = "公务用车编制6辆"
NARRATIVE = "第三部分 2026年度部门预算情况说明\n\n三、国有资产占用情况\n\n{}\n\n{}\n"


@pytest.mark.parametrize(("length", "joined"), [(LONGEST, True), (LONGEST + 1, False)])
def test_a_paragraph_without_a_stop_goes_on_up_to_a_length(length: int, joined: bool) -> None:
    second = "其中在用5辆。"
    first = FIRST + "及其他资产" * 400
    first = first[: length - len(second)]
    found = [passage.text for passage in passages(document_of({"text": NARRATIVE.format(first, second)}))]
    assert (first + second in found) is joined
    assert len(found) == (1 if joined else 2)
