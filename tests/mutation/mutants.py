"""Mutants: one small change of one module's code, made on its syntax tree. Sentences and patterns are left alone."""

from __future__ import annotations

import ast
import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
STRATA: dict[str, tuple[str, ...]] = {
    "values": ("linter/values/*.py",),
    "rules": ("linter/rules/*/*.py",),
    "engine": ("linter/run/engine.py", "linter/run/precedence.py", "linter/run/doubt.py"),
    "policy": ("linter/policy/*.py",),
    "rows": ("linter/layouts/rows.py", "linter/layouts/columns.py", "linter/layouts/content.py"),
}
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_REACHED: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}


@dataclass(frozen=True, slots=True)
class Mutant:
    """``number`` counts the places of the module where something can be changed, in the order of the tree."""

    stratum: str
    module: str
    number: int
    line: int
    change: str

    @property
    def key(self) -> str:
        """What names the mutant in the results."""
        return f"{self.module}:{self.number}:{self.change}"


def _change(node: ast.AST) -> tuple[str, ast.AST] | None:
    """What can be changed at a node: a name, and the node to stand there instead."""
    new = copy.deepcopy(node)
    if isinstance(new, ast.Compare):
        old = type(new.ops[0])
        new.ops[0] = _COMPARED[old]()
        return f"{old.__name__}→{type(new.ops[0]).__name__}", new
    if isinstance(new, ast.BoolOp):
        old_bool = type(new.op).__name__
        new.op = ast.Or() if isinstance(new.op, ast.And) else ast.And()
        return f"{old_bool}→{type(new.op).__name__}", new
    if isinstance(new, ast.UnaryOp) and isinstance(new.op, ast.Not):
        return "not dropped", new.operand
    if isinstance(new, ast.BinOp) and type(new.op) in _REACHED and not _of_text(new):
        old_op = type(new.op)
        new.op = _REACHED[old_op]()
        return f"{old_op.__name__}→{type(new.op).__name__}", new
    if isinstance(new, ast.Constant) and isinstance(new.value, bool):
        return "constant", ast.Constant(not new.value)
    if isinstance(new, ast.Constant) and isinstance(new.value, int):
        return "constant", ast.Constant(new.value + 1)
    if isinstance(new, ast.If | ast.IfExp) and not isinstance(new.test, ast.UnaryOp | ast.Compare | ast.BoolOp):
        new.test = ast.UnaryOp(ast.Not(), new.test)
        return "condition turned", new
    if isinstance(new, ast.Return) and new.value is not None and not (isinstance(new.value, ast.Constant) and new.value.value is None):
        new.value = ast.Constant(None)
        return "return None", new
    if isinstance(new, ast.Expr) and isinstance(new.value, ast.Yield):
        return "yield dropped", ast.Expr(ast.Constant(None))
    return None


def _of_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (node.left, node.right)
    )


def _spared(node: ast.AST) -> bool:
    """Imports, annotations and declarations of rules are no behaviour of the module."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.If):
        return "TYPE_CHECKING" in ast.dump(node.test)
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id in ("RULE", "__all__") for target in node.targets
    )


class _Walk(ast.NodeTransformer):
    """Counts the places; changes the one that is asked for."""

    def __init__(self, wanted: int = -1) -> None:
        self.wanted = wanted
        self.places: list[tuple[int, str]] = []

    def visit(self, node: ast.AST) -> ast.AST:
        if _spared(node):
            return node
        changed = _change(node)
        if changed is not None:
            self.places.append((getattr(node, "lineno", 0), changed[0]))
            if len(self.places) - 1 == self.wanted:
                return changed[1]
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list"):
                continue
            if isinstance(value, list):
                setattr(node, name, [self.visit(item) if isinstance(item, ast.AST) else item for item in value])
            elif isinstance(value, ast.AST):
                setattr(node, name, self.visit(value))
        return node


def places(source: str) -> list[tuple[int, str]]:
    """Line and change of every mutant of a module, in order."""
    walk = _Walk()
    walk.visit(ast.parse(source))
    return walk.places


def mutated(source: str, number: int) -> ast.Module:
    """The tree with one place changed."""
    tree = _Walk(number).visit(ast.parse(source))
    assert isinstance(tree, ast.Module)
    return ast.fix_missing_locations(tree)


def mutants(stratum: str) -> Iterator[Mutant]:
    """Every mutant of a stratum."""
    for pattern in STRATA[stratum]:
        for path in sorted(ROOT.glob(pattern)):
            module = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
            for number, (line, change) in enumerate(places(path.read_text(encoding="utf-8"))):
                yield Mutant(stratum, module, number, line, change)


@cache
def _listed(stratum: str) -> tuple[Mutant, ...]:
    return tuple(mutants(stratum))


def sample(count: int, seed: int) -> list[Mutant]:
    """``count`` mutants, as many of a stratum as its share of the code asks for (at least a twentieth), the strata mixed evenly."""
    rng = random.Random(seed)
    drawn: list[tuple[float, Mutant]] = []
    every = {stratum: _listed(stratum) for stratum in STRATA}
    whole = sum(map(len, every.values()))
    for listed in every.values():
        share = min(len(listed), max(count // 20, round(count * len(listed) / whole)))
        picked = rng.sample(listed, share)
        drawn += [((at + rng.random()) / share, mutant) for at, mutant in enumerate(picked)]
    return [mutant for _, mutant in sorted(drawn, key=lambda pair: pair[0])][:count]
