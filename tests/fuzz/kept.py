"""What people write for a run and what we keep between runs, whole as it should be: what the fuzz of kept files damages.

Each kind is a file in a folder that also holds one form, and the command that takes the file in.
"""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from click.testing import CliRunner, Result

from linter.cli.app import jixiao
from linter.desk.store import Store
from linter.run.cache import FILE
from tests.support.desk import Office

HERE = b"@here@"
"""Stands for the folder in what a batch keeps."""
CACHE = f"缓存/{FILE}"
FORM = Path(__file__).parents[2] / "examples" / "forms" / "bad-form.xlsx"
SETTINGS = """\
profile = "submission"
year = 2026
extend-ignore = ["JX212"]
dictionary = ["青禾县"]

[severity]
JX404 = "info"

[rules.JX218]
floor = 60

[per-file-ignores]
"往年/**" = ["JX2"]

[sources]
"财预〔2021〕101号" = "青财绩〔2022〕3号"

[layouts.mapping]
"达成目标" = "指标值"

[[lexicons.typos]]
wrong = "青合县"
right = "青禾县"

[[own-rules]]
code = "QH001"
title = "成本指标应写单位成本"
message = "“{name}”未写单位成本"
categories = ["成本指标"]
part = "name"
words = ["总费用", "总成本"]
"""
IGNORE = """\
[[suppressions]]
rule = "JX402"
indicator = "接入养老机构数量"
reason = "口径为覆盖率，已与业务科核实"
expires = 2026-12-31
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of kept file: its name, what stands in it, the command that reads it, and other files the command needs."""

    name: str
    content: bytes
    command: tuple[str, ...]
    beside: tuple[tuple[str, bytes], ...] = ()


def command(folder: Path, *words: str) -> Result:
    """Run a command in a folder, with its own cache."""
    env = {"JIXIAO_CACHE_DIR": str(folder / "缓存"), "JIXIAO_DEBUG": ""}
    with contextlib.chdir(folder):
        return CliRunner(env=env).invoke(jixiao, words, catch_exceptions=True)


def _of_batch(name: str, files: dict[str, bytes]) -> Kept:
    """One of the files of a batch; going on with the batch reads them all."""
    beside = tuple((other, content) for other, content in files.items() if other != name)
    return Kept(name, files[name], ("batch", "run", "表", "--out", "批", "--jobs", "1"), beside)


@cache
def kinds() -> dict[str, Kept]:
    """Every kind, made once."""
    check = ("check", "表.xlsx", "--no-cache", "--format", "json")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        form = folder / "表.xlsx"
        form.write_bytes(FORM.read_bytes())
        office = Office(folder / "审核台.sqlite")
        (folder / "表").mkdir()
        (folder / "表" / "表.xlsx").write_bytes(FORM.read_bytes())
        batch = office.batch((form.name, form.read_bytes()))
        for finding, decision in zip(office.findings(batch), ("采纳", "不采纳"), strict=False):
            office.decide(finding, decision, reason="已与单位核实")
        made = (
            ("baseline", "create", form.name, "--baseline", "基线.json"),
            ("report", form.name, "--bundle", "证据.zip"),
            ("ledger", "export", "--db", "审核台.sqlite", "-o", "台账.json"),
            ("ledger", "export", "--db", "审核台.sqlite", "-o", "台账.xlsx"),
            ("desk", "export", "--db", "审核台.sqlite", "-o", "备份.sqlite"),
            ("check", "表.xlsx", "--fail-on", "never"),
            ("batch", "run", "表", "--out", "批", "--jobs", "1"),
        )
        for words in made:
            done = command(folder, *words)
            assert done.exit_code in (0, 1), (words, done.output)
        read = {name: (folder / name).read_bytes() for name in ("基线.json", "证据.zip", "台账.json", "台账.xlsx", "备份.sqlite")}
        made_of_a_batch = {
            path.relative_to(folder).as_posix(): path.read_bytes().replace(place.encode(), HERE)
            for path in folder.glob("批/**/*")
            if path.is_file()
        }
        cached = (folder / CACHE).read_bytes()
    ledger = ("--db", "台.sqlite")
    return {
        "settings": Kept("jixiao.toml", SETTINGS.encode(), (*check, "--config", "jixiao.toml")),
        "suppressions": Kept("jixiao-ignore.toml", IGNORE.encode(), check),
        "baseline": Kept("基线.json", read["基线.json"], (*check, "--baseline", "基线.json")),
        "review": Kept("台账.json", read["台账.json"], (*check, "--review", "台账.json")),
        "bundle": Kept("证据.zip", read["证据.zip"], ("verify", "证据.zip")),
        "ledger": Kept("台账.json", read["台账.json"], ("ledger", "import", "台账.json", *ledger)),
        "ledger workbook": Kept("台账.xlsx", read["台账.xlsx"], ("ledger", "import", "台账.xlsx", *ledger)),
        "desk": Kept("备份.sqlite", read["备份.sqlite"], ("desk", "import", "备份.sqlite", *ledger)),
        "cache": Kept(CACHE, cached, ("check", "表.xlsx", "--format", "json")),
        **{f"batch {part}": _of_batch(f"批/{part}", made_of_a_batch) for part in ("manifest.json", "shards/000001.shard", "inputs.jsonl")},
    }


def taken_in(kind: str, content: bytes) -> Result:
    """The command of a kind on this content."""
    kept = kinds()[kind]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "表.xlsx").write_bytes(FORM.read_bytes())
        (folder / "jixiao.toml").write_text("year = 2026\n", encoding="utf-8")
        if kept.command[0] == "ledger":
            Store(folder / "台.sqlite")
        (folder / "表").mkdir()
        (folder / "表" / "表.xlsx").write_bytes(FORM.read_bytes())
        for name, given in (*kept.beside, (kept.name, content)):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(given.replace(HERE, place.encode()))
        return command(folder, *kept.command)
