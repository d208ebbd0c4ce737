"""The picture of the HTML report that README shows: ``python -m tests.tools.readme_picture``.

The report of the bad form of ``examples/`` with its first finding open, from the system's Chromium; reduced to few colours, so that it stays small.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from tests.support.browser import browser, url
from tests.tools.screenshots import ROOT, write_report

PICTURE = ROOT / "docs/images/report.png"
SIZE = {"width": 1200, "height": 720}
COLOURS = 96


def main() -> None:
    """Draw it and say how large it is."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder, browser() as started:
        report = Path(folder) / "report.html"
        write_report([ROOT / "examples/forms/bad-form.xlsx"], report, None)
        page = started.new_context(viewport=SIZE, color_scheme="light").new_page()
        page.goto(url(report))
        page.keyboard.press("j")
        page.wait_for_timeout(500)
        drawn = page.screenshot()
    PICTURE.parent.mkdir(exist_ok=True)
    Image.open(io.BytesIO(drawn)).convert("RGB").quantize(COLOURS).save(PICTURE, optimize=True)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
