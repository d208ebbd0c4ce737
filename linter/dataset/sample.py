"""Some findings drawn for people to mark right or wrong, and the precision that comes of it."""

from __future__ import annotations

import csv
import hashlib
import heapq
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from linter.dataset.figures import Source
from linter.dataset.filling import counts
from linter.dataset.schema import FindingRow
from linter.files.printing import inert, visible
from linter.model.errors import JixiaoError
from linter.model.finding import Severity
from linter.reports.statistics.intervals import wilson
from linter.reports.wording import SEVERITY_NAMES

HEAD = ("序号", "规则", "级别", "单位", "文件", "位置", "指标", "原文", "意见", "判断（对/错）", "备注", "指纹")
_DRAWN, _FROM_ALL, _FROM_RULES = "抽自", "全部意见", "每条规则"
_RULE, _LEVEL, _JUDGED = HEAD.index("规则"), HEAD.index("级别"), HEAD.index("判断（对/错）")
_RIGHT, _WRONG = frozenset("对√✓是yY1"), frozenset("错×✗否nN0")


class SheetRefused(JixiaoError):
    """A file that is no marked sheet. One Chinese line: why, and what to do."""


def _draw_key(finding: FindingRow, file: str) -> bytes:
    """What decides whether a finding is drawn: the same for the same finding, and nothing anybody could wish for."""
    return hashlib.blake2b(f"{finding.fingerprint}\0{file}".encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _named(sources: Iterable[Source]) -> Iterator[tuple[bytes, int, FindingRow, str]]:
    number = 0
    for _, rows in sources:
        file = "/".join(filter(None, (rows.input.file, rows.input.member))) if rows.input is not None else ""
        for finding in filter(counts, rows.findings):
            number += 1
            yield _draw_key(finding, file), number, finding, file


_Drawn = tuple[bytes, int, FindingRow, str]


def _from_all(findings: Iterator[_Drawn], count: int) -> list[_Drawn]:
    """Every finding has the same chance."""
    return heapq.nsmallest(count, findings, key=lambda each: each[:2])


def _from_rules(findings: Iterator[_Drawn], count: int) -> list[_Drawn]:
    """So many of every rule, so that rules that seldom speak are judged too."""
    drawn: dict[str, list[_Drawn]] = defaultdict(list)
    for each in findings:
        of_rule = drawn[each[2].code]
        of_rule.append(each)
        if len(of_rule) > 2 * count:
            drawn[each[2].code] = _from_all(iter(of_rule), count)
    return [each for of_rule in drawn.values() for each in _from_all(iter(of_rule), count)]


def marking_sheet(sources: Iterable[Source], count: int, by_rule: bool = False) -> bytes:
    """So many findings (or all there are) as a table for Excel, to be marked 对 or 错: of all, or ``by_rule`` so many of each. The same run draws the
    same."""
    drawn = (_from_rules if by_rule else _from_all)(_named(sources), count)
    drawn_from = _FROM_RULES if by_rule else _FROM_ALL
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*HEAD, _DRAWN])
    for number, (_, _, finding, file) in enumerate(sorted(drawn, key=lambda each: each[1]), start=1):
        level = SEVERITY_NAMES[Severity(finding.severity)]
        cells = (str(number), finding.code, level, finding.unit or "", file, finding.place, finding.indicator or "", finding.cell)
        writer.writerow([inert(visible(cell)) for cell in (*cells, finding.message, "", "", finding.fingerprint, drawn_from)])
    return out.getvalue().encode("utf-8-sig")


class Marked(Struct, frozen=True):
    """Findings that people judged. ``name``: of the level or rule."""

    name: str
    right: int
    judged: int

    @property
    def text(self) -> str:
        """The share and its interval, in Chinese."""
        low, high = wilson(self.right, self.judged)
        return f"{self.name}：{self.right}/{self.judged}，查准率 {self.right / self.judged:.3f} [{low:.2f}, {high:.2f}]"


def _rows(data: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):  # a spreadsheet program saves as its system does
        try:
            rows = list(csv.reader(io.StringIO(data.decode(encoding), newline="")))
        except (UnicodeDecodeError, csv.Error):
            continue
        if rows and tuple(rows[0][: len(HEAD)]) == HEAD:
            return rows[1:]
    raise SheetRefused("不是 jixiao stats --sample 写出的核对表：首行的栏目不同，或不是 csv")


def _judgement(row: list[str], line: int) -> bool | None:
    text = row[_JUDGED].strip()
    if not text:
        return None
    if text[0] in _RIGHT or text[0] in _WRONG:
        return text[0] in _RIGHT
    raise SheetRefused(f"核对表第 {line} 行的判断“{visible(text[:20])}”不能识别，请写“对”或“错”")


def precisions(data: bytes) -> tuple[tuple[Marked, ...], int]:
    """The figures of a marked sheet, all, by level and by rule, and how many findings nobody has judged. A sheet that was drawn rule by rule has figures
    of the rules only: all of it together says nothing of the run.

    Raises:
        SheetRefused: it is none, or a mark cannot be understood.
    """
    right, judged = Counter[str](), Counter[str]()
    left = 0
    for line, row in enumerate(_rows(data), start=2):
        if len(row) <= _JUDGED:
            raise SheetRefused(f"核对表第 {line} 行缺少栏目，请保留写出时的全部栏目")
        verdict = _judgement(row, line)
        left += verdict is None
        together = () if row[len(HEAD) :] == [_FROM_RULES] else ("全部", row[_LEVEL])
        for name in (*together, row[_RULE]) if verdict is not None else ():
            judged[name] += 1
            right[name] += verdict or 0
    return tuple(Marked(name, right[name], judged[name]) for name in _order(judged)), left


def _order(judged: Mapping[str, int]) -> list[str]:
    first = ("全部", *SEVERITY_NAMES.values())
    return [*(name for name in first if name in judged), *sorted(set(judged) - set(first))]


def precision_text(data: bytes) -> str:
    """The figures of a marked sheet as text; see ``precisions``."""
    figures, left = precisions(data)
    lines = [each.text for each in figures] or ["还没有写下判断"]
    lines.append("方括号内是 95% 置信区间（Wilson）；件数少时区间宽，不宜据此下结论。")
    if left and figures:
        lines.append(f"另有 {left} 条没有判断，不计。")
    return "\n".join(lines) + "\n"
