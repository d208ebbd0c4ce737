"""One mutant against the tests that belong to its module, in a process of its own: nothing on the disk is changed."""

from __future__ import annotations

import ast
import contextlib
import importlib
import importlib.abc
import importlib.util
import os
import resource
import sys
import warnings
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from types import CodeType

from tests.mutation.mutants import ROOT, Mutant, mutated

SECONDS = 90
"""Of processor time: what takes longer has been changed into a loop, and counts as killed."""
PYTEST = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts=--import-mode=importlib", "-m", "not slow")
_SHARED = (
    "pytest",
    "yaml",
    "regex",
    "jsonschema",
    "jsonschema_rs",
    "msgspec",
    "hypothesis",
    "rjieba",
    "rapidfuzz",
    "selectolax",
    "tomlkit",
    "click",
)
TESTS = {
    "values": ("tests/values/test_tables.py", "tests/values/test_written_amounts.py"),
    "engine": (
        "tests/engine",
        "tests/rules/test_doubt.py",
        "tests/rules/test_precedence_bounds.py",
        "tests/rules/test_precedence_empty.py",
    ),
    "policy": ("tests/config",),
    "rows": ("tests/layouts",),
}


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Gives one module its changed code, whoever imports it."""

    def __init__(self, module: str, path: Path, tree: ast.Module) -> None:
        self.module, self.path, self.tree = module, path, tree

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.module:
            return None
        inside = [str(self.path.parent)] if self.path.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self, submodule_search_locations=inside)  # type: ignore[arg-type]

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.tree, str(self.path), "exec")

    def get_source(self, fullname: str) -> str:
        return self.path.read_text(encoding="utf-8")


def path_of(module: str) -> Path:
    """The file of a module."""
    plain = ROOT / (module.replace(".", "/") + ".py")
    return plain if plain.exists() else plain.with_suffix("") / "__init__.py"


@cache
def _imports(path: Path) -> frozenset[str]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return frozenset(
        name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module
        for name in (node.module, *(f"{node.module}.{n.name}" for n in node.names))
    )


def rules_of(module: str) -> list[str]:
    """The slugs whose cases belong to a module of the rules: its own, or those of the rules that use it."""
    folder = ROOT / "linter/rules"
    users, grown = {module}, True
    while grown:
        more = {_dotted(path) for path in folder.rglob("*.py") if _imports(path) & users} - users
        users |= more
        grown = bool(more)
    slugs = [name.rsplit(".", 1)[1].replace("_", "-") for name in sorted(users)]
    return [slug for slug in slugs if (ROOT / f"tests/rules/{slug}.yml").exists()]


def _dotted(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")


def run_cases(slugs: Sequence[str]) -> None:
    """Run the hits and misses of some rules; any failure raises."""
    import yaml

    from tests.support.cases import run_hit, run_miss

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for slug in slugs:
        listed = yaml.load((ROOT / f"tests/rules/{slug}.yml").read_text(encoding="utf-8"), Loader=loader)
        for case in listed.get("hits") or []:
            run_hit(slug, case)
        for case in listed.get("misses") or []:
            run_miss(slug, case)


def _tested(mutant: Mutant) -> None:
    """Run the tests that belong to the mutant; any failure raises."""
    import pytest

    if mutant.stratum == "rules":
        run_cases(rules_of(mutant.module))
    elif pytest.main([*PYTEST, *TESTS[mutant.stratum]]) != 0:
        raise AssertionError
    elif mutant.stratum == "values":
        run_cases(sorted(path.stem for path in (ROOT / "tests/rules").glob("*.yml")))


def _child(module: str, tree: ast.Module, tested: Callable[[], None]) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    silent = os.open(os.devnull, os.O_RDWR)
    for number in (1, 2):
        os.dup2(silent, number)
    warnings.simplefilter("ignore")
    sys.meta_path.insert(0, _Changed(module, path_of(module), tree))
    failed = 1
    with contextlib.suppress(BaseException):
        tested()
        failed = 0
    os._exit(failed)


def prepare() -> None:
    """Import what every trial needs and no mutant changes, once: trials are forked from here."""
    for name in _SHARED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def fails(module: str, tree: ast.Module, tested: Callable[[], None]) -> bool:
    """Whether ``tested`` raises, in a process of its own, where a module has the code of ``tree``."""
    child = os.fork()
    if not child:
        _child(module, tree, tested)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) != 0


def killed(mutant: Mutant) -> bool:
    """Whether a test that belongs to the mutant's module fails."""
    source = path_of(mutant.module).read_text(encoding="utf-8")
    return fails(mutant.module, mutated(source, mutant.number), partial(_tested, mutant))
