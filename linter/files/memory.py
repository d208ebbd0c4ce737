"""How much memory this process may take: a file that wants more is refused by name instead of taking the machine down."""

from __future__ import annotations

import gc
import os
from pathlib import Path


def limit_memory(wanted: int) -> None:
    """Keep the address space of this process below ``wanted`` bytes, where the OS can. May be raised again later."""
    try:
        import resource
    except ImportError:  # Windows: the time limit and the checks of the readers remain
        return
    try:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    except (ValueError, OSError):
        return


def in_use() -> int:
    """Address space in use, in bytes; 0 where the OS does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGESIZE")
    except (OSError, ValueError):
        return 0


def leave_lightly() -> None:
    """What is held now is held to the end: the interpreter need not look all of it over for cycles before it goes."""
    gc.freeze()


def collect_seldom() -> None:
    """Look for cycles of objects seldom: a run keeps what it reads, and scanning it again and again finds none."""
    gc.set_threshold(100_000, 50, 100)
