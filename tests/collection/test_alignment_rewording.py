"""An indicator renamed and lowered in one step is one indicator; two things under alike names are two."""

from __future__ import annotations

import pytest

from linter.collection.alignment import align
from linter.collection.changes import Kind
from linter.rules.views import Row


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("举办农民夜校期数 | ≥24期", "农民夜校举办期次 | ≥18期"),
        ("开展义诊活动场次 | ≥30场", "义诊活动开展场数 | ≥20场"),
        ("维修灌溉渠道长度 | ≥12公里", "灌溉渠道维修长度 | ≥9公里"),
        ("新建村级文化广场数量 | ≥6个", "村级文化广场新建个数 | ≥4个"),
    ],
)
def test_renamed_and_lowered_is_one_indicator(old: str, new: str) -> None:
    (pair,) = align([_row(old)], [_row(new)])
    assert {Kind.RENAMED, Kind.LOWERED} <= set(pair.kinds)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("设备采购数量 | ≥24台", "设备维修数量 | ≥18台"),
        ("第一批培训人数 | ≥200人", "第二批培训人数 | ≥150人"),
        ("举办农民夜校期数 | ≥24期", "农民夜校培训人次 | ≥18人次"),
    ],
)
def test_other_things_stay_two(old: str, new: str) -> None:
    assert [pair.kinds for pair in align([_row(old)], [_row(new)])] == [(Kind.ADDED,), (Kind.DELETED,)]


def _row(text: str) -> Row:
    name, value = (part.strip() for part in text.split("|"))
    return Row(category="数量指标", level1="产出指标", level2="数量指标", name_text=name, value_text=value)
