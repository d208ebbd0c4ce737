"""The house stays in order: few loose modules, no import circles, one factory of findings, nothing asked of the letters of a code."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.tools.vague_names import pages, vague, vague_in_page
from tests.tools.words_in_rules import counted, pieces

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "linter"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_LOOSE = 3
MAX_WORDS = 487
"""Pieces of Chinese text in the code of rules that stand there and not in lexicons. Lower it with every step; never raise it."""
MAX_VAGUE = 94
"""Names that say nothing of the thing: ``one``, ``found``, ``placed`` (``python -m tests.tools.vague_names -v``). Lower it with every step."""


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {_name(path) for path in MODULES}


def _imported(tree: ast.AST) -> Iterator[str]:
    """The modules of ours a file imports, wherever the import stands, but for type checkers only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in NAMES)
        elif isinstance(node, ast.ImportFrom) and node.module in NAMES:
            below = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in NAMES else str(node.module) for name in below)
        else:
            yield from _imported(node)


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The strongly connected components of more than one module (Tarjan)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph.get(node, ()):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            if len(stack) - at > 1:
                found.append(sorted(stack[at:]))
            del stack[at:]

    for node in graph:
        if node not in index:
            visit(node)
    return found


def test_the_root_holds_next_to_nothing() -> None:
    loose = sorted(path.name for path in PACKAGE.glob("*.py"))
    assert len(loose) <= MAX_LOOSE, loose


def test_no_import_circles() -> None:
    graph = {_name(path): set(_imported(ast.parse(path.read_text(encoding="utf-8")))) - {_name(path)} for path in MODULES}
    assert circles(graph) == []


def test_circles_are_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


def test_a_constant_is_bound_once() -> None:
    """A second binding further down takes the place of the first, for every function of the module."""
    twice = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in MODULES
        for name, times in Counter(
            target.id
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        ).items()
        if times > 1
    ]
    assert twice == []


def _calls(name: str) -> set[str]:
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    }


def test_findings_are_made_in_one_place() -> None:
    assert _calls("Finding") == {"run/findings.py"}


def test_nothing_asks_for_the_letters_of_a_code_or_slices_a_path() -> None:
    asks = re.compile(r"""startswith\(\(?["'](?:JX|forms\[)|anchor\[""")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in MODULES
        for line in path.read_text(encoding="utf-8").splitlines()
        if asks.search(line)
    ]
    assert found == []


def test_words_stand_in_lexicons_and_not_in_rules() -> None:
    counts = counted()
    assert sum(counts.values()) <= MAX_WORDS, counts.most_common(10)


def test_things_are_called_by_nouns_of_the_domain() -> None:
    counts = {str(path.relative_to(PACKAGE)): vague(path.read_text(encoding="utf-8")) for path in MODULES}
    assert sum(counts.values()) <= MAX_VAGUE, sorted(counts.items(), key=lambda pair: -pair[1])[:10]
    assert vague("def found(one): return [placed.found for placed in rows(one)]") == 6


def test_so_are_they_in_scripts_and_templates() -> None:
    assert {path.name: count for path in pages() if (count := vague_in_page(path.read_text(encoding="utf-8")))} == {}
    assert vague_in_page("{% for one in rows %}{{ one.name }}{# one of them #}") == 2
    assert vague_in_page('const found = rows.map((row) => row.one); // one row, "one"') == 2


def test_sentences_and_docstrings_are_no_words() -> None:
    source = '''
"""单位与指标不符。"""
RULE = Rule(title="计数写成百分比", messages={"default": "建议核实"})
_WORDS = ("好好", "稳定")
"""空话。"""
_SAID = "建议改为可计量的内容，如数量"
def suggest(): return Suggestion("请核实")
'''
    assert pieces(source) == ["好好", "稳定"]
