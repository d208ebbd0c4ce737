"""Writes ``docs/规则索引.md`` from the rules and ``docs/结果库字段.md`` from the schema. ``python docs/generate.py --check`` fails where one is stale."""

from __future__ import annotations

import re
import sys
from itertools import groupby
from pathlib import Path

from linter.dataset.schema import TABLES, VERSION, columns
from linter.reports.wording import FAMILY_NAMES, SEVERITY_NAMES
from linter.rules.registry import rules
from linter.run.pages import CONFIDENCE_NAMES

INDEX = Path(__file__).parent / "规则索引.md"
CODEBOOK = Path(__file__).parent / "结果库字段.md"


def _first_sentence(page: Path) -> str:
    """The first sentence under 检查什么."""
    text = re.split(r"(?m)^## ", page.read_text(encoding="utf-8"))[1]
    return re.split(r"(?<=。)", text.partition("\n")[2].strip().replace("\n", ""), maxsplit=1)[0].replace("|", "\\|")


def index() -> str:
    """The whole index."""
    lines = [
        "# 规则索引",
        "",
        "由 `python docs/generate.py` 生成，请勿手改。`jixiao explain 代码` 可看全文。级别：必改、建议修改、提示；有的规则按情形升降级别。",
    ]
    listed = [one for one in rules() if one.page.exists()]
    for family, group in groupby(listed, key=lambda one: one.rule.family):
        lines += [
            "",
            f"## {family} {FAMILY_NAMES[family]}",
            "",
            "| 代码 | 名称 | 级别 | 把握 | 检查什么 | 依据 |",
            "|---|---|---|---|---|---|",
        ]
        for one in group:
            rule = one.rule
            page = Path("..") / one.page.relative_to(Path(__file__).parents[1])
            cells = (
                f"[{rule.code}]({page.as_posix()})",
                f"{rule.title}（{rule.slug}）",
                SEVERITY_NAMES[rule.severity],
                CONFIDENCE_NAMES[rule.confidence],
                _first_sentence(one.page),
                rule.source,
            )
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def codebook() -> str:
    """Every table and column of a store."""
    lines = [
        "# 结果库字段",
        "",
        f"由 `python docs/generate.py` 按 `linter/dataset/schema.py` 生成，请勿手改。格式第 {VERSION} 版。用法见[结果库](结果库.md)。",
        "",
        "每张表都可以按 `run`（运行名，来自文件夹 `run=…`）、`input`、`form`、`row` 连接；`input` 只在同一次运行之内有意义。",
    ]
    for name, row in TABLES.items():
        lines += ["", f"## {name}", "", str(row.__doc__), "", "| 字段 | 内容 | 含义 |", "|---|---|---|"]
        lines += [f"| `{each.name}` | {each.kind.value}{'，可为空' if each.empty else ''} | {each.meaning} |" for each in columns(row)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for page, wanted in ((INDEX, index()), (CODEBOOK, codebook())):
        if "--check" not in sys.argv:
            page.write_text(wanted, encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != wanted:
            sys.exit(f"docs/{page.name} is stale: run python docs/generate.py")
