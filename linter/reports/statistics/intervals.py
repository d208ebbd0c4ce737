"""How far a share of few cases can be trusted."""

from __future__ import annotations

import math


def wilson(part: int, whole: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson's score; E. B. Wilson 1927): sound for few cases and for shares near 0 and 1."""
    share, square = part / whole, z * z
    middle = share + square / (2 * whole)
    reach = z * math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    return max(0.0, (middle - reach) / (1 + square / whole)), min(1.0, (middle + reach) / (1 + square / whole))
