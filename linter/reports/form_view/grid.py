"""A form redrawn as its own table: header, money and goals in label–value pairs, then the indicator rows with the columns it printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from linter.model.form import FIELD_KEYS, FIELD_NAMES, HALVES, NARRATIVE_KEYS, PART_NAMES, Form, Half, Indicator, Money, Target, Text
from linter.reports.wording import HALF_NAMES

_GRADES = {4: ("优", "良", "中", "差"), 3: ("优", "良", "差")}


class Cell(Struct, frozen=True):
    """A printed cell. ``key``: its symbolic path within the form, ``""`` for labels; ``doubt``: why its text was read with doubt."""

    text: str
    key: str = ""
    doubt: str | None = None
    span: int = 1


class Pair(Struct, frozen=True):
    """A label and its cell. ``wide`` takes the whole line; ``first`` begins one."""

    label: str
    cell: Cell
    wide: bool
    first: bool = False


class Row(Struct, frozen=True):
    """An indicator row. ``level1``/``level2``: (label, rows it spans) where a group starts, else ``None``; ``group``: the phone's heading."""

    level1: tuple[str, int] | None
    level2: tuple[str, int] | None
    group: str
    cells: tuple[Cell, ...]


class Drawn(Struct, frozen=True):
    """The whole form. ``halves``: (name, columns) where both sides are printed; ``columns``: heads of the indicator cells."""

    lines: tuple[tuple[Pair, ...], ...]
    halves: tuple[tuple[str, int], ...]
    columns: tuple[str, ...]
    blocks: tuple[tuple[Row, ...], ...]

    def keys(self) -> Iterator[str]:
        """Every cell that can carry a finding."""
        yield from (pair.cell.key for line in self.lines for pair in line)
        yield from (cell.key for block in self.blocks for row in block for cell in row.cells if cell.key)


def _cell(text: Text, key: str) -> Cell:
    return Cell(text.text.strip("\n"), key, text.doubt)


def _halved(label: str, values: dict[Half, Text], base: str, tail: str = "") -> Iterator[Pair]:
    """Both sides of a line. Sources of money (``tail``) stand under a total that names the side."""
    for half, text in values.items():
        name = f"{HALF_NAMES[half]}{label}" if len(values) > 1 and not tail else label
        yield Pair(name, _cell(text, f"{base}.{half}{tail}"), wide=len(values) == 1, first=half == next(iter(values)))


def _money(form: Form) -> Iterator[Pair]:
    def texts(amounts: dict[Half, Money]) -> dict[Half, Text]:
        return {half: money.text for half, money in amounts.items()}

    totals: dict[Half, Money] = {half: form.total[half] for half in HALVES if half in form.total}
    units = {money.unit for money in totals.values()} | {money.unit for half in form.funding.values() for money in half.values()}
    unit = f"（{units.pop() or '未注明单位'}）" if len(units) == 1 else ""
    yield from _halved(f"资金总额{unit}", texts(totals), "fields.total")
    labels = dict.fromkeys(label for half in HALVES for label in form.funding.get(half, ()))
    for label in labels:
        by_half: dict[Half, Money] = {half: form.funding[half][label] for half in HALVES if label in form.funding.get(half, ())}
        yield from _halved(f"其中：{label}", texts(by_half), "fields.funding", f".{label}")


def _pairs(form: Form) -> Iterator[Pair]:
    def fields(keys: Sequence[str]) -> Iterator[Pair]:
        for key in keys:
            if key in form.fields:
                text = form.fields[key]
                yield Pair(FIELD_NAMES.get(key, key), _cell(text, f"fields.{key}"), wide=key == "project" or key in NARRATIVE_KEYS)

    yield from fields(FIELD_KEYS[:5])
    yield from _money(form)
    yield from fields(FIELD_KEYS[5:])
    goals: dict[Half, Text] = {half: form.goal[half] for half in HALVES if half in form.goal}
    yield from _halved("总体目标", goals, "fields.goal")
    yield from (Pair(label, Cell(text.text, "", text.doubt), wide=True) for label, text in form.extras.items())


def _lines(pairs: Iterator[Pair]) -> Iterator[tuple[Pair, ...]]:
    """Narrow pairs two a line, wide ones alone."""
    line: tuple[Pair, ...] = ()
    for pair in pairs:
        if line and (pair.wide or pair.first or line[0].wide or len(line) == 2):
            yield line
            line = ()
        line = (*line, pair)
    if line:
        yield line


def _parts(targets: Sequence[Target]) -> list[str]:
    """The columns these targets print."""
    deepest = max((len(target.thresholds) for target in targets), default=0)
    parts = [part for part in PART_NAMES if part in ("name", "value") or any(getattr(target, part) is not None for target in targets)]
    if deepest and not any(target.value for target in targets):
        parts.remove("value")
    at = parts.index("value") + 1 if "value" in parts else parts.index("name") + 1
    return parts[:at] + [f"thresholds[{n}]" for n in range(deepest)] + parts[at:]


def _head(part: str, deepest: int) -> str:
    if part in PART_NAMES:
        return PART_NAMES[part]
    number = int(part[len("thresholds[") : -1])
    return _GRADES[deepest][number] if deepest in _GRADES else f"第{number + 1}档"


def _text(target: Target, part: str) -> Text | None:
    if part.startswith("thresholds["):
        number = int(part[len("thresholds[") : -1])
        return target.thresholds[number] if number < len(target.thresholds) else None
    text: Text | None = getattr(target, part)
    return text


def _cells(indicator: Indicator, index: int, columns: dict[Half, list[str]]) -> Iterator[Cell]:
    for half, parts in columns.items():
        target = indicator.half(half)
        if target is None:
            yield Cell("", span=len(parts))
            continue
        for part in parts:
            text = _text(target, part)
            yield Cell("") if text is None else _cell(text, f"indicators[{index}].{half}.{part}")


def _block(rows: list[tuple[int, Indicator]], columns: dict[Half, list[str]]) -> Iterator[Row]:
    """The rows of one level-1 group."""
    first: tuple[str, int] | None = (rows[0][1].level1, len(rows))
    for label, members in groupby(rows, key=lambda row: row[1].level2 or row[1].category):
        group = list(members)
        level2: tuple[str, int] | None = (label, len(group))
        heading = " · ".join(dict.fromkeys(part for part in (rows[0][1].level1, label) if part)) or "未写明类别"
        for index, indicator in group:
            yield Row(first, level2, heading if level2 else "", tuple(_cells(indicator, index, columns)))
            first = level2 = None


def draw(form: Form) -> Drawn:
    """The form as tables."""
    targets = {half: [t for indicator in form.indicators if (t := indicator.half(half)) is not None] for half in form.halves}
    columns: dict[Half, list[str]] = {half: _parts(half_targets) for half, half_targets in targets.items()}
    deepest = {half: sum(part.startswith("thresholds[") for part in parts) for half, parts in columns.items()}
    blocks = (list(rows) for _, rows in groupby(enumerate(form.indicators), key=lambda row: row[1].level1))
    return Drawn(
        tuple(_lines(_pairs(form))),
        tuple((f"{HALF_NAMES[half]}绩效指标", len(parts)) for half, parts in columns.items()) if len(columns) > 1 else (),
        tuple(_head(part, deepest[half]) for half, parts in columns.items() for part in parts),
        tuple(tuple(_block(rows, columns)) for rows in blocks),
    )
