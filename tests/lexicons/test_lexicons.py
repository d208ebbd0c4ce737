"""Every lexicon meets its schema, and every entry speaks where it says and is silent where it says: one that can never match fails here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from linter.knowledge.resources import data_root
from tests.lexicons.mechanisms import USES, Use, examples

FOLDER = data_root() / "lexicons"
FILES = sorted(FOLDER.glob("*.json"))
SCHEMA = json.loads((data_root() / "schemas" / "lexicon.schema.json").read_text(encoding="utf-8"))
_REGISTRY: Registry[Any] = Registry().with_resource(SCHEMA["$id"], Resource.from_contents(SCHEMA))

WITH_EXAMPLES = {"units": 150, "comparators": 40, "changes": 30, "measures": 150, "typos": 200, "name-words": 80, "value-patterns": 10}
"""Lexicons whose every entry carries a hit and a miss of its own, with the fewest entries they may have."""


def load(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_schema(path: Path) -> None:
    assert path.stem in SCHEMA["$defs"], "describe the entries of a new lexicon in schemas/lexicon.schema.json"
    data = load(path)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    items = {"type": "array", "items": {"$ref": f"{SCHEMA['$id']}#/$defs/{path.stem}"}}
    errors = list(jsonschema.Draft202012Validator(items, registry=_REGISTRY).iter_errors(data["entries"]))
    assert not errors, [f"{error.json_path}: {error.message}" for error in errors[:5]]


def test_every_definition_describes_a_lexicon_and_is_closed() -> None:
    assert {name for name in SCHEMA["$defs"] if not name.startswith("_")} == {path.stem for path in FILES}
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for name, definition in SCHEMA["$defs"].items():
        if not name.startswith("_"):
            assert definition["additionalProperties"] is False, name
            assert definition["title"], name


_TABLE_KEYS = (
    "class",
    "measure",
    "aspect",
    "classes",
    "verdict",
    "shape",
    "place",
    "key",
    "dimension",
    "dimensions",
    "unless_acted",
    "ending",
)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_no_entry_stands_twice(path: Path) -> None:
    entries = load(path)["entries"]
    keys = [
        json.dumps(
            {
                k: v
                for k, v in e.items()
                if k in ("word", "wrong", "noun", "group", "set", "pattern", "before", "after", "type", "name", *_TABLE_KEYS)
            },
            sort_keys=True,
            ensure_ascii=False,
        )
        for e in entries
    ]
    assert len(keys) == len(set(keys)), sorted({key for key in keys if keys.count(key) > 1})


_CASES = [pytest.param(path.stem, use, id=f"{path.stem} {use.hit}") for path in FILES for use in USES.get(path.stem, ())]


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_every_lexicon_says_how_it_speaks(path: Path) -> None:
    assert path.stem in USES, "say in tests/lexicons/mechanisms.py how the entries of a new lexicon speak"


@pytest.mark.parametrize(("lexicon", "use"), _CASES)
def test_entries_speak_where_they_say(lexicon: str, use: Use) -> None:
    deaf, loud = [], []
    tried = 0
    for entry in load(FOLDER / f"{lexicon}.json")["entries"]:
        hits, misses = examples(lexicon, use, entry)
        assert use.hit != "hit" or (hits and misses), f"no example for {entry}"
        tried += len(hits)
        deaf += [(entry, text) for text in hits if not use.speaks(entry, text)]
        loud += [(entry, text) for text in misses if use.speaks(entry, text)]
    assert tried
    assert not deaf, f"{len(deaf)} silent on their hit: {deaf[:8]}"
    assert not loud, f"{len(loud)} speak on their miss: {loud[:8]}"


@pytest.mark.parametrize(("lexicon", "least"), sorted(WITH_EXAMPLES.items()))
def test_every_entry_carries_its_own_examples(lexicon: str, least: int) -> None:
    entries = load(FOLDER / f"{lexicon}.json")["entries"]
    assert len(entries) >= least
    assert all(e.get("hit") and e.get("miss") for e in entries), [e for e in entries if not (e.get("hit") and e.get("miss"))][:5]


def test_heads_of_bounds_and_directions() -> None:
    entries = load(FOLDER / "name-heads.json")["entries"]
    both = [e for e in entries if e.get("direction_hit") and e.get("direction_miss")]
    over = [e for e in entries if e.get("over_hit") and e.get("over_miss")]
    assert len(both) >= 150
    assert len(over) >= 150
