"""How much is reason and how much is list: the development rows judged again with every known word of names emptied.

``python -m tests.tools.ablation ../shared/cases`` prints recall and precision with all words and with morphology, measures and licences alone: of
``name-heads`` only the morphemes of one character stay (率 数 费 额 款), the nouns of ``measures`` and the words of ``generic-names`` go.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from linter.knowledge import lexicons
from linter.policy.settings import Settings
from linter.run.pipeline import Job, run

_LISTS = ("measures", "generic-names", "countables")


def empty() -> None:
    """Work without the known words of names from now on, in this process: before any table is made of them."""
    whole = lexicons.load

    def load(name: str) -> dict[str, Any]:
        data = whole(name)
        if name == "name-heads":
            return {**data, "entries": [e for e in data["entries"] if len(e["word"]) == 1]}
        return {**data, "entries": data["entries"][:1]} if name in _LISTS else data

    lexicons.load = load


def _scorer(folder: Path) -> ModuleType:
    spec = spec_from_file_location("judgement_cases", folder.parent / "tools" / "judgement_cases.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(folder: Path) -> dict[str, tuple[int, int]]:
    """Hits and wanted, right and said, of the development rows."""
    scorer = _scorer(folder)
    cases = {"rows": scorer.load(folder / "judgement.jsonl"), "forms": [], "advice": []}
    with tempfile.TemporaryDirectory() as temp:
        root = Path(temp)
        places = scorer.build(root, cases)
        result = run([Job(file, path=root / file) for file in places], Settings())
        findings = [json.loads(line) for line in _json_lines(result)]
        with redirect_stdout(io.StringIO()):
            scored: dict[str, tuple[int, int]] = scorer.score(findings, cases, places, verbose=False)
    return scored


def _json_lines(result: Any) -> Iterator[str]:
    for f in result.findings:
        places = [{"location": {"file": r.location.file, "cell": r.location.cell}} for r in f.related if r.location is not None]
        where = {"file": f.location.file, "cell": f.location.cell} if f.location is not None else {}
        yield json.dumps({"code": f.code, "severity": f.severity.value, "message": f.message, "location": where, "related": places})


def main(folder: str, emptied: bool) -> None:
    """Print the figures, and in a process of its own those without known words."""
    if emptied:
        empty()
    (hit, wanted), (right, said) = (judged(Path(folder))[what] for what in ("recall", "precision"))
    title = "morphology only" if emptied else "all words"
    print(f"{title:16} recall {hit / wanted:.3f} ({hit}/{wanted}) precision {right / said:.3f} ({right}/{said})", flush=True)
    if not emptied:
        subprocess.run([sys.executable, "-m", "tests.tools.ablation", folder, "--emptied"], check=True)


if __name__ == "__main__":
    main(sys.argv[1], "--emptied" in sys.argv)
