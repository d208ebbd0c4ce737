"""A province nobody has seen: its labels and its layout are added as data, no line of code changes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from linter.knowledge.resources import data_root

PAGE = """云岭省预算事项绩效目标表（2026年度）

支出事项\t\t村卫生室修缮\t\t\t
经办机构\t\t云岭省青禾县卫生健康局\t\t\t
全年安排（万元）\t\t84\t\t\t
全年要达到的目标\t\t修缮村卫生室42间，修缮后全部可以开诊。\t\t\t
目标大类\t目标小类\t考核事项\t考核口径\t达标线\t计数单位
产出类\t做多少\t修缮卫生室间数\t不少于\t42\t间
\t做多好\t修缮后开诊率\t等于\t100\t%
成效类\t社会反响\t村内就诊人次\t不少于\t9000\t人次
"""
LABELS = {
    "field": {"支出事项": "project", "经办机构": "unit", "全年安排": "total_annual", "全年要达到的目标": "goal"},
    "role": {
        "目标大类": "level1",
        "目标小类": "level2",
        "考核事项": "name",
        "考核口径": "comparator",
        "达标线": "value",
        "计数单位": "unit",
    },
    "level1": {"产出类": "产出指标", "成效类": "效益指标"},
    "level2": {"做多少": "数量指标", "做多好": "质量指标", "社会反响": "社会效益"},
}
LAYOUT = {
    "$schema": "../layout.schema.json",
    "name": "yunling",
    "title": "云岭省预算事项绩效目标表",
    "halves": ["annual"],
    "required": ["project", "goal", "total_annual"],
    "match": {"strategy": "table", "roles": ["level2", "comparator", "unit"], "title": ["预算事项绩效目标"]},
}
SCRIPT = """
import sys
from pathlib import Path
import linter.knowledge.resources
root = Path(sys.argv[2])
linter.knowledge.resources.data_root = lambda: root
linter.knowledge.resources.schema_path = lambda name: root / "schemas" / name
import linter
from linter.reports.json import dumps
from linter.reports.serial import documents_data
print(dumps(documents_data(linter.parse(sys.argv[1]))))
"""


def parsed(page: Path, root: Path) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(page), str(root)], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return dict(json.loads(done.stdout))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("lexicons", "schemas"):
        shutil.copytree(data_root() / name, tmp_path / "data" / name)
    return tmp_path / "data"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "yunling.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_unknown_words_are_said_to_be_unread(page: Path, root: Path) -> None:
    data = parsed(page, root)
    assert not data["forms"]
    assert data["not_checked"]


def test_data_alone_makes_it_readable(page: Path, root: Path) -> None:
    labels = root / "lexicons" / "labels.json"
    data = json.loads(labels.read_text(encoding="utf-8"))
    data["entries"] += [{"set": kind, "word": word, "group": group} for kind, words in LABELS.items() for word, group in words.items()]
    labels.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    (root / "schemas" / "layouts" / "yunling.json").write_text(json.dumps(LAYOUT, ensure_ascii=False), encoding="utf-8")

    (form,) = parsed(page, root)["forms"]  # type: ignore[misc, union-attr]

    assert form["layout"] == "yunling"
    assert form["budget_year"] == 2026
    assert form["fields"]["project"] == "村卫生室修缮"
    assert form["fields"]["total"]["annual"]["amount"] == "840000.00"
    assert [(row["level2"], *row["annual"].values()) for row in form["indicators"]] == [
        ("做多少", "修缮卫生室间数", "42", "不少于", "间"),
        ("做多好", "修缮后开诊率", "100", "等于", "%"),
        ("社会反响", "村内就诊人次", "9000", "不少于", "人次"),
    ]
    assert not form["uncertain"]
