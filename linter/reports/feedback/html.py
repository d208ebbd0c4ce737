"""Review feedback as one web page: a worklist, every form redrawn with findings pinned to its cells, filters, keyboard review, decisions.

The page is self-contained and asks nothing of the network: a content security policy admits only its own style and script, by hash. Text
of the input is only ever escaped by the template; none of it reaches the script.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from linter.files.frames import Picked
from linter.model.finding import Finding, Severity
from linter.reports.feedback._html import figures
from linter.reports.feedback.api import Feedback, FeedbackOptions
from linter.reports.feedback.model import Batch, ProjectReview, Remark
from linter.reports.feedback.scoring import formula, rank, worklist_formula
from linter.reports.feedback.words import DISCLAIMER, chinese_date, summary
from linter.reports.form_view import templates
from linter.reports.form_view.pins import Board

_ASSETS = Path(__file__).parent / "_html" / "assets"
_KINDS = {"config": "设置", "inline": "文内注记", "comment": "文内批注", "review": "审核结果", "baseline": "基线"}


def _asset(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _rank(project: ProjectReview) -> tuple[bool, Any, int]:
    return rank(project.amount, project.counts[Severity.ERROR], project.counts[Severity.WARNING])


def _worth(project: ProjectReview) -> str:
    """The worklist's figure as it is computed from the amount beside it: ``×7=2,100.00``."""
    without, product, weight = _rank(project)
    return f"×{-weight}=" + ("—" if without else f"{-product / 10000:,.2f}")


class _Spoken:
    """The rules that spoke, and how often."""

    def __init__(self) -> None:
        self.severities: Counter[Severity] = Counter()
        self._hits: Counter[str] = Counter()
        self._firsts: dict[str, tuple[Finding, str]] = {}

    def add(self, remark: Remark, finding: Finding) -> None:
        """One more finding, and the remark it belongs to."""
        self.severities[finding.severity] += 1
        self._hits[finding.code] += 1
        self._firsts.setdefault(finding.code, (finding, remark.title))

    def rules(self) -> list[tuple[Finding, str, int]]:
        """Each rule that spoke: (one of its findings, title, hits), in code order."""
        return [(*self._firsts[code], self._hits[code]) for code in sorted(self._hits)]


def _context(batch: Batch, options: FeedbackOptions) -> dict[str, Any]:
    ranks = [_rank(project) for project in batch.projects]
    board = Board(Picked(batch.projects, sorted(range(len(ranks)), key=ranks.__getitem__)))
    general = [(unit.unit, remark, f, board.links(f)) for unit in batch.units for remark in unit.general for f in remark.findings]
    spoken = _Spoken()
    for project in batch.projects:
        for remark in project.remarks:
            for finding in remark.findings:
                spoken.add(remark, finding)
    counts = Counter(spoken.severities)
    for _, remark, finding, _ in general:
        spoken.add(remark, finding)
    style = _asset(templates.ASSETS, "style.css")
    script = "".join(_asset(*asset) for asset in ((templates.ASSETS, "theme.js"), (templates.ASSETS, "pins.js"), (_ASSETS, "script.js")))
    return {
        "batch": batch,
        "pages": board.pages,
        "general": general,
        "units": {unit.unit: number for number, unit in enumerate(batch.units)},
        "rules": spoken.rules(),
        "families": {finding.code[:3]: figures.family(finding) for finding, _, _ in spoken.rules()},
        "counts": counts,  # what the filters can hide
        "spoken": spoken.severities,
        "total": counts.total(),
        "worth": _worth,
        "kinds": _KINDS,
        "family": figures.family,
        "by_family": figures.by_family(batch),
        "by_unit": figures.by_unit(batch),
        "quantified": figures.quantified(batch),
        "most_bars": figures.MOST_BARS,
        "summary": summary(batch),
        "disclaimer": DISCLAIMER,
        "formula": formula(),
        "worklist_formula": worklist_formula(),
        "today": chinese_date(options.today),
        "issuer": options.issuer,
        "spot": lambda finding: templates.labelled(finding.location.file, finding.location) if finding.location else "",
        "style": style,
        "script": script,
        "style_hash": _hash(style),
        "script_hash": _hash(script),
    }


def write(batch: Batch, options: FeedbackOptions) -> Iterator[tuple[str, Iterable[str]]]:
    """One page for the batch."""
    yield "审核意见", templates.passing(templates.environment(_ASSETS).get_template("page.html.j2"), _context(batch, options))


FEEDBACK = Feedback("审核意见（网页）：工作清单、逐表批注、筛选与处理", ".html", write, templates.verify)
