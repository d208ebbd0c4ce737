"""Cold start: a whole ``jixiao check`` of one form against a whole process of spaCy blank zh with jieba cutting one sentence.

Bars: a JSON form ≤ 0.20, an xlsx form ≤ 0.24. All are started anew in turn, and CPU seconds are counted, which a busy machine changes least; the
median of the rounds is taken for each.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.peers import files

ROUNDS = 9
BARS = {"json": 0.20, "xlsx": 0.24}
REFERENCE = """
import warnings
warnings.simplefilter("ignore")
import spacy
nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
assert len(nlp("保障单位正常运转，提高服务对象满意度。")) > 5
"""


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _seconds(command: tuple[str, ...], env: dict[str, str]) -> float:
    before = _cpu()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    return _cpu() - before


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        commands = [(sys.executable, "-c", REFERENCE)]
        for suffix in BARS:
            path = Path(folder) / f"form.{suffix}"
            path.write_bytes(files(suffix, 1)[0])
            commands.append((sys.executable, "-m", "linter", "check", "--no-cache", "--fail-on", "never", str(path)))
        # Both with compiled modules, as an installed package has them; the first run writes them.
        env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        env["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "compiled")
        for command in commands:
            _seconds(command, env)
        rounds = [[_seconds(command, env) for command in commands] for _ in range(ROUNDS)]
    theirs, *ours = (statistics.median(times) for times in zip(*rounds, strict=True))
    for (suffix, bar), own in zip(BARS.items(), ours, strict=True):
        sys.stdout.write(
            f"{suffix}: jixiao check {own * 1e3:.0f} ms of CPU, spaCy with jieba {theirs * 1e3:.0f} ms, ratio {own / theirs:.2f} (bar {bar:.2f})\n"
        )


if __name__ == "__main__":
    main()
