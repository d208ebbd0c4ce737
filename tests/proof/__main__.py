"""How often we are right: ``python -m tests.proof`` measures and writes ``docs/准确度.md``; ``--check`` only compares.

The figures stand in ``tests/proof/figures.json``; the page is rendered from them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.proof.page import Figures, rendered
from tests.proof.sources import measured

FIGURES = Path(__file__).parent / "figures.json"
PAGE = Path(__file__).parents[2] / "docs" / "准确度.md"


def kept() -> Figures:
    """The figures of the last run."""
    figures: Figures = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    return figures


def _written(figures: Figures) -> str:
    """JSON with one rule a line."""
    parts = []
    for key, part in figures.items():
        inner = (
            ",\n".join(f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in part.items()) if isinstance(part, dict) else ""
        )
        parts.append(f' "{key}": ' + (f"{{\n{inner}\n }}" if isinstance(part, dict) else json.dumps(part)))
    return "{\n" + ",\n".join(parts) + "\n}\n"


def differing(old: Figures, new: Figures) -> list[str]:
    """What is not the same, a line each."""
    out = []
    for key in sorted(old.keys() | new.keys()):
        a, b = old.get(key, {}), new.get(key, {})
        if isinstance(a, dict) and isinstance(b, dict):
            out += [f"{key} {name}: {a.get(name)} → {b.get(name)}" for name in sorted(a.keys() | b.keys()) if a.get(name) != b.get(name)]
        elif a != b:
            out.append(f"{key}: {a} → {b}")
    return out


def main() -> int:
    """Measure; write, or compare and return 1 where something differs."""
    old = kept()
    new = measured(old)
    changes = differing(old, new)
    for change in changes:
        print(change)
    if "--check" in sys.argv[1:]:
        stale = bool(changes) or PAGE.read_text(encoding="utf-8") != rendered(new)
        print("docs/准确度.md is stale: run python -m tests.proof" if stale else "docs/准确度.md is what is measured today")
        return 1 if stale else 0
    FIGURES.write_text(_written(new), encoding="utf-8")
    PAGE.write_text(rendered(new), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
