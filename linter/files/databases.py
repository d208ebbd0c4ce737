"""What a damaged database raises while it is opened and read."""

from __future__ import annotations

import sqlite3

DAMAGED: tuple[type[Exception], ...] = (sqlite3.Error, UnicodeDecodeError)
"""SQLite quotes the broken bytes in its message, and these need not be text."""
UNUSABLE: tuple[type[Exception], ...] = (*DAMAGED, OSError)
"""The same, and that the file cannot be opened or written at all."""
