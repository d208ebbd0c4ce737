"""Every confusion pair of JX801 finds its ``hit`` and leaves its ``miss`` alone; names and words across a boundary stay silent."""

from __future__ import annotations

from typing import Any

import pytest

from linter.knowledge.lexicons import entries
from linter.rules.wording.likely_typo import typos

PAIRS = entries("typos")
MIN_PAIRS, MIN_SAME_CHARACTERS = 200, 150


def test_there_are_enough_pairs() -> None:
    assert len(PAIRS) >= MIN_PAIRS
    assert sum(e["wrong"] in e["miss"] for e in PAIRS) >= MIN_SAME_CHARACTERS, "a miss is the same characters in legitimate use"


def test_pairs_are_distinct() -> None:
    keys = [(e["wrong"], tuple(e.get("before", ())), e.get("after")) for e in PAIRS]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda e: f"{e['wrong']}-{e.get('after', '')}")
def test_pair(pair: dict[str, Any]) -> None:
    found = [(one.wrong, one.right) for one in typos(pair["hit"])]
    assert (pair["wrong"], pair["right"]) in found
    assert pair["wrong"] != pair["right"]
    assert not list(typos(pair["miss"])), "legitimate use"


@pytest.mark.parametrize("pair", PAIRS, ids=lambda e: f"{e['wrong']}-{e.get('after', '')}")
def test_the_right_form_is_silent(pair: dict[str, Any]) -> None:
    assert not list(typos(pair["hit"].replace(pair["wrong"], pair["right"])))


LEGITIMATE = (
    "每年分两次拨付",
    "采购制度健全",
    "设备按期到货",
    "建设制度体系，完善内控",
    "国办发〔2021〕3号",
    "新建全民健身中心",
    "按股分红金额",
    "地方安全监管能力",
    "应急反应时间",
    "蚊帐、帐篷等救灾物资",
    "报名截止日期为3月1日",
    "不成体统",
    "相应责任由承办单位承担",
    "根据相应标准发放",
    "疫苗异常反应补偿",
    "药品不良反应监测报告数",
    "生活必需品储备",
    "权利人信息登记",
    "村民会议记录",
    "商人圆桌会议",
    "自己经办的业务",
    "以经济建设为中心",
    "列车准点率",
    "法律援助律师人数",
    "完成绿化面积",
    "及时律师见证",
    "标准话务员配置",
    "会计师事务所",
    "公安机关",
    "人工智能话务",
    "高校正长期规划",
    "病媒生物防制密度",
    "县广播电视台账号",
    "资助困难家庭学生",
    "道路交通标志标线",
    "青禾县按察司旧址修缮",
    "扩大普惠性幼儿园覆盖面",
    "执法记录仪采购",
    "法治政府建设",
    "课题研究报告通过评审",
)


@pytest.mark.parametrize("text", LEGITIMATE)
def test_legitimate_text_is_silent(text: str) -> None:
    assert not list(typos(text))


def test_the_indicator_library_is_silent() -> None:
    for project in entries("indicators"):
        for row in project["rows"]:
            assert not list(typos(row["name"]))
