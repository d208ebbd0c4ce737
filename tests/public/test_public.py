"""``import jixiao``: the same objects as ``linter``, the same results as the command line, one Chinese line where something is asked wrongly."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import jixiao
import linter
from linter.cli.app import jixiao as command
from linter.cli.plain import plain
from linter.policy.config import discover
from linter.reports.comparison.json import render as comparison_json
from linter.reports.serial import documents_data
from linter.run import versions

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path for path in (ROOT / "examples").rglob("*") if path.parent.name == "forms" or path.name == "disclosure.txt")
BAD, GOOD = ROOT / "examples/forms/bad-form.xlsx", ROOT / "examples/forms/good-form.xlsx"
TODAY = date(2026, 2, 1)


def _run(*args: object) -> bytes:
    done = CliRunner().invoke(command, list(map(str, args)))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.stdout_bytes


def _script(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "script.py").write_text(text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "script.py"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


# -- one thing under two names ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", jixiao.__all__)
def test_both_packages_carry_the_same_objects(name: str) -> None:
    assert getattr(jixiao, name) is getattr(linter, name)


def test_what_is_no_public_name_is_none() -> None:
    with pytest.raises(AttributeError):
        _ = linter.nothing


def test_a_check_needs_nothing_of_the_command_line() -> None:
    program = "import jixiao, sys; jixiao.check(sys.argv[1]); print([m for m in sys.modules if m.startswith(('linter.cli', 'click'))])"
    done = subprocess.run([sys.executable, "-c", program, str(BAD)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# -- the same as the commands -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_check_is_the_command(path: Path) -> None:
    said = json.loads(_run("check", "--no-cache", "--format", "json", path))
    assert jixiao.to_dict(jixiao.check(path)) == said
    assert said["findings"] or "good" in path.name


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_parse_is_the_command(path: Path) -> None:
    assert documents_data(jixiao.parse(path)) == json.loads(_run("parse", path))


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """A table with headings that only a settings file beside it, or one elsewhere, explains; it states no year."""
    lines = ["事项,指标类别,考核点,应达到", *(f"乡镇评价,数量指标,评价乡镇{n}数量,≥{n}个" for n in range(1, 5))]
    (tmp_path / "导出").mkdir()
    path = tmp_path / "导出" / "表.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    mapping = '[layouts.mapping]\n"事项" = "项目名称"\n"指标类别" = "二级指标"\n"考核点" = "三级指标"\n"应达到" = "指标值"\n'
    (tmp_path / "导出" / "jixiao.toml").write_text(f"year = 2027\n{mapping}", encoding="utf-8")
    (tmp_path / "别处.toml").write_text(f"year = 2028\n{mapping}", encoding="utf-8")
    return path


def test_what_is_only_read_is_read_by_the_settings_files(exported: Path) -> None:
    elsewhere = exported.parents[1] / "别处.toml"
    for line, said, year in (
        ((), {}, 2027),
        (("--year", "2026"), {"year": 2026}, 2026),
        (("--config", elsewhere), {"config": elsewhere}, 2028),
        (("--no-config",), {"no_config": True}, None),
    ):
        documents = jixiao.parse(exported, **said)
        assert documents_data(documents) == json.loads(_run("parse", exported, *line))
        assert [form.budget_year for document in documents for form in document.forms] == ([year] if year else [])


def test_a_settings_file_that_cannot_be_used_stops_reading(exported: Path) -> None:
    (exported.parent / "jixiao.toml").write_text("yeer = 2027\n", encoding="utf-8")
    with pytest.raises(jixiao.ConfigError, match="yeer"):
        jixiao.parse(exported)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_content_is_checked_like_the_file(path: Path) -> None:
    of_file = jixiao.check(path)
    with path.open("rb") as stream:
        of_stream = jixiao.check(data=stream)
    assert of_file.findings == of_stream.findings == jixiao.check(data=path.read_bytes(), name=path).findings


def test_compare_is_the_command() -> None:
    said = _run("compare", BAD, GOOD, "--format", "json")
    assert comparison_json(jixiao.compare(BAD, GOOD)).encode() == said
    assert comparison_json(jixiao.compare(old_data=BAD.read_bytes(), old_name=BAD, data=GOOD.read_bytes(), name=GOOD)).encode() == said


def test_compare_shares_its_work_among_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    run = versions.run
    monkeypatch.setattr(versions, "run", lambda *args, workers, **more: asked.append(workers) or run(*args, workers=workers, **more))
    old, new = [BAD, GOOD], [GOOD, BAD]
    alone = comparison_json(jixiao.compare(old, new))
    assert comparison_json(jixiao.compare(old, new, jobs=2)) == alone
    assert asked == [1, 1, 2, 2]


@pytest.mark.parametrize("to", ["md", "txt", "html"])
def test_report_is_the_command(to: str) -> None:
    (file,) = jixiao.report(BAD, to, today=TODAY, folder=".")
    assert file.content == _run("report", BAD, "--to", to, "--today", "2026-02-01")
    assert jixiao.report(jixiao.check(BAD), to, today=TODAY, folder=".") == (file,)
    assert file.name.endswith(f".{to}")


def test_a_report_file_is_written_where_asked(tmp_path: Path) -> None:
    (file,) = jixiao.report(BAD, "xlsx")
    assert file.write(tmp_path / "新").read_bytes() == file.content


@pytest.mark.parametrize("to", ["text", "json", "sarif", "csv"])
def test_render_is_the_command(to: str) -> None:
    assert jixiao.render(jixiao.check(BAD), to) == _run("check", "--no-cache", "--format", to, BAD)


def test_annotate_and_fix_are_the_commands(tmp_path: Path) -> None:
    _run("annotate", BAD, "-o", tmp_path / "b.xlsx")
    done = jixiao.annotate(BAD)
    assert (done.data, done.forms) == ((tmp_path / "b.xlsx").read_bytes(), 1)
    assert done.notes > 1
    messy = tmp_path / "a.csv"
    messy.write_text("项目名称,道路养护\n一级指标,二级指标,三级指标,指标值\n产出指标,数量指标,巡查次数,≥９８次\n", encoding="utf-8")
    fixed = jixiao.fix(messy)
    assert [change.new for change in fixed.changes] == ["≥98次"]
    _run("check", "--fix", "--no-cache", messy)
    assert messy.read_bytes() == fixed.data


def test_explain_is_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    for selector in ("JX402", "doubled-text", "jx8"):
        assert plain(jixiao.explain(selector), 100) == _run("explain", selector).decode(), "the command shows it as plain text"


# -- the same settings, the same date rules ---------------------------------------------------------------------------------------


@pytest.fixture
def governed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    discover.cache_clear()
    monkeypatch.chdir(tmp_path)
    Path("表.xlsx").write_bytes(BAD.read_bytes())
    Path("jixiao.toml").write_text(
        'ignore = ["JX2"]\n[[suppressions]]\nrule = "JX402"\nindicator = "接入养老机构数量"\nreason = "口径为覆盖率"\nexpires = 2026-01-31\n',
        encoding="utf-8",
    )
    return Path("表.xlsx")


@pytest.mark.parametrize("day", [None, date(2026, 1, 31), date(2026, 2, 1)])
def test_settings_and_expiry_hold_in_both(governed: Path, day: date | None) -> None:
    said = json.loads(_run("check", "--no-cache", "--format", "json", governed, *(["--today", day.isoformat()] if day else [])))
    result = jixiao.check(governed, today=day)
    assert jixiao.to_dict(result) == said
    assert jixiao.check(data=governed.read_bytes(), name=governed, today=day).findings == result.findings
    codes = [f.code for f in result.findings]
    assert not any(code.startswith("JX2") for code in codes)
    expired = day is None or day > date(2026, 1, 31)
    assert ("JX002" in codes) == expired
    assert [f.suppressed is None for f in result.findings if f.code == "JX402"] == [expired]


def test_an_expired_suppression_does_not_hold_a_fix_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    discover.cache_clear()
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text(
        "项目名称,道路养护\n一级指标,二级指标,三级指标,指标值\n产出指标,数量指标,巡查次数，，完成情况,≥98次\n", encoding="utf-8"
    )
    fixed = jixiao.fix("a.csv")
    (code,) = {change.why for change in fixed.changes}
    Path("jixiao.toml").write_text(
        f'[[suppressions]]\nrule = "{code}"\nproject = "道路养护"\nreason = "照原件"\nexpires = 2026-01-31\n', encoding="utf-8"
    )
    discover.cache_clear()
    assert jixiao.fix("a.csv", today=date(2026, 1, 31)).changes == ()
    assert jixiao.fix("a.csv", today=date(2026, 2, 1)).changes == fixed.changes


# -- asked wrongly ----------------------------------------------------------------------------------------------------------------

WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "请给出路径"),
    ({"paths": "没有.xlsx"}, "找不到文件：没有.xlsx"),
    ({"paths": BAD, "data": b"x"}, "只能给一个"),
    ({"paths": b"abc"}, "请用 data= 给出"),
    ({"paths": 5}, "路径应为文本"),
    ({"data": "text"}, "data 应为 bytes"),
    ({"data": io.StringIO("text")}, "以二进制方式打开"),
    ({"data": 5}, "data 应为 bytes"),
    ({"paths": BAD, "today": "2026-01-01"}, "today 应为日期"),
    ({"paths": BAD, "select": "JX999"}, "不是规则代码"),
    ({"paths": BAD, "ignore": ["nothing-here"]}, "不是规则代码"),
    ({"paths": BAD, "profile": "strict"}, "profile 应为"),
    ({"paths": BAD, "year": 20260}, "year 应在"),
    ({"paths": BAD, "max_pages": 0}, "max_pages"),
    ({"paths": BAD, "config": "没有.toml"}, "没有.toml"),
    ({"paths": BAD, "baseline": "没有.json"}, "基线文件不存在"),
    ({"paths": BAD, "jobs": 0}, "jobs 应为"),
    ({"paths": BAD, "jobs": "2"}, "jobs 应为"),
]


@pytest.mark.parametrize(("arguments", "says"), WRONG, ids=[says for _, says in WRONG])
def test_asked_wrongly_is_one_chinese_line(arguments: dict[str, Any], says: str) -> None:
    with pytest.raises(jixiao.JixiaoError) as caught:
        jixiao.check(**arguments)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (lambda: jixiao.explain("JX999"), jixiao.UnknownRule),
        (lambda: jixiao.report(BAD, "pptx"), jixiao.UsageError),
        (lambda: jixiao.report(jixiao.check(BAD), "md", select="JX4"), jixiao.UsageError),
        (lambda: jixiao.report(BAD, "docx", template=BAD), jixiao.CannotReport),
        (lambda: jixiao.render(jixiao.check(BAD), "pptx"), jixiao.UsageError),
        (lambda: jixiao.annotate(ROOT / "examples/forms/bad-form.csv"), jixiao.CannotWrite),
        (lambda: jixiao.annotate(data=b"PK\x03\x04junk", name="a.xlsx"), jixiao.Unreadable),
        (lambda: jixiao.fix(data=b"PK\x03\x04junk", name="a.xlsx"), jixiao.Unreadable),
        (lambda: jixiao.fix(ROOT / "examples/forms"), jixiao.UsageError),
    ],
)
def test_what_cannot_be_done_is_a_child_of_one_error(call: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert isinstance(caught.value, jixiao.JixiaoError)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("junk", [b"", b"\0\1\2", b"PK\x03\x04" + bytes(99), b"%PDF-1.7 nothing", "随便一句话".encode("gb18030")])
def test_junk_is_a_record(junk: bytes) -> None:
    result = jixiao.check(data=junk)
    (said,) = result.inputs
    assert said.path == "<数据>"
    assert len(said.not_checked) == 1
    assert result.findings == ()


# -- several processes ------------------------------------------------------------------------------------------------------------

_CALL = """
import pathlib
import jixiao
with open("ran", "a") as log:
    log.write("x")
{guard}
    try:
        print(len(jixiao.check({path!r}, jobs={jobs}).findings))
    except jixiao.JixiaoError as error:
        print(error)
"""


@pytest.mark.parametrize(
    ("guard", "jobs", "refused"),
    [("if True:", 2, True), ("if True:", 1, False), ('if __name__ == "__main__":', 2, False), ('if "__main__" == __name__:', 2, False)],
)
def test_an_unguarded_script_is_refused_and_never_run_again(guard: str, jobs: int, refused: bool, tmp_path: Path) -> None:
    done = _script(_CALL.format(guard=guard, jobs=jobs, path=str(BAD)), tmp_path)
    assert done.stderr == ""
    assert ("if __name__" in done.stdout) == refused, done.stdout
    assert len(done.stdout.splitlines()) == 1
    assert (tmp_path / "ran").read_text() == "x"


def test_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (program,) = re.findall(r"(?ms)^```python\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"))
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    exec(compile(program, "README.md", "exec"), {})
    assert (tmp_path / "out" / "审核意见.html").stat().st_size


# -- tables -----------------------------------------------------------------------------------------------------------------------


def test_rows_are_flat_and_plain() -> None:
    result = jixiao.check(BAD)
    rows = jixiao.to_rows(result)
    assert len(rows) == len(result.findings)
    assert {type(value) for row in rows for value in row.values()} <= {str, int, bool, type(None)}
    assert [row["code"] for row in rows] == [f.code for f in result.findings]
    assert all(row["file"] == str(BAD) and row["cell"] for row in rows if row["indicator"])
    json.dumps(rows)


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
@pytest.mark.parametrize("path", [BAD, GOOD], ids=["bad", "good"])
def test_a_table_in_one_call(library: str, path: Path) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed")
    result = jixiao.check(path)
    table = {"pandas": jixiao.to_pandas, "polars": jixiao.to_polars, "pyarrow": jixiao.to_arrow}[library](result)
    columns = table.column_names if library == "pyarrow" else list(table.columns)
    rows = table.to_dict("records") if library == "pandas" else table.to_pylist() if library == "pyarrow" else table.to_dicts()
    wanted = jixiao.to_rows(result)
    assert len(rows) == len(wanted)
    assert set(columns) >= {"file", "code", "severity", "message"}
    assert [row["code"] for row in rows] == [row["code"] for row in wanted]


def test_a_missing_library_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    result = jixiao.check(BAD)
    for library, call in (("pandas", jixiao.to_pandas), ("polars", jixiao.to_polars), ("pyarrow", jixiao.to_arrow)):
        monkeypatch.setitem(sys.modules, library, None)
        with pytest.raises(jixiao.MissingLibrary, match=f"pip install {library}"):
            call(result)
