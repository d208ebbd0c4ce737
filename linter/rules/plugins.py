"""Rules of other packages: entry points of the group ``jixiao.rules``.

An entry point names a module that is a rule (``RULE``, ``check``, as ``linter.rules.contract`` says), or a package whose modules are rules, as
ours are; names that begin with ``_`` are passed by. In the package's ``pyproject.toml``::

    [project.entry-points."jixiao.rules"]
    mycounty = "mycounty_rules"

Their codes are two to six capitals and digits, not JX. Whatever is wrong with a package is a record in every output; the rest goes on.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from msgspec import Struct

from linter.knowledge.discovery import module_names
from linter.model.blocks import NotChecked
from linter.rules.api import Rule
from linter.rules.contract import breach
from linter.rules.loading import OWN_CODE, Loaded, shipped, superseding
from linter.rules.unless import sparing

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "jixiao.rules"


class Plugins(Struct, frozen=True):
    """The rules other packages bring, and a record of each that could not be used."""

    rules: tuple[Loaded, ...]
    problems: tuple[NotChecked, ...]


@cache
def plugins() -> Plugins:
    """What the installed packages bring. Never raises."""
    rules: list[Loaded] = []
    problems: list[NotChecked] = []
    for point in _points():
        for name, module in _modules(point.value):
            loaded = module if isinstance(module, str) else _loaded(module, rules)
            if isinstance(loaded, Loaded):
                rules.append(loaded)
            else:
                problems.append(NotChecked(f"外部规则 {name}", f"{loaded}，未采用", fatal=True))
    return Plugins(tuple(rules), tuple(problems))


def _points() -> list[EntryPoint]:
    """The entry points of the group by name. ``importlib.metadata`` takes longer to import than a form to check, so it is asked only where
    an installed package names the group at all."""
    if not any(_named(Path(folder)) for folder in dict.fromkeys(sys.path)):
        return []
    from importlib.metadata import entry_points

    return sorted(entry_points(group=GROUP), key=lambda each: (each.name, each.value))


def _named(folder: Path) -> bool:
    try:
        listed = [each.path for each in os.scandir(folder or ".") if each.name.endswith((".dist-info", ".egg-info"))]
    except OSError:  # no folder: an archive has no packages of rules
        return False
    return any(GROUP.encode() in _content(f"{each}/entry_points.txt") for each in listed)


def _content(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""


def _modules(value: str) -> Iterator[tuple[str, ModuleType | str]]:
    """The modules of an entry point with their names; in place of one that cannot be imported, why."""
    name = value.partition(":")[0].strip()
    module = _imported(name)
    if isinstance(module, str) or not hasattr(module, "__path__"):
        yield name, module
        return
    if hasattr(module, "RULE"):
        yield name, module
    for below in module_names(module.__path__):
        yield f"{name}.{below}", _imported(f"{name}.{below}")


def _imported(name: str) -> ModuleType | str:
    try:
        return importlib.import_module(name)
    except (Exception, SystemExit) as error:  # a package that fails must not void the rest
        import logging

        logging.getLogger("jixiao").debug("rules of %s cannot be imported", name, exc_info=error)
        return f"无法导入：{error!r}"


def _loaded(module: ModuleType, before: list[Loaded]) -> Loaded | str:
    """The rule of a module, or why it is none."""
    rule, check, suggest = (getattr(module, part, None) for part in ("RULE", "check", "suggest"))
    why = breach(rule, check, suggest)
    if why is not None or not isinstance(rule, Rule) or check is None:
        return why or "没有声明 RULE"
    if not OWN_CODE.fullmatch(str(rule.code)):
        return f"规则代码“{rule.code}”应为二至六个大写字母加数字，且不以 JX 开头"
    taken = {name for each in (*shipped(), *before) for name in (each.rule.code, each.rule.slug, *each.rule.aliases)}
    for name in (rule.code, rule.slug, *rule.aliases):
        if name in taken:
            return f"规则代码或名称“{name}”已被占用"
    loaded = Loaded(rule, sparing(rule, check), suggest, Path(str(module.__file__)).with_suffix(".md"), own=True)
    try:
        superseding([*shipped(), *before, loaded])
    except RuntimeError as error:
        return f"规则之间的取代关系成环（{error}）"
    return loaded
