"""The pieces of a table's body made ready: totals and repeated headings out, labels split around a row put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.knowledge.patterns import deferred
from linter.layouts.alignment import fit as fits
from linter.layouts.alignment.atoms import BLANK, BREAK, LINE, PIPE, SOFT, Atom
from linter.layouts.alignment.repeats import cut_at
from linter.layouts.labels import level1_of, level2_of, role_of
from linter.model.blocks import Paragraph

_NUMBER = deferred(r"[0-9][0-9.,]*(?:%|分)?|[-—/]+")
_LABELLED = frozenset({"name", "value", "actual", "unit", "weight", "score", "remark"})
_OFTEN = 3
"""So often a heading stands before a cell that it stands before all of them."""
_VALUE = 0.9
"""What a text costs as a value that is neither counted nor graded nor dated (``linter.layouts.plausible``)."""
_END, _PART = "指标", 6
"""How level labels end, and the longest part of one that stands on a line of its own."""
_TALLEST, _SIGNS, _FEWEST_SIGNS = 12, 2, 3
"""The most pieces of a label written downwards, the longest of them, and the fewest."""
_LONGEST, _REACH = 9, 8
"""The longest part of such a label, and the pieces between the two parts of a label split around a row."""


def with_slashes(atoms: Sequence[Atom]) -> list[Atom]:
    """The pieces with two values behind each other cut at the slash between them (≥3240场/3260场, 10/10; the middle one of three)."""
    out: list[Atom] = []
    for atom in atoms:
        slashes = [n for n, char in enumerate(atom.folded) if char == "/"]
        middle = slashes[len(slashes) // 2] if len(slashes) % 2 else 0
        first, second = atom.folded[:middle], atom.folded[middle + 1 :]
        if not (first and second and _both_values(first, second)):
            out.append(atom)
            continue
        before, _, behind = cut_at(atom, [middle, middle + 1])
        out += [before, behind._replace(gap=PIPE)]
    return out


def _both_values(first: str, second: str) -> bool:
    counted = all(any(char.isdigit() for char in text) for text in (first, second))
    return counted or max(fits.value(first), fits.value(second)) < _VALUE


def without_totals(atoms: Sequence[Atom]) -> list[Atom]:
    """The pieces without the rows of totals: 总分 and the numbers behind it."""
    out: list[Atom] = []
    total = False
    for atom in atoms:
        if fits.is_total(atom.folded):
            total = True
        elif not (total and _NUMBER.fullmatch(atom.folded)):
            total = False
            out.append(atom)
    return out


def without_column_labels(atoms: Sequence[Atom]) -> list[Atom]:
    """The pieces without the headings that stand before every cell of their column (目标值：40场　实际值：42场)."""
    labels = [atom.folded for atom in atoms if atom.folded.endswith(":") and role_of(atom.folded) in _LABELLED]
    repeated = {label for label in labels if labels.count(label) >= _OFTEN}
    out: list[Atom] = []
    held: Atom | None = None
    for atom in atoms:
        if atom.folded in repeated:
            held = held or atom
            continue
        out.append(atom if held is None else atom._replace(gap=held.gap, blanks=held.blanks))
        held = None
    return out


def with_rests_parted(atoms: Sequence[Atom]) -> Iterator[Atom]:
    """The pieces with those cut that begin with the end of a level label begun on the line above (满意度 / 指标服务对象)."""
    before = ""
    for atom in atoms:
        rest = _rest(before, atom)
        yield from cut_at(atom, [rest] if rest else [])
        before = atom.folded


def _rest(before: str, atom: Atom) -> int:
    """How many characters of a piece end the label that the piece before it begins, 0 where it is one as it stands or begins none."""
    if atom.gap != LINE or not before or len(before) > _PART or before.endswith(_END) or _is_label(atom.folded):
        return 0
    ends = range(1, min(_PART, len(atom.folded) - 1) + 1)
    return next((n for n in ends if atom.folded[:n].endswith(_END) and _is_label(before + atom.folded[:n])), 0)


def with_whole_labels(atoms: Sequence[Atom]) -> list[Atom]:
    """The pieces with the second part of a label that was split around a row (社会公众或服务 … 对象满意度指标) moved behind its first. The
    second part may be the level 1 right above the first: it opens nothing a second time (满意度指标 服务对象 … 满意度指标)."""
    out = list(atoms)
    for n, atom in enumerate(out):
        if _is_label(atom.folded) or not 2 <= len(atom.folded) <= _LONGEST or atom.gap not in (LINE, BREAK, PIPE, BLANK):
            continue
        for m in range(n + 2, min(n + _REACH, len(out))):
            other = out[m]
            again = (
                n > 0
                and level1_of(out[n - 1].folded) == (level1_of(other.folded) or "")
                and not _is_label(out[m - 1].folded + other.folded)
            )
            loose = not _is_label(other.folded) or again or (atom.gap == BLANK and other.gap == LINE)
            if loose and len(other.folded) <= _LONGEST and other.gap != SOFT and level2_of(atom.folded + other.folded):
                out.insert(n + 1, out.pop(m))
                break
    return out


def with_upright_labels(atoms: Sequence[Atom]) -> list[Atom]:
    """The pieces with level labels written downwards (数 / 量 / 指 / 标) as one piece each, at the place of its first sign."""
    out: list[Atom] = []
    at = 0
    while at < len(atoms):
        end = _upright(atoms, at)
        out.append(_one(atoms[at:end]) if end else atoms[at])
        at = end or at + 1
    return out


def _upright(atoms: Sequence[Atom], at: int) -> int:
    """Where the longest level label ends that begins with a piece and goes on downwards, 0 where none does."""
    text, end = atoms[at].folded, 0
    for n in range(at + 1, min(at + _TALLEST, len(atoms))):
        if len(atoms[n - 1].folded) > _SIGNS or len(atoms[n].folded) > _SIGNS or atoms[n].gap not in (LINE, BREAK):
            break
        text += atoms[n].folded
        if n - at + 1 >= _FEWEST_SIGNS and text.endswith(_END) and _is_label(text):
            end = n + 1
    return end


def _one(parts: Sequence[Atom]) -> Atom:
    text, first = "".join(part.folded for part in parts), parts[0]
    return Atom(text, first.gap, Paragraph(text, first.source.place, first.source.confidence), 0, len(text), first.line, first.blanks)


def _is_label(folded: str) -> bool:
    return level1_of(folded) is not None or level2_of(folded) is not None
