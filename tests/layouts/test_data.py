"""The layouts and labels as data: they meet their schemas, and every label is found by the words it lists."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from linter.knowledge.lexicons import entries
from linter.knowledge.resources import data_root, schema_path
from linter.layouts import labels

LAYOUTS = sorted((data_root() / "schemas" / "layouts").glob("*.json"))
FINDERS = {
    "field": labels.field_of,
    "funding": labels.field_of,
    "level1": labels.level1_of,
    "level2": labels.level2_of,
    "role": labels.role_of,
}


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_layouts_meet_their_schema(path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(data, json.loads(schema_path("layout.schema.json").read_text(encoding="utf-8")))
    assert data["name"] == path.stem


def test_no_word_stands_for_two_things() -> None:
    seen: dict[tuple[str, str], str] = {}
    for one in entries("labels"):
        key = (one["set"], labels.clean(one["word"]))
        assert seen.setdefault(key, one["group"]) == one["group"], key


def test_every_word_is_found() -> None:
    for one in entries("labels"):
        finder = FINDERS.get(one["set"])
        if finder is not None:
            for printed in (one["word"], f"★{one['word']}：", " ".join(one["word"]), f"{one['word']}（必填）"):
                assert finder(printed) == one["group"], printed


def test_the_guide_meets_its_schema() -> None:
    guide = json.loads(schema_path("form-guide.json").read_text(encoding="utf-8"))
    jsonschema.validate(guide, json.loads(schema_path("form-guide.schema.json").read_text(encoding="utf-8")))
