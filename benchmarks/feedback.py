"""Growth of the Word and Excel outputs: time per form at 300 forms against time per form at 30, of one unit. Prints the ratios (bar: ≤ 1.3).

The forms all hold defects and stand in one unit, so that one letter and one workbook carry everything: the worst case.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import date

from benchmarks.distinct import payloads
from linter.policy.settings import Settings
from linter.reports.feedback import FeedbackOptions, feedback_named
from linter.reports.feedback.batch import batch_of
from linter.reports.feedback.model import Batch
from linter.run.pipeline import Job, run

FEW, MANY, ROUNDS = 30, 300, 3
OUTPUTS = ("docx", "audit", "xlsx")


def _spoilt(data: bytes) -> bytes:
    """The form with percentages for counts, of the one unit."""
    form = json.loads(data)
    inner = form.get("forms", [form])[0]
    inner["fields"]["unit"] = inner["fields"]["department"] = "青禾县民政局"
    text = json.dumps(form, ensure_ascii=False)
    return text.replace('个"', '%"').replace('次"', '%"').encode()


def reviewed(forms: int) -> Batch:
    """The review of that many forms, each with problems."""
    files = [_spoilt(data) for data in payloads(forms, seed=7)]
    return batch_of(run([Job(f"{n}.json", data=data) for n, data in enumerate(files)], Settings()))


def seconds(to: str, batch: Batch) -> tuple[float, int]:
    """Time a form, and bytes of all files."""
    start = time.perf_counter()
    files = list(feedback_named(to).render(batch, FeedbackOptions(date(2026, 1, 20))))
    return (time.perf_counter() - start) / len(batch.projects), sum(len(content) for _, content in files)


def main() -> None:
    """Print the figures."""
    few, many = reviewed(FEW), reviewed(MANY)
    remarks = sum(len(project.remarks) for project in many.projects)
    sys.stdout.write(f"{len(many.projects)} forms of {len(many.units)} unit(s), {remarks} remarks\n")
    for to in OUTPUTS:
        seconds(to, few)
        pairs = [(seconds(to, few), seconds(to, many)) for _ in range(ROUNDS)]
        small, large = (statistics.median(pair[side][0] for pair in pairs) for side in (0, 1))
        size = pairs[0][1][1] / len(many.projects) / 1000
        sys.stdout.write(f"{to}: {small * 1e3:.1f} → {large * 1e3:.1f} ms/form, ratio {large / small:.2f} (bar 1.3), {size:.1f} kB/form\n")


if __name__ == "__main__":
    main()
