"""Scaffolds a rule: module, page and cases, with the next free code of its family.

``python -m tests.tools.new_rule units unit-of-another-trade 计量单位属于别的行业``

What is written runs and finds nothing; ``python -m pytest tests/meta tests/rules -k CODE`` then names what is still to be written.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from linter.rules.registry import rules

ROOT = Path(__file__).parents[2]

_MODULE = '''"""{code}: TODO what it finds, with an example."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope
from linter.rules.views import Row

RULE = Rule(
    code="{code}",
    slug="{slug}",
    title="{title}",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="实务惯例",
    messages={{"default": "“{{name}}”的指标值“{{value}}”（待写）。"}},
)


def check(row: Row) -> Iterator[Hit]:
    # TODO: ``yield Hit("value")`` where the row has the defect; other scopes: linter/rules/api.py
    return iter(())
'''

_PAGE = """## 检查什么

（待写）

## 为什么

（待写）

## 反例

| 类别 | 指标名称 | 指标值 |
|---|---|---|
| 数量指标 | （待写） | （待写） |

## 正例

| 类别 | 指标名称 | 指标值 |
|---|---|---|
| 数量指标 | （待写） | （待写） |

## 何时可忽略

（待写）
"""

_CASES = """# At least 3 hits and 5 near misses: rows that look like it and are right. One case looks like this:
#   - name: a count in percent
#     rows: [数量指标 | 服务单位数量 | ≥186%]
hits: []
misses: []
"""


def families() -> dict[str, str]:
    """Folder → the first three characters of its codes."""
    return {one.page.parent.name: one.rule.code[:3] for one in rules()}


def free_code(family: str) -> str:
    """The next code of a family, e.g. ``JX4`` → ``JX408``. Codes are never reused, so gaps stay."""
    taken = [int(one.rule.code[3:]) for one in rules() if one.rule.code.startswith(family)]
    return f"{family}{max(taken, default=0) + 1:02d}"


def scaffold(folder: str, slug: str, title: str, root: Path = ROOT) -> list[Path]:
    """Write the three files; their paths.

    Raises:
        ValueError: a slug that is none or is taken; a family that does not exist.
    """
    if folder not in families():
        raise ValueError(f"no family {folder}; there are {', '.join(sorted(families()))}")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise ValueError(f"{slug}: a slug is lower-case words with hyphens")
    if any(slug in (one.rule.slug, *one.rule.aliases) for one in rules()):
        raise ValueError(f"{slug} is taken")
    code, stem = free_code(families()[folder]), root / "linter" / "rules" / folder / slug.replace("-", "_")
    files = {
        stem.with_suffix(".py"): _MODULE.format(code=code, slug=slug, title=title),
        stem.with_suffix(".md"): _PAGE,
        root / "tests" / "rules" / f"{slug}.yml": _CASES,
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(files)


def main() -> None:
    """Read the arguments, write, say what is next."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("family", choices=sorted(families()))
    parser.add_argument("slug", help="English, with hyphens: what is wrong")
    parser.add_argument("title", help="Chinese, one line, no full stop")
    given = parser.parse_args()
    code = free_code(families()[given.family])
    for path in scaffold(given.family, given.slug, given.title):
        print(path.relative_to(ROOT))
    print(f"next: python -m pytest -q tests/meta tests/rules -k {code}; then python docs/generate.py")


if __name__ == "__main__":
    main()
