"""JX801: a likely typo: confusion pairs in their context (体统→系统, 服务相应→响应, 台帐→台账). Never a bare dictionary miss.

Chinese has no blanks, so a wrong string may arise where two right words meet (每|年分|两次, 采|购制|度). The segmentation tells: a string
that a longer word straddles is no typo.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries
from linter.language import bigrams, tokens
from linter.language.places import names_place
from linter.language.slips import slips
from linter.model.finding import Confidence, Severity
from linter.model.path import Path
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.rules.wording._texts import filled_texts, half_of

RULE = Rule(
    code="JX801",
    slug="likely-typo",
    title="疑似错别字",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="实务惯例（现代汉语规范字词）",
    needs=frozenset({"tokens"}),
    messages={"default": "“{wrong}”疑为“{right}”。"},
    about_characters=True,
)


class Typo(NamedTuple):
    """A likely typo in a text: its span, what is printed and what is meant."""

    start: int
    end: int
    wrong: str
    right: str


class Pair(NamedTuple):
    """A confusion pair with its context, a regular expression: compiled where the wrong string is met, which few ever are.

    ``inside``: the wrong string means nothing else, wherever words are cut."""

    pattern: str
    right: str
    inside: bool


@derived
def _pairs() -> dict[str, list[Pair]]:
    """Wrong string → its pairs."""
    by_wrong: dict[str, list[Pair]] = {}
    for e in entries("typos"):
        before = "|".join(f"(?<={re.escape(word)})" for word in e.get("before", ()))
        pattern = (f"(?:{before})" if before else "") + "".join(f"(?<!{re.escape(word)})" for word in e.get("not_before", ()))
        pattern += re.escape(e["wrong"]) + (f"(?={e['after']})" if "after" in e else "")
        by_wrong.setdefault(e["wrong"], []).append(Pair(pattern, e["right"], e.get("inside", False)))
    return by_wrong


@derived
def _starts() -> dict[str, list[str]]:
    """The first two characters of wrong strings → the strings: most texts hold none of these."""
    starts: dict[str, list[str]] = {}
    for word in _pairs():
        starts.setdefault(word[:2], []).append(word)
    return starts


def _straddled(text: str, start: int, end: int) -> bool:
    return any(word.start < start < word.end or word.start < end < word.end for word in tokens(text))


@derived(size=16384)
def typos(text: str) -> tuple[Typo, ...]:
    """Every likely typo of a text; a longer wrong string is told before a shorter one inside it."""
    return tuple(_typos(text))


def _typos(text: str) -> Iterator[Typo]:
    spent: list[tuple[int, int]] = []
    starts = _starts()
    met = [word for start in starts.keys() & bigrams(text) for word in starts[start] if word in text]
    for wrong in sorted(met, key=lambda word: (-len(word), text.index(word))):
        for pair in _pairs()[wrong]:
            for match in re.finditer(pair.pattern, text):
                free = not any(match.start() < end and start < match.end() for start, end in spent)
                if free and (pair.inside or not _straddled(text, match.start(), match.end())):
                    spent.append(match.span())
                    yield Typo(match.start(), match.end(), wrong, pair.right)
    for slip in slips(text):
        if slip.wrong not in _pairs() and not any(slip.start < end and start < slip.end for start, end in spent):
            yield Typo(*slip)


_SKIPPED = frozenset({f"fields.{key}" for key in ("unit", "department", "leader", "contact", "phone")})
"""Names of offices and people are not judged."""


def _is_name(form: FormView, typo: Typo) -> bool:
    """Whether the form uses the characters as the name of a place, there or elsewhere, in its offices too: 坪安镇 makes 坪安大桥 a name."""
    return any(names_place(text.text, typo.wrong, typo.right) for _, text in form.once(filled_texts))


def _grouped(form: FormView) -> Iterator[tuple[Typo, list[tuple[str, str, int]]]]:
    """A typo with all its places (path, whole text, start): once a row part, once over all the header fields."""
    told: dict[tuple[str, str], tuple[Typo, list[tuple[str, str, int]]]] = {}
    for path, text in form.once(filled_texts):
        if path in _SKIPPED:
            continue
        for typo in typos(text.text):
            if _is_name(form, typo):
                continue
            row = Path.of(path).row is not None
            group = path.partition(".")[0] + path.rpartition(".")[2] if row else "fields"
            told.setdefault((typo.wrong, group), (typo, []))[1].append((path, text.text, typo.start))
    yield from told.values()


def check(form: FormView) -> Iterator[Hit]:
    for typo, places in _grouped(form):
        texts = {path: text for path, text, _ in places}
        for path, _, start in sorted(places, key=lambda place: -place[2]):  # from the right, so that starts keep
            texts[path] = texts[path][:start] + typo.right + texts[path][start + len(typo.wrong) :]
        path = places[0][0]
        others = [other for other in texts if other != path]
        halves = {half_of(other) for other in texts}
        yield Hit(
            path,
            {"wrong": typo.wrong, "right": typo.right},
            span=(typo.start, typo.end),
            related=tuple((other, "同样的字") for other in others),
            fix_edits=tuple(texts.items()),
            half=None if Path.of(path).row is None else "both" if len(halves) > 1 else half_of(path),
        )


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion(f"请核实，是否应为“{hit.data['right']}”。", (hit.fix_edits,))
