"""A form (form JSON) drawn as a table: boxes with the places they cover, before any file format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, zip_longest
from typing import Any

from msgspec import Struct, field

from linter.model.form import FIELD_KEYS, HALVES, NARRATIVE_KEYS, OPTIONAL_PARTS
from linter.sheets.guide import label_of

FormData = dict[str, Any]
FOOT = ("leader", "contact", "phone", "filed")
_PAIRS = {"department": "unit", "attribute": "duration"}
_BEFORE_VALUE = ("comparator",)
_THRESHOLDS = ("threshold1", "threshold2", "threshold3", "threshold4")
_TITLES = {
    "department": "部门整体支出绩效目标表",
    "transfer": "转移支付绩效目标表",
    "self_evaluation": "项目支出绩效自评表",
}
"""The title tells the kind of form: printed even where the form had none."""
_BESIDE = 8
"""From this many columns on two short fields share a row."""


class Box(Struct, frozen=True):
    """A cell: text, place (from 0), span, what it is (``title label value note``) and the field or column it belongs to."""

    text: str
    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1
    style: str = "value"
    key: str = ""


class Sheet(Struct):
    """A drawn table. ``name`` for the sheet's tab."""

    name: str
    width: int
    boxes: list[Box] = field(default_factory=list)
    row: int = 0

    def line(self, *cells: tuple[str, int, str, str], rowspans: Sequence[int] = ()) -> None:
        """A row of (text, colspan, style, key), from the first column no earlier cell covers."""
        taken = {
            (b.row + i, b.col + j) for b in self.boxes if b.row + b.rowspan > self.row for i in range(b.rowspan) for j in range(b.colspan)
        }
        col = 0
        for number, (text, span, style, key) in enumerate(cells):
            while (self.row, col) in taken:
                col += 1
            down = rowspans[number] if number < len(rowspans) else 1
            self.boxes.append(Box(text, self.row, col, down, span, style, key))
            col += span
        self.row += 1

    def matrix(self) -> list[list[str]]:
        """Rows of texts, a merged cell's at its top left."""
        rows = [[""] * self.width for _ in range(self.row)]
        for box in self.boxes:
            rows[box.row][box.col] = box.text
        return rows


class Shape(Struct, frozen=True):
    """The columns of the indicator table: levels, then the columns of each half."""

    levels: tuple[str, ...]
    half: tuple[str, ...]
    two_sided: bool

    @property
    def width(self) -> int:
        """All columns with that of the block's label."""
        own = len(self.half) + 1 if self.two_sided and "level2" in self.levels else len(self.half)
        return 1 + len(self.levels) + len(self.half) + (own if self.two_sided else 0)


def _targets(form: FormData) -> list[dict[str, Any]]:
    return [row[half] for row in form["indicators"] for half in HALVES if row.get(half)]


def shape_of(form: FormData, parts: Iterable[str] = ()) -> Shape:
    """The columns a form needs; ``parts``: those an empty form is to have."""
    targets = _targets(form)
    used = {part for part in OPTIONAL_PARTS if any(part in target for target in targets)} | set(parts)
    graded = max((len(target.get("thresholds", ())) for target in targets), default=0) or (4 if "thresholds" in used else 0)
    valued = not graded or any(target["value"] != target.get("thresholds", [None])[0] for target in targets)
    half = ["name", *(p for p in _BEFORE_VALUE if p in used), *(["value"] if valued else []), *_THRESHOLDS[:graded]]
    half += [part for part in OPTIONAL_PARTS if part in used and part not in _BEFORE_VALUE]
    rows = form["indicators"]
    levels = tuple(level for level in ("level1", "level2") if not rows or any(row.get(level) for row in rows))
    return Shape(levels, tuple(half), len(form["halves"]) == 2)


def guide_key(part: str) -> str:
    """The guide of a column: ``unit`` as a column is the unit of measure, not the 实施单位."""
    return "unit_column" if part == "unit" else part


def _cell(target: dict[str, Any] | None, part: str) -> str:
    if target is None:
        return ""
    if part in _THRESHOLDS:
        grades = target.get("thresholds", ())
        number = _THRESHOLDS.index(part)
        return str(grades[number]) if number < len(grades) else ""
    return str(target.get(part) or "")


def _text(money: Any) -> str:
    return str(money.get("text", "")) if isinstance(money, dict) else str(money or "")


def _unit(money: Any) -> str:
    return str(money.get("unit") or "") if isinstance(money, dict) else ""


class _Drawer:
    def __init__(self, form: FormData, shape: Shape, name: str) -> None:
        self.form, self.fields, self.shape = form, form["fields"], shape
        self.sheet = Sheet(name, max(shape.width, 4))
        self.label_width = 2 if self.sheet.width > 3 else 1

    def pair(self, key: str, label: str, text: str) -> None:
        """One field over the whole width."""
        span = self.label_width
        self.sheet.line((label, span, "label", key), (text, self.sheet.width - span, "value", key))

    def head(self) -> None:
        width = self.sheet.width
        if title := self.form.get("title") or _TITLES.get(self.form["kind"]):
            self.sheet.line((title, width, "title", "title"))
        if year := self.form.get("budget_year"):
            self.sheet.line((f"（{year}年度）", width, "caption", "budget_year"))

    def plain_fields(self) -> None:
        """The fields in the order of the official form; the money stands before the narrative."""
        done: set[str] = set()
        keys = [key for key in FIELD_KEYS if key in self.fields and key not in FOOT]
        for key in (key for key in keys if key not in NARRATIVE_KEYS):
            other = _PAIRS.get(key, "")
            if key in done:
                continue
            if other in self.fields and self.shape.two_sided and self.sheet.width >= _BESIDE:
                self.beside(key, other)
                done.add(other)
            else:
                self.pair(key, label_of(key), self.fields[key])
        self.money()
        for key in (key for key in keys if key in NARRATIVE_KEYS):
            self.pair(key, label_of(key), self.fields[key])

    def beside(self, left: str, right: str) -> None:
        """Two fields in one row."""
        middle = self.sheet.width // 2
        self.sheet.line(
            (label_of(left), 2, "label", left),
            (self.fields[left], middle - 2, "value", left),
            (label_of(right), 2, "label", right),
            (self.fields[right], self.sheet.width - middle - 2, "value", right),
        )

    def money(self) -> None:
        """Total and sources, each half in its own columns."""
        total, funding = self.fields.get("total", {}), self.fields.get("funding", {})
        halves = [half for half in HALVES if half in total or half in funding]
        if not halves:
            return
        amounts = [m for by_label in (total, *funding.values()) for m in by_label.values()]
        units = {unit for money in amounts if (unit := _unit(money))}
        unit = next(iter(units)) if len(units) == 1 else "" if units or any(map(_text, amounts)) else "元"
        lists = [list(funding.get(half, {}).items()) for half in halves]
        rows = list(zip_longest(*lists))
        block = f"项目资金（{unit}）" if unit else "项目资金"
        self._money_line(
            halves, [(label_of(f"total_{h}"), total.get(h, {}), f"total_{h}") for h in halves], not unit, (block, 1 + len(rows))
        )
        for number, row in enumerate(rows):
            cells = [("其中：" * (number == 0) + pair[0], pair[1], "funding") if pair else ("", {}, "funding") for pair in row]
            self._money_line(halves, cells, not unit, None)

    def _money_line(self, halves: Sequence[str], cells: Sequence[tuple[str, Any, str]], own: bool, block: tuple[str, int] | None) -> None:
        width, middle = self.sheet.width, self.sheet.width // 2
        line: list[tuple[str, int, str, str]] = [(block[0], 1, "label", "funding_block")] if block else []
        for number, (label, money, key) in enumerate(cells):
            shown = f"{label}（{_unit(money)}）" if own and label and _unit(money) else label
            spans = (1, width - 2) if len(halves) == 1 else [(1, middle - 2), (2, width - middle - 2)][number]
            line += [(shown, spans[0], "label", key), (_text(money), spans[1], "value", key)]
        self.sheet.line(*line, rowspans=[block[1]] if block else [])

    def goals(self) -> None:
        goal = self.fields.get("goal", {})
        width, middle = self.sheet.width, self.sheet.width // 2
        if self.shape.two_sided and goal:
            labels = [(label_of(f"goal_{half}"), f"goal_{half}") for half in HALVES]
            spans = (middle - 1, width - middle)
            cells = [(text, span, "label", key) for (text, key), span in zip(labels, spans, strict=True)]
            self.sheet.line((label_of("goal"), 1, "label", "goal"), *cells, rowspans=[2])
            self.sheet.line(*((goal.get(h, ""), span, "value", f"goal_{h}") for h, span in zip(HALVES, spans, strict=True)))
        elif goal:
            self.pair("goal_annual", label_of("goal_annual"), goal.get("annual", ""))

    def indicators(self) -> None:
        rows, shape = self.form["indicators"], self.shape
        again = ("level2",) if shape.two_sided and "level2" in shape.levels else ()
        columns = [*shape.levels, *shape.half, *((*again, *shape.half) if shape.two_sided else ())]
        heads = [(label_of(guide_key(key)), 1, "label", guide_key(key)) for key in columns]
        self.sheet.line((label_of("indicators"), 1, "label", "indicators"), *heads, rowspans=[1 + len(rows)])
        runs = [n for _, run in groupby(rows, lambda r: r.get("level1")) for n in [len(list(run))]]
        starts = {sum(runs[:i]): n for i, n in enumerate(runs)}
        for number, row in enumerate(rows):
            cells: list[tuple[str, int, str, str]] = []
            spans = []
            if "level1" in shape.levels and number in starts:
                cells.append((row.get("level1") or "", 1, "level", "level1"))
                spans.append(starts[number])
            if "level2" in shape.levels:
                cells.append((row.get("level2") or "", 1, "level", "level2"))
            halves = HALVES if shape.two_sided else ("annual",)
            for half in halves:
                if half == "annual" and again:
                    cells.append((row.get("level2") or "", 1, "level", "level2"))
                cells += [(_cell(row.get(half), part), 1, "value", guide_key(part)) for part in shape.half]
            self.sheet.line(*cells, rowspans=spans)

    def foot(self) -> None:
        printed = [key for key in FOOT if key in self.fields]
        if not printed:
            return
        if self.sheet.width < 2 * len(printed):
            for key in printed:
                self.pair(key, label_of(key), self.fields[key])
            return
        each = self.sheet.width // len(printed)
        spans = [each] * (len(printed) - 1) + [self.sheet.width - each * (len(printed) - 1)]
        self.sheet.line(*((f"{label_of(k)}：{self.fields[k]}", span, "value", k) for k, span in zip(printed, spans, strict=True)))


def draw(form: FormData, name: str = "绩效目标表", parts: Iterable[str] = ()) -> Sheet:
    """The table of one form."""
    drawer = _Drawer(form, shape_of(form, parts), name)
    drawer.head()
    drawer.plain_fields()
    drawer.goals()
    drawer.indicators()
    drawer.foot()
    return drawer.sheet


_LISTED = ("project", "unit", "amount", "goal")


def draw_list(forms: Sequence[FormData], name: str = "绩效目标表") -> Sheet:
    """Many projects in one table, a row an indicator; what belongs to the project is merged over its rows."""
    shapes = [shape_of(form) for form in forms]
    half = max((shape.half for shape in shapes), key=len)
    levels = tuple(level for level in ("level1", "level2") if any(level in shape.levels for shape in shapes))
    texts = [_listed(form) for form in forms]
    shown = [key for key in _LISTED if any(key in text for text in texts)]
    units = {_unit(form["fields"].get("total", {}).get("annual")) for form in forms} - {""}
    sheet = Sheet(name, len(shown) + len(levels) + len(half))
    if title := forms[0].get("title"):
        sheet.line((title, sheet.width, "title", "title"))
    if forms[0].get("budget_year"):
        sheet.line((f"（{forms[0]['budget_year']}年度）", sheet.width, "caption", "budget_year"))
    amount = f"预算金额（{units.pop()}）" if len(units) == 1 else "预算金额"
    labels = {"project": "项目名称", "unit": "单位名称", "amount": amount, "goal": "绩效目标"}
    sheet.line(
        *((labels[key], 1, "label", key) for key in shown), *((label_of(guide_key(key)), 1, "label", key) for key in (*levels, *half))
    )
    for form, own in zip(forms, texts, strict=True):
        for number, row in enumerate(form["indicators"]):
            head = [(own.get(key, ""), 1, "value", key) for key in shown] if number == 0 else []
            cells = [(row.get(level) or "", 1, "level", level) for level in levels]
            cells += [(_cell(row.get("annual"), part), 1, "value", part) for part in half]
            sheet.line(*head, *cells, rowspans=[len(form["indicators"])] * len(head))
    return sheet


def _listed(form: FormData) -> dict[str, str]:
    fields = form["fields"]
    listed = {key: fields[key] for key in ("project", "unit") if key in fields}
    if "annual" in fields.get("goal", {}):
        listed["goal"] = fields["goal"]["annual"]
    if "annual" in fields.get("total", {}):
        listed["amount"] = _text(fields["total"]["annual"])
    return listed


def sheets(data: dict[str, Any]) -> list[Sheet]:
    """The tables of what ``jixiao parse`` gives: one a form; forms read from one list of projects stay in one list."""
    out = []
    for listed, run in groupby(data["forms"], lambda form: form.get("layout") == "project-list"):
        forms = list(run)
        if listed:
            out.append(draw_list(forms, f"表{forms[0]['index']}"))
        else:
            out += [draw(form, f"表{form['index']}") for form in forms]
    return out
