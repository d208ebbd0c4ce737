"""What is decided on findings once the rules have spoken: suppressions first, then what is to be said of the suppressions, then the baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from datetime import date
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from linter.model.finding import Finding, fingerprint, fold
from linter.model.place import Place
from linter.policy.baseline import known, marked
from linter.policy.plan import plan_of
from linter.policy.settings import Settings
from linter.policy.suppression import Applying, Suppression, read_comments, state_of
from linter.rules.api import Hit, Scope, SuppressionState
from linter.rules.registry import Loaded, rules
from linter.run.engine import hits_of, suggestion_of
from linter.run.findings import Subject, finding
from linter.run.prepare import Policy
from linter.run.records import InputRecord


class Decisions(Struct, frozen=True):
    """What was decided, to be put to the findings as they pass. ``more``: what is to be said of the suppressions; ``old``: positions of the
    findings the baseline counts."""

    suppressions: tuple[Suppression, ...]
    today: date | None
    more: tuple[Finding, ...]
    old: frozenset[int]

    def over(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings as they are reported."""
        applied = map(Applying(self.suppressions, self.today), findings) if self.suppressions else iter(findings)
        told = chain(applied, self.more)
        return marked(told, self.old) if self.old else told


def decisions(
    findings: Callable[[], Iterable[Finding]], records: Iterable[InputRecord], policy: Policy, settings: Settings, years: bool
) -> Decisions:
    """What the suppressions and the baseline decide. ``findings``: gives them anew whenever asked; ``years``: last year's files were given."""
    silent = {
        each.rule.code
        for each in rules()
        if (each.rule.scope is Scope.PAIR and not each.rule.holds_alone) or (each.rule.scope is Scope.YEARS and not years)
    }
    written = read_comments(comment for record in records for comment in record.comments)
    suppressions = (*policy.suppressions, *written)
    if not suppressions and policy.baseline is None:
        return Decisions((), policy.today, (), frozenset())
    applying = Applying(suppressions, policy.today)
    for each in findings():
        applying(each)
    named = any(each.project is not None for each in suppressions)
    projects = {fold(form.project) for record in records for form in record.input.listed} if named else set()

    def decidable(suppression: Suppression) -> bool:
        """Whether this run saw all that the suppression could speak of."""
        if suppression.codes <= silent:
            return False
        if suppression.place is not None:
            return True
        if suppression.project is not None:
            return fold(suppression.project) in projects
        return any(Path(suppression.file).resolve().is_relative_to(folder) for folder in policy.whole)

    more = tuple(housekeeping(suppressions, applying.used, decidable, policy.today, settings))
    made = Decisions(suppressions, policy.today, more, frozenset())
    return made if policy.baseline is None else replace(made, old=known(made.over(findings()), policy.baseline))


def housekeeping(
    suppressions: Sequence[Suppression],
    used: Set[int],
    decidable: Callable[[Suppression], bool],
    today: date | None,
    settings: Settings,
) -> Iterator[Finding]:
    """What the SUPPRESSION rules say of each suppression. ``used``: indices of those something answered to. ``decidable``: whether this run saw
    enough to call it unused."""
    told: Counter[str] = Counter()
    for index, suppression in enumerate(suppressions):
        state = state_of(suppression, index in used, today)
        if state == "unused" and not decidable(suppression):
            continue
        expires = suppression.expires.isoformat() if suppression.expires else ""
        subject = SuppressionState(suppression.shown, "、".join(sorted(suppression.codes)), suppression.reason, expires, state)
        for loaded in plan_of(settings).get(Scope.SUPPRESSION, ()):
            for hit in hits_of(loaded.run(subject, None)):
                yield _finding(loaded, hit, subject, suppression, settings, told[subject.shown])
                told[subject.shown] += 1


def _finding(loaded: Loaded, hit: Hit, state: SuppressionState, suppression: Suppression, settings: Settings, ordinal: int) -> Finding:
    about = suppression.fingerprint or suppression.project or "", suppression.quote or suppression.reason
    subject = Subject(
        fingerprint(loaded.rule.code, suppression.shown, state.rules, *about, ordinal),
        location=suppression.place or Place(suppression.file),
    )
    suggestion = suggestion_of(loaded, hit, state)
    return replace(
        finding(loaded.rule, hit, subject, settings, suggestion=suggestion),
        data={"file": suppression.file, "number": suppression.number},
    )
