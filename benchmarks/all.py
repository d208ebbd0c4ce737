"""Every benchmark, one after the other; what they print goes to ``benchmarks/RESULTS.md`` with date, machine and commit.

``python -m benchmarks.all`` on an idle machine (some twenty minutes), ``python -m benchmarks.all --short`` with fewer files, or the names of some:
what others printed before stays. Each line is shown as it is printed, with how long each part took; none takes longer than ``LONGEST``.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from linter.files.writing import write_file

RESULTS = Path(__file__).parent / "RESULTS.md"
ROOT = Path(__file__).parents[1]
LONGEST = 600
"""Seconds a part may take."""
BENCHMARKS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "peers": ((), ("20",)),
    "cold": ((), ()),
    "warm": ((), ()),
    "jobs": ((), ("100", "400")),
    "memory": ((), ("1000", "10000")),
    "cache": ((), ()),
    "staged": ((), ()),
    "office_readers": ((), ()),
    "pdf_tables": ((), ()),
    "feedback": ((), ()),
    "report_html": ((), ()),
    "across": ((), ()),
    "million": (("20000",), ("5000",)),
}
"""Each with its arguments in a full and in a short run. The million itself takes an hour: ``python -m benchmarks.million``."""
_LOAD = """Where the load is above the number of processors other
programs were at work: seconds are too long there, and seconds beside each other (`jobs`, `memory`, `cache`, `staged`) say little; `peers`, `cold` and
`warm` count CPU seconds, which change least."""
_SECTION = re.compile(r"^## (\w+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def machine() -> str:
    """Processors, how busy they are, memory, system and Python."""
    model = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} × {model or platform.machine()}{load}, {platform.system()} {platform.release()}, Python {platform.python_version()}"


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []


def commit() -> str:
    """The commit measured, marked where the tree differs from it (but for what is written here)."""
    done = subprocess.run(("git", "describe", "--always"), cwd=ROOT, capture_output=True, text=True, check=False)
    others = ("git", "diff", "--quiet", "HEAD", "--", ".", f":(exclude){RESULTS.relative_to(ROOT)}")
    changed = subprocess.run(others, cwd=ROOT, capture_output=True, check=False).returncode == 1
    return (done.stdout.strip() or "unknown") + ("-dirty" if changed else "")


def measured(name: str, arguments: tuple[str, ...]) -> str:
    """The section of one benchmark."""
    now, where, began = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"), machine(), time.monotonic()
    said = "".join(_shown(name, arguments))
    took = f"{time.monotonic() - began:.0f} s"
    sys.stdout.write(f"{name}: {took}\n")
    asked = f" (`{' '.join(arguments)}`)" if arguments else ""
    return f"{now}, commit {commit()}{asked}, {took}, {where}\n\n```\n{said.strip()}\n```\n"


def _shown(name: str, arguments: tuple[str, ...]) -> Iterator[str]:
    """What a benchmark prints, line by line, shown as it comes; why it failed, where it did."""
    command = (sys.executable, "-u", "-m", f"benchmarks.{name}", *arguments)
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True) as child,
    ):
        alarm = threading.Timer(LONGEST, child.kill)
        alarm.start()
        for line in child.stdout or ():
            sys.stdout.write(f"  {line}")
            sys.stdout.flush()
            yield line
        child.wait()
        alarm.cancel()
        if child.returncode < 0:
            yield f"broken off after {LONGEST} s\n"
        elif child.returncode:
            errors.seek(0)
            yield f"failed: {(errors.read().strip().splitlines() or ['no word'])[-1]}\n"


def main(arguments: list[str]) -> None:
    """Run and write."""
    short = "--short" in arguments
    wanted = [name for name in arguments if name in BENCHMARKS] or list(BENCHMARKS)
    held = dict(_SECTION.findall(RESULTS.read_text(encoding="utf-8"))) if RESULTS.exists() else {}
    for name in wanted:
        sys.stdout.write(f"{name} …\n")
        sys.stdout.flush()
        held[name] = f"\n{measured(name, BENCHMARKS[name][short])}\n"
        sections = "".join(f"## {name}\n{held[name].rstrip()}\n\n" for name in BENCHMARKS if name in held)
        head = f"# Results\n\nWritten by `python -m benchmarks.all`; bars and what is measured: [README.md](README.md). {_LOAD}\n\n"
        write_file(RESULTS, (head + sections).rstrip() + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
