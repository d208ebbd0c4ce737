"""The command line. Only this package prints and exits."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point of ``jixiao``."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A cp936 console cannot show every character: replace, never crash.
            reconfigure(errors="replace")
    from linter.cli.app import jixiao

    jixiao(prog_name="jixiao")
