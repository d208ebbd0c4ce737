"""Words of the user's own: they hold for the run whose settings give them and for no other, wherever the run reads words."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from linter.cli.app import jixiao
from linter.knowledge.context import SHIPPED, Knowledge, current, using
from linter.knowledge.lexicons import words
from linter.policy.config import ConfigError, discover, load, settings
from linter.policy.settings import Settings
from linter.run.pipeline import Job, run
from tests.support.cases import source_of

ROWS = ["社会效益 | 服务水平 | 杠杠的", "社会效益 | 群众口碑 | 顶呱呱", "数量指标 | 巡查次数 | 24趟儿"]
JOB = Job("甲.json", data=source_of({"rows": ROWS})[0])
OWN = {
    "none": {},
    "first": {"value-words": [{"word": "杠杠的", "group": "evaluative"}]},
    "second": {"value-words": [{"word": "顶呱呱", "group": "evaluative"}]},
    "typo": {"typos": [{"wrong": "口碑", "right": "口碑率"}]},
}


def _settings(name: str) -> Settings:
    return Settings(lexicons=json.dumps(OWN[name], ensure_ascii=False) if OWN[name] else "")


def _report(name: str) -> list[tuple[str, str | None, str]]:
    return [(f.code, f.indicator, f.message) for f in run([JOB], _settings(name)).findings]


def test_own_words_change_what_is_found_and_leave_nothing_behind() -> None:
    plain = _report("none")
    assert len({json.dumps(_report(name), ensure_ascii=False) for name in OWN}) == len(OWN), "every set of words matters"
    assert _report("none") == plain
    assert current() is SHIPPED


def test_threads_with_different_words_give_what_each_alone_gives() -> None:
    alone = {name: _report(name) for name in OWN}
    got: dict[str, list[list[tuple[str, str | None, str]]]] = {name: [] for name in OWN}
    start = threading.Barrier(len(OWN))

    def work(name: str) -> None:
        start.wait()
        for _ in range(15):
            got[name].append(_report(name))

    threads = [threading.Thread(target=work, args=(name,)) for name in OWN]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name, reports in got.items():
        assert len(reports) == 15
        assert all(report == alone[name] for report in reports), name


def test_equal_words_are_one_knowledge() -> None:
    text = json.dumps(OWN["first"], ensure_ascii=False)
    assert Knowledge.of(text) is Knowledge.of(text)
    assert Knowledge.of("") is SHIPPED
    with using(Knowledge.of(text)):
        assert "杠杠的" in words("value-words", "evaluative")
        with using(SHIPPED):
            assert "杠杠的" not in words("value-words", "evaluative")
        assert "杠杠的" in words("value-words", "evaluative")
    assert "杠杠的" not in words("value-words", "evaluative")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    discover.cache_clear()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "jixiao.toml").write_text('[[lexicons.typos]]\nwrong = "青合县"\nright = "青禾县"\n', encoding="utf-8")
    (tmp_path / "甲.json").write_bytes(source_of({"rows": ["数量指标 | 青合县巡查次数 | ≥24次"]})[0])
    return tmp_path


def test_fixes_and_their_preview_know_own_typos(place: Path) -> None:
    done = CliRunner().invoke(jixiao, ["check", "--unsafe-fixes", "--diff", "甲.json"])
    assert "青禾县巡查次数" in done.output
    CliRunner().invoke(jixiao, ["check", "--unsafe-fixes", "--no-cache", "甲.json"])
    assert "青合县" not in (place / "甲.json").read_text(encoding="utf-8")


WRONG = {
    "没有词库“typo”，是否指 typos？": '[[lexicons.typo]]\nwrong = "甲"\nright = "乙"',
    "词库 typos 第 2 条缺少 right": '[[lexicons.typos]]\nwrong = "甲"\nright = "乙"\n[[lexicons.typos]]\nwrong = "丙"',
    "词库 typos 第 1 条有不认识的项“richtig”": '[[lexicons.typos]]\nwrong = "甲"\nright = "乙"\nrichtig = "丙"',
    "词库 typos 第 1 条的“wrong”应为文本，现为 3": '[[lexicons.typos]]\nwrong = 3\nright = "乙"',
    "词库 typos 第 1 条的“after”不是有效的正则表达式": '[[lexicons.typos]]\nwrong = "甲"\nright = "乙"\nafter = "("',
    "词库 units 第 1 条的“dimension”应为": '[[lexicons.units]]\nword = "趟儿"\ndimension = "counts"\nscale = "1"',
}


@pytest.mark.parametrize("said", WRONG)
def test_a_lexicon_that_breaks_its_schema_is_one_line(said: str, tmp_path: Path) -> None:
    path = tmp_path / "jixiao.toml"
    path.write_text(WRONG[said], encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        settings(load(path))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_what_is_forgotten_is_made_anew_and_the_same() -> None:
    from linter.knowledge.context import SHIPPED, forget
    from linter.values import parse_name, parse_value

    before = parse_name("接入养老机构数量"), parse_value("≥186%")
    held = [made for made in SHIPPED._tables.values() if hasattr(made, "cache_info")]
    assert any(made.cache_info().currsize for made in held)
    forget()
    assert not any(made.cache_info().currsize for made in held)
    assert (parse_name("接入养老机构数量"), parse_value("≥186%")) == before
