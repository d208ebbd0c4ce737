"""Writes ``docs/规则索引.md`` from the rules. ``python docs/generate.py --check`` fails where it is stale."""

from __future__ import annotations

import re
import sys
from itertools import groupby
from pathlib import Path

from linter.reports.wording import FAMILY_NAMES, SEVERITY_NAMES
from linter.rules.registry import rules
from linter.run.pages import CONFIDENCE_NAMES

INDEX = Path(__file__).parent / "规则索引.md"


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


if __name__ == "__main__":
    wanted = index()
    if "--check" in sys.argv:
        stale = not INDEX.exists() or INDEX.read_text(encoding="utf-8") != wanted
        sys.exit("docs/规则索引.md is stale: run python docs/generate.py" if stale else 0)
    INDEX.write_text(wanted, encoding="utf-8")
