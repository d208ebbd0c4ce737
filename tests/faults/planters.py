"""How one defect gets into a sound form. A planter changes the form in place and gives the place the finding must have, or ``None`` where the form
offers no occasion; which texts it plants is data (``faults.yml``)."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from linter.values import parse_money
from tests.support.writers import FormData

Arguments = dict[str, Any]
Planter = Callable[[FormData, Arguments, random.Random], str | None]
_COARSE = 2
"""A sum off by less than the last digit the total prints (万元) is no defect."""
LEVEL1 = {"数量": "产出指标", "质量": "产出指标", "时效": "产出指标", "成本": "成本指标", "服务": "满意度指标"}


def _matching(form: FormData, asked: Arguments) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows that fit the patterns (block, name, value), with the named groups of the patterns."""
    for number, row in enumerate(form["indicators"]):
        target = row["annual"]
        texts = {"block": row["level2"], "name": target["name"], "value": target["value"]}
        matches = [re.search(asked[key], texts[key]) for key in texts if key in asked]
        spared = any(re.search(pattern, texts[key.removeprefix("not_")]) for key, pattern in asked.items() if key.startswith("not_"))
        if all(matches) and not spared:
            groups = {key: value for match in matches if match for key, value in match.groupdict().items() if value}
            yield number, groups | texts


def _facts(form: FormData) -> dict[str, str]:
    fields = form["fields"]
    money = fields["total"]["annual"]
    budget = parse_money(money["text"], money.get("unit", "元")) or Decimal(0)
    wan = f"{budget / 10_000:.2f}".rstrip("0").rstrip(".")
    return {"project": fields["project"], "wan": wan, "wan10": f"{budget / 1000:.2f}".rstrip("0").rstrip("."), "yuan": f"{budget:.0f}"}


def _filled(text: str, form: FormData, groups: dict[str, str], rng: random.Random) -> str:
    return text.format(**_facts(form), **groups, n=rng.randrange(12, 480), p=rng.randrange(86, 97))


def rewrite(form: FormData, how: Arguments, rng: random.Random) -> str | None:
    """A row that fits ``row`` gets another ``value`` or ``name``."""
    rows = list(_matching(form, how["row"]))
    if not rows:
        return None
    number, groups = rng.choice(rows)
    for part in ("name", "value"):
        if part in how:
            form["indicators"][number]["annual"][part] = _filled(rng.choice(how[part]), form, groups, rng)
    return f"indicators[{number}]"


def _home(rows: list[dict[str, Any]], block: str) -> int:
    """The index after the last row of the block, else of its first level."""
    level1 = LEVEL1.get(block[:2], "效益指标")
    same = [at for at, row in enumerate(rows) if row["level2"].removesuffix("指标") == block.removesuffix("指标")]
    kin = [at for at, row in enumerate(rows) if row["level1"] == level1]
    return (same or kin or [len(rows) - 1])[-1] + 1


def disagree(form: FormData, how: Arguments, rng: random.Random) -> str | None:
    """A figure that the goal states too becomes another one in its row."""
    goal = form["fields"]["goal"]["annual"]
    rows = [(n, g) for n, g in _matching(form, how["row"]) if f"{g['number']}{g['unit']}" in goal and g["thing"] in goal]
    if not rows:
        return None
    number, groups = rng.choice(rows)
    form["indicators"][number]["annual"]["value"] = f"={int(groups['number']) * rng.choice((2, 3)) + 1}{groups['unit']}"
    return f"indicators[{number}]"


def rewrite_all(form: FormData, how: Arguments, rng: random.Random) -> str | None:
    """Every row that fits ``row`` gets one value; at least ``least`` rows must fit, and all that fit ``among``."""
    rows = list(_matching(form, how["row"]))
    if len(rows) < how["least"] or len(rows) < len(list(_matching(form, how["among"]))):
        return None
    value = rng.choice(how["value"])
    for number, _ in rows:
        form["indicators"][number]["annual"]["value"] = value
    return "indicators["


def insert(form: FormData, how: Arguments, rng: random.Random) -> str | None:
    """A row of its own (``block | name | value``), where rows of its block stand."""
    block, name, value = (_filled(part, form, {}, rng).strip() for part in rng.choice(how["rows"]).split("|"))
    rows = form["indicators"]
    at = _home(rows, block)
    near = rows[at - 1]
    same = near["level2"].removesuffix("指标") == block.removesuffix("指标")
    levels = (near["level1"], near["level2"]) if same else (LEVEL1.get(block[:2], "效益指标"), block)
    rows.insert(at, {"level1": levels[0], "level2": levels[1], "annual": {"name": name, "value": value}})
    return f"indicators[{at}]"


def drop(form: FormData, how: Arguments, rng: random.Random) -> str | None:
    """Every row that fits ``row`` goes; at least ``keep`` (default 4) must stay."""
    gone = {number for number, _ in _matching(form, how["row"])}
    rows = [row for number, row in enumerate(form["indicators"]) if number not in gone]
    if not gone or len(rows) < how.get("keep", 4):
        return None
    form["indicators"] = rows
    return str(how.get("at", ""))


def repeat(form: FormData, how: Arguments, rng: random.Random) -> str | None:
    """A row that fits ``row`` a second time, below itself or in the block ``into``."""
    rows = list(_matching(form, how["row"]))
    if not rows:
        return None
    number, groups = rng.choice(rows)
    again = copy.deepcopy(form["indicators"][number])
    for part in ("name", "value"):
        if part in how:
            again["annual"][part] = _filled(rng.choice(how[part]), form, groups, rng)
    at = number + 1
    if "into" in how:
        block = rng.choice(how["into"])
        at = _home(form["indicators"], block)
        near = form["indicators"][at - 1]
        if near["level2"].removesuffix("指标") != block.removesuffix("指标"):
            return None
        again |= {"level1": near["level1"], "level2": near["level2"]}
    form["indicators"].insert(at, again)
    return "indicators["


def field(form: FormData, how: Arguments, rng: random.Random) -> str | None:
    """A field of the header says something else; ``""`` leaves it printed and blank. ``source``: it says what another field says."""
    key, fields = how["field"], form["fields"]
    old = fields["goal"]["annual"] if key == "goal" else fields.get(key)
    if old is None or ("like" in how and not re.search(how["like"], old)):
        return None
    source = how.get("source")
    if source and source not in fields:
        return None
    text = fields[source] if source else _filled(rng.choice(how["to"]), form, {"old": old}, rng)
    if key == "goal":
        for half in fields["goal"]:
            fields["goal"][half] = text
        return "goal"
    fields[key] = text
    return f"fields.{key}"


def money(form: FormData, how: Arguments, rng: random.Random) -> str | None:
    """The total of one half (or both) becomes ``times`` what it was, or ``text``."""
    totals = form["fields"]["total"]
    halves = [half for half in how["halves"] if half in totals]
    if not halves:
        return None
    for half in halves:
        amount = parse_money(totals[half]["text"])
        if not amount:
            return None
        changed = how["text"] if "text" in how else f"{amount * Decimal(str(rng.choice(how['times']))):.2f}".rstrip("0").rstrip(".")
        totals[half] = {**totals[half], "text": changed}
    return str(how.get("at", f"total.{halves[0]}"))


def funding(form: FormData, how: Arguments, rng: random.Random) -> str | None:
    """One source of the funding is ``times`` what it was."""
    sources = form["fields"]["funding"]
    label = rng.choice([label for label, one in sources["annual"].items() if parse_money(one["text"])] or [""])
    if not label:
        return None
    times = Decimal(str(rng.choice(how["times"])))
    if abs(times - 1) * (parse_money(sources["annual"][label]["text"]) or 0) <= _COARSE:
        return None
    for half in sources:
        one = sources[half][label]
        sources[half][label] = {**one, "text": f"{(parse_money(one['text']) or Decimal(0)) * times:.2f}"}
    return str(how.get("at", ""))


def half(form: FormData, how: Arguments, rng: random.Random) -> str | None:
    """One half of a row differs from the other (``to``: another value or name), or is blank (``blank``)."""
    rows = list(_matching(form, how["row"]))
    if not rows or form["halves"] == ["annual"]:
        return None
    number, groups = rng.choice(rows)
    row, side = form["indicators"][number], rng.choice(how["sides"])
    if how.get("blank"):
        row[side] = {"name": "", "value": ""}
    else:
        row[side] = {**row[side], how["part"]: _filled(rng.choice(how["to"]), form, groups, rng)}
    return f"indicators[{number}]"


def column(form: FormData, how: Arguments, rng: random.Random) -> str | None:
    """A cell beside the value says something else: weight, nature, explanation, actual, score."""
    rows = list(_matching(form, how.get("row", {})))
    if not rows:
        return None
    number, groups = rng.choice(rows)
    for part, texts in how["cells"].items():
        form["indicators"][number]["annual"][part] = _filled(rng.choice(texts), form, groups, rng)
    return str(how.get("at", f"indicators[{number}]"))


PLANTERS: dict[str, Planter] = {
    planter.__name__: planter for planter in (rewrite, rewrite_all, disagree, insert, drop, repeat, field, money, funding, half, column)
}
