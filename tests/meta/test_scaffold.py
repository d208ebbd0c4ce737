"""The scaffold writes what a rule needs, and nothing that would pass for a finished one."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from linter.rules.api import Rule
from linter.rules.registry import rules
from tests.support.pages import HEADINGS, sections
from tests.tools.new_rule import families, free_code, scaffold

ROOT = Path(__file__).parents[2]


def test_it_writes_module_page_and_cases_with_the_next_code(tmp_path: Path) -> None:
    guide = (ROOT / "docs/编写规则.md").read_text(encoding="utf-8")
    (arguments,) = re.findall(r"(?m)^python -m tests\.tools\.new_rule (.+)$", guide)
    module, page, cases = scaffold(*arguments.split(), tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in (module, page, cases)] == [
        "linter/rules/units/unit_of_another_trade.py",
        "linter/rules/units/unit_of_another_trade.md",
        "tests/rules/unit-of-another-trade.yml",
    ]
    spec = importlib.util.spec_from_file_location("scaffolded", module)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    assert isinstance(loaded.RULE, Rule)
    assert loaded.RULE.code == free_code("JX4")
    assert tuple(sections(page)) == HEADINGS
    assert "（待写）" in page.read_text(encoding="utf-8"), "the page test refuses it until it is written"


def test_a_code_is_never_used_twice() -> None:
    taken = {one.rule.code for one in rules()}
    for family in families().values():
        assert re.fullmatch(rf"{family}\d\d", free_code(family))
        assert free_code(family) not in taken


@pytest.mark.parametrize(("folder", "slug"), [("nowhere", "a-b"), ("units", "A B"), ("units", "count-with-percent")])
def test_what_cannot_be_is_refused(folder: str, slug: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"family|slug|taken"):
        scaffold(folder, slug, "标题", tmp_path)
    assert not list(tmp_path.iterdir())
