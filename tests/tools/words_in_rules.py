"""How many pieces of Chinese text stand in the code of the rules, outside messages, docstrings and comments: words that belong in lexicons.

    python -m tests.tools.words_in_rules [-v]

A piece is a run of Chinese characters in a string literal. Sentences for people are not counted: what ``RULE = Rule(...)``, ``option(...)`` and
``Suggestion(...)`` hold, and every text with a stop or a comma. ``tests/meta`` keeps the figure from growing. ``-v``: by module.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

RULES = Path(__file__).parents[2] / "linter" / "rules"
_PIECE = re.compile(r"[一-鿿]+")
_SENTENCE = re.compile(r"[，。；？！：]")
_FOR_PEOPLE = frozenset({"Rule", "option", "Suggestion"})


def _docstrings(tree: ast.AST) -> set[int]:
    """Strings that stand as statements: docstrings, also of constants."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _strings(node: ast.AST, skipped: set[int]) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _FOR_PEOPLE:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from _strings(child, skipped)


def pieces(source: str) -> list[str]:
    """The pieces of one module."""
    tree = ast.parse(source)
    return [piece for text in _strings(tree, _docstrings(tree)) if not _SENTENCE.search(text) for piece in _PIECE.findall(text)]


def counted() -> Counter[str]:
    """Pieces by module."""
    return Counter({path.relative_to(RULES).as_posix(): len(pieces(path.read_text(encoding="utf-8"))) for path in RULES.rglob("*.py")})


def main() -> None:
    """Print the figure."""
    by_module = counted()
    if "-v" in sys.argv:
        for name, count in by_module.most_common():
            sys.stdout.write(f"{count:5} {name}\n" if count else "")
    sys.stdout.write(
        f"{sum(by_module.values())} pieces of Chinese text in {sum(1 for n in by_module.values() if n)} modules of linter/rules\n"
    )


if __name__ == "__main__":
    main()
