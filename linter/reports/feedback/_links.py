"""Links from a report to the places in the unit's own files."""

from __future__ import annotations

import os
from pathlib import Path

from linter.model.finding import Finding

_LONGEST = 250
"""Office refuses links much longer than this."""


def link_to(file: str, member: str | None, finding: Finding | None, folder: Path | None) -> str | None:
    """``../送审/某局.xlsx#表1!E14`` seen from ``folder``; ``None`` where no link can lead there."""
    if folder is None or not file or file.startswith("<"):
        return None
    try:
        path = os.path.relpath(file, folder).replace(os.sep, "/")
    except ValueError:  # another drive
        return None
    place = finding.location if finding is not None and member is None else None
    anchor = f"#'{place.sheet}'!{(place.cell or 'A1').partition(':')[0]}" if place is not None and place.sheet else ""
    return path + anchor if "#" not in path and len(path + anchor) <= _LONGEST else None
