"""Forms too large to be forms. Rules read a cell with patterns and rows against each other, which takes the square of what they read."""

from __future__ import annotations

from linter.model.form import Form

_LONGEST_TEXT = 10_000
"""Characters of a cell."""
_MOST_ROWS = 1_000
"""Indicators of a form."""


def oversize(form: Form) -> str | None:
    """Why the form is too large to be one, in Chinese."""
    if any(len(text.text) > _LONGEST_TEXT for text in form.texts()):
        return f"有一格超过 {_LONGEST_TEXT // 10_000} 万字，不是表格应有的内容，未检查"
    if len(form.indicators) > _MOST_ROWS:
        return f"有 {len(form.indicators)} 行指标，超过 {_MOST_ROWS} 行，不是一张表应有的内容，未检查"
    return None
