"""Pages of the desk over one batch of 100,000 findings: seconds a page by the clock and of the processor (what a loaded machine does not stretch), and
the memory of the process.

    python -m benchmarks.desk [FINDINGS]

One form is really checked; its rows are repeated until the batch is as large as asked for. The figures depend on the machine.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from tests.desk.conftest import forms
from tests.support.desk import Office

PAGES = (
    "/b/1",
    "/b/1?sort=undecided",
    "/b/1?q=%E5%B9%B3%E5%8F%B0&page=3",
    "/b/1/figures",
    "/b/1/findings",
    "/b/1/findings?page=500",
    "/b/1/findings?q=%E6%B0%B4",
    "/f/77",
    "/b/1/progress",
    "/b/1/next?after=50",
    "/b/1/outputs",
    "/",
)
DECIDED = ("/ledger", "/ledger?q=%E5%B9%B3%E5%8F%B0&page=3", "/b/1", "/b/1/figures", "/b/1/next", "/f/77")
"""Pages that change with what was decided: asked for once more when all of the batch is."""


def filled(office: Office, findings: int) -> None:
    """A batch of about so many findings, 200 units."""
    office.batch(("甲.json", forms("平台运维")))
    with office.store.writing() as c:
        each = c.execute("SELECT count(*) FROM findings").fetchone()[0]
        form = c.execute("SELECT * FROM forms").fetchone()
        data = c.execute("SELECT form FROM form_data").fetchone()[0]
        rows = c.execute("SELECT f.*, x.finding FROM findings f JOIN finding_data x ON x.id = f.id").fetchall()
        names = [name for name in form.keys() if name != "id"]  # noqa: SIM118
        of_finding = [name for name in rows[0].keys() if name not in ("id", "form", "finding")]  # noqa: SIM118
        of_form, marks = ", ".join("?" * len(names)), ", ".join("?" * (len(of_finding) + 1))
        for number in range(findings // each):
            values = {**{name: form[name] for name in names}, "unit": f"第{number % 200}局", "project": f"{form['project']}{number}"}
            made = c.execute(f"INSERT INTO forms({', '.join(names)}) VALUES ({of_form})", list(values.values())).lastrowid
            c.execute("INSERT INTO form_data VALUES (?, ?)", (made, data))
            for row in rows:
                columns = [made, *(f"{row[name]}{number}" if name == "fingerprint" else row[name] for name in of_finding)]
                one = c.execute(f"INSERT INTO findings(form, {', '.join(of_finding)}) VALUES ({marks})", columns).lastrowid
                c.execute("INSERT INTO finding_data VALUES (?, ?)", (one, row["finding"]))


def _timed(office: Office, pages: tuple[str, ...]) -> None:
    for page in pages:
        began, worked = time.perf_counter(), time.process_time()
        answer = office.client.get(page, follow_redirects=False)
        print(
            f"{time.perf_counter() - began:6.3f} s  {time.process_time() - worked:6.3f} s  {answer.status_code}  {len(answer.content):8,} bytes  {page}"
        )


def main() -> None:
    """Print the figures."""
    findings = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder) / "desk.sqlite")
        filled(office, findings)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        _timed(office, PAGES)
        for code, what in (("JX402", "a rule decided in the whole batch"), ("", "everything decided")):
            began, worked = time.perf_counter(), time.process_time()
            data = {"csrf": office.csrf, "code": code, "decision": "采纳"}
            answer = office.client.post("/b/1/decide", data=data, follow_redirects=False)
            print(f"{time.perf_counter() - began:6.3f} s  {time.process_time() - worked:6.3f} s  {answer.status_code}  {what}")
        _timed(office, DECIDED)
        print(f"peak memory {before / 1024:.0f} MB before, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB after")


if __name__ == "__main__":
    main()
