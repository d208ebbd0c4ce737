"""``--last-year``: what is carried over is found; what cannot be compared is said and never guessed."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from msgspec.structs import replace

from linter.cli.app import jixiao
from linter.collection.facts import FormFacts, facts_of
from linter.policy.settings import Settings
from linter.run.passes import lint_collection
from linter.run.pipeline import Job, parse
from tests.support.cases import form_data
from tests.support.corpus import corpus

ROWS = ["数量指标 | 养护里程 | ≥86公里", "质量指标 | 路面完好率 | ≥92%", "时效指标 | 病害处置时限 | ≤3天", "社会效益 | 受益人口 | ≥5200人"]


def _write(path: Path, *cases: dict[str, Any]) -> str:
    forms = [form_data(case, n) for n, case in enumerate(cases, start=1)]
    path.write_text(json.dumps({"forms": forms}, ensure_ascii=False), encoding="utf-8")
    return str(path)


def _check(*args: str) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(jixiao, ["check", "--no-cache", "--no-config", "--format", "json", *args])
    return done.exit_code, json.loads(done.stdout)


def _notes(report: dict[str, Any]) -> str:
    return "\n".join(f"{note['what']}：{note['why']}" for one in report["inputs"] for note in one["not_checked"])


def _road(year: int, amount: str) -> dict[str, Any]:
    return {"year": year, "rows": ROWS, "fields": {"project": f"{year}年农村道路养护费", "total_annual": amount}}


def test_a_form_carried_over_names_both_budgets_and_last_years_file(tmp_path: Path) -> None:
    this, last = _write(tmp_path / "今年.json", _road(2026, "400,000")), _write(tmp_path / "去年.json", _road(2025, "300,000"))
    _, report = _check(this, "--last-year", last)
    (finding,) = [f for f in report["findings"] if f["code"] == "JX909"]
    assert "30万元" in finding["message"]
    assert "40万元" in finding["message"]
    assert "去年.json" not in finding["message"]  # the sentence may go to a unit; the file is told beside it
    assert finding["related"][0]["location"]["file"].endswith("去年.json")
    assert not _notes(report)


def test_planted_among_many() -> None:
    """Of 200 projects of two years: every fifth has more money for the same work, every fifth the same money, the rest other targets."""
    jobs = [Job(name, data=data) for name, data in corpus(200, copies=0, errors=0).files]
    now = [one for number, document in enumerate(parse(jobs)) for one in facts_of(document, number)]

    def before(number: int, one: FormFacts) -> FormFacts:
        old = replace(one, year=2025, document=one.document + 1_000)
        if number % 5 == 0:
            return replace(old, budget=(one.budget or Decimal(0)) * 2)
        if number % 5 == 1:
            return old
        rows = tuple(
            row._replace(value=row.value.replace("≥", "≥1")) if "人" in row.value or n == 0 else row for n, row in enumerate(one.rows)
        )
        return replace(old, rows=rows, budget=(one.budget or Decimal(0)) * 2)

    last = [before(number, one) for number, one in enumerate(now)]
    found, notes = lint_collection(now, Settings(select=frozenset({"JX909"})), last)
    assert not notes
    hits = [(document, f.form_index) for document, findings in found.items() for f in findings]
    assert sorted(hits) == [(one.document, one.index) for number, one in enumerate(now) if number % 5 == 0]


def test_without_last_year_nothing_is_said(tmp_path: Path) -> None:
    _, report = _check(_write(tmp_path / "今年.json", _road(2026, "400,000")))
    assert "JX909" not in {f["code"] for f in report["findings"]}


def test_last_year_is_not_checked_itself(tmp_path: Path) -> None:
    this, last = _write(tmp_path / "今年.json", _road(2026, "300,000")), _write(tmp_path / "去年.json", _road(2025, "300,000"))
    assert _check(this, "--last-year", last)[1]["findings"] == _check(this)[1]["findings"]


def test_nothing_in_common_is_said(tmp_path: Path) -> None:
    this = _write(tmp_path / "今年.json", _road(2026, "400,000"))
    last = _write(tmp_path / "去年.json", {"year": 2025, "rows": ["质量指标 | 苗木成活率 | ≥85%"], "fields": {"project": "校园绿化"}})
    code, report = _check(this, "--last-year", last)
    assert code in (0, 1)
    assert "没有与本次名称相同或相近的项目" in _notes(report)


def test_projects_last_year_did_not_have_are_named(tmp_path: Path) -> None:
    new = {"rows": ["质量指标 | 苗木成活率 | ≥85%"], "fields": {"project": "校园绿化"}}
    this, last = _write(tmp_path / "今年.json", _road(2026, "300,000"), new), _write(tmp_path / "去年.json", _road(2025, "300,000"))
    assert "1张表在上一年度的文件中没有同一项目（校园绿化）" in _notes(_check(this, "--last-year", last)[1])


def test_a_file_without_forms_and_one_of_this_year_are_said(tmp_path: Path) -> None:
    this = _write(tmp_path / "今年.json", _road(2026, "400,000"))
    (tmp_path / "无表.txt").write_text("关于开会的通知", encoding="utf-8")
    assert "没有读到绩效目标表，未作跨年核对" in _notes(_check(this, "--last-year", str(tmp_path / "无表.txt"))[1])
    same = _write(tmp_path / "同年.json", _road(2026, "300,000"))
    assert "不早于本次的年度" in _notes(_check(this, "--last-year", same)[1])


def test_an_unreadable_file_of_last_year_is_exit_code_3(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    code, report = _check(_write(tmp_path / "今年.json", _road(2026, "400,000")), "--last-year", str(tmp_path / "坏.xlsx"))
    assert code == 3
    assert _notes(report)


def test_a_suppression_of_a_rule_that_did_not_run_is_not_called_unused(tmp_path: Path) -> None:
    this = _write(tmp_path / "今年.json", _road(2026, "400,000"))
    last = _write(tmp_path / "去年.json", _road(2025, "300,000"))
    entry = '[[suppressions]]\nrule = "{}"\nproject = "2026年农村道路养护费"\nreason = "价格上涨"\n'
    (tmp_path / "jixiao.toml").write_text(entry.format("JX909") + entry.format("JX910"), encoding="utf-8")

    def checked(*args: str) -> list[tuple[str, bool]]:
        done = CliRunner().invoke(jixiao, ["check", "--no-cache", "--format", "json", *args])
        found = json.loads(done.stdout)["findings"]
        return [(f["code"], f["suppressed"] is not None) for f in found if f["code"].startswith(("JX0", "JX909"))]

    assert checked(this) == []
    assert checked(this, "--last-year", last) == [("JX909", True)]
