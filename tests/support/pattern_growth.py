"""How the time of every expression of the project grows on its own worst shapes. In a process of its own:

    python -m tests.support.pattern_growth [--short]

prints one line for each that grows faster than its text.
"""

from __future__ import annotations

import sys
import time

from tests.support.patterns import Known, known
from tests.support.worst_shapes import shapes

SMALL, LARGE = 4_000, 16_000
_TIMES = 5
_MOST_GROWTH = 8.0
"""Four times the text takes four times as long, or sixteen; this lies between."""
_SHORT = 12
"""Shapes of each expression in the short form."""
_PROBES = ((20, 0.02), (250, 0.02), (1_000, 0.05))
"""What takes so long on a small text needs no large one."""
_NOTHING, _LONG = 0.002, 0.008
"""What takes this little on 4,000 characters is no square of them; what takes so long is tried once."""


def _seconds(one: Known, shape: tuple[str, str, str], size: int, times: int = 1) -> float:
    """The best processor time of some tries."""
    head, pump, tail = shape
    text = (head + pump * (size // len(pump) + 1))[:size] + tail
    best = float("inf")
    for _ in range(times):
        begun = time.process_time()
        if one.how == "match":
            one.pattern.match(text)
        else:
            for _match in one.pattern.finditer(text):
                pass
        best = min(best, time.process_time() - begun)
    return best


def growth(one: Known, shape: tuple[str, str, str]) -> float:
    """How many times as long the large text takes as the small one; nought where neither takes any time."""
    for size, endless in _PROBES:
        if _seconds(one, shape, size) > endless and _seconds(one, shape, size, _TIMES) > endless:
            return float("inf")
    if _seconds(one, shape, SMALL) < _NOTHING:
        return 0.0
    small = _seconds(one, shape, SMALL, _TIMES)
    return 0.0 if small < _NOTHING else _seconds(one, shape, LARGE, _TIMES if small < _LONG else 1) / small


def worst(one: Known, most: int | None) -> tuple[float, tuple[str, str, str]] | None:
    """The first shape on which the time grows faster than the text."""
    for shape in shapes(one.pattern.pattern, one.pattern.flags)[:most]:
        found = growth(one, shape)
        if found > _MOST_GROWTH:
            return found, shape
    return None


def main() -> None:
    """Print what grows, then how many expressions were tried."""
    most = _SHORT if "--short" in sys.argv else None
    every = known()
    for one in every:
        found = worst(one, most)
        if found is not None:
            print(f"{one.where} ({one.how}) x{found[0]:.0f} {found[1]!r}", flush=True)
    print("tried", len(every))


if __name__ == "__main__":
    main()
