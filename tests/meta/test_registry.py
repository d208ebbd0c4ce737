"""What every rule must have: a page whose examples hold, a source, cases, documented options, an acyclic order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from linter.reports.wording import SEVERITY_NAMES
from linter.rules.registry import Loaded, rules, superseded
from linter.run.pages import page
from tests.rules.test_cases import FOLDER, load
from tests.support.cases import findings_of
from tests.support.pages import HEADINGS, examples, sections

RULES = [pytest.param(one, id=f"{one.rule.code} {one.rule.slug}") for one in rules()]
MIN_HITS, MIN_MISSES = 3, 5
_TODO = re.compile("TODO|（待写）")


@pytest.mark.parametrize("one", RULES)
def test_declaration(one: Loaded) -> None:
    rule = one.rule
    assert re.fullmatch(r"JX[0-9]\d\d", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.slug)
    assert one.page.stem.replace("_", "-") == rule.slug, "the module is named after the slug"
    assert rule.title and not rule.title.endswith("。")
    assert rule.source
    for message in rule.messages.values():
        assert not re.search("错误|违规|造假|不合格", message), "a reviewer's register"
        assert message.endswith("。")
    for option in rule.options:
        assert option.help and option.default is not None


@pytest.mark.parametrize("one", RULES)
def test_module_is_short(one: Loaded) -> None:
    assert len(Path(one.page.with_suffix(".py")).read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("one", RULES)
def test_page(one: Loaded) -> None:
    assert one.page.exists(), "the rule has no page"
    found = sections(one.page)
    assert tuple(h for h in found if h in HEADINGS) == HEADINGS
    assert set(found) <= {*HEADINGS, "依据"}
    assert all(text.strip() for text in found.values())
    assert not _TODO.search(one.page.read_text(encoding="utf-8")), "a placeholder of the scaffold is left"


@pytest.mark.parametrize("one", RULES)
def test_a_page_file_leaves_to_the_declaration_what_it_says(one: Loaded) -> None:
    text = one.page.read_text(encoding="utf-8")
    assert text.startswith("## 检查什么\n"), "title, severity and confidence are rendered from RULE: start with 检查什么"
    assert not re.search("级别：|把握：|选项\\*\\*", text), "severity, confidence and options are rendered from RULE"
    assert not re.search("〔|实务惯例", sections(one.page).get("依据", "")), (
        "the ground is RULE.source; below 依据 stands only what it says"
    )


@pytest.mark.parametrize("one", RULES)
def test_the_whole_page_says_what_is_declared(one: Loaded) -> None:
    whole, rule = page(one), one.rule
    assert whole.startswith(f"# {rule.code} {rule.title}（{rule.slug}）\n\n级别：{SEVERITY_NAMES[rule.severity]}")
    assert rule.source in whole.rpartition("## 依据")[2]
    assert all(f"| {option.name} | {option.default} | {option.help} |" in whole for option in rule.options)


@pytest.mark.parametrize("one", RULES)
def test_page_examples(one: Loaded) -> None:
    code = one.rule.code
    extra: dict[str, Any] = {"pedantic": True} if one.rule.confidence.value == "low" else {}
    if one.rule.profiles:
        extra["profile"] = sorted(one.rule.profiles)[0]
    bad, good = examples(one.page, "反例"), examples(one.page, "正例")
    assert bad and good
    for case in bad:
        assert code in {f.code for f in findings_of({**extra, **case}, code)}, f"反例 not found: {case}"
    for case in good:
        found = [f.message for f in findings_of({**extra, **case}, code) if f.code == code]
        assert not found, f"正例 found: {found}"


@pytest.mark.parametrize("one", RULES)
def test_has_cases(one: Loaded) -> None:
    path = FOLDER / f"{one.rule.slug}.yml"
    assert path.exists(), "no cases"
    cases = load(path)
    assert len(cases["hits"]) >= MIN_HITS
    assert len(cases["misses"]) >= MIN_MISSES
    names = [case["name"] for kind in ("hits", "misses") for case in cases[kind]]
    assert len(set(names)) == len(names)


def test_every_case_file_is_a_rule() -> None:
    slugs = {one.rule.slug for one in rules()}
    assert {path.stem for path in FOLDER.glob("*.yml")} <= slugs


def test_precedence_is_acyclic() -> None:
    codes = {one.rule.code for one in rules()}
    for code, lower in superseded().items():
        assert code not in lower
        assert lower <= codes, f"{code} supersedes unknown {sorted(lower - codes)}"
