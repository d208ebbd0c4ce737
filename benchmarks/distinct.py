"""Form JSON with distinct content: every name, value, sentence and amount differs between forms, so no cache of the linter helps."""

from __future__ import annotations

import json
import random
from typing import Any

_PLACES = [a + b for a in "青白云石龙凤金玉清永安和平阳" for b in "河山林泉桥溪坪湾岭湖塘川源"]
_THINGS = [
    "档案",
    "道路",
    "水渠",
    "路灯",
    "图书",
    "课程",
    "设备",
    "系统",
    "专线",
    "管网",
    "公厕",
    "站点",
    "展品",
    "床位",
    "样品",
    "案件",
    "苗木",
    "消火栓",
]
_ROWS = [
    ("产出指标", "数量指标", "{p}{t}维护数量", "≥{n}个"),
    ("产出指标", "数量指标", "{p}{t}巡检次数", "≥{n}次"),
    ("产出指标", "数量指标", "{p}培训{t}管理人数", "≥{n}人"),
    ("产出指标", "质量指标", "{p}{t}验收合格率", "≥{r}%"),
    ("产出指标", "质量指标", "{p}{t}完好率", "≥{r}.5%"),
    ("产出指标", "时效指标", "{p}{t}维护完成时间", "2026年{m}月{d}日前"),
    ("产出指标", "时效指标", "{p}{t}故障响应时间", "≤{n}分钟"),
    ("成本指标", "经济成本指标", "{p}单个{t}维护成本", "≤{n}元/个"),
    ("效益指标", "社会效益指标", "{p}{t}受益人数", "≥{n}人次"),
    ("效益指标", "生态效益指标", "{p}{t}节电量", "≥{n}千瓦时"),
    ("效益指标", "可持续影响指标", "{p}{t}使用年限", "≥{s}年"),
    ("满意度指标", "服务对象满意度指标", "{p}{t}使用人员满意度", "≥{r}%"),
]


def form(index: int, rng: random.Random) -> dict[str, Any]:
    """One form nobody else has; every fifth holds a defect, so that findings are made and located too."""
    place, thing = f"{rng.choice(_PLACES)}{rng.choice(_PLACES)}", rng.choice(_THINGS)
    total = f"{rng.randrange(100, 900)},{rng.randrange(100, 999)}.{index % 100:02d}"
    money = {"text": total, "amount": total.replace(",", ""), "unit": "元"}
    facts = {"p": place, "t": thing}
    rows: list[dict[str, Any]] = []
    count = 0
    for level1, level2, name, value in _ROWS:
        numbers = {
            "n": rng.randrange(10, 99999),
            "r": rng.randrange(90, 99),
            "m": rng.randrange(1, 12),
            "d": rng.randrange(10, 28),
            "s": rng.randrange(3, 40),
        }
        if not rows:
            count = numbers["n"]
        target = {"name": name.format(**facts), "value": value.format(**numbers)}
        rows.append({"level1": level1, "level2": level2, "period": dict(target), "annual": dict(target)})
    if index % 5 == 0:
        rows[5]["period"]["value"] = rows[5]["annual"]["value"] = "按合同约定执行"
    goal = f"全年完成{place}{count}个{thing}的维护，验收合格率达到{rng.randrange(90, 99)}%以上。"
    return {
        "index": index,
        "kind": "project",
        "layout": "two-sided",
        "halves": ["period", "annual"],
        "budget_year": 2026,
        "fields": {
            "project": f"{place}{thing}维护{index}",
            "department": f"青禾县{place}局",
            "unit": f"青禾县{place}中心{index}",
            "attribute": "一次性项目（1年结束）",
            "duration": "1年",
            "overview": f"对{place}的{rng.randrange(10, 9999)}个{thing}进行日常维护，按季度巡检并更换易损件，由中心{index}组织实施。",
            "basis": f"《青禾县{place}{thing}维护服务合同》（青禾{place}〔2025〕{index}号）",
            "necessity": f"{place}{thing}使用年限较长，近三年报修{rng.randrange(10, 999)}次，需要专业人员定期维护。",
            "measures": f"按《青禾县{place}{thing}管理办法》执行，由办公室逐单验收，每季度抽查{rng.randrange(5, 50)}单。",
            "plan": f"每季度第一个月巡检{rng.randrange(5, 500)}个{thing}，接到报修后当日上门，{rng.randrange(1, 12)}月完成验收。",
            "goal": {"period": goal, "annual": goal},
            "total": {"period": money, "annual": money},
            "filed": "20260116",
        },
        "indicators": rows,
        "uncertain": [],
    }


def payloads(count: int, seed: int = 0) -> list[bytes]:
    """``count`` files of one form each."""
    rng = random.Random(seed)
    return [json.dumps({"forms": [{**form(index, rng), "index": 1}]}, ensure_ascii=False).encode() for index in range(1, count + 1)]
