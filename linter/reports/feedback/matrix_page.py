"""Projects × audit points as one web page."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from linter.reports.feedback.api import Feedback, FeedbackOptions
from linter.reports.feedback.matrix import SHEET
from linter.reports.feedback.model import Batch, ProjectReview, Remark
from linter.reports.feedback.points import of_point, points
from linter.reports.feedback.words import DISCLAIMER, chinese_date, summary
from linter.reports.form_view import templates
from linter.reports.result import Passing

_ASSETS = Path(__file__).parent / "_html" / "assets"
_Row = tuple[ProjectReview, str, list[list[list[Remark]]]]


def write(batch: Batch, options: FeedbackOptions) -> Iterator[tuple[str, Iterable[str]]]:
    """One page for the batch.

    Raises:
        CannotReport: the extra is not installed.
    """
    style = (templates.ASSETS / "style.css").read_text(encoding="utf-8")
    listed = points()

    def row(project: ProjectReview) -> _Row:
        return project, project.code, [of_point(project, point.name) for point in listed]

    rows = Passing(lambda: map(row, batch.projects), len(batch.projects))
    failing = [0] * len(listed)
    for _, _, cells in rows:
        failing = [count + bool(kinds) for count, kinds in zip(failing, cells, strict=True)]
    context = {
        "batch": batch,
        "points": listed,
        "rows": rows,
        "failing": failing,
        "summary": summary(batch),
        "disclaimer": DISCLAIMER,
        "today": chinese_date(options.today),
        "issuer": options.issuer,
        "style": style,
        "style_hash": "sha256-" + base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii"),
    }
    yield SHEET, templates.passing(templates.environment(_ASSETS).get_template("matrix.html.j2"), context)


FEEDBACK = Feedback("审核要点一览（项目 × 要点，网页）", ".html", write, templates.verify)
