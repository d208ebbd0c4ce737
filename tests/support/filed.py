"""What several tests have people file: the rows of a sound and of a faulty form, a folder of forms."""

from __future__ import annotations

from pathlib import Path

from benchmarks.distinct import payloads

SOUND_ROWS = [
    "数量指标 | 维护设备数量 | ≥35台",
    "质量指标 | 设备完好率 | ≥98%",
    "时效指标 | 故障响应时间 | ≤4小时",
    "成本指标 | 单台维护成本 | ≤1700元/台",
    "社会效益 | 设备故障停用时间 | ≤24小时",
    "服务对象满意度 | 使用人员满意度 | ≥90%",
]
FAULTY_ROWS = [
    "数量指标 | 服务单位数量 | ≥186%",
    "质量指标 | 平台稳定性 | 稳定稳定",
    "时效指标 | 服务相应及时率 | ≥95%",
    "成本指标 | 运维费用 | 按标准执行",
    "社会效益 | 社会效益 | 节约财政资金",
    "服务对象满意度 | 使用单位满意度 | 100度",
]


def forty(place: Path) -> Path:
    """Forty distinct forms, each in a file of its own, a copy of the first under another project, and an empty file."""
    for number, data in enumerate(payloads(40)):
        (place / f"{number:03d}.json").write_bytes(data)
    (place / "040.json").write_bytes((place / "000.json").read_bytes().replace("维护1".encode(), "养护9".encode()))
    (place / "空.txt").write_bytes(b"")
    return place
