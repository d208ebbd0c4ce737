"""The engineers' pages hold: the flow runs as it is printed, names of the glossary exist, README shows what one gets."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from linter.cli.app import jixiao

ROOT = Path(__file__).parents[2]
DEV = ROOT / "docs/dev"
ROOMS = "|".join(path.name for path in (ROOT / "linter").iterdir() if path.is_dir())
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "linter").rglob("*.py"))


def test_the_flow_runs_as_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = (DEV / "flow.md").read_text(encoding="utf-8").replace("```", "")
    blocks = doctest.DocTestParser().get_doctest(text, {}, "flow.md", "flow.md", 0)
    said: list[str] = []
    done = doctest.DocTestRunner(verbose=False).run(blocks, out=said.append)
    assert done.attempted > 20
    assert not done.failed, "".join(said)


def test_modules_named_in_the_pages_exist() -> None:
    for page in DEV.glob("*.md"):
        text = page.read_text(encoding="utf-8")
        for name in re.findall(r"`((?:linter|tests|docs|lexicons)/[\w./-]*[\w/])`", text):
            assert (ROOT / name).exists(), f"{page.name}: {name}"
        for name in re.findall(rf"(?<![\w/.])(?:{ROOMS})/[\w/]*", text):
            module = ROOT / "linter" / name
            assert module.exists() or module.with_suffix(".py").exists(), f"{page.name}: {name}"
        for link in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_names_of_the_glossary_are_in_the_code() -> None:
    rows = [line.split("|") for line in (DEV / "glossary.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    names = {name for row in rows for code in re.findall(r"`([^`]+)`", row[3]) for name in re.findall(r"[A-Za-z_]\w*", code)}
    assert len(names) > 40
    assert not [name for name in sorted(names) if not re.search(rf"\b{name}\b", SOURCES)]


def test_enough_decisions_with_reasons() -> None:
    parts = re.split(r"(?m)^## \d+\. ", (DEV / "decisions.md").read_text(encoding="utf-8"))[1:]
    assert len(parts) >= 10
    assert all(len(part.split()) > 30 for part in parts)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_shows_what_the_command_says(readme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = (ROOT / readme).read_text(encoding="utf-8")
    (sample,) = re.findall(r"(?ms)^```console\n\$ jixiao (.*?)\n(.*?)^```", text)
    done = CliRunner().invoke(jixiao, [*sample[0].split(), "--no-cache", "--no-config"])
    for line in sample[1].splitlines():
        assert line in done.output.splitlines(), line
    (picture,) = re.findall(r"!\[.*?\]\((.*?)\)", text)
    assert 0 < (ROOT / picture).stat().st_size < 300_000
