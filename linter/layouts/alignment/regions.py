"""Tables with one value column a region: the names of counties behind the headings are columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.knowledge.patterns import deferred
from linter.layouts.alignment.atoms import Atom
from linter.layouts.alignment.bounds import is_level
from linter.layouts.alignment.repeats import cut_at
from linter.layouts.alignment.soft import labels_in
from linter.layouts.labels import field_of, level1_of, role_of
from linter.model.form import Half

_WHOLE = deferred(r"[^\s:：()（）]{1,12}(?:县|市|区|旗|盟|州|乡|镇|街道|苏木|林区|兵团|管委会)|合计|总计|全省|全市|全县|全区|全州")
_NAME = deferred(r"[\u3400-\u9fff]{1,3}?(?:县|区|市|旗|州|盟)")
_LEAST = 2
_LAST = frozenset({"remark", "standard", "explanation"})
"""Roles of a heading that may stand behind the regions."""


def is_region(folded: str) -> bool:
    """Whether a piece is the name of a region, or of all of them together, and nothing else."""
    return _WHOLE.fullmatch(folded) is not None and level1_of(folded) is None and role_of(folded) is None and field_of(folded) is None


def named(body: Sequence[Atom]) -> tuple[int, str, list[Atom]]:
    """How many regions are named where the body begins, the role of a heading glued behind them (``""`` where none is), and the body without
    their names and without that heading."""
    count = 0
    role = ""
    rest = list(body)
    while rest and not is_level(rest[0].folded):
        text = rest[0].folded
        if is_region(text):
            count, rest = count + 1, rest[1:]
            continue
        end = next((start for start, _ in labels_in(text)), len(text))
        at = 0
        while (match := _NAME.match(text, at, end)) is not None:
            count, at = count + 1, match.end()
        if at and at < end < len(text) and count >= _LEAST and (role := role_of(text[at:end]) or "") in _LAST:
            return count, role, [*list(cut_at(rest[0], [end]))[1:], *rest[1:]]
        if at == 0 or (at < len(text) and at != end):
            break
        rest = rest[1:] if at == len(text) else [*list(cut_at(rest[0], [at]))[1:], *rest[1:]]
    return (count, "", rest) if count >= _LEAST else (0, "", list(body))


def widened(columns: Sequence[tuple[str, Half | None]], regions: int, last: str) -> list[tuple[str, Half | None]]:
    """The columns with a value column for each region, and one of the role ``last`` behind them."""
    out: list[tuple[str, Half | None]] = []
    for role, half in columns:
        out.append((role, half))
        if role == "value":
            out += [("region", half)] * (regions - 1) + ([(last, half)] if last else [])
    return out


def with_digits(atoms: Sequence[Atom], regions: int) -> Iterator[Atom]:
    """The pieces with a run of as many digits as there are regions cut into digits."""
    for atom in atoms:
        run = atom.folded.isdigit() and len(atom.folded) == regions
        yield from cut_at(atom, list(range(1, regions)) if run else [])
