"""The old Office container (compound file): only enough to say what is inside."""

from __future__ import annotations

import struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
_MAX_SECTORS = 2_000


def stream_names(data: bytes) -> frozenset[str]:
    """Names of the streams in the directory; empty where the container is damaged."""
    try:
        shift = struct.unpack_from("<H", data, 0x1E)[0]
        sector = struct.unpack_from("<I", data, 0x30)[0]
        if shift not in (9, 12):
            return frozenset()
        size = 1 << shift
        fat_sectors = struct.unpack_from("<109I", data, 0x4C)
        names: set[str] = set()
        seen: set[int] = set()
        while sector < _END and sector not in seen and len(seen) < _MAX_SECTORS:
            seen.add(sector)
            start = (sector + 1) * size
            for at in range(start, min(start + size, len(data) - 127), 128):
                length = struct.unpack_from("<H", data, at + 64)[0]
                if 2 < length <= 64:
                    names.add(data[at : at + length - 2].decode("utf-16-le", errors="replace"))
            entries = size // 4
            fat = fat_sectors[sector // entries] if sector // entries < len(fat_sectors) else _END
            if fat >= _END:
                break
            sector = struct.unpack_from("<I", data, (fat + 1) * size + 4 * (sector % entries))[0]
    except struct.error:
        return frozenset()
    return frozenset(names)
