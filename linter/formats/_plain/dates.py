"""Dates and times of sheets: serial numbers under a date format, as a Chinese Excel shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"]
_LAST_SERIAL = 2_958_466
Numerals = Callable[..., str]
"""A number as text → in Chinese numerals; ``spelled``: with 十 and 百, else digit by digit."""


def moment(serial: Decimal, date1904: bool = False) -> datetime | None:
    """The date of a serial number, ``None`` outside the calendar. Serial 60 is the day 1900-02-29 that never was."""
    if not 0 <= serial < _LAST_SERIAL:
        return None
    epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 31 if serial < 60 else 30)
    seconds = int((serial * 86_400).to_integral_value())
    return epoch + timedelta(seconds=seconds)


def serial_of(iso: str, date1904: bool = False) -> Decimal | None:
    """The serial number of a date and time as ISO 8601 writes it, ``None`` where it is none."""
    try:
        when = datetime.fromisoformat(iso.strip().removesuffix("Z")).replace(tzinfo=None)
    except ValueError:
        return None
    past = when - (datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30))
    return Decimal(past.days) + Decimal(past.seconds) / 86_400


def _runs(tokens: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Letters of a kind in a row become one token: ``yyyy``, ``mm``."""
    out: list[tuple[str, str]] = []
    for kind, text in tokens:
        text = text.lower() if kind == "date" else text
        if kind == "date" and out and out[-1][0] == "date" and out[-1][1][0] == text:
            out[-1] = ("date", out[-1][1] + text)
        else:
            out.append((kind, text))
    return out


def _is_minute(runs: list[tuple[str, str]], at: int) -> bool:
    """``m`` after hours or before seconds is minutes."""
    letters = [(i, t) for i, (kind, t) in enumerate(runs) if kind in ("date", "elapsed")]
    here = next(n for n, (i, _) in enumerate(letters) if i == at)
    return (here > 0 and letters[here - 1][1][0] == "h") or (here + 1 < len(letters) and letters[here + 1][1][0] == "s")


def _part(run: str, when: datetime, minute: bool, twelve: bool) -> str:
    letter, size = run[0], len(run)
    if letter in "ye":
        return f"{when.year}" if size > 2 or letter == "e" else f"{when.year % 100:02d}"
    if letter == "m" and not minute:
        return f"{when.month:0{size}d}" if size < 3 else f"{when.month}月" if size > 3 else _MONTHS[when.month - 1]
    if letter == "d":
        return f"{when.day:0{size}d}" if size < 3 else _DAYS[when.weekday()]
    hour = (when.hour % 12 or 12) if twelve else when.hour
    value = {"h": hour, "m": when.minute, "s": when.second}.get(letter)
    return f"{value:0{min(size, 2)}d}" if value is not None else ""


def render_date(
    serial: Decimal, tokens: Sequence[tuple[str, str]], long_date: bool, date1904: bool, numerals: Numerals | None = None
) -> str | None:
    """The date as the format shows it; ``None`` where the number is no date. ``numerals`` writes its numbers in Chinese."""
    when = moment(serial, date1904)
    if when is None:
        return None
    if long_date:
        return f"{when.year}年{when.month}月{when.day}日"
    runs = _runs(tokens)
    twelve = any(kind == "ampm" for kind, _ in runs)
    out = []
    for at, (kind, text) in enumerate(runs):
        if kind == "date":
            part = _part(text, when, text[0] == "m" and _is_minute(runs, at), twelve)
            spelled = text[0] not in "ye"  # 二〇二六年, but 三十日
            out.append(
                numerals(part.lstrip("0") if spelled and part != "0" else part, spelled=spelled) if numerals and part.isdigit() else part
            )
        elif kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
            out.append(f"{int(serial * 86_400) // unit:0{len(text)}d}")
        elif kind == "ampm":
            names = text.split("/")  # AM/PM, A/P or 上午/下午
            out.append(names[when.hour >= 12])
        elif kind in ("lit", "slash", "comma", "point", "percent"):
            out.append(text)
    return re.sub(r"\.$", "", "".join(out)).strip()
