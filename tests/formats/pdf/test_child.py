"""The child process that reads pages starts from a checkout and from a frozen program, and says rightly why it ended."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FORM = ROOT / "examples/forms/bad-form.pdf"
pytest.importorskip("pypdfium2")


def test_a_checkout_reads_pdfs_from_any_folder(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "linter", "check", "--no-cache", "--fail-on", "never", str(FORM)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert "1 张表" in done.stdout.decode()


def test_a_frozen_program_is_its_own_interpreter() -> None:
    start = "import sys; sys.frozen = True; sys.argv = ['jixiao', '-m', 'linter.formats._paged.child']; from linter.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", start], cwd=ROOT, input=b"", capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.skipif(not hasattr(os, "kill"), reason="没有信号")
@pytest.mark.parametrize(("signal_name", "said"), [("SIGKILL", "强行终止"), ("SIGSEGV", "可能已损坏")])
def test_memory_is_blamed_only_where_the_system_killed_it(signal_name: str, said: str) -> None:
    import signal

    from linter.formats._paged.worker import _Child

    child = _Child()
    try:
        child.process.send_signal(getattr(signal, signal_name))
        assert said in child.why_gone()
    finally:
        child.stop()
