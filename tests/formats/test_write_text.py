"""Edits in text files: one stretch changes, quoting, encoding and line ends stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.formats import formats, read_bytes
from linter.formats.api import CannotWrite, Note, ReadContext, TextEdit
from linter.model.blocks import Grid, Node, Paragraph, Tree
from linter.model.place import Place
from linter.values.characters import unified


def texts(data: bytes, name: str) -> dict[str, Place]:
    """Every text of the file with its place."""
    (source,) = read_bytes(data, name)
    found: dict[str, Place] = {}

    def walk(node: Node) -> None:
        if isinstance(node.value, tuple):
            for one in node.value:
                walk(one)
        elif isinstance(node.value, str) or node.value is None:
            found[node.value or ""] = node.place
        else:
            for one in node.value.values():
                walk(one)

    for block in source.blocks:
        if isinstance(block, Tree):
            walk(block.root)
        elif isinstance(block, Grid):
            found.update({cell.text: cell.place for cell in block.cells})
        elif isinstance(block, Paragraph):
            found[block.text] = block.place
    return found


def edited(data: bytes, name: str, **changes: str) -> bytes:
    (source,) = read_bytes(data, name)
    one = next(one for one in formats() if one.name == source.format)
    assert one.write_back is not None
    places = texts(data, name)
    return one.write_back(data, [TextEdit(places[old], old, new) for old, new in changes.items()], [], ReadContext(name))


@pytest.mark.parametrize(
    ("name", "before", "changes", "after"),
    [
        ("a.txt", "题\r\n甲\t９８%\t乙\r\n", {"９８%": "98%"}, "题\r\n甲\t98%\t乙\r\n"),
        ("a.txt", "| 甲 | 乙乙  |\n| 丙 | 丁 |\n", {"乙乙": "乙"}, "| 甲 | 乙  |\n| 丙 | 丁 |\n"),
        ("a.txt", "第一行 \n第二行\n", {"第二行": "二"}, "第一行 \n二\n"),
        (
            "a.csv",
            '甲,"乙,丙",丁\n"戊",己,""\n',
            {"乙,丙": '乙"丙', "丁": "丁,", "戊": "午", "己": "己"},
            '甲,"乙""丙","丁,"\n"午",己,""\n',
        ),
        ("a.tsv", "甲\t乙\n丙\t丁\n", {"丁": "丁\n丁"}, '甲\t乙\n丙\t"丁\n丁"\n'),
        (
            "a.json",
            '{ "a" : "甲\\n乙",\n "b": 98, "c": "丙" }',
            {"甲\n乙": '甲"\n', "98": "97", "丙": "\\"},
            '{ "a" : "甲\\"\\n",\n "b": 97, "c": "\\\\" }',
        ),
        ("a.json", '{"丙": 98}', {"98": "≥98"}, '{"丙": "≥98"}'),
        (
            "a.yaml",
            "a: 甲  # 注\nb: \"乙\"\nc: '丙'\n",
            {"甲": "甲甲", "乙": '"乙', "丙": "'丙"},
            "a: 甲甲  # 注\nb: \"\\\"乙\"\nc: '''丙'\n",
        ),
        ("a.yaml", "a: 甲\nb: 乙\nc: 丙\n", {"甲": ">=98%", "乙": "乙: 一", "丙": "null"}, 'a: ">=98%"\nb: "乙: 一"\nc: "null"\n'),
        ("a.yaml", "a: |\r\n  甲\r\n  乙\r\nb: 丙\r\n", {"甲\n乙\n": "甲\n丁"}, "a: |-\r\n  甲\r\n  丁\r\nb: 丙\r\n"),
        ("a.yaml", "x:\n- {a: 甲, b: 乙}\n", {"甲": "甲, 丙"}, 'x:\n- {a: "甲, 丙", b: 乙}\n'),
        ("a.yaml", "a:\nb: 乙\n", {"": "甲"}, "a: 甲\nb: 乙\n"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_edits(name: str, before: str, changes: dict[str, str], after: str, encoding: str) -> None:
    before, after = (f"title: x\n{text}" if name == "a.yaml" else text for text in (before, after))
    assert edited(before.encode(encoding), name, **changes).decode(encoding) == after


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.json", "a.yaml"])
def test_what_was_changed_since_is_not_written(name: str) -> None:
    data = {"a.txt": "甲\t乙\n", "a.csv": "甲,乙\n", "a.json": '{"a": "乙"}', "a.yaml": "title: 乙\n"}[name].encode()
    place = texts(data, name)["乙"]
    one = next(one for one in formats() if one.name == next(read_bytes(data, name)).format)
    assert one.write_back is not None
    with pytest.raises(CannotWrite, match="的内容与检查时不同"):
        one.write_back(data, [TextEdit(place, "丙", "丁")], [], ReadContext(name))
    with pytest.raises(CannotWrite, match="不能附批注"):
        one.write_back(data, [], [Note(place, "题", "文")], ReadContext(name))


@settings(deadline=None)  # a loaded machine is no defect
@given(
    new=st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff\u2028\u2029\x85"), min_size=1, max_size=12)
)
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "甲,值,乙\n"),
        ("a.json", '{"a": "值"}'),
        ("a.yaml", "title: 值\n"),
        ("a.yaml", "title: '值'\n"),
        ("a.yaml", 'title: "值"\n'),
        ("a.yaml", "title: {a: [值]}\n"),
    ],
)
def test_whatever_is_written_reads_back_as_meant(name: str, text: str, new: str) -> None:
    after = edited(text.encode(), name, 值=new)
    assert unified(new) in texts(after, name)
