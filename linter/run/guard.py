"""Whether the running script may share its work among processes: each of them loads it again."""

from __future__ import annotations

import ast
import sys
import threading
from pathlib import Path
from types import FrameType

from linter.model.errors import JixiaoError, UsageError


class UnguardedScript(JixiaoError, RuntimeError):
    """Several processes were asked for by a script that would run anew, whole, in each of them."""


def refuse_unguarded(workers: int, *, even_one: bool = False) -> None:
    """Nothing where this process does the work or the running script is safe to share it. ``even_one``: one worker is a new process too.

    A new process loads the main script again. Where the call does not stand below ``if __name__ == "__main__":`` it would be made again
    there, and everything before it, so it is refused before any process is started.

    Raises:
        UsageError: ``workers`` is no positive number.
        UnguardedScript: the call would be run again.
    """
    if not isinstance(workers, int) or isinstance(workers, bool) or workers < 1:
        raise UsageError(f"jobs 应为不小于 1 的整数，现为 {workers!r}")
    if (workers > 1 or even_one) and _unguarded():
        raise UnguardedScript('jobs 大于 1 时，调用须写在 if __name__ == "__main__": 之内；本次未运行，请改好后再试，或用 jobs=1')


def _unguarded() -> bool:
    """Whether what the main script does right now stands open in it, for every process that loads it to do again."""
    main = sys.modules.get("__main__")
    file = getattr(main, "__file__", None)
    line = _line_of(main.__dict__ if main is not None else {})
    spec = getattr(main, "__spec__", None)
    if file is None or line is None or (spec is not None and spec.name.endswith(".__main__")):
        return False  # a prompt, a notebook, -c, a package's __main__: no process loads it again
    try:
        tree = ast.parse(Path(file).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return False
    return not any(_is_guard(node) and node.lineno <= line <= (node.end_lineno or line) for node in tree.body)


def _line_of(namespace: dict[str, object]) -> int | None:
    """The line of the main script the main thread is at; ``None`` where it has come to its end or was never entered."""
    frame: FrameType | None = sys._current_frames().get(threading.main_thread().ident or 0)
    line = None
    while frame is not None:
        if frame.f_globals is namespace and frame.f_code.co_name == "<module>":
            line = frame.f_lineno
        frame = frame.f_back
    return line


def _is_guard(node: ast.stmt) -> bool:
    """``if __name__ == "__main__":``"""
    if not (isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and len(node.test.ops) == 1):
        return False
    sides = (node.test.left, *node.test.comparators)
    names = any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides)
    return names and isinstance(node.test.ops[0], ast.Eq) and any(isinstance(s, ast.Constant) and s.value == "__main__" for s in sides)
