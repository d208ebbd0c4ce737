"""From findings to notes on a unit's own file: one a cell, its remarks numbered; what speaks of no cell, and what was not checked, in
a note on the whole.

Who runs the check and where the result goes is the command's business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from linter import formats
from linter.formats import Limits, ReadContext
from linter.formats.api import CannotWrite, Note, Unreadable
from linter.model.document import Document
from linter.model.finding import Family, Finding, Severity
from linter.model.form import Form
from linter.model.place import Place
from linter.reports.feedback.words import DISCLAIMER
from linter.reports.result import Result
from linter.reports.wording import SEVERITIES_MEAN, SEVERITY_NAMES, unchecked, where

TITLE = "审核意见"


def _names_a_spot(place: Place) -> bool:
    return bool(place.cell or place.bbox or place.paragraph)


def _home(finding: Finding, forms: Sequence[Form]) -> Place:
    """The cell a finding is noted on: its own, else the title or first cell of its form, else the file as a whole."""
    own = finding.location
    form = next((form for form in forms if form.index == finding.form_index), None)
    title = form.title.place if form is not None and form.title is not None else None
    places: tuple[Place | None, ...] = (own, title, form.place if form is not None else None)
    for place in places:
        if place is not None and _names_a_spot(place):
            return place._replace(line=None, column=None, end_line=None, end_column=None, pointer=None)
    return Place(own.file if own else "")


def _remark(finding: Finding) -> str:
    lines = (f"【{SEVERITY_NAMES[finding.severity]}】{finding.message}", finding.suggestion or "", f"依据：{finding.source}")
    return "\n".join(line for line in lines if line)


def _numbered(texts: Sequence[str]) -> str:
    return "\n".join(f"{n}.{text}" for n, text in enumerate(texts, start=1)) if len(texts) > 1 else "".join(texts)


def _counted(findings: Sequence[Finding]) -> str:
    counts = Counter(f.severity for f in findings)
    told = "、".join(f"{SEVERITY_NAMES[severity]}{counts[severity]}处" for severity in Severity if counts[severity])
    return told or "未发现需要修改的问题"


def _on_the_whole(document: Document, findings: Sequence[Finding], general: Sequence[Finding], unread: Sequence[str]) -> Iterator[Note]:
    place = Place(document.path)
    forms = f"共{len(document.forms)}张绩效目标表：{_counted(findings)}。" if document.forms else "本文件中没有找到项目支出绩效目标表。"
    yield Note(
        place, "审核说明", "\n".join((forms, DISCLAIMER, SEVERITIES_MEAN, "批注由 jixiao 写入；再次运行时更新，其他人的批注保留不动。"))
    )
    if general:
        yield Note(place, "全文意见", _numbered([f"{where(f)}：{_remark(f)}" if f.level2 or f.field else _remark(f) for f in general]))
    if unread:
        yield Note(place, "未检查的内容", _numbered(unread))


def notes_of(document: Document, findings: Iterable[Finding], unread: Sequence[str]) -> list[Note]:
    """The notes on a document. ``findings``: all of the run that stand in this document; suppressed ones are left out.
    ``unread``: Chinese sentences on what was not checked."""
    counted = [f for f in findings if f.suppressed is None and f.family is not Family.SUPPRESSIONS]
    by_place: dict[Place, list[Finding]] = {}
    for finding in counted:
        by_place.setdefault(_home(finding, document.forms), []).append(finding)
    general = [f for place, on_cell in by_place.items() if not _names_a_spot(place) for f in on_cell]
    notes = list(_on_the_whole(document, counted, general, unread))
    for place, on_cell in by_place.items():
        if _names_a_spot(place):
            ordered = sorted(on_cell, key=lambda f: f.severity.rank)
            head = f"{TITLE}（{len(ordered)}条）" if len(ordered) > 1 else TITLE
            notes.append(Note(place, head, _numbered([_remark(f) for f in ordered])))
    return notes


class Annotated(Struct, frozen=True):
    """The file with its notes. ``notes``: how many cells carry one; ``forms``: how many forms it holds. ``partial``: some of it could not be read,
    which a note says."""

    data: bytes
    notes: int
    forms: int = 0
    partial: bool = False


def annotated_input(data: bytes, shown: str, result: Result, limits: Limits | None = None) -> Annotated | None:
    """One input of a run with what the run found in it. ``None`` where there is nothing to note: neither a form nor a finding.

    Raises:
        CannotWrite, Unreadable: see ``annotated``; or nothing of it could be read. The message does not name the file.
    """
    documents = [document for document in result.documents if document.path == shown]
    unread = [(note, text) for source, note, text in unchecked(result) if source.path == shown]
    fatal = [note for note, _ in unread if note.fatal]
    if any(document.member is not None for document in documents):
        raise CannotWrite("压缩包内的文件不能直接加批注，请解压后再试")
    if len(documents) != 1 or (fatal and not documents[0].forms):
        raise Unreadable(fatal[0].why if fatal else "文件无法读取")
    (document,) = documents
    findings = [f for f in result.findings if f.location is not None and f.location.file == shown]
    if not document.forms and not findings:
        return None
    done = annotated(data, document, notes_of(document, findings, [text for _, text in unread]), limits)
    return replace(done, forms=len(document.forms), partial=bool(fatal))


def annotated(data: bytes, document: Document, notes: Sequence[Note], limits: Limits | None = None) -> Annotated:
    """The document's own file with the notes in it.

    Raises:
        CannotWrite: the format carries no notes, or the file takes none (protected, signed).
        Unreadable: damaged.
    """
    kind = next((known for known in formats.formats() if known.name == document.format), None)
    instead = "或用 jixiao report --to xlsx 导出问题清单"
    if document.member is not None:
        raise CannotWrite(f"压缩包内的文件不能直接加批注；请解压后再试，{instead}")
    if kind is None or kind.write_back is None or not kind.carries_notes:
        raise CannotWrite(f"{document.format} 文件不能带批注；请另存为 xlsx、docx 或 pdf 后再试，{instead}")
    written = kind.write_back(data, (), notes, ReadContext(document.path, None, limits or Limits()))
    return Annotated(written, sum(_names_a_spot(note.place) for note in notes))
