"""Nothing click says by itself reaches a user in English: help pages and usage messages of every command."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from linter.cli.app import jixiao
from linter.cli.chinese import translate
from linter.rules.registry import rules

_ENGLISH = re.compile(
    r"\b(?:Usage|Options|Commands|Arguments|Show this|Error|Try|required|default|INTEGER|RANGE|TEXT|PATH|FILENAME|Invalid|Missing|valid|range|choose|Choose|from|not|does|value|x[<>]=)\b|<=x"
)


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))
        else:
            yield (*path, name)


def _said(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(jixiao, list(args))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize("path", list(_commands(jixiao)), ids=lambda path: " ".join(path) or "jixiao")
def test_help_is_chinese(path: tuple[str, ...]) -> None:
    code, shown = _said(*path, "--help")
    assert code == 0
    assert "用法：" in shown
    assert not _ENGLISH.search(shown), _ENGLISH.findall(shown)


@pytest.mark.parametrize(
    ("args", "wanted"),
    [
        (("check", "--year", "1800", "x"), "--year 的值无效：1800，应在 2000<=x<=2100 之内"),
        (("check", "--year", "abc", "x"), "--year 的值无效：abc，应为整数"),
        (("check", "--today", "2026-13-40", "x"), "--today 的值无效：2026-13-40，应为日期"),
        (("check", "--profile", "foo", "x"), "--profile 的值无效：foo，应为 'review', 'submission' 之一"),
        (("check", "--fix=1", "x"), "选项 --fix 不带值"),
        (("check", "--select"), "选项 --select 需要一个值"),
        (("check", "-q", "x"), "没有选项 -q"),
        (("report", "x"), "缺少选项 --to"),
        (("rules", "多"), "多余的参数：多"),
        (("没有",), "没有命令“没有”"),
        (("explain",), "请给出规则，或用 --row 给出“名称|指标值|类别”"),
        (("compare", "甲"), "缺少参数"),
        (("explain", "JX9999"), "没有规则“JX9999”"),
    ],
)
def test_wrong_usage_is_told_in_chinese(args: tuple[str, ...], wanted: str) -> None:
    code, shown = _said(*args)
    assert code == 2
    assert wanted in shown
    assert not re.search(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}", shown), shown


def test_our_own_messages_stay() -> None:
    assert translate("找不到文件：甲") == "找不到文件：甲"


def test_every_rule_is_explained_by_code_and_by_name() -> None:
    for one in rules():
        for name in (one.rule.code, one.rule.slug):
            code, shown = _said("explain", name)
            assert code == 0
            assert shown.startswith(f"{one.rule.code} "), name
