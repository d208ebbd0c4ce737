"""Cold start: a whole ``jixiao check`` of one form against a whole process of spaCy blank zh with jieba cutting one sentence. Bar: ≤ 1/5.

Both are started anew in turn; the median of the rounds is taken for each, so that a busy machine slows both alike.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.distinct import payloads

ROUNDS = 9
REFERENCE = """
import warnings
warnings.simplefilter("ignore")
import spacy
nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
assert len(nlp("保障单位正常运转，提高服务对象满意度。")) > 5
"""


def _seconds(command: tuple[str, ...], env: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    return time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.json"
        path.write_bytes(payloads(1)[0])
        check = (sys.executable, "-m", "linter", "check", "--no-cache", "--fail-on", "never", str(path))
        reference = (sys.executable, "-c", REFERENCE)
        # Both with compiled modules, as an installed package has them; the first run writes them.
        env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        env["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "compiled")
        for command in (check, reference):
            _seconds(command, env)
        pairs = [(_seconds(check, env), _seconds(reference, env)) for _ in range(ROUNDS)]
    ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    sys.stdout.write(f"jixiao check {ours * 1e3:.0f} ms, spaCy with jieba {theirs * 1e3:.0f} ms, ratio {ours / theirs:.2f} (bar 0.20)\n")


if __name__ == "__main__":
    main()
