"""Figures for reading, with bars of characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from linter.files.wrapping import width
from linter.model.finding import Severity
from linter.reports.statistics.model import Figures, Statistics, share
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


def _pad(text: str, size: int) -> str:
    return text + " " * max(0, size - width(text))


def _percent(part: int, whole: int) -> str:
    ratio = share(part, whole)
    return f"{ratio}%" if ratio is not None else "—"


def _money(figures: Figures) -> str:
    aside = f"（{figures.without_amount} 张未写明）" if figures.without_amount else ""
    return f"{figures.amount / 10_000:,.2f} 万元{aside}"


def _bars(rows: Iterable[tuple[str, int, str]]) -> Iterator[str]:
    listed = list(rows)
    most, size = max((count for _, count, _ in listed), default=0), max((width(name) for name, _, _ in listed), default=0)
    for name, count, aside in listed:
        yield f"  {_pad(name, size)}  {_pad(bar(count, most), _BAR)} {count}{aside}"


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
    yield f"  可量化  {_pad(bar(figures.quantified, figures.targets), _BAR)} {part}（{figures.quantified}/{figures.targets}）"
    if figures.phrases:
        yield "用得最多的空泛用语"
        yield from _bars((f"“{phrase}”", count, "") for phrase, count in figures.phrases[:_SHOWN])
    heaping = figures.heaping
    if heaping.percents:
        yield f"百分比指标值（{heaping.percents} 个）"
        yield from _bars((value, count, f"（{_percent(count, heaping.percents)}）") for value, count in heaping.values[:_SHOWN])
        if heaping.index is not None:
            yield f"  尾数集中指数 {heaping.index}（{heaping.between} 个中 {heaping.fives} 个是5的倍数）"


def _units(units: Iterable[Figures]) -> Iterator[str]:
    listed = list(units)
    size = max(width(figures.unit) for figures in listed)
    head = ("表数", "金额（万元）", "必改", "建议", "提示", "可量化", "质量分")
    sizes = [6, 14, 6, 6, 6, 8, 7]
    yield "按单位"
    yield "  " + _pad("单位", size) + "".join(" " * (n - width(text)) + text for text, n in zip(head, sizes, strict=True))
    for figures in listed:
        cells = [
            str(figures.forms),
            f"{figures.amount / 10_000:,.2f}",
            *(str(figures.severity(severity)) for severity in Severity),
            _percent(figures.quantified, figures.targets),
            str(figures.quality) if figures.quality is not None else "—",
        ]
        line = "".join(text.rjust(n) for text, n in zip(cells, sizes, strict=True))
        yield f"  {_pad(figures.unit, size)}{line}  {bar(figures.quality or 0, 100, 10)}".rstrip()
        phrases = "、".join(f"“{phrase}”{count}" for phrase, count in figures.phrases[:_SHOWN_IN_UNITS])
        values = "、".join(
            f"{value} {_percent(count, figures.heaping.percents)}" for value, count in figures.heaping.values[:_SHOWN_IN_UNITS]
        )
        for name, listing in (("空泛用语", phrases), ("百分比", values)):
            if listing:
                yield f"    {name}：{listing}"


def render(statistics: Statistics) -> str:
    """The figures as text."""
    total = statistics.total
    lines = [f"{total.forms} 张表，{len(statistics.units)} 个单位，{_money(total)}"]
    if total.forms:
        quality = f"{_pad(bar(total.quality or 0, 100), _BAR)} {total.quality}"
        lines += [f"  质量指数  {quality}", "", *_families(total), "", *_targets(total), ""]
        lines += [*_units(statistics.units), ""]
    else:
        lines += ["没有读到绩效目标表。", ""]
    lines += ["未检查的内容", *(f"  {note}" for note in statistics.not_checked), ""] if statistics.not_checked else []
    names = {"quality": "质量指数", "quantified": "可量化", "heaping": "尾数集中指数", "phrases": "空泛用语"}
    lines += ["说明", *(f"  {names[key]}：{text}" for key, text in statistics.formulas.items())]
    return "\n".join(lines) + "\n"
