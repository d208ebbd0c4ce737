"""JSON and YAML: everything is text with a place; what is wrong is said with what to do."""

from __future__ import annotations

import pytest

from linter.formats import read_bytes
from linter.model.blocks import Node, Source, Tree


def read(text: str | bytes, name: str) -> Source:
    (found,) = read_bytes(text.encode() if isinstance(text, str) else text, name)
    return found


def root(text: str | bytes, name: str) -> Node:
    source = read(text, name)
    assert source.blocks, source.not_checked
    (tree,) = source.blocks
    assert isinstance(tree, Tree)
    return tree.root


def child(node: Node, *steps: str | int) -> Node:
    for step in steps:
        node = node.value[step]  # type: ignore[index,call-overload,assignment]
    return node


def why(text: str | bytes, name: str) -> str:
    (note,) = read(text, name).not_checked
    assert note.fatal
    return note.why


def test_yaml_scalars_are_text_and_blank_ones_null() -> None:
    node = root("fields: {a: 98, b: 2026-01-01, c: yes, d: null, e: , f: '', g: ~}\n", "a.yaml")
    assert {key: one.value for key, one in child(node, "fields").value.items()} == {  # type: ignore[union-attr]
        "a": "98", "b": "2026-01-01", "c": "yes", "d": None, "e": None, "f": "", "g": None,
    }  # fmt: skip


def test_yaml_places_stand_inside_quotes() -> None:
    place = child(root('forms:\n  - title: "甲乙"\n', "a.yaml"), "forms", 0, "title").place
    assert (place.line, place.column, place.end_line, place.end_column, place.pointer) == (2, 13, 2, 15, "/forms/0/title")


def test_yaml_aliases_are_what_they_stand_for_under_their_own_pointer() -> None:
    node = child(root("forms: [&a {value: x}, *a]\n", "a.yaml"), "forms", 1, "value")
    assert (node.value, node.place.pointer) == ("x", "/forms/1/value")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_yaml_in_the_encodings_of_windows(encoding: str) -> None:
    assert child(root("fields:\r\n  project: 农村道路养护\r\n".encode(encoding), "a.yaml"), "fields", "project").value == "农村道路养护"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("forms:\n- value: >=98%\n", 'YAML 语法有误：第 2 行第 11 列附近；值请加引号，写作 ">=98%"'),
        ("forms:\n- value: %5\n", 'YAML 语法有误：第 2 行第 10 列附近；值请加引号，写作 "%5"'),
        ("forms:\n- value: *x\n", 'YAML 语法有误：第 2 行没有可引用的内容；值请加引号，写作 "*x"'),
        ("forms:\n- value: >5\n", '第 2 行：“>5”会被当作多行文本的标记，请加引号，写作 ">5"'),
        ("forms:\n- a: 1\n  a: 2\n", "第 3 行：键“a”重复，请保留一处"),
        ("forms:\n\t- a: 1\n", "YAML 语法有误：第 2 行第 1 列附近；缩进请用空格，不用制表符"),
    ],
)
def test_yaml_says_what_to_do(text: str, says: str) -> None:
    assert why(text, "a.yaml") == f"文件无法读取：{says}"


def test_yaml_comments_for_this_program_speak_of_their_line_or_the_next() -> None:
    text = (
        "forms:\n- value: 甲  # jixiao: ignore[JX205] 同行\n"
        "  # jixiao: ignore[JX301] 下一行\n  # 其他\n\n  name: 乙\n  text: '# jixiao: 引号内'\n  long: |\n    # jixiao: 文本内\n  last: 1 # 平常的话\n"
    )
    found = [(one.text, one.place.line) for one in read(text, "a.yaml").comments]
    assert found == [("jixiao: ignore[JX205] 同行", 2), ("jixiao: ignore[JX301] 下一行", 6)]


def test_json_says_where_and_what() -> None:
    assert why('{"a": 1,}', "a.json") == "文件无法读取：JSON 语法有误：第 1 行第 9 列附近"
    assert why('{"a": 1, "a": 2}', "a.json") == "文件无法读取：键“a”重复，请保留一处"
    assert why('{"a": NaN}', "a.json") == "文件无法读取：NaN 不是 JSON 的数值，请改为文本（加引号）"


def test_json_numbers_stay_as_written_and_half_characters_are_said() -> None:
    source = read('{"a": 98.50, "b": "x\\ud800y", "c": "\\ud83d\\ude00", "d": "\\\\ud800"}', "a.json")
    (tree,) = source.blocks
    assert isinstance(tree, Tree)
    assert [one.value for one in tree.root.value.values()] == ["98.50", "x\ufffdy", "😀", "\\ud800"]  # type: ignore[union-attr]
    assert len(source.not_checked) == 1 and not source.not_checked[0].fatal
    assert not read('{"c": "\\ud83d\\ude00"}', "a.json").not_checked
