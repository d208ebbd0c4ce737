"""What a damaged zip raises while it is opened and read."""

from __future__ import annotations

import zipfile
import zlib

DAMAGED: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""A broken directory, a broken stream, a part that ends early or is not there, a method or version nobody knows, an encrypted part."""
