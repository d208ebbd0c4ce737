"""The words every output shares: severities, header fields, halves, and how a cell is named to people."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.patterns import deferred
from linter.model.blocks import NotChecked
from linter.model.finding import Family, Finding, Severity
from linter.model.form import FIELD_NAMES
from linter.reports.result import Input, Result

SEVERITY_NAMES = {Severity.ERROR: "必改", Severity.WARNING: "建议修改", Severity.INFO: "提示"}
SEVERITIES_MEAN = "必改：不改不能作为考核依据；建议修改：影响考核；提示：供参考，可不改。"
HALF_NAMES = {"period": "实施期", "annual": "年度", "both": "两侧"}
FAMILY_NAMES: dict[Family, str] = {
    Family.SUPPRESSIONS: "豁免管理",
    Family.COMPLETENESS: "完整性",
    Family.VACUOUS: "空泛",
    Family.DUPLICATION: "重复",
    Family.UNITS: "单位",
    Family.BOUNDS: "取值",
    Family.CONSISTENCY: "一致性",
    Family.RELEVANCE: "相关性",
    Family.WORDING: "文字",
    Family.CROSSCHECK: "全文核对",
}


def where(finding: Finding) -> str:
    """The cell a finding speaks of, in a reviewer's words: ``数量指标“服务单位数量”（两侧）``."""
    if finding.level2 or finding.indicator:
        level2, name = ("".join((text or "").split()) for text in (finding.level2, finding.indicator))
        text = f"{level2}{titled(name)}" if name else level2
        half = HALF_NAMES.get(finding.half or "")
        return f"{text}（{half}）" if half and half != "两侧" and finding.two_sided else text
    if finding.field:
        return FIELD_NAMES.get(finding.field, finding.field)
    if finding.form_index is not None:
        return "整张表"
    return "豁免" if finding.family is Family.SUPPRESSIONS else "全文"


_QUOTED = deferred(r"(“[^“”]*”)")
_LOOSE = deferred(r"(?<=[\u3400-\u9fff（，：]) (?=[0-9])|(?<=[0-9%A-Za-z\u3400-\u9fff]) (?=[\u3400-\u9fff])")


def tight(text: str) -> str:
    """A sentence of a Chinese letter: no blank between words, or between a figure and the word beside it, inner quotation marks within quotation marks. What is
    quoted stays as it was filled in."""
    return "".join(part if part.startswith("“") else _LOOSE.sub("", part) for part in _QUOTED.split(nested(text)))


def nested(text: str) -> str:
    """Quotation marks within quotation marks become inner ones: ``“‘民生微实事’经费”``."""
    depth, out = 0, []
    for c in text:
        depth = max(depth - (c == "”"), 0)
        out.append({"“": "‘", "”": "’"}[c] if c in "“”" and depth > 0 else c)
        depth += c == "“"
    return "".join(out)


def titled(name: str) -> str:
    """A name in quotation marks."""
    return nested(f"“{name}”")


def sentence(finding: Finding) -> str:
    """The message with its suggestion, as one paragraph."""
    return finding.message + (finding.suggestion or "")


def shown(finding: Finding) -> str:
    """Where a finding stands, for people: file, archive member and place."""
    place = finding.location
    if place is None:
        return finding.path
    label = place.label()
    return f"{place.file} {label}" if label else place.file


def unchecked(result: Result) -> Iterator[tuple[Input, NotChecked, str]]:
    """Everything that was not checked: (input, record, the sentence that says so)."""
    for source in result.inputs:
        for note in source.not_checked:
            yield source, note, unchecked_text(note.what, note.place.label() if note.place else "", note.why)


def unchecked_text(what: str, place: str, why: str) -> str:
    """The sentence that says what was not checked. ``place``: its label, ``""`` where there is none."""
    return f"{what}{f'（{place}）' if place else ''}：{why}"
