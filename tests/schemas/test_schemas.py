"""What we write and read meets our schemas, and an editor can complete a form from its schema."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from linter.knowledge.resources import data_root
from linter.model.path import PARTS

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SCHEMAS = data_root() / "schemas"
WELLMADE = sorted((ROOT / "tests" / "wellmade").glob("*.yaml"))
INPUTS = [*sorted((ROOT / "examples").glob("*.txt")), *WELLMADE[:4], *sorted((SHARED / "seeds").glob("*.txt"))]


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return found


def errors(name: str, data: Any) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema(name))
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(data)]


def jixiao(*args: str) -> str:
    done = subprocess.run([sys.executable, "-m", "linter", *args], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in sorted(SCHEMAS.glob("*.schema.json"))])
def test_a_schema_is_a_schema(path: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(path.name))


def _properties(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        for name, held in node.get("properties", {}).items():
            yield f"{path}/{name}", held
        for key, held in node.items():
            yield from _properties(held, f"{path}/{key}")
    elif isinstance(node, list):
        for number, held in enumerate(node):
            yield from _properties(held, f"{path}/{number}")


@pytest.mark.parametrize(("path", "held"), [pytest.param(p, h, id=p) for p, h in _properties(schema("form.schema.json"))])
def test_an_editor_can_show_every_property_of_a_form(path: str, held: dict[str, Any]) -> None:
    for key in ("title", "description"):
        assert re.search("[一-鿿]", held.get(key, "")), f"{path} has no Chinese {key}"


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in sorted((SCHEMAS / "layouts").glob("*.json"))])
def test_layouts(path: Path) -> None:
    layout = json.loads(path.read_text(encoding="utf-8"))
    assert errors("layout.schema.json", layout) == []
    assert layout["name"] == path.stem
    assert layout["$schema"] == "../layout.schema.json"


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in INPUTS])
def test_what_parse_writes_meets_the_form_schema(path: Path) -> None:
    assert errors("form.schema.json", json.loads(jixiao("parse", str(path), "--to", "json"))) == []


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in WELLMADE])
def test_what_is_written_by_hand_meets_the_form_schema(path: Path) -> None:
    assert errors("form.schema.json", yaml.safe_load(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in INPUTS])
def test_what_check_writes_meets_the_report_schema(path: Path) -> None:
    report = json.loads(jixiao("check", str(path), "--format", "json", "--pedantic"))
    assert errors("report.schema.json", report) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"index": 1, "indicators": [{"level2": "数量指标", "annual": {"name": "人数", "value": 3}}]},
        {"index": 1, "indicators": [{"level2": "数量指标", "annual": {"nmae": "人数"}}]},
        {"index": 1, "kind": "programme", "indicators": []},
        {"index": 1, "fields": {"total": {"annual": {"text": "5", "unit": "千元"}}}, "indicators": []},
        {"index": 1, "fields": {"total": {"annual": 50000}}, "indicators": []},
    ],
)
def test_the_form_schema_is_closed(wrong: dict[str, Any]) -> None:
    assert errors("form.schema.json", wrong)


@pytest.mark.parametrize("part", [*PARTS, "thresholds[0]"])
def test_a_report_may_point_at_every_cell_of_a_row(part: str) -> None:
    pattern = schema("report.schema.json")["properties"]["findings"]["items"]["properties"]["path"]["pattern"]
    assert re.search(pattern, f"forms[0].indicators[1].annual.{part}")
    assert not re.search(pattern, f"forms[0].indicators[1].annual.{part}x")
