"""Pictures of the Word and Excel outputs, page by page, to be looked at before a change to them is called done.

    python -m tests.tools.office_pictures [PATH …] [-o FOLDER] [--previous PATH]

Writes letters, audit sheets, the list of problems, 初审结果 and the matrix for the paths (default: ``examples/disclosure.txt``) and turns each into PNG pages with
LibreOffice (``soffice``). The folder (default ``screenshots/office``) is ignored by git: pictures of real documents stay on
this machine. Without 仿宋, 楷体 and 小标宋 installed other fonts stand in for them; breaks of lines and pages then differ from Word's.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.printed import pictures

ROOT = Path(__file__).parents[2]
OUTPUTS = ("docx", "audit", "xlsx", "initial", "matrix")
PINNED = ("--today", "2026-01-20", "--issuer", "青禾县财政局", "--deadline", "2026-02-10", "--no-config")


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", default=[str(ROOT / "examples/disclosure.txt")])
    parser.add_argument("-o", "--output", default=str(ROOT / "screenshots/office"))
    parser.add_argument("--previous")
    given = parser.parse_args()
    if not shutil.which("soffice"):
        sys.exit("soffice (LibreOffice) is needed")
    more = ["--previous", given.previous] if given.previous else []
    for to in OUTPUTS:
        folder = Path(given.output) / to
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        subprocess.run([sys.executable, "-m", "linter", "report", *given.paths, "--to", to, "-o", folder, *PINNED, *more], check=True)
        for made in sorted(folder.iterdir()):
            subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, made], check=True, capture_output=True)
            pictures(made.with_suffix(".pdf"), dpi=80)


if __name__ == "__main__":
    main()
