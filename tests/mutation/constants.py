"""The numbers that decide in rules: ``python -m tests.mutation.constants [PATTERN]``.

Every number in a constant of a rule's module is made one step less and one step more (of its last decimal place), and the cases of the rules that
use the module are run, with the tests of ``tests/rules`` that name it. A number that can be changed without a failing case decides nothing that a case shows; it is printed. A PATTERN keeps to
modules whose name holds it.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from tests.mutation.mutants import ROOT
from tests.mutation.trial import PYTEST, fails, path_of, prepare, rules_of, run_cases

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Step:
    """One number of one constant made a step less or more."""

    constant: str
    line: int
    column: int
    old: str
    new: str


def _constants(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        names = [name.id for name in ast.walk(target) if isinstance(name, ast.Name)]
        if names != ["RULE"] and all(name.lstrip("_").isupper() for name in names):
            yield "/".join(names), node.value


def _numbers(value: ast.expr) -> Iterator[ast.Constant]:
    """Numbers, and the texts that make a ``Decimal``; not the keys of a table."""
    if isinstance(value, ast.Constant) and isinstance(value.value, int | float) and not isinstance(value.value, bool):
        yield value
    elif isinstance(value, ast.Call):
        of_decimal = isinstance(value.func, ast.Name) and value.func.id == "Decimal"
        for argument in value.args:
            if of_decimal and isinstance(argument, ast.Constant) and _NUMBER.fullmatch(str(argument.value)):
                yield argument
            elif not of_decimal:
                yield from _numbers(argument)
    elif isinstance(value, ast.Dict):
        for element in value.values:
            yield from _numbers(element)
    elif isinstance(value, ast.Tuple | ast.List | ast.Set):
        for element in value.elts:
            yield from _numbers(element)


def steps(source: str) -> list[Step]:
    """Each number of a module's constants, a step less and a step more."""
    found: list[Step] = []
    for name, value in _constants(ast.parse(source)):
        for number in _numbers(value):
            old = Decimal(str(number.value))
            step = Decimal((0, (1,), old.as_tuple().exponent))  # type: ignore[arg-type]
            found += [Step(name, number.lineno, number.col_offset, str(old), str(new)) for new in (old - step, old + step)]
    return found


def stepped(source: str, step: Step) -> ast.Module:
    """The tree of a module with one number a step away."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and (node.lineno, node.col_offset) == (step.line, step.column):
            node.value = type(node.value)(step.new)  # type: ignore[call-arg, arg-type]
    return tree


def tests_of(module: str) -> list[str]:
    """The files of ``tests/rules`` that name a module: they hold what a case cannot say."""
    return [str(path) for path in sorted((ROOT / "tests/rules").glob("test_*.py")) if module in path.read_text(encoding="utf-8")]


def _tested(module: str) -> None:
    """Run the cases of the rules that use a module, and the tests that name it; any failure raises."""
    run_cases(rules_of(module))
    files = tests_of(module)
    if files and pytest.main([*PYTEST, *files]) != 0:
        raise AssertionError


def _modules(pattern: str) -> Iterator[tuple[str, Path]]:
    for path in sorted([*(ROOT / "linter/rules").glob("*/*.py"), ROOT / "linter/rules/views.py"]):
        name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        if pattern in name:
            yield name, path


def main() -> int:
    """Try every step; print those that no case notices."""
    prepare()
    tried = survived = 0
    for module, path in _modules(sys.argv[1] if len(sys.argv) > 1 else ""):
        source = path_of(module).read_text(encoding="utf-8")
        for step in steps(source):
            tried += 1
            if not fails(module, stepped(source, step), partial(_tested, module)):
                survived += 1
                print(f"{path.relative_to(ROOT)}:{step.line}  {step.constant}  {step.old} → {step.new}", flush=True)
    print(f"{tried - survived} of {tried} steps are noticed by a case")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
