"""Numbers as a sheet displays them: number formats applied to stored values.

Covers what forms use: fixed digits, thousands, percent, scaling commas, literals before, after and between digits
(``0!.0,"万元"``), sections and conditions, dates and times with Chinese literals, ``[DBNum1]``–``[DBNum3]``, scientific,
``General``. Rendered as a Chinese Excel shows them. Source: ECMA-376 part 1, 18.8.30 and 18.8.31 (built-in ids of zh-cn).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache, partial

from msgspec import Struct

from linter.formats._plain.dates import render_date
from linter.knowledge.patterns import deferred

_YMD, _YM, _MD = 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"', 'm"月"d"日"'
BUILT_IN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0", 7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;¥-#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: _YM, 28: _MD, 29: _MD, 30: "m-d-yy", 31: _YMD, 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: _YM, 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0;-", 42: "¥#,##0;¥-#,##0;¥-", 43: "#,##0.00;-#,##0.00;-", 44: "¥#,##0.00;¥-#,##0.00;¥-", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: _YM, 51: _MD, 52: _YM, 53: _MD, 54: _MD, 55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"', 57: _YM, 58: _MD,
}  # fmt: skip

_TOKEN = deferred(r'"([^"]*)"|[\\!](.)|_(.)|\*(.)|\[([^\[\]]*)\]|([Ee][+-])|(AM/PM|A/P|上午/下午)|(General|G/通用格式)|(.)', re.S | re.I)
_DATE_LETTERS = frozenset("yYmMdDhHsSeEbB")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)$")
_MAX_DECIMALS = 30


class Section(Struct, frozen=True):
    """One section of a format, in tokens ``(kind, text)``: ``lit digit point comma percent exp slash text general date elapsed ampm``."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None = None
    numerals: int = 0
    is_date: bool = False
    long_date: bool = False


_KINDS = {"0": "digit", "#": "digit", "?": "digit", ".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "text"}


def _section(matches: list[re.Match[str]]) -> Section:
    tokens: list[tuple[str, str]] = []
    condition, numerals, long_date = None, 0, False
    for match in matches:
        bracket = match.groups()[4]
        if bracket is None:
            tokens += _token(match)
        elif stated := _CONDITION.match(bracket):
            condition = (stated[1], Decimal(stated[2]))
        elif bracket[:5].lower() == "dbnum" and bracket[5:6].isdigit():
            numerals = int(bracket[5])
        else:
            long_date = long_date or (bracket.startswith("$") and bracket[1:].partition("-")[2].upper() == "F800")
            tokens += _bracketed(bracket)
    is_date = any(kind in ("date", "elapsed", "ampm") for kind, _ in tokens)
    return Section(tuple(tokens), condition, numerals, is_date or long_date, long_date)


def _bracketed(bracket: str) -> Iterator[tuple[str, str]]:
    """A currency with its place (``$¥-804``), or hours, minutes, seconds that go on counting."""
    lower = bracket.lower()
    if lower.startswith("$"):
        symbol = bracket[1:].partition("-")[0]
        if symbol:
            yield "lit", symbol
    elif lower and not set(lower) - set("hms"):
        yield "elapsed", lower


def _token(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    """A token outside brackets."""
    quoted, escaped, blank, fill, _, exponent, ampm, general, plain = match.groups()
    for kind, text in (("lit", quoted), ("lit", escaped), ("lit", " " if blank is not None else None)):
        if text is not None:
            yield kind, text
            return
    for kind, text in (("exp", exponent), ("ampm", ampm), ("general", general)):
        if text:
            yield kind, "" if kind == "general" else text
            return
    if fill is None:
        yield _KINDS.get(plain) or ("date" if plain in _DATE_LETTERS else "lit"), plain


@lru_cache(maxsize=512)
def sections(code: str) -> tuple[Section, ...]:
    """The format's sections (at most four)."""
    out: list[list[re.Match[str]]] = [[]]
    for match in _TOKEN.finditer(code[:1000]):
        if match.group(9) == ";":
            out.append([])
        else:
            out[-1].append(match)
    return tuple(_section(tokens) for tokens in out[:4])


def general(value: Decimal) -> str:
    """As ``General`` shows it: at most 11 characters with a fraction, so stored noise (0.30000000000000004) is not seen.
    Whole numbers are given in full, where Excel would turn to an exponent: the figure must not be lost."""
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}" if value else "0"
    whole = len(f"{abs(value.to_integral_value(rounding='ROUND_DOWN')):f}")
    if abs(value) < Decimal("0.0001"):
        return f"{value:.6g}".upper()
    text = f"{_rounded(value, max(0, 10 - whole)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(value: Decimal, places: int) -> Decimal:
    try:
        return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return value


def _number(text: str) -> Decimal:
    """The stored number with at most 15 significant digits, as Excel keeps it."""
    value = Decimal(text)
    if len(value.as_tuple().digits) > 15:
        value = Decimal(f"{value:.15g}")
    return value


def _pick(parts: tuple[Section, ...], value: Decimal) -> tuple[Section, bool]:
    """The section for a value, and whether its sign is already said by the section."""
    if any(part.condition for part in parts):
        ops = {"<": value.__lt__, "<=": value.__le__, ">": value.__gt__, ">=": value.__ge__, "=": value.__eq__, "<>": value.__ne__}
        for part in parts[:3]:
            if part.condition is None or ops[part.condition[0]](part.condition[1]):
                return part, False
        return parts[-1], False
    if len(parts) > 1 and value < 0:
        return parts[1], True
    if len(parts) > 2 and value == 0:
        return parts[2], False
    return parts[0], False


def _fill(tokens: list[tuple[str, str]], digits: str, grouped: bool) -> str:
    """Digits laid on placeholders from the right; literals between them stay where they are."""
    slots = sum(1 for kind, _ in tokens if kind == "digit")
    digits = digits.lstrip("0")
    out: list[str] = []
    used = laid = 0
    for kind, text in reversed(tokens):
        if kind == "lit":
            out.append(text)
        if kind != "digit":
            continue
        used += 1
        take = digits[-1:] if used < slots else digits
        digits = digits[:-1] if used < slots else ""
        take = take or {"0": "0", "?": " "}.get(text, "")
        for digit in reversed(take):
            if grouped and laid and laid % 3 == 0 and digit != " ":
                out.append(",")
            out.append(digit)
            laid += 1
    return "".join(reversed(out))


def _split(tokens: tuple[tuple[str, str], ...]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    at = next((i for i, (kind, _) in enumerate(tokens) if kind == "point"), len(tokens))
    return list(tokens[:at]), list(tokens[at + 1 :])


def _fraction(tokens: list[tuple[str, str]], digits: str) -> str:
    """Decimal digits on their placeholders: ``#`` drops trailing zeros; literals stay."""
    places = [text for kind, text in tokens if kind == "digit"]
    kept = len(digits)
    while kept and digits[kept - 1] == "0" and places[kept - 1] == "#":
        kept -= 1
    out, at = [], 0
    for kind, text in tokens:
        if kind == "digit":
            out.append(digits[at] if at < kept else "")
            at += 1
        elif kind == "lit":
            out.append(text)
    return "".join(out)


def _scaled(section: Section, value: Decimal) -> tuple[Decimal, list[tuple[str, str]], bool]:
    """Percent signs and trailing commas applied; tokens with percent as literal; whether thousands are grouped."""
    tokens = list(section.tokens)
    value *= Decimal(100) ** sum(1 for kind, _ in tokens if kind == "percent")
    digits = [i for i, (kind, _) in enumerate(tokens) if kind == "digit"]
    point = next((i for i, (kind, _) in enumerate(tokens) if kind == "point"), len(tokens))
    whole = [i for i in digits if i < point]
    grouped = False
    for i, (kind, _) in enumerate(tokens):
        if kind != "comma":
            continue
        if (whole and whole[0] < i < whole[-1]) or not digits:
            grouped = True
        elif (digits and i > digits[-1]) or (whole and whole[-1] < i < point):
            value /= 1000
    shown = [("lit", "%") if kind == "percent" else (kind, text) for kind, text in tokens if kind != "comma"]
    return value, shown, grouped


def _plain(section: Section, value: Decimal) -> str:
    """A section of digits and literals."""
    value, tokens, grouped = _scaled(section, value)
    whole, decimals = _split(tuple(tokens))
    places = min(sum(1 for kind, _ in decimals if kind == "digit"), _MAX_DECIMALS)
    has_point = any(kind == "point" for kind, _ in tokens)
    text = f"{_rounded(abs(value), places):f}"
    integer, _, fraction = text.partition(".")
    shown = _fill(whole, integer, grouped)
    if not any(kind == "digit" for kind, _ in whole) and has_point:
        shown += integer.lstrip("0")
    return shown + ("." + _fraction(decimals, fraction.ljust(places, "0")[:places]) if has_point else _fraction(decimals, ""))


def _scientific(section: Section, value: Decimal) -> str:
    at = next(i for i, (kind, _) in enumerate(section.tokens) if kind == "exp")
    mantissa, exponent = section.tokens[:at], section.tokens[at + 1 :]
    power = value.adjusted() if value else 0
    width = max(1, sum(1 for kind, _ in _split(mantissa)[0] if kind == "digit"))
    power -= power % width if width > 1 else 0
    digits = sum(1 for kind, _ in exponent if kind == "digit")
    sign = "-" if power < 0 else "+" if section.tokens[at][1][1] == "+" else ""
    return _plain(Section(mantissa), value.scaleb(-power)) + "E" + sign + f"{abs(power):0{digits}d}"


def _quotient(section: Section, value: Decimal) -> str:
    """``# ?/?``: the nearest fraction with as many digits as the format has below the line."""
    from fractions import Fraction

    at = next(i for i, (kind, _) in enumerate(section.tokens) if kind == "slash")
    size = max(1, sum(1 for kind, _ in section.tokens[at + 1 :] if kind == "digit"))
    whole = int(abs(value))
    part = Fraction(abs(value) - whole).limit_denominator(10**size - 1)
    if part == 1:
        whole, part = whole + 1, Fraction(0)
    pieces = [str(whole)] if whole or not part else []
    return " ".join([*pieces, f"{part.numerator}/{part.denominator}"] if part else pieces)


_NUMERALS = {1: ("〇一二三四五六七八九", "十百千"), 2: ("零壹贰叁肆伍陆柒捌玖", "拾佰仟"), 3: ("０１２３４５６７８９", "")}


def _chinese(text: str, kind: int, spelled: bool) -> str:
    """``[DBNum1]`` and its kin: digit by digit, or spelled with 十百千万 where the format is General."""
    digits, units = _NUMERALS.get(kind, _NUMERALS[1])
    if not spelled or kind == 3 or "." in text or not text.lstrip("-").isdigit() or len(text.lstrip("-")) > 12:
        return "".join(digits[int(c)] if c in "0123456789" else c for c in text)
    out = ""
    number = text.lstrip("-").zfill(12)
    for group, unit in zip((number[:4], number[4:8], number[8:]), ("亿", "万", ""), strict=True):
        part = "".join((digits[int(c)] + u if c != "0" else "零") for c, u in zip(group, (*reversed(units), ""), strict=True))
        part = re.sub("零+", "零", part).rstrip("零")
        out += part + unit if part else ("零" if out and not out.endswith("零") else "")
    out = out.strip("零") or ("零" if kind == 2 else "〇")
    if kind == 1:
        out = re.sub("^一十", "十", out)
    return ("-" if text.startswith("-") else "") + out


def display(stored: str, code: str, date1904: bool = False) -> str:
    """The stored number (as the file writes it) as the format displays it; the stored text itself where it is no number."""
    try:
        value = _number(stored)
    except (InvalidOperation, ValueError):
        return stored
    if not value.is_finite() or abs(value.adjusted()) > 320:
        return stored
    return _displayed(value, code, date1904)


@lru_cache(maxsize=4096)
def _displayed(value: Decimal, code: str, date1904: bool) -> str:
    section, signed = _pick(sections(code), value)
    kinds = {kind for kind, _ in section.tokens}
    if section.is_date:
        numerals = partial(_chinese, kind=section.numerals) if section.numerals else None
        shown = render_date(value, section.tokens, section.long_date, date1904, numerals)
        return general(value) if shown is None else shown
    minus = "-" if value < 0 and not signed else ""
    if "general" in kinds or ("text" in kinds and "digit" not in kinds) or not section.tokens:
        if not section.tokens and code.strip():
            return ""  # an empty section hides the number
        number = _chinese(general(value), section.numerals, True) if section.numerals else general(value)
        shown = "".join(
            text if kind == "lit" else number if kind in ("general", "text") else "%" * (kind == "percent") for kind, text in section.tokens
        )
        return shown.strip(" ")
    if "exp" in kinds:
        shown = minus + _scientific(section, abs(value))
    elif "slash" in kinds and "digit" in kinds:
        shown = minus + _quotient(section, value)
    else:
        body = _plain(section, value)
        shown = ("" if minus and not any(c in "123456789" for c in body) else minus) + body
    shown = shown.strip(" ")
    return _chinese(shown, section.numerals, False) if section.numerals else shown


def display_text(text: str, code: str) -> str:
    """Text under a format with a text section (``@"元"``; an empty fourth section hides it)."""
    if code == "@" or ("@" not in code and code.count(";") < 3):
        return text
    parts = sections(code)
    part = parts[-1]
    if len(parts) == 4 and not part.tokens:
        return ""
    if not any(kind == "text" for kind, _ in part.tokens):
        return text
    return "".join(text if kind == "text" else literal if kind == "lit" else "" for kind, literal in part.tokens).strip(" ")
