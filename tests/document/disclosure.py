"""A fictional disclosure of 青禾县水利局: budget tables, narrative and forms, right in every figure unless something is planted."""

from __future__ import annotations

from typing import Any

from tests.support.cases import form_data
from tests.support.writers import LAYOUTS, WRITERS, Page, draw

RIGHT: dict[str, str] = {
    "total": "486.40",
    "water": "430.00",
    "flood": "36.00",
    "dike_name": "堤防岁修养护费",
    "dike_form": "360,000",
    "cars": "2.40",
    "growth": "5.96%",
    "share": "83.88%",
    "spent": "486.40",
    "basic": "408.00",
    "target_money": "78.40",
    "projects": "3个",
    "published": "3个",
    "sms_rows": "own",
}
"""What may be planted: any of these another way."""

_EXPENDITURE = """
项目     | <            | 2026年预算数 | <        | <
科目编码 | 科目名称     | 合计         | 基本支出 | 项目支出
合计     |              | {total}      | 408.00   | 78.40
213      | 农林水支出   | 430.00       | 351.60   | 78.40
21303    | 水利         | {water}      | 351.60   | 78.40
2130301  | 行政运行     | 351.60       | 351.60   |
2130314  | 防汛         | 42.40        |          | 42.40
2130306  | 水利工程运行与维护 | {flood} |          | {flood}
221      | 住房保障支出 | 56.40        | 56.40    |
22102    | 住房改革支出 | 56.40        | 56.40    |
2210201  | 住房公积金   | 56.40        | 56.40    |
"""
_PROJECTS = """
项目名称         | 合计  | 2026年财政拨款 | <              | 单位资金
^                | ^     | 一般公共预算   | 政府性基金预算 | ^
合计             | 78.40 | 78.40          |                |
{dike_name}      | 36.00 | 36.00          |                |
山洪预警短信费   | 24.40 | 24.40          |                |
防汛物资代储费   | 18.00 | 18.00          |                |
"""
_THREE_PUBLIC = """
项目                   | 合计 | 一般公共预算
因公出国（境）费       |      |
公务接待费             | 0.60 | 0.60
公务用车购置及运行费   | 2.40 | 2.40
①公务用车购置费        |      |
②公务用车运行维护费    | {cars} | {cars}
合计                   | 3.00 | 3.00
"""
_NARRATIVE = """第三部分 2026年度部门预算情况说明
一、支出预算情况说明
2026年度青禾县水利局支出预算{spent}万元，比上年增加27.36万元，增长{growth}。其中：基本支出{basic}万元，占{share}；项目支出78.40万元，占16.12%。
二、“三公”经费情况说明
2026年“三公”经费预算3.00万元，比2025年预算减少0.50万元，下降14.29%。其中：因公出国（境）费0万元；公务接待费0.60万元；公务用车购置及运行费2.40万元。
三、绩效管理情况
2026年青禾县水利局纳入绩效目标管理的项目{projects}，共计金额{target_money}万元。公开项目绩效目标{published}。
四、国有资产占有使用情况
共有公务用车编制2辆，实有2辆，其中：应急保障用车1辆，其他公务用车1辆。"""

_DIKE = [
    "数量指标 | 养护堤防长度 | ≥42公里",
    "质量指标 | 堤防隐患按期整改率 | ≥96%",
    "时效指标 | 汛前养护完成时间 | 5月底前",
    "社会效益 | 保护下游人口 | ≥2.6万人",
    "服务对象满意度 | 沿堤村民满意度 | ≥90%",
]
_SMS = [
    "数量指标 | 发送预警短信条数 | ≥120万条",
    "质量指标 | 短信送达率 | ≥98%",
    "时效指标 | 预警信息发出时间 | 接令后10分钟内",
    "社会效益 | 山洪危险区覆盖村庄 | ≥87个",
    "服务对象满意度 | 危险区村民满意度 | ≥90%",
]
_STORES = [
    "数量指标 | 代储编织袋数量 | ≥30000条",
    "质量指标 | 物资抽检完好率 | ≥97%",
    "时效指标 | 汛前盘点完成时间 | 4月底前",
    "社会效益 | 可支援乡镇数量 | ≥14个",
    "服务对象满意度 | 调用乡镇满意度 | ≥90%",
]


def _form(project: str, total: str, rows: list[str], index: int) -> dict[str, Any]:
    fields = {"project": project, "department": "青禾县水利局", "unit": "青禾县水利局", "total_annual": total}
    both = [f"{line} | {line.split(' | ', 1)[1]}" for line in rows]
    return {**form_data({"fields": fields, "rows": both}, index), "title": "青禾县项目支出绩效目标表"}


def pages(**planted: str) -> list[Page]:
    """The disclosure as pages, with what is planted in place of the right figure."""
    unknown = set(planted) - set(RIGHT)
    assert not unknown, f"nothing to plant: {unknown}"
    values = {**RIGHT, **planted}
    head = ["部门名称：青禾县水利局", "单位：万元"]
    sms_rows = _DIKE if values["sms_rows"] == "copied" else _SMS
    forms = [
        _form("堤防岁修养护费", values["dike_form"], _DIKE, 1),
        _form("山洪预警短信费", "244,000", sms_rows, 2),
        _form("防汛物资代储费", "180,000", _STORES, 3),
    ]
    return [
        ["青禾县水利局2026年部门预算公开"],
        ["2026年部门预算支出总表", *head, draw(_EXPENDITURE.format(**values))],
        ["2026年项目支出预算表", *head, draw(_PROJECTS.format(**values))],
        ["2026年财政拨款“三公”经费支出预算表", *head, draw(_THREE_PUBLIC.format(**values))],
        list(_NARRATIVE.format(**values).splitlines()),
        *(LAYOUTS["two-sided"](form) for form in forms),
    ]


def write(to: str, **planted: str) -> tuple[bytes, str]:
    """The disclosure as a file: bytes and a name."""
    suffix, writer = WRITERS[to]
    return writer(pages(**planted)), f"公开.{suffix}"
