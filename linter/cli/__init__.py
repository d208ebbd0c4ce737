"""The command line. Only this package prints and exits."""

from __future__ import annotations

import gc
import os
import sys

_EXIT_BROKEN = 3


def main() -> None:
    """Entry point of ``jixiao``."""
    gc.set_threshold(100_000, 50, 100)  # a run keeps what it reads: scanning it again and again for cycles finds none
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A cp936 console cannot show every character: replace, never crash.
            reconfigure(errors="replace")
    from linter.cli.app import jixiao

    try:
        jixiao(prog_name="jixiao")
    except BrokenPipeError:
        # The reader (head, less) has gone: nothing is left to say, and nothing went wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if os.environ.get("JIXIAO_DEBUG"):
            raise
        print(f"jixiao: 程序内部出错（{type(error).__name__}：{error}），请附上文件和命令反馈；设 JIXIAO_DEBUG=1 可看详情", file=sys.stderr)  # noqa: T201
        sys.exit(_EXIT_BROKEN)
