"""The command line. Only this package prints and exits."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from linter.files.memory import collect_seldom, leave_lightly

_EXIT_BROKEN, _EXIT_INTERRUPTED = 3, 130


def _drop_output() -> None:
    """What is still buffered for standard output goes nowhere, so that the interpreter does not trip over it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run_module(name: str) -> None:
    """What ``python -m`` does: a frozen program is its own interpreter, and starts itself to read pages in a child process."""
    import importlib

    if name != "linter.formats._paged.child":
        sys.exit(2)
    importlib.import_module(name).main()


def main() -> None:
    """Entry point of ``jixiao``."""
    if getattr(sys, "frozen", False) and sys.argv[1:2] == ["-m"]:
        _run_module(sys.argv[2])
        return
    collect_seldom()
    # Closed by whoever started us: what is said goes nowhere, the exit code still counts.
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open until the program ends
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A cp936 console cannot show every character: replace, never crash.
            reconfigure(errors="replace")
    try:
        from linter.cli.app import jixiao

        jixiao(prog_name="jixiao")
    except KeyboardInterrupt:
        print("已中断", file=sys.stderr)  # noqa: T201
        sys.exit(_EXIT_INTERRUPTED)
    except BrokenPipeError:
        # The reader (head, less) has gone: nothing is left to say, and nothing went wrong.
        _drop_output()
    except OSError as error:
        from linter.knowledge.resources import reason

        print(f"jixiao: 读写未能完成：{error.filename or '输出'}：{reason(error)}", file=sys.stderr)  # noqa: T201
        _drop_output()
        sys.exit(_EXIT_BROKEN)
    except Exception as error:
        if os.environ.get("JIXIAO_DEBUG"):
            raise
        print(f"jixiao: 程序内部出错（{type(error).__name__}：{error}），请附上文件和命令反馈；设 JIXIAO_DEBUG=1 可看详情", file=sys.stderr)  # noqa: T201
        sys.exit(_EXIT_BROKEN)
    finally:
        leave_lightly()
