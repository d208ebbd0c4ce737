"""Notes on a PDF: a highlight with a popup on the box of each place. Ours carry a mark and are replaced; those of people stay.

The same input gives the same bytes: no dates, no random identifiers.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from typing import Any

from linter.formats._paged.glyphs import Box
from linter.formats._paged.page_frame import Frame, PageTooLarge, framed
from linter.formats.api import CannotWrite, Note, Unreadable

MARK = "jixiao-"
"""What the /NM of our annotations begins with."""
_AUTHOR = "jixiao"
_COLOUR = (1.0, 0.82, 0.2)
_PRINT = 4
_CORNER: Box = (18.0, 18.0, 38.0, 38.0)
"""Where a note without a place of its own stands: the top left of the first page, in points."""


def annotated(data: bytes, notes: Sequence[Note]) -> bytes:
    """The file with the notes attached and our earlier ones removed; the very bytes given where there is nothing to do.

    Raises:
        CannotWrite: encrypted or signed.
        Unreadable: damaged.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            if document.is_encrypted:
                raise CannotWrite("PDF 已加密或限制编辑，请另存为不加密的 PDF 后再加批注")
            if _is_signed(document):
                raise CannotWrite("PDF 带有电子签名或签章，加批注会使其失效；请用签名前的文件，或另行导出批注")
            if not _put(document, notes):
                return data
            out = io.BytesIO()
            document.save(
                out,
                deterministic_id=True,
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
                normalize_content=False,
            )
            return out.getvalue()
    except pikepdf.PasswordError as error:
        raise CannotWrite("PDF 已加密，请去除打开密码（另存为不加密的 PDF）后再加批注") from error
    except pikepdf.PdfError as error:
        raise Unreadable("PDF 已损坏，请重新导出或另存后再加批注") from error


def _is_signed(document: Any) -> bool:
    form = document.Root.get("/AcroForm")
    if form is None:
        return False
    if int(form.get("/SigFlags", 0)) & 1:
        return True
    return any(field.get("/FT") == "/Sig" and "/V" in field for field in form.get("/Fields", []))


def _by_page(notes: Sequence[Note], pages: int) -> dict[int, dict[Box | None, list[Note]]]:
    """Notes by page (from 0) and box; those on one box go into one highlight."""
    by_page: dict[int, dict[Box | None, list[Note]]] = {}
    for note in notes:
        page = min(max((note.place.page or 1) - 1, 0), pages - 1)
        by_page.setdefault(page, {}).setdefault(note.place.bbox, []).append(note)
    return by_page


def _put(document: Any, notes: Sequence[Note]) -> bool:
    """Replace our notes; whether anything changed."""
    changed = False
    wanted = _by_page(notes, len(document.pages)) if len(document.pages) else {}
    for index, page in enumerate(document.pages):
        present = list(page.obj.get("/Annots", []))
        kept = [annotation for annotation in present if not _is_ours(annotation)]
        added = [
            annotation for box, several in wanted.get(index, {}).items() for annotation in _annotation(document, page, index, box, several)
        ]
        if added or len(kept) != len(present):
            import pikepdf

            page.obj.Annots = pikepdf.Array([*kept, *added])
            changed = True
    return changed


def _is_ours(annotation: Any) -> bool:
    try:
        parent = annotation.get("/Parent")
        name = annotation.get("/NM") or (parent.get("/NM") if annotation.get("/Subtype") == "/Popup" and parent is not None else None)
        return name is not None and str(name).startswith(MARK)
    except (AttributeError, TypeError, ValueError):
        return False  # not a dictionary: somebody else's


def _frame(page: Any) -> Frame:
    """The page's displayed frame; attributes may stand higher up in the page tree."""
    node, turn = page.obj, 0
    for _ in range(60):
        if "/Rotate" in node:
            turn = int(node.Rotate)
            break
        if "/Parent" not in node:
            break
        node = node.Parent
    try:
        return framed([float(edge) for edge in page.cropbox], [float(edge) for edge in page.mediabox], turn)
    except PageTooLarge:
        return Frame((0.0, 0.0, 595.0, 842.0), turn % 360)


def _annotation(document: Any, page: Any, index: int, box: Box | None, notes: Sequence[Note]) -> list[Any]:
    """The highlight (a plain note where the place has no box) and its popup."""
    import pikepdf

    x0, y0, x1, y1 = _frame(page).back_box(box or _CORNER)
    text = "\n\n".join(f"{note.title}\n{note.text}" for note in notes)
    digest = hashlib.sha256(repr((index, box, text)).encode()).hexdigest()[:16]
    common = {"/Type": pikepdf.Name.Annot, "/T": _text(_AUTHOR), "/F": _PRINT, "/C": [*_COLOUR]}
    annotation = document.make_indirect(
        pikepdf.Dictionary(
            {
                **common,
                "/Subtype": pikepdf.Name.Highlight if box else pikepdf.Name.Text,
                "/Rect": [x0, y0, x1, y1],
                "/Contents": _text(text),
                "/Subj": _text(notes[0].title),
                "/NM": _text(f"{MARK}{digest}"),
            }
        )
    )
    if box:
        annotation.QuadPoints = pikepdf.Array([x0, y1, x1, y1, x0, y0, x1, y0])
        annotation.AP = pikepdf.Dictionary(N=_appearance(document, x0, y0, x1, y1))
    popup = document.make_indirect(
        pikepdf.Dictionary(
            {
                "/Type": pikepdf.Name.Annot,
                "/Subtype": pikepdf.Name.Popup,
                "/Rect": [x1, y1 - 100, x1 + 220, y1],
                "/Parent": annotation,
                "/Open": False,
            }
        )
    )
    annotation.Popup = popup
    return [annotation, popup]


def _text(text: str) -> Any:
    import pikepdf

    return pikepdf.String(text)


def _appearance(document: Any, x0: float, y0: float, x1: float, y1: float) -> Any:
    """The highlight drawn: colour laid over the print so that the text stays readable."""
    import pikepdf

    red, green, blue = _COLOUR
    drawing = f"/G gs {red} {green} {blue} rg {x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f"
    state = pikepdf.Dictionary({"/Type": pikepdf.Name.ExtGState, "/BM": pikepdf.Name.Multiply, "/ca": 0.6})
    form = pikepdf.Stream(document, drawing.encode())
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([x0, y0, x1, y1])
    form.Resources = pikepdf.Dictionary({"/ExtGState": pikepdf.Dictionary({"/G": state})})
    form.Group = pikepdf.Dictionary({"/S": pikepdf.Name.Transparency})
    return form
