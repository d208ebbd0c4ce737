"""Pages of a PDF as pictures, to be looked at."""

from __future__ import annotations

from pathlib import Path

import pypdfium2


def pictures(pdf: Path, dpi: int = 70, most: int = 12) -> list[Path]:
    """The first pages as PNG beside the PDF, ``letter-1.png`` and so on."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        made = []
        for number in range(min(len(document), most)):
            made.append(pdf.with_name(f"{pdf.stem}-{number + 1}.png"))
            document[number].render(scale=dpi / 72).to_pil().save(made[-1])
    finally:
        document.close()
    return made
