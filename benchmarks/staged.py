"""What a commit waits for: ``jixiao check --staged`` with one changed form among 1,000, and the hook's entry (``jixiao check FILE``) there,
against a run over one form that stands alone. Bar: ≤ 1.3, median of 15 interleaved pairs.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.cache import FORMS, seconds, well_made, write

PAIRS = 15
CHANGED = Path("01") / "0050.yaml"


def _git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=jixiao", "-c", "user.email=jixiao@example.invalid", "-c", "commit.gpgsign=false")
    subprocess.run(("git", *identity, *arguments), cwd=folder, check=True, capture_output=True)


def _repository(folder: Path) -> None:
    """A thousand forms committed, one of them changed and staged."""
    folder.mkdir()
    write(folder, well_made, FORMS)
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "forms")):
        _git(folder, *arguments)
    path = folder / CHANGED
    path.write_text(path.read_text(encoding="utf-8").replace("一次性项目", "延续性项目"), encoding="utf-8")
    _git(folder, "add", "-A")


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        repository, alone = Path(name) / "repository", Path(name) / "alone"
        _repository(repository)
        alone.mkdir()
        shutil.copy(repository / CHANGED, alone / "form.yaml")
        for title, arguments in (("--staged", ("--staged",)), ("hook's entry", (str(CHANGED),))):
            check = ("check", "--no-cache", "--fail-on", "never")
            pairs = [(seconds(repository, *check, *arguments)[0], seconds(alone, *check, "form.yaml")[0]) for _ in range(PAIRS + 1)]
            ours, theirs = (statistics.median(times) for times in zip(*pairs[1:], strict=True))
            sys.stdout.write(f"{title}: {ours * 1e3:.0f} ms, one form {theirs * 1e3:.0f} ms, ratio {ours / theirs:.2f} (bar 1.3)\n")


if __name__ == "__main__":
    main()
