"""Where forms begin on a page of text, and where their tables end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from linter.knowledge.patterns import deferred
from linter.layouts.alignment.atoms import BREAK, LINE, PIPE, Atom
from linter.layouts.alignment.chrome import is_chrome
from linter.layouts.alignment.run_on import label_starts
from linter.layouts.alignment.stated import printed_lines
from linter.layouts.labels import field_of, level1_of, level2_of, split_label
from linter.layouts.titles import is_continued, is_form_title
from linter.model.blocks import NotChecked

_NOTICES = "(?:公示|公告|通知|批复|函)"
NOTICE = deferred(
    rf"^(?:关于(?P<project>.{{2,40}}?)(?:的)?(?:支出)?绩效目标.{{0,12}}{_NOTICES}|[^,，。:：]{{2,40}}项目(?:支出)?绩效目标(?:的)?{_NOTICES}(?:[(（][^()（）]*[)）])?$)"
)
FOOTER = frozenset({"leader", "contact", "phone", "filed"})
_NOTE = deferred(
    r"^(?:注|说明|备注|填表说明|填报说明|附件|附)[:：]|(?:审核|初审|复核|主管|审批)?意见(?:[(（].*)?$|评价(?:结论|等级)$|[(（](?:盖章|签字|签章|公章)[)）]|扫码|版权所有"
)
_SECTION = deferred(r"^(?:[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.．、](?=[^0-9]))")
_ITEM = deferred(r"^\W{0,2}项目[一二三四五六七八九十]{1,3}$")
"""The number of a project on a line of its own, above what the page says of it."""
_BOX = re.compile("[□☑☐■]")
MOST = 10_000
"""Pieces of one table that are read: some two and a half thousand rows."""
_MAX_TITLE = 60
_FOOT_LINES, _FOOT_LENGTH = 10, 120


def openers(atoms: Sequence[Atom]) -> Iterator[tuple[int, str]]:
    """(piece, ``title`` or ``project``) of what may open a form."""
    for first, end in printed_lines(atoms):
        line = atoms[first:end]
        text = "".join(atom.folded for atom in line)
        if len(text) <= _MAX_TITLE and (is_form_title(text) or NOTICE.match(text)):
            if not is_continued(text):
                yield first, "title"
            continue
        if _ITEM.match(text):
            yield first, "project"
            continue
        for n, atom in enumerate(line):
            inside = split_label(atom.raw)
            if (inside[0] if inside is not None else field_of(atom.folded)) == "project":
                yield first + n, "project"
            elif _names_project(atom.folded):
                yield first, "project"


def _names_project(folded: str) -> bool:
    """Whether run-on text labels the name of a project: somewhere in a long piece, behind a form's title in a short one."""
    starts = [a for a, b in label_starts(folded) if field_of(folded[a:b]) == "project"]
    return bool(starts) and (len(folded) > _MAX_TITLE or is_form_title(folded[: starts[0]]))


def is_level(folded: str) -> bool:
    """Whether a piece is a level label and nothing else."""
    return level1_of(folded) is not None or level2_of(folded) is not None


def stop(atoms: Sequence[Atom], first: int, end: int, piped: bool) -> int:
    """Where a table's body ends: at a footer or a note; where pipes part the cells, at a section of prose too."""
    for n in range(first, end):
        atom = atoms[n]
        if n > first and atoms[n - 1].line == atom.line:
            continue
        inside = split_label(atom.raw)
        label = inside[0] if inside is not None else field_of(atom.folded)
        if _NOTE.search(atom.folded) or label in FOOTER:
            return n
        aside = is_chrome(atom.folded) or (n > first and _ticked(atoms, n, end))
        if aside and not any(is_level(other.folded) for other in atoms[n:end]):
            return n
        if piped and atom.gap in (LINE, BREAK) and not is_level(atom.folded) and _is_prose(atoms, n, end):
            return n
    return end


def _ticked(atoms: Sequence[Atom], n: int, end: int) -> bool:
    """Whether the line that a piece begins has boxes to tick: 绩效评价结果 优□ 良□."""
    line = takewhile(lambda atom: atom.line == atoms[n].line, atoms[n:end])
    return any(_BOX.search(atom.folded) for atom in line)


def _is_prose(atoms: Sequence[Atom], n: int, end: int) -> bool:
    """A line of a section's heading, or of a sentence, with no separator on it or behind it."""
    atom = atoms[n]
    after = atoms[n + 1] if n + 1 < end else None
    if after is not None and after.gap in (PIPE, BREAK):
        return False
    return bool(_SECTION.match(atom.folded)) or atom.folded.endswith("。")


def foot(atoms: Sequence[Atom], first: int, end: int) -> int:
    """Where the lines below a table that may belong to its form end: a few short ones, none of them prose."""
    for number, (start, stop_) in enumerate(printed_lines(atoms[first:end])):
        text = "".join(atom.folded for atom in atoms[first + start : first + stop_])
        if number >= _FOOT_LINES or len(text) > _FOOT_LENGTH or text.endswith("。") or _SECTION.match(text):
            return first + start
    return end


def too_long(atoms: Sequence[Atom]) -> NotChecked:
    """The record of a table that is too long to be one, with its place and its first pieces."""
    place = atoms[0].source.place
    first = " | ".join(atom.raw[:20] for atom in atoms[:4])
    return NotChecked(place.label() or place.file, f"表中内容过多（{len(atoms)}处，上限{MOST}处），未读取：{first} …", place)
