"""Figures for reading, with bars of characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from linter.files.wrapping import columns, padded, width
from linter.model.finding import Severity
from linter.reports.statistics.model import FORMULA_NAMES, GROUP_NAMES, Figures, RuleFigures, Statistics, share
from linter.reports.wording import SEVERITY_NAMES

_BAR = 24
_SHOWN = 10
_SHOWN_IN_UNITS = 3
_EIGHTHS = " ▏▎▍▌▋▊▉"


def bar(part: Decimal | int, whole: Decimal | int, size: int = _BAR) -> str:
    """A bar of ``size`` characters for the whole, to an eighth of a character; what is not nothing shows at least a trace."""
    if not whole or not part:
        return ""
    eighths = max(1, int(Decimal(part) * size * 8 / Decimal(whole)))
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8].strip())


def _percent(part: int, whole: int) -> str:
    ratio = share(part, whole)
    return f"{ratio}%" if ratio is not None else "—"


def _money(figures: Figures) -> str:
    aside = f"（{figures.without_amount} 张未写明或未注明单位，不计）" if figures.without_amount else ""
    return f"{_wan(figures)} 万元{aside}"


def _wan(figures: Figures) -> str:
    return f"{figures.known_amount / 10_000:,.2f}" if figures.known_amount is not None else "—"


def _bars(rows: Iterable[tuple[str, int, str]]) -> Iterator[str]:
    listed = list(rows)
    most, size = max((count for _, count, _ in listed), default=0), max((width(name) for name, _, _ in listed), default=0)
    for name, count, aside in listed:
        yield f"  {padded(name, size)}  {padded(bar(count, most), _BAR)} {count}{aside}"


def _families(figures: Figures) -> Iterator[str]:
    yield "检查发现"
    rows = []
    for family, counts in figures.findings.items():
        parts = "，".join(f"{SEVERITY_NAMES[severity]} {counts[severity]}" for severity in Severity if counts.get(severity))
        rows.append((family, sum(counts.values()), f"（{parts}）"))
    yield from _bars(rows) if rows else ["  无"]


def _targets(figures: Figures) -> Iterator[str]:
    yield "指标值"
    part = _percent(figures.quantified, figures.targets)
    yield f"  可量化  {padded(bar(figures.quantified, figures.targets), _BAR)} {part}（{figures.quantified}/{figures.targets}）"
    if figures.phrases:
        yield "用得最多的空泛用语"
        yield from _bars((f"“{phrase}”", count, "") for phrase, count in figures.phrases[:_SHOWN])
    heaping = figures.heaping
    if heaping.percents:
        yield f"百分比指标值（{heaping.percents} 个）"
        yield from _bars((value, count, f"（{_percent(count, heaping.percents)}）") for value, count in heaping.values[:_SHOWN])
        if heaping.index is not None:
            yield f"  尾数集中指数 {heaping.index}（{heaping.between} 个中 {heaping.fives} 个是5的倍数）"


_HEAD = ("表数", "金额（万元）", "必改", "建议", "提示", "可量化", "质量分")


def _row(figures: Figures) -> tuple[str, ...]:
    return (
        figures.unit,
        str(figures.forms),
        _wan(figures),
        *(str(figures.severity(severity)) for severity in Severity),
        _percent(figures.quantified, figures.targets),
        str(figures.quality) if figures.quality is not None else "—",
    )


def _rules(rules: Iterable[RuleFigures]) -> Iterator[str]:
    yield "按规则"
    yield from _bars((f"{rule.code} {rule.title}", rule.hits, f"（{rule.forms} 张表，{rule.units} 个单位）") for rule in rules)


def _groups(groups: Sequence[Figures], by: str) -> Iterator[str]:
    head, *lines = columns((GROUP_NAMES[by], *_HEAD), [_row(figures) for figures in groups])
    yield f"按{GROUP_NAMES[by]}"
    yield f"  {head}"
    for figures, line in zip(groups, lines, strict=True):
        yield f"  {line}  {bar(figures.quality or 0, 100, 10)}".rstrip()
        phrases = "、".join(f"“{phrase}”{count}" for phrase, count in figures.phrases[:_SHOWN_IN_UNITS])
        values = "、".join(
            f"{value} {_percent(count, figures.heaping.percents)}" for value, count in figures.heaping.values[:_SHOWN_IN_UNITS]
        )
        for label, listing in (("空泛用语", phrases), ("百分比", values)):
            if listing:
                yield f"    {label}：{listing}"


def _spread(figures: Figures) -> str:
    """How far the forms lie apart: the score that so many per cent of them do not exceed."""
    names = {0: "最低", 50: "中位数", 100: "最高"}
    return "，".join(f"{names.get(percent, f'{percent}%')} {value}" for percent, value in figures.spread)


def render(statistics: Statistics) -> str:
    """The figures as text."""
    total = statistics.total
    lines = [f"{total.forms} 张表，{len(statistics.units)} 个单位，{_money(total)}", *filter(None, [statistics.several])]
    if total.forms:
        quality = f"{padded(bar(total.quality or 0, 100), _BAR)} {total.quality if total.quality is not None else '—'}"
        lines += [f"  质量指数  {quality}", f"  各表分布  {_spread(total) or '—'}", "", *_families(total), "", *_targets(total), ""]
        lines += [*(_rules(statistics.rules) if statistics.by == "rule" else _groups(statistics.groups, statistics.by)), ""]
    else:
        lines += ["没有读到绩效目标表。", ""]
    lines += ["未检查的内容", *(f"  {note}" for note in statistics.not_checked), ""] if statistics.not_checked else []
    lines += ["说明", *(f"  {FORMULA_NAMES[key]}：{text}" for key, text in statistics.formulas.items())]
    return "\n".join(lines) + "\n"
