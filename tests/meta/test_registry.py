"""What every rule must have: a page whose examples hold, a source, cases, documented options, an acyclic order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from linter.rules.registry import Loaded, rules, superseded
from tests.rules.test_cases import FOLDER, load
from tests.support.cases import findings_of
from tests.support.pages import HEADINGS, examples, sections

RULES = [pytest.param(one, id=f"{one.rule.code} {one.rule.slug}") for one in rules()]
MIN_HITS, MIN_MISSES = 3, 5


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
    assert all(text.strip() for text in found.values())
    title = one.page.read_text(encoding="utf-8").splitlines()[0]
    assert title == f"# {one.rule.code} {one.rule.title}（{one.rule.slug}）"
    text = one.page.read_text(encoding="utf-8")
    for option in one.rule.options:
        assert option.name in text, f"option {option.name} is not described"


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
