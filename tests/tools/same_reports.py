"""Whether two checkouts say the same: ``jixiao check --format json`` of both over the same inputs, compared byte by byte.

    python -m tests.tools.same_reports OTHER_CHECKOUT [--keep FOLDER] [--only GROUP]

The inputs are this checkout's: the seeds (``../shared``, where it is there), the examples, the held-out sets, the unseen and the layout
pages, every case of every rule, and the well-made forms, each drawn once into a folder that both then read. A group is one run, because
forms are compared with each other. The ``tool`` entry (version, hash of the rules) is left out: it is meant to change. Exit code 1 where
anything differs; the first differing finding of each group is shown.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
DRAWN_AS = ("text", "pipes", "xlsx", "docx")


def seeds(folder: Path) -> Iterator[Path]:
    """The real disclosure this project started from, and the raw development cases."""
    yield from sorted((SHARED / "seeds").glob("*.txt"))
    yield from sorted(path for path in (SHARED / "cases" / "raw").glob("*") if path.suffix != ".json")


def examples(folder: Path) -> Iterator[Path]:
    """What ``examples/`` shows, but PDF (the extra may be missing)."""
    yield from sorted(
        path for path in (ROOT / "examples").rglob("*") if path.suffix in (".txt", ".csv", ".docx", ".html", ".json", ".xlsx")
    )
    yield from sorted((ROOT / "examples" / "forms").glob("*.yaml"))


def heldout(folder: Path) -> Iterator[Path]:
    """The held-out sets, drawn."""
    from tests.seen import forms

    listed = [form for path in sorted((ROOT / "tests" / "seen").glob("*.txt")) for form in forms.read(path)]
    yield from (path for path, _ in forms.write(listed, folder))


def pages(folder: Path) -> Iterator[Path]:
    """Layout and unseen pages, in the formats that keep cells and in those that lose them; raw ones as they are."""
    from tests.support.golden import load, page_of
    from tests.support.writers import WRITERS

    for path in sorted([*(ROOT / "tests" / "layouts").glob("*/*.yaml"), *(ROOT / "tests" / "unseen").glob("*/*.yaml")]):
        golden, stem = load(path), f"{path.parent.name}-{path.stem}"
        if "raw" in golden:
            raw = golden["raw"]
            yield _written(folder / f"{stem}-{raw['name']}", raw["text"].encode(raw.get("encoding", "utf-8")))
        elif "page" in golden:
            for to in DRAWN_AS:
                suffix, writer = WRITERS[to]
                yield _written(folder / f"{stem}-{to}.{suffix}", writer([page_of(golden)]))


def cases(folder: Path) -> Iterator[Path]:
    """Every hit and near miss of every rule."""
    from tests.support.cases import source_of

    for path in sorted((ROOT / "tests" / "rules").glob("*.yml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for number, case in enumerate([*data.get("hits", ()), *data.get("misses", ())]):
            content, name = source_of(case)
            yield _written(folder / f"{path.stem}-{number}{Path(name).suffix}", content)


def wellmade(folder: Path) -> Iterator[Path]:
    """Forms nobody should object to."""
    yield from sorted((ROOT / "tests" / "wellmade").glob("*.yaml"))


GROUPS: dict[str, Callable[[Path], Iterator[Path]]] = {each.__name__: each for each in (seeds, examples, heldout, pages, cases, wellmade)}


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def report(checkout: Path, folder: Path, target: Path) -> dict[str, Any]:
    """The checkout's report on a folder of inputs, as data without ``tool``."""
    environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "linter", "check", "--no-cache", "--pedantic", "--format", "json", "-o", str(target), "."]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 3):
        raise SystemExit(f"{checkout}: {done.stderr}")
    data: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    data.pop("tool")
    return data


def difference(mine: dict[str, Any], other: dict[str, Any]) -> str | None:
    """The first difference in words, ``None`` where the two are byte-identical."""
    texts = [json.dumps(data, ensure_ascii=False) for data in (mine, other)]
    if texts[0] == texts[1]:
        return None
    findings = [[json.dumps(one, ensure_ascii=False) for one in data["findings"]] for data in (mine, other)]
    here, there = ([text for text in findings[a] if text not in set(findings[1 - a])] for a in (0, 1))
    shown = [f"  {sign} {text[:600]}" for sign, listed in (("here ", here), ("there", there)) for text in listed[:3]]
    return "\n".join([f"{len(here)} findings only here, {len(there)} only there", *shown])


def compared(group: str, other: Path, keep: Path) -> str | None:
    """One group drawn, reported on by both and compared."""
    folder = keep / group
    folder.mkdir(parents=True)
    drawn = list(GROUPS[group](folder))
    for number, path in enumerate(drawn):  # what stands elsewhere is copied: both see one folder, one name a file
        if folder not in path.parents:
            (folder / f"{number:04}-{path.name}").write_bytes(path.read_bytes())
    mine, theirs = (report(where, folder, keep / f"{group}-{name}.json") for name, where in (("here", ROOT), ("there", other)))
    sys.stdout.write(f"{group}: {len(drawn)} files, {mine['summary']['forms']} forms, {len(mine['findings'])} findings\n")
    return difference(mine, theirs)


def main() -> None:
    """Compare and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", type=Path, help="the other checkout, e.g. a worktree of an earlier commit")
    parser.add_argument("--keep", type=Path, help="a new folder for inputs and reports; default: a temporary one")
    parser.add_argument("--only", choices=sorted(GROUPS), action="append", help="these groups only")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        keep = given.keep or Path(temporary)
        found = {group: compared(group, given.other.resolve(), keep) for group in given.only or GROUPS}
    different = {group: text for group, text in found.items() if text is not None}
    for group, text in different.items():
        sys.stdout.write(f"\n{group} differs: {text}\n")
    sys.stdout.write("byte-identical\n" if not different else "")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
