"""The contract of a rule: every module meets the Protocol of its scope, options are typed, and what is none is refused with its reason."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from linter.model.finding import Confidence, Severity
from linter.rules.api import Options, Rule, Scope, option
from linter.rules.contract import PROTOCOLS, breach
from linter.rules.loading import shipped
from linter.rules.views import Row

ROOT = Path(__file__).parents[2]
RULE = Rule("QH901", "sample", "样例", Severity.WARNING, Confidence.HIGH, Scope.INDICATOR, "实务惯例", {"default": "样例。"})


@dataclasses.dataclass(frozen=True)
class Limits(Options):
    least: int = option(3, "最少几行")
    share: float = option(0.5, "比例")
    strict: bool = option(False, "从严")
    word: str = option("甲", "用词")


def _one(row: Row) -> Iterator[Any]:
    yield from ()


def _two(row: Row, options: Limits) -> Iterator[Any]:
    yield from ()


def _three(hit: Any, row: Any, form: Any) -> None: ...


def _any(*given: Any) -> None: ...


@pytest.mark.parametrize(
    ("rule", "check", "suggest", "why"),
    [
        (RULE, _one, None, None),
        (RULE, _one, _three, None),
        (RULE, _one, _any, None),
        (replace(RULE, option_type=Limits), _two, None, None),
        (None, _one, None, "没有声明 RULE"),
        ({"code": "QH901"}, _one, None, "没有声明 RULE"),
        (RULE, None, None, "check 应为取 1 个参数的函数"),
        (RULE, _two, None, "check 应为取 1 个参数的函数"),
        (replace(RULE, option_type=Limits), _one, None, "check 应为取 2 个参数的函数"),
        (RULE, _one, _one, "suggest 应为取 3 个参数的函数"),
        (replace(RULE, scope=Scope.FORM), _one, _three, "suggest 应为取 2 个参数的函数"),
        (RULE, _one, "请核实", "suggest 应为取 3 个参数的函数"),
    ],
)
def test_what_is_a_rule(rule: object, check: object, suggest: object, why: str | None) -> None:
    assert breach(rule, check, suggest) == why


def test_every_scope_has_a_protocol() -> None:
    assert set(PROTOCOLS) == set(Scope)


@pytest.mark.slow
def test_every_rule_meets_the_protocol_of_its_scope(tmp_path: Path) -> None:
    """mypy takes modules for protocols: it sees what ``breach`` cannot, the types."""
    lines = ["from linter.rules import contract"]
    for number, loaded in enumerate(shipped()):
        module = ".".join(loaded.page.relative_to(ROOT).with_suffix("").parts)
        protocol = PROTOCOLS[loaded.rule.scope].__name__
        if loaded.rule.option_type is None:
            lines += [f"import {module} as m{number}", f"r{number}: contract.{protocol} = m{number}"]
    file = tmp_path / "conformity.py"
    file.write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-incremental", str(file)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_options_are_listed_with_default_and_help() -> None:
    assert [(each.name, each.default, each.help) for each in Limits.listed()][:2] == [("least", 3, "最少几行"), ("share", 0.5, "比例")]
    with pytest.raises(dataclasses.FrozenInstanceError):
        Limits().least = 4  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("least", 4, True),
        ("least", 4.5, False),
        ("least", "4", False),
        ("least", True, False),
        ("share", 1, True),
        ("share", 0.2, True),
        ("share", "0.2", False),
        ("strict", True, True),
        ("strict", 1, False),
        ("word", "乙", True),
        ("word", 1, False),
    ],
)
def test_options_take_values_of_their_type(name: str, value: object, accepted: bool) -> None:
    known = {each.name: each for each in Limits.listed()}
    assert known[name].accepts(value) is accepted


def test_every_option_says_what_it_is() -> None:
    for loaded in shipped():
        for each in loaded.rule.options:
            assert each.help, loaded.rule.code
        kind = loaded.rule.option_type
        assert kind is None or dataclasses.is_dataclass(kind)
