"""Two versions of the same forms, aligned: what every output of a comparison takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from linter.collection.changes import Kind
from linter.collection.pairing import Way
from linter.model.blocks import NotChecked
from linter.model.finding import Finding, Severity
from linter.model.place import Place


class FormRef(Struct, frozen=True):
    """A form of one version. ``amount``: 元."""

    file: str
    member: str | None
    index: int
    project: str
    unit: str
    kind: str
    amount: Decimal | None

    @property
    def name(self) -> str:
        """The project's name, or a stand-in."""
        return self.project or f"第{self.index}张表"


class Side(Struct, frozen=True):
    """A row as one version prints it. ``value`` with what its own columns say."""

    path: str
    category: str
    name: str
    value: str
    place: Place | None


class RowChange(Struct, frozen=True):
    """An indicator in both versions; ``None`` where a version lacks it. ``half``: ``period annual both``."""

    kinds: tuple[Kind, ...]
    half: str
    old: Side | None
    new: Side | None


class HeaderChange(Struct, frozen=True):
    """A field that reads differently. ``field``: as in a finding (``total_annual``, ``goal``); ``change``: ``raised lowered reworded``, the first
    two for amounts."""

    field: str
    half: str | None
    old: str
    new: str
    change: Kind


class FormChange(Struct, frozen=True):
    """One form in both versions. ``findings``: (state, finding): the earlier ones that are put right, then all of today."""

    way: Way
    old: FormRef
    new: FormRef
    header: tuple[HeaderChange, ...]
    rows: tuple[RowChange, ...]
    findings: tuple[tuple[str, Finding], ...]
    noticed: tuple[Finding, ...]
    """What the change itself gives rise to (a target lowered, an actual copied from its target)."""
    two_sided: bool = True

    @property
    def kinds(self) -> Counter[Kind]:
        """How many rows changed in each way."""
        return Counter(kind for row in self.rows for kind in row.kinds)

    @property
    def states(self) -> Counter[str]:
        """How many findings are in each state."""
        return Counter(state for state, _ in self.findings)


class UnitChange(Struct, frozen=True):
    """What a unit did. ``states``: findings that are no hints by what became of them; ``raised``, ``lowered``: indicators by how strict they became."""

    unit: str
    forms: int
    states: Counter[str]
    raised: int
    lowered: int


class Comparison(Struct, frozen=True):
    """Everything a comparison found. ``deleted`` and ``added``: forms only one version has. ``not_checked``: (side, record)."""

    forms: tuple[FormChange, ...]
    deleted: tuple[FormRef, ...]
    added: tuple[FormRef, ...]
    not_checked: tuple[tuple[str, NotChecked], ...]
    version: str
    ruleset: str

    @property
    def units(self) -> tuple[UnitChange, ...]:
        """Each unit of the forms both versions have, in their order."""
        by_unit: dict[str, list[FormChange]] = {}
        for form in self.forms:
            by_unit.setdefault(form.new.unit or form.old.unit, []).append(form)
        return tuple(_unit(unit, forms) for unit, forms in by_unit.items())


def _unit(unit: str, forms: Sequence[FormChange]) -> UnitChange:
    states = Counter(state for form in forms for state, finding in form.findings if finding.severity is not Severity.INFO)
    kinds: Counter[Kind] = sum((form.kinds for form in forms), Counter())
    return UnitChange(unit, len(forms), states, kinds[Kind.RAISED], kinds[Kind.LOWERED])
