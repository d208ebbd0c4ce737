"""The names of the files a report is written to."""

from __future__ import annotations

import re


def safe_name(title: str) -> str:
    """A file name any system takes."""
    return re.sub(r'[\\/:*?"<>|\s]+', "_", title).strip("._") or "审核意见"
