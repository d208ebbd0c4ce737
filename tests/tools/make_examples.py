"""Writes ``examples/forms/{good,bad}-form.*`` in every format from the text versions, which are kept by hand.

``python -m tests.tools.make_examples`` from the root of the tree.
"""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from linter.cli.app import jixiao
from linter.reports.serial import form_data
from linter.run.pipeline import Job, parse
from tests.support.writers import write

FORMS = Path(__file__).parents[2] / "examples" / "forms"
WRITTEN = {"xlsx": "xlsx", "docx": "docx", "html": "html", "csv": "csv", "pdf": "pdf"}


def main() -> None:
    """Write them all."""
    for name in ("good-form", "bad-form"):
        source = FORMS / f"{name}.txt"
        forms = [form_data(form) for document in parse([Job(source.name, path=source)]) for form in document.forms]
        for kind, suffix in WRITTEN.items():
            (FORMS / f"{name}.{suffix}").write_bytes(write(forms, layout="two-sided", to=kind))
        for kind in ("json", "yaml"):
            CliRunner().invoke(jixiao, ["parse", str(source), "--to", kind, "-o", str(FORMS / f"{name}.{kind}")])


if __name__ == "__main__":
    main()
