"""A comparison for reading: form by form, what changed in the header and in each indicator, and what became of the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from linter.collection.changes import Kind
from linter.collection.pairing import Way
from linter.collection.rounds import ELSEWHERE, STATES
from linter.files.wrapping import columns
from linter.model.finding import Finding, Severity
from linter.model.form import FIELD_NAMES
from linter.reports.comparison.model import Comparison, FormChange, FormRef, HeaderChange, RowChange, Side
from linter.reports.wording import HALF_NAMES, SEVERITY_NAMES, where

KIND_NAMES = {
    Kind.UNCHANGED: "未变",
    Kind.RENAMED: "改名",
    Kind.MOVED: "移动类别",
    Kind.RAISED: "提高要求",
    Kind.LOWERED: "放宽要求",
    Kind.REWORDED: "改写",
    Kind.DELETED: "删除",
    Kind.ADDED: "新增",
}
_WAYS = {
    Way.CODE: "名称已改，项目编码相同，按同一项目对照",
    Way.NEAR: "项目名称相近，按同一项目对照",
    Way.ROWS: "名称已改，指标大半相同，按同一项目对照，请核实",
    Way.AMOUNT: "名称已改，金额相同、部分指标相同，按同一项目对照，请核实",
    Way.ORDER: "没有项目名称，按先后次序对照，请核实",
}
_AMOUNTS = {Kind.RAISED: "增加", Kind.LOWERED: "减少", Kind.REWORDED: "改写"}
_LONG = 40


def _cut(text: str) -> str:
    text = "".join(text.split())
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"


def _title(form: FormChange) -> str:
    file = f"{form.new.member or form.new.file} 第{form.new.index}张表"
    amount = f"（{form.new.amount / 10000:.2f}万元）" if form.new.amount is not None else ""
    return f"{form.new.name}{amount}  {file}"


def _header(change: HeaderChange) -> str:
    name = FIELD_NAMES.get(change.field, change.field)
    half = f"（{HALF_NAMES[change.half]}）" if change.half else ""
    return f"  {name}{half} {_AMOUNTS[change.change]}：{_cut(change.old) or '（空）'} → {_cut(change.new) or '（空）'}"


def _named(side: Side) -> str:
    return f"{side.category}“{_cut(side.name)}”" if side.category else f"“{_cut(side.name)}”"


def _row(row: RowChange, two_sided: bool) -> str:
    label = "、".join(KIND_NAMES[kind] for kind in row.kinds)
    half = f"（{HALF_NAMES[row.half]}）" if two_sided and row.half != "both" else ""
    if row.old is None or row.new is None:
        side = row.new or row.old
        assert side is not None
        return f"  {label}：{_named(side)}{half} {_cut(side.value)}"
    parts = []
    if Kind.MOVED in row.kinds:
        parts.append(f"{row.old.category} → {row.new.category}")
    if Kind.RENAMED in row.kinds:
        parts.append(f"“{_cut(row.old.name)}” → “{_cut(row.new.name)}”")
    if not {Kind.RAISED, Kind.LOWERED, Kind.REWORDED}.isdisjoint(row.kinds):
        parts.append(f"{_cut(row.old.value) or '（空）'} → {_cut(row.new.value) or '（空）'}")
    return f"  {label}：{_named(row.new)}{half} {'；'.join(parts)}"


def _noticed(finding: Finding) -> Iterator[str]:
    yield f"  {SEVERITY_NAMES[finding.severity]} {finding.code} {where(finding)}：{finding.message}"
    if finding.suggestion:
        yield f"      → {finding.suggestion}"


def _states(findings: Iterable[tuple[str, Finding]]) -> Iterator[str]:
    for state in STATES:
        told = [f for own_state, f in findings if own_state == state and f.severity is not Severity.INFO]
        if told:
            yield f"  {state} {len(told)} 处"
            for finding in told:
                yield f"    {finding.code} {where(finding)}：{finding.message}"


def _form(form: FormChange) -> Iterator[str]:
    yield _title(form)
    if form.way in _WAYS:
        yield f"  {_WAYS[form.way]}：{form.old.name}（{form.old.member or form.old.file} 第{form.old.index}张表）"
    changed = [row for row in form.rows if row.kinds != (Kind.UNCHANGED,)]
    yield from (_header(change) for change in form.header)
    yield from (_row(row, form.two_sided) for row in changed)
    same = len(form.rows) - len(changed)
    yield f"  未变：{same} 项指标" if changed or form.header else f"  未作修改（{same} 项指标）"
    for finding in form.noticed:
        if finding.suppressed is None:
            yield from _noticed(finding)
    yield from _states(form.findings)
    yield ""


def _alone(title: str, forms: Iterable[FormRef]) -> Iterator[str]:
    listed = [f"  {ref.name}  {ref.member or ref.file} 第{ref.index}张表" for ref in forms]
    if listed:
        yield from (title, *listed, "")


_TOLD = tuple(state for state in STATES if state != ELSEWHERE)
_HEAD = ("单位", "表数", *_TOLD, KIND_NAMES[Kind.RAISED], KIND_NAMES[Kind.LOWERED])


def _units(comparison: Comparison) -> Iterator[str]:
    """What each unit did, a line each."""
    rows = [
        (each.unit or "（未写明单位）", *map(str, (each.forms, *(each.states[state] for state in _TOLD), each.raised, each.lowered)))
        for each in comparison.units
    ]
    if rows:
        yield from ("", "按单位（必改和建议修改的处数；指标的个数）", *(f"  {line}" for line in columns(_HEAD, rows)))


def _summary(comparison: Comparison) -> Iterator[str]:
    kinds: Counter[Kind] = sum((form.kinds for form in comparison.forms), Counter())
    states: Counter[str] = sum((form.states for form in comparison.forms), Counter())
    yield (
        f"对照 {len(comparison.forms)} 张表"
        + (f"，删去 {len(comparison.deleted)} 张" if comparison.deleted else "")
        + (f"，新增 {len(comparison.added)} 张" if comparison.added else "")
        + ("。指标：" if kinds else "")
        + "，".join(f"{name} {kinds[kind]}" for kind, name in KIND_NAMES.items() if kinds[kind])
    )
    if states:
        yield "检查发现（含提示）：" + "，".join(f"{state} {states[state]} 处" for state in STATES if states[state])
    noticed = sum(finding.suppressed is None for form in comparison.forms for finding in form.noticed)
    if noticed:
        yield f"修改本身需要说明的：{noticed} 处"


def render(comparison: Comparison) -> str:
    """The whole comparison as text."""
    lines = [line for form in comparison.forms for line in _form(form)]
    lines += _alone("后一版没有的表", comparison.deleted)
    lines += _alone("后一版新增的表", comparison.added)
    notes = [f"  {side}：{note.what}：{note.why}" for side, note in comparison.not_checked]
    lines += ["未检查的内容", *notes, ""] if notes else []
    lines += _summary(comparison)
    lines += _units(comparison)
    return "\n".join(lines) + "\n"
