"""The root of what this program raises for its caller. Bad content of an input is never raised: it is a ``NotChecked`` record."""

from __future__ import annotations


class JixiaoError(Exception):
    """Something the caller asked for cannot be done. The message is one Chinese line."""


class UsageError(JixiaoError, ValueError):
    """Arguments that cannot be meant: of the wrong type, out of range, or excluding each other."""


class MissingLibrary(JixiaoError):
    """What was asked for needs a library that is not installed. The message says what to install."""


class UnknownRule(JixiaoError, ValueError):
    """A selector that names no rule, family or slug: ``name``. ``near`` holds similar names."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        super().__init__(f"“{name}”不是规则代码、类别或名称" + (f"，是否指 {'、'.join(near)}？" if near else ""))
        self.name = name
        self.near = near


_BUNDLED = frozenset({"pdf", "ocr", "report", "web", "store"})
"""The optional parts that ``scripts/bundle.py`` packs."""


def install_hint(extra: str) -> str:
    """What to do for the optional part ``extra`` of ``pyproject.toml``, in Chinese, to stand behind 请 in a message.

    Nothing is on a package index: a part comes from the source folder, or from an offline bundle that was made with it."""
    bundled = f"（离线安装包：制作时写 --extras {extra}，重新安装）" if extra in _BUNDLED else ""
    return f'在源码文件夹中运行 python -m pip install ".[{extra}]"{bundled}'
