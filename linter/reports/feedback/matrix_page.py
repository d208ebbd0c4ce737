"""Projects × audit points as one web page."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

from linter.reports.feedback.api import Feedback, FeedbackOptions
from linter.reports.feedback.initial import code_of
from linter.reports.feedback.matrix import PASSED, SHEET
from linter.reports.feedback.model import Batch
from linter.reports.feedback.points import of_point, points
from linter.reports.feedback.words import DISCLAIMER, chinese_date, summary
from linter.reports.form_view import templates

_ASSETS = Path(__file__).parent / "_html" / "assets"


def render(batch: Batch, options: FeedbackOptions) -> Iterator[tuple[str, str | bytes]]:
    """One page for the batch.

    Raises:
        CannotReport: the extra is not installed.
    """
    style = (templates.ASSETS / "style.css").read_text(encoding="utf-8")
    listed = points()
    rows = [(project, code_of(project), [of_point(project, point.name) for point in listed]) for project in batch.projects]
    context = {
        "batch": batch,
        "points": listed,
        "rows": rows,
        "passed": PASSED,
        "failing": [sum(bool(cells[n]) for _, _, cells in rows) for n in range(len(listed))],
        "summary": summary(batch),
        "disclaimer": DISCLAIMER,
        "today": chinese_date(options.today),
        "issuer": options.issuer,
        "style": style,
        "style_hash": "sha256-" + base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii"),
    }
    yield SHEET, templates.environment(_ASSETS).get_template("matrix.html.j2").render(context)


FEEDBACK = Feedback("审核要点一览（项目 × 要点，网页）", ".html", render)
