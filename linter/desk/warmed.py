"""Importing this makes a process ready: everything a first check would wait for is loaded. The process that workers are forked from imports it once
for all of them.
"""

from __future__ import annotations

from linter.desk.digest import Orders, digest
from linter.policy.settings import Settings

_FIELDS = (
    ("项目名称", "养老服务信息平台运维"),
    ("实施单位", "青禾县民政局"),
    ("项目资金总额（元）", "96,000"),
    ("项目概况", "对全县养老服务信息平台运行维护，每年巡检4次。"),
    ("立项依据", "《青禾县财政局专线维护合同》合同合同期一年。"),
    ("总体目标", "保障平台正常运行，不断提高服务水平。"),
)
_ROWS = (
    ("数量指标", "接入养老机构数量", "≥186%"),
    ("质量指标", "平台稳定性", "稳定稳定"),
    ("时效指标", "服务相应及时率", "2026年9月底前"),
    ("成本指标", "运维费用", "按标准执行"),
    ("经济效益", "经济效益", "节约财政资金"),
    ("社会效益", "持续服务能力", "≥99%"),
    ("服务对象满意度", "使用单位满意度", "100度"),
)
_FORM = (
    "<table>"
    + "".join(f"<tr><td>{label}</td><td colspan=2>{text}</td></tr>" for label, text in _FIELDS)
    + "<tr><td>二级指标</td><td>指标名称</td><td>指标值</td></tr>"
    + "".join(f"<tr><td>{category}</td><td>{name}</td><td>{value}</td></tr>" for category, name, value in _ROWS)
    + "</table>"
)

digest("预热.html", _FORM.encode(), Orders(Settings()))
digest("预热.json", b'{"forms": [{}]}', Orders(Settings()))
