"""What a cluster is given to do in tests: found again by its name wherever it runs."""

from __future__ import annotations

import os
import time


def twice(number: int) -> int:
    """Twice the number; 13 ends its process, 17 never ends, 19 wants too much memory."""
    if number == 13:
        os._exit(1)
    if number == 17:
        time.sleep(600)
    if number == 19:
        raise MemoryError
    return 2 * number


def lost(number: int, why: str) -> str:
    """What stands for it."""
    return f"{number}: {why}"


def size(number: int) -> int:
    """Its size."""
    return number
