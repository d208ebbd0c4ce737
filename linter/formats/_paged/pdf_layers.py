"""Layers of a PDF that are switched off (optional content): taken out before the file is read, since pdfium's text knows no layers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

_MAX_DEPTH = 12
_MAX_CONTENT = 20 * 2**20
_SHOW = frozenset({"Tj", "TJ", "Do", "sh", "EI", "INLINE IMAGE"})
_SHOW_NEXT = frozenset({"'", '"'})
_PAINT = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})


def without_hidden_layers(data: bytes, most: int) -> tuple[bytes, list[int]]:
    """The file without what its switched-off layers hold, and the numbers of the pages (up to ``most``) where something was taken out.

    The very bytes given where there is nothing to do or the file cannot be rewritten."""
    if b"/OCProperties" not in data and b"/ObjStm" not in data:
        return data, []
    try:
        import pikepdf
    except ImportError:
        return data, []
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            off = _Off(document)
            if not off:
                return data, []
            pages = [n for n, page in enumerate(document.pages, 1) if n <= most and _clear_page(page.obj, off)]
            if not pages:
                return data, []
            out = io.BytesIO()
            document.save(out)
            return out.getvalue(), pages
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, KeyError):
        return data, []  # pdfium says what is wrong with it


class _Off:
    """Which layers the file's default state switches off."""

    def __init__(self, document: Any) -> None:
        self.groups: set[Any] = set()
        self.done: set[Any] = set()
        properties = document.Root.get("/OCProperties")
        state = properties.get("/D") if properties is not None else None
        if state is None:
            return
        if state.get("/BaseState") == "/OFF":
            self.groups = {layer.objgen for layer in properties.get("/OCGs", [])} - {layer.objgen for layer in state.get("/ON", [])}
        self.groups |= {layer.objgen for layer in state.get("/OFF", [])}
        for usage in state.get("/AS", []):
            if usage.get("/Event") == "/View":
                self._follow(usage.get("/OCGs", []))

    def _follow(self, groups: Any) -> None:
        """Layers whose own usage says whether a screen shows them (ISO 32000-2, 8.11.4.5)."""
        for group in groups:
            shown = group.get("/Usage", {}).get("/View", {}).get("/ViewState")
            if shown == "/OFF":
                self.groups.add(group.objgen)
            elif shown == "/ON":
                self.groups.discard(group.objgen)

    def __bool__(self) -> bool:
        return bool(self.groups)

    def hides(self, content: Any) -> bool:
        """Whether a layer, or a membership of layers by its policy, is not shown."""
        import pikepdf

        if content is None:
            return False
        if content.get("/Type") != "/OCMD":
            return content.objgen in self.groups
        groups = content.get("/OCGs")
        if groups is None:
            return False
        members = [groups] if isinstance(groups, pikepdf.Dictionary) else list(groups)
        shown = [member.objgen not in self.groups for member in members if member is not None]
        policy = str(content.get("/P", "/AnyOn"))
        rules = {"/AllOn": all(shown), "/AnyOff": not all(shown), "/AllOff": not any(shown)}
        return bool(shown) and not rules.get(policy, any(shown))


def _clear_page(page: Any, off: _Off) -> bool:
    """Take hidden content, drawings and annotations out of a page; whether there was any."""
    import pikepdf

    changed = _clear(page, page.get("/Resources"), off, 0)
    notes = page.get("/Annots")
    if isinstance(notes, pikepdf.Array):
        kept = [note for note in notes if not (isinstance(note, pikepdf.Dictionary) and off.hides(note.get("/OC")))]
        if len(kept) < len(notes):
            page.Annots = pikepdf.Array(kept)
            changed = True
    return changed


def _clear(holder: Any, resources: Any, off: _Off, depth: int) -> bool:
    if resources is None or depth > _MAX_DEPTH:
        return False
    changed = False
    names = {name for name, content in resources.get("/Properties", {}).items() if off.hides(content)}
    if names:
        changed = _rewrite(holder, names)
    drawings = resources.get("/XObject", {})
    for name in list(drawings.keys()):
        drawing = drawings[name]
        if off.hides(drawing.get("/OC")):
            del drawings[name]
            changed = True
        elif drawing.get("/Subtype") == "/Form" and drawing.objgen not in off.done:
            off.done.add(drawing.objgen)
            changed = _clear(drawing, drawing.get("/Resources"), off, depth + 1) or changed
    return changed


def _rewrite(holder: Any, names: set[str]) -> bool:
    """Take what stands between the marks of hidden layers out of a page's or a drawing's content."""
    import pikepdf

    is_page = holder.get("/Type") == "/Page"
    content = holder.get("/Contents") if is_page else holder
    streams = list(content) if isinstance(content, pikepdf.Array) else [content]
    if sum(len(stream.read_bytes()) for stream in streams if stream is not None) > _MAX_CONTENT:
        return False
    source = pikepdf.Page(holder) if is_page else holder
    instructions = list(pikepdf.parse_content_stream(source))
    kept = list(_shown(instructions, names))
    body = pikepdf.unparse_content_stream(kept)
    if is_page:
        streams[0].write(body)
        holder.Contents = streams[0]
    else:
        holder.write(body)
    return len(kept) < len(instructions)


def _shown(instructions: Any, names: set[str]) -> Iterator[Any]:
    """The instructions without what paints inside hidden marks; what only sets the state stays."""
    import pikepdf

    marks: list[bool] = []
    for instruction in instructions:
        operator, operands = str(instruction.operator), instruction.operands
        if operator in ("BDC", "BMC"):
            hidden = operator == "BDC" and str(operands[0]) == "/OC" and str(operands[1]) in names
            marks.append(hidden or (bool(marks) and marks[-1]))
        elif operator == "EMC" and marks:
            marks.pop()
        if not (marks and marks[-1]):
            yield instruction
        elif operator in _SHOW_NEXT:
            yield pikepdf.ContentStreamInstruction([], pikepdf.Operator("T*"))
        elif operator in _PAINT:
            yield pikepdf.ContentStreamInstruction([], pikepdf.Operator("n"))
        elif operator not in _SHOW:
            yield instruction
