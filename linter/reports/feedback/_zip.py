"""Office packages with the same bytes for the same content: libraries stamp the members of a zip with the clock."""

from __future__ import annotations

import io
import zipfile
from datetime import date


def pinned(data: bytes, day: date) -> bytes:
    """The package with every member dated ``day``, in the order given."""
    out = io.BytesIO()
    stamp = (max(day.year, 1980), day.month, day.day, 0, 0, 0)
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 0
            target.writestr(entry, source.read(name))
    return out.getvalue()
