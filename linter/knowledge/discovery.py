"""Plug-ins by convention: a package's modules that declare something by an agreed name. There is no list to edit."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from types import ModuleType
from typing import TypeVar

_T = TypeVar("_T")


def module_names(path: Iterable[str], besides: frozenset[str] = frozenset()) -> list[str]:
    """The public modules of a package (its ``__path__``) by name, without importing them; ``besides`` are not plug-ins."""
    return sorted(m.name for m in pkgutil.iter_modules(path) if not m.ispkg and m.name not in besides and not m.name.startswith("_"))


def package_names(path: Iterable[str]) -> list[str]:
    """The packages inside a package (its ``__path__``) by name, without importing them."""
    return sorted(m.name for m in pkgutil.iter_modules(path) if m.ispkg and not m.name.startswith("_"))


def declared(package: str, name: str, attribute: str, kind: type[_T]) -> _T:
    """What ``package.name`` declares as ``attribute``.

    Raises:
        LookupError: it declares none.
    """
    module: ModuleType = importlib.import_module(f"{package}.{name}")
    declaration = getattr(module, attribute, None)
    if not isinstance(declaration, kind):
        raise LookupError(f"{package}.{name}")
    return declaration
