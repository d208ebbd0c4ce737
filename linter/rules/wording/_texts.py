"""What the rules on wording share: the texts of a form, each told once though two halves may print it."""

from __future__ import annotations

from typing import NamedTuple

from linter.model.document import all_texts
from linter.model.form import Text
from linter.rules.views import FormView


class Printed(NamedTuple):
    """A text with the path of its first place, the paths of the other half that prints the same, and the half it speaks for."""

    path: str
    text: Text
    others: tuple[str, ...]
    half: str | None


def _key(path: str) -> str:
    return path.replace(".period", ".*").replace(".annual", ".*")


def half_of(path: str) -> str | None:
    """``period`` or ``annual`` where a path goes through a half."""
    return next((half for half in ("period", "annual") if f".{half}" in path), None)


def filled_texts(view: FormView) -> tuple[tuple[str, Text], ...]:
    """Every filled text of a form with its path, in reading order. Ask by ``view.once``."""
    return tuple((path, text) for path, text in all_texts(view.form) if text)


def printed_texts(view: FormView) -> tuple[Printed, ...]:
    """Every filled text of a form in reading order; the same cell printed alike in both halves is one. Ask by ``view.once``."""
    groups: dict[tuple[str, str], list[tuple[str, Text]]] = {}
    for path, text in view.once(filled_texts):
        groups.setdefault((_key(path), text.text), []).append((path, text))
    out = []
    for same in groups.values():
        path, text = same[0]
        others = tuple(other for other, _ in same[1:])
        out.append(Printed(path, text, others, "both" if others else half_of(path)))
    return tuple(out)
