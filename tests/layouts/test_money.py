"""Where the unit of an amount may stand; where it stands nowhere there is no amount, and that is said."""

from __future__ import annotations

import pytest

from linter.model.form import Form
from tests.support.golden import page_of, read

ROWS = """
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
^ | 产出指标 | 数量指标 | 检修水泵台数 | ≥12台
^ | 满意度指标 | 服务对象满意度指标 | 用水户满意度 | ≥90%
"""
HEADS = {
    "in the cell, full-width brackets": (
        "项目名称 | 泵站检修 | < | < | <\n年度资金总额 | 1125（万元） | < | < | <\n其中：财政拨款 | 1000 | < | < | <",
        "11250000",
        "10000000",
    ),
    "in the cell, ASCII brackets": (
        "项目名称 | 泵站检修 | < | < | <\n年度资金总额 | 1125(万元) | < | < | <\n其中：财政拨款 | 1000(万元) | < | < | <",
        "11250000",
        "10000000",
    ),
    "in the cell": (
        "项目名称 | 泵站检修 | < | < | <\n年度资金总额 | 1125万元 | < | < | <\n其中：财政拨款 | 1000万元 | < | < | <",
        "11250000",
        "10000000",
    ),
    "in the label": (
        "项目名称 | 泵站检修 | < | < | <\n年度资金总额（万元） | 64 | < | < | <\n其中：财政拨款 | 60.5 | < | < | <",
        "640000",
        "605000",
    ),
    "in the label of the block": (
        "项目名称 | < | 泵站检修 | < | <\n项目资金（万元） | < | 年度资金总额 | 64 | <\n^ | < | 其中：财政拨款 | 60.5 | <",
        "640000",
        "605000",
    ),
    "on a line of its own in the block": (
        "项目名称 | 泵站检修 | < | < | <\n项目资金 | 年度资金总额 | 64 | < | <\n（万元） | 其中：财政拨款 | 60.5 | < | <",
        "640000",
        "605000",
    ),
    "on a line of its own in the block's cell": (
        "项目名称 | < | 泵站检修 | < | <\n项目资金\\n（万元） | < | 年度资金总额 | 64 | <\n^ | < | 其中：财政拨款 | 60.5 | <",
        "640000",
        "605000",
    ),
    "on a line of its own above": (
        "（万元） | < | < | < | <\n项目名称 | 泵站检修 | < | < | <\n年度资金总额 | 64 | < | < | <\n其中：财政拨款 | 60.5 | < | < | <",
        "640000",
        "605000",
    ),
    "in the heading of the column": (
        "项目名称 | 泵站检修 | < | < | <\n资金来源 | 金额（万元） | < | < | <\n年度资金总额 | 64 | < | < | <\n其中：财政拨款 | 60.5 | < | < | <",
        "640000",
        "605000",
    ),
    "yuan, said": (
        "项目名称 | 泵站检修 | < | < | <\n年度资金总额（元） | 640,000 | < | < | <\n其中：财政拨款 | 605,000 | < | < | <",
        "640000",
        "605000",
    ),
    "nowhere": ("项目名称 | 泵站检修 | < | < | <\n年度资金总额 | 64 | < | < | <\n其中：财政拨款 | 60.5 | < | < | <", None, None),
}
FORMATS = ("blocks", "xlsx", "docx", "html")


def form_of(head: str, to: str, above: str = "") -> Form:
    page = [*([above] if above else []), head.replace("\\n", " ").strip() + ROWS]
    (form,) = read(page_of({"page": page}), to).forms
    return form


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize(("head", "total", "part"), HEADS.values(), ids=HEADS)
def test_the_unit_is_found_wherever_it_stands(head: str, total: str | None, part: str | None, to: str) -> None:
    form = form_of(head, to)
    amounts = [form.total["annual"].amount, *(money.amount for money in form.funding["annual"].values())]
    assert [None if amount is None else f"{amount.normalize():f}" for amount in amounts] == [total, part]
    assert any("未注明金额单位" in doubt.why for doubt in form.uncertain) == (total is None)
    assert form.project == "泵站检修"
    assert len(form.indicators) == 2


def test_a_unit_line_above_the_table_counts() -> None:
    assert form_of(HEADS["nowhere"][0], "docx", "单位：万元").budget == 640000


def test_nought_needs_no_unit() -> None:
    form = form_of("项目名称 | 泵站检修 | < | < | <\n年度资金总额 | 0 | < | < | <", "blocks")
    assert form.budget == 0
    assert not form.uncertain


@pytest.mark.parametrize("text", ["", "-", "待定"])
def test_a_total_that_is_no_number_lacks_no_unit(text: str) -> None:
    form = form_of(f"项目名称 | 泵站检修 | < | < | <\n年度资金总额 | {text} | < | < | <", "blocks")
    assert not form.uncertain
