"""The HTML report of 300 forms: bytes a form, writing against checking, and a filter click against a bare toggle of the same rows.

    python -m benchmarks.report_html [FILE]

FILE is checked as often as it takes to reach 300 forms (a real disclosure); without it the forms are those of ``distinct.py`` with a defect in
every row but two. Prints three ratios and figures (bars: ≤ 20 kB a form + 500 kB; ≤ 2; ≤ 10). The click is measured in the system's Chromium
and left out where there is none.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.distinct import form
from linter.policy.settings import Settings
from linter.reports.feedback import FeedbackOptions
from linter.reports.feedback.batch import batch_of
from linter.reports.feedback.html import FEEDBACK
from linter.run.pipeline import Job, run
from tests.support import browser as support

FORMS, ROUNDS = 300, 3
_BAD = ["稳定稳定", "按标准执行", "是", "良好", "≥{n}%", "提高98%", "显著提高", "一年", "好好", "100度"]
_MEASURE = """async (selector) => {
  const settle = () => { void document.body.offsetHeight; };
  const rows = [...document.querySelectorAll(selector)], button = document.querySelector(".sev.w");
  const timed = (work) => { const start = performance.now(); work(); settle(); return performance.now() - start; };
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const bare = [], click = [];
  for (let round = 0; round < 9; round++) {
    bare.push(timed(() => { for (const row of rows) row.hidden = true; })); await frame();
    bare.push(timed(() => { for (const row of rows) row.hidden = false; })); await frame();
    click.push(timed(() => button.click())); await frame();
    click.push(timed(() => button.click())); await frame();
  }
  return { rows: rows.length, bare, click };
}"""


def _worse(one: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The form with a doubtful value in every row but two."""
    for row in one["indicators"][2:]:
        value = rng.choice(_BAD).format(n=rng.randrange(10, 99))
        row["period"]["value"] = row["annual"]["value"] = value
    return one


def jobs(path: Path | None) -> list[Job]:
    """Files of about 300 forms together."""
    if path is None:
        rng = random.Random(1)
        forms = [_worse(form(n, rng), rng) for n in range(1, FORMS + 1)]
        return [Job("forms.json", data=json.dumps({"forms": forms}, ensure_ascii=False).encode())]
    data = path.read_bytes()
    once = run([Job(path.name, data=data)], Settings()).forms
    return [Job(f"{n}/{path.name}", data=data) for n in range(max(1, FORMS // once))]


@contextmanager
def _timed(seconds: list[float]) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds.append(time.perf_counter() - start)


def _clicked(content: str) -> tuple[int, float, float]:
    """(rows, bare toggle, filter click), medians in milliseconds."""
    with tempfile.TemporaryDirectory() as folder, support.browser() as started:
        path = Path(folder) / "report.html"
        path.write_text(content, encoding="utf-8")
        page = started.new_page(viewport={"width": 1440, "height": 900})
        page.goto(support.url(path))
        found = page.evaluate(_MEASURE, "#forms li.x.w, #forms a.n.w")
    return found["rows"], statistics.median(found["bare"]), statistics.median(found["click"])


def main() -> None:
    """Print the figures."""
    work = jobs(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    checks: list[float] = []
    writes: list[float] = []
    content, forms, findings = "", 0, 0
    for _ in range(ROUNDS):
        with _timed(checks):
            result = run(work, Settings())
        with _timed(writes):
            ((_, written),) = FEEDBACK.render(batch_of(result), FeedbackOptions(date(2026, 1, 20)))
        content, forms, findings = str(written), result.forms, len(result.findings)
    size = len(content.encode())
    check, write = statistics.median(checks), statistics.median(writes)
    print(f"{forms} forms, {findings} findings: {size / 1000:.0f} kB, {(size - 500_000) / forms / 1000:.1f} kB a form over 500 kB (bar 20)")
    print(f"check {check:.2f} s, HTML {write:.2f} s, ratio {write / check:.2f} (bar 2)")
    if support.chromium() is None:
        print("no Chromium: the filter click was not measured")
        return
    rows, bare, click = _clicked(content)
    print(f"{rows} rows: bare toggle {bare:.1f} ms, filter click {click:.1f} ms, ratio {click / bare:.1f} (bar 10)")


if __name__ == "__main__":
    main()
