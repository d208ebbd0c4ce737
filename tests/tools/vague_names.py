"""How often the code of ``linter/`` calls a thing by a word that says nothing of it: ``one``, ``found``, ``placed``.

    python -m tests.tools.vague_names [-v]

Counted is every place where such a name is bound or used: variables, parameters, attributes, functions and classes. ``tests/meta`` keeps the
figure from growing. ``-v``: by module.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "linter"
VAGUE = frozenset({"one", "found", "placed"})


def names(source: str) -> Iterator[str]:
    """Every name that stands in a source, as often as it stands there."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg | ast.keyword):
            yield node.arg or ""
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name.lower()


def vague(source: str) -> int:
    """How many names of a source say nothing."""
    return sum(name in VAGUE for name in names(source))


def pages() -> list[Path]:
    """The scripts and templates of the package."""
    return sorted(path for path in PACKAGE.rglob("*") if path.suffix in (".js", ".j2"))


_SILENT = re.compile(r"/\*.*?\*/|//[^\n]*|\"[^\"\n]*\"|'[^'\n]*'|\{#.*?#\}", re.DOTALL)
"""Comments and quoted text of scripts and templates."""


def vague_in_page(source: str) -> int:
    """How many names of a script or a template say nothing."""
    return sum(word in VAGUE for word in re.findall(r"\w+", _SILENT.sub(" ", source)))


def main() -> None:
    """Print the figure."""
    counted = Counter({path.relative_to(PACKAGE).as_posix(): vague(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")})
    counted |= {path.relative_to(PACKAGE).as_posix(): vague_in_page(path.read_text(encoding="utf-8")) for path in pages()}
    if "-v" in sys.argv:
        for module, number in counted.most_common():
            if number:
                print(f"{number:5} {module}")
    print(counted.total())


if __name__ == "__main__":
    main()
