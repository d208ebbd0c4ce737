"""Forms nobody tuned a rule on, with labels written before the first run: recall, precision, and cells read as written.

``python -m tests.seen.test_seen [set1|set2]`` prints misses, false alarms, misread cells and figures by family.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from linter.model.finding import Finding
from linter.policy.settings import Settings
from linter.run.pipeline import Job, run
from tests.seen.forms import FIELDS, Form, read, write

HERE = Path(__file__).parent
FLOORS = dict.fromkeys(("set1", "set2", "set3", "set4", "set5", "set6", "set7", "set8", "set9", "made1", "made2", "made3"), (0.95, 0.97))
"""Set → least recall and precision."""


@dataclass(slots=True)
class Score:
    hits: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[str, str, str]] = field(default_factory=list)
    right: Counter[str] = field(default_factory=Counter)
    alarms: list[tuple[str, str, str, str]] = field(default_factory=list)
    misread: list[str] = field(default_factory=list)
    cells: int = 0
    cells_by_page: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Cells compared, by layout and format."""
    misread_by_page: Counter[tuple[str, str]] = field(default_factory=Counter)

    def by_rule(self) -> dict[str, tuple[int, int, int, int]]:
        """Rule → labels found, labels missed (under the first code that would do), findings labelled, false alarms."""
        missed, wrong = Counter(miss[2].split("/")[0] for miss in self.misses), Counter(alarm[2] for alarm in self.alarms)
        codes = sorted({*self.hits, *self.right, *missed, *wrong})
        return {code: (self.hits[code], missed[code], self.right[code], wrong[code]) for code in codes}

    @property
    def recall(self) -> float:
        hits = sum(self.hits.values())
        return hits / (hits + len(self.misses)) if hits or self.misses else 1.0

    @property
    def precision(self) -> float:
        right = sum(self.right.values())
        return right / (right + len(self.alarms)) if right or self.alarms else 1.0


def _canon(category: str) -> str:
    return category.replace(" ", "").removesuffix("指标")


def _place(finding: Finding) -> str:
    return _canon(finding.level2) if finding.level2 else (finding.field or "FORM").split(".")[0].split("_")[0]


def _between_documents(finding: Finding) -> bool:
    """What is said of several forms, tables or rounds; JX912 to JX919 speak of one form's own scores."""
    return "JX900" < finding.code < "JX912"


def _judge(form: Form, findings: list[Finding], score: Score) -> None:
    want: dict[str, list[frozenset[str]]] = defaultdict(list)
    may: dict[str, set[str]] = defaultdict(set)
    places = [(_canon(row.level2), row.labels) for row in form.rows] + list(form.labels.items())
    for place, labels in places:
        want[place] += labels.required
        may[place] |= labels.optional.union(*labels.required)
    loud = [f for f in findings if f.severity.value != "info" and not _between_documents(f)]
    everywhere = {f.code for f in loud}
    by_place: dict[str, set[str]] = defaultdict(set)
    for f in loud:
        by_place[_place(f)].add(f.code)
    for place, groups in want.items():
        for group in groups:
            seen = everywhere if place.isascii() else by_place[place]
            if seen & group:
                score.hits[min(seen & group)] += 1
            else:
                score.misses.append((form.number, place, "/".join(sorted(group))))
    whole = set().union(*may.values())
    for f in loud:
        place = _place(f)
        if f.code in (whole if place.isascii() else may[place] | may["FORM"]):
            score.right[f.code] += 1
        else:
            score.alarms.append((form.number, place, f.code, f"{f.quote} — {f.message}"))


def _squash(text: object) -> str:
    return "".join(str(text or "").split())


def _compare(form: Form, parsed: object, score: Score) -> None:
    """Every name and value as it was written; the header fields too."""
    from linter.reports.serial import form_data

    got = form_data(parsed)
    rows = got["indicators"]
    if len(rows) != len(form.rows):
        score.misread.append(f"{form.number}: {len(rows)} rows for {len(form.rows)}")
    for row, have in zip(form.rows, rows, strict=False):
        (_, _), (name, value) = row.halves()
        if form.layout in ("columns", "list"):
            value = "".join(part for part in row.columns if part != "定性")
        elif form.layout == "thresholds":
            value = row.columns[0]
        elif form.layout == "basis":
            value = row.more[0]
        half = dict(have.get("annual") or {})
        if half.get("comparator") == "定性":
            half["comparator"] = None
        read_value = "".join(str(half.get(key) or "") for key in ("comparator", "value", "unit"))
        score.cells += 3
        pairs = (
            ("level2", _canon(row.level2), _canon(have.get("level2") or "")),
            ("name", name, half.get("name")),
            ("value", value, read_value),
        )
        for what, wrote, saw in pairs:
            if _squash(wrote) != _squash(saw):
                score.misread.append(f"{form.number}: {what} {wrote!r} read as {saw!r}")
    for key, name in FIELDS.items():
        if key in form.fields and key not in ("gp", "FORM"):
            saw = got["fields"].get(name)
            text = saw.get("annual") if isinstance(saw, dict) else saw
            score.cells += 1
            skip = (key == "d" and form.layout == "transfer") or (
                key == "u" and form.layout in ("tree", "transfer", "department", "thresholds")
            )
            if not skip and _squash(text) != _squash(form.fields[key]):
                score.misread.append(f"{form.number}: field {name} {form.fields[key]!r} read as {text!r}")


def measure(name: str, folder: Path, where: Path = HERE) -> tuple[Score, list[Finding]]:
    """Write the set that stands in ``where``, check it file by file, and score it."""
    import linter

    score, every = Score(), []
    forms = [form for path in sorted(where.glob(f"{name}*.txt")) for form in read(path)]
    for path, members in write(forms, folder):
        report = run([Job(path.name, path=path)], Settings())
        every += report.findings
        parsed = [one for document in linter.parse(path) for one in document.forms]
        if len(parsed) != len(members):
            score.misread.append(f"{path.name}: {len(parsed)} forms for {len(members)}")
        for at, form in enumerate(members, start=1):
            own = [f for f in report.findings if (f.form_index or 1) == at]
            _judge(form, own, score)
            if at <= len(parsed):
                cells, misread = score.cells, len(score.misread)
                _compare(form, parsed[at - 1], score)
                score.cells_by_page[form.layout, form.format] += score.cells - cells
                score.misread_by_page[form.layout, form.format] += len(score.misread) - misread
    return score, every


@pytest.mark.parametrize("name", FLOORS)
def test_recall_and_precision(name: str, tmp_path: Path) -> None:
    score, _ = measure(name, tmp_path)
    recall, precision = FLOORS[name]
    assert score.recall >= recall, score.misses
    assert score.precision >= precision, score.alarms
    assert score.misread == []


def main(name: str, where: Path = HERE) -> Score:
    """Measure a set and print what is missed, wrongly said and misread."""
    with tempfile.TemporaryDirectory() as folder:
        score, _ = measure(name, Path(folder), where)
    for miss in score.misses:
        print("missed     ", *miss)
    for alarm in score.alarms:
        print("false alarm", *alarm)
    for cell in score.misread:
        print("misread    ", cell)
    families: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for code, figures in score.by_rule().items():
        families[code[:3]] = [a + b for a, b in zip(families[code[:3]], figures, strict=True)]
    for family, (found, missed, held, wrong) in sorted(families.items()):
        print(f"{family}  recall {found}/{found + missed}  precision {held}/{held + wrong}")
    hits, right = sum(score.hits.values()), sum(score.right.values())
    print(
        f"recall {score.recall:.3f} ({hits}/{hits + len(score.misses)})  precision {score.precision:.3f} ({right}/{right + len(score.alarms)})"
    )
    print(f"cells misread {len(score.misread)} of {score.cells}")
    return score


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "set1")
