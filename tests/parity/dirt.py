"""What real files do to a clean page: each function takes pages and gives the same form, dirtier."""

from __future__ import annotations

import re
from dataclasses import replace

from linter.layouts.labels import field_of, level1_of, level2_of, role_of
from tests.support.writers import Box, Page, Table, beside

_WIDE = str.maketrans("0123456789%", "０１２３４５６７８９％")
_AMOUNTS = {"360,000": "36", "1,200,000": "120"}


def _mapped(pages: list[Page], change: object) -> list[Page]:
    return [[piece.map(change) if isinstance(piece, Table) else piece for piece in page] for page in pages]


def full_width_digits(pages: list[Page]) -> list[Page]:
    """Digits and percent signs of the values as an input method leaves them."""
    return _mapped(pages, lambda text: text.translate(_WIDE) if re.match(r"[≥≤]", text) else text)


def invisible_characters(pages: list[Page]) -> list[Page]:
    """Zero-width characters inside labels, a no-break space behind values."""

    def change(text: str) -> str:
        if field_of(text) or role_of(text):
            return text[:1] + "\u200b" + text[1:]
        return text + "\u00a0" if text.startswith(("≥", "≤")) else text

    return _mapped(pages, change)


def notes_below(pages: list[Page]) -> list[Page]:
    """Notes of the template under the table, as rows of the table."""
    out = []
    for page in pages:
        new: Page = []
        for piece in page:
            if isinstance(piece, Table):
                note = Box("注：1.各部门根据实际情况填报。2.表中指标可自行增减。", piece.n_rows, 0, 1, piece.n_cols)
                piece = Table((*piece.boxes, note))
            new.append(piece)
        out.append(new)
    return out


def unmerged_levels(pages: list[Page]) -> list[Page]:
    """Merged level cells taken apart, the text repeated in each row."""

    def apart(table: Table) -> Table:
        boxes = []
        for box in table.boxes:
            if level1_of(box.text) or level2_of(box.text):
                boxes += [replace(box, row=box.row + i, rowspan=1) for i in range(box.rowspan)]
            else:
                boxes.append(box)
        return Table(tuple(boxes))

    return [[apart(piece) if isinstance(piece, Table) else piece for piece in page] for page in pages]


def spaced_labels(pages: list[Page]) -> list[Page]:
    """``项 目 名 称``."""
    return _mapped(pages, lambda text: " ".join(text) if field_of(text) and len(text) <= 6 else text)


def _cut(table: Table, at: int) -> tuple[Table, Table]:
    above, below = [], []
    for box in table.boxes:
        end = box.row + box.rowspan
        if box.row < at:
            above.append(replace(box, rowspan=min(end, at) - box.row))
        if end > at:
            start = max(box.row, at)
            # A merged cell cut by the page shows its text again on the next one.
            below.append(replace(box, row=start - at, rowspan=end - start))
    return Table(tuple(above)), Table(tuple(below))


def split_over_pages(pages: list[Page]) -> list[Page]:
    """The table cut before its last four rows, a page number between the parts."""
    out = []
    for page in pages:
        new: Page = []
        for piece in page:
            if isinstance(piece, Table):
                above, below = _cut(piece, piece.n_rows - 4)
                new += [above, "- 7 -", below]
            else:
                new.append(piece)
        out.append(new)
    return out


def side_by_side(pages: list[Page]) -> list[Page]:
    """Both forms beside each other in one table."""
    left, right = ([piece for piece in page if isinstance(piece, Table) or "绩效" in piece or "年度" in piece] for page in pages)
    return [beside(left, right)]


def in_wan(pages: list[Page], place: str) -> list[Page]:
    """Amounts in 万元, the unit stated in the label (``label``) or above the table (``above``)."""

    def change(text: str) -> str:
        if "资金总额" in text:
            return "年度资金总额（万元）" if place == "label" else "年度资金总额"
        return _AMOUNTS.get(text, text)

    mapped = _mapped(pages, change)
    return [["单位：万元", *page] for page in mapped] if place == "above" else mapped
