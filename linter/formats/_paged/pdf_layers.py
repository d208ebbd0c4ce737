"""Layers of a PDF that are switched off (optional content): taken out before the file is read, since pdfium's text knows no layers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from enum import Flag, auto
from typing import Any, NamedTuple

from linter.model.errors import install_hint

LAYER_DOUBT = "页面上有不显示的图层，未能分清哪些文字属于它"
_NOT_OPENED = "未能查看文件的图层，关闭的图层上的文字可能也已读入，请对照原件核对"
_NO_LIBRARY = f"{_NOT_OPENED}；查看图层需要附加组件，请{install_hint('pdf')}"
_MAX_DEPTH = 12
_MAX_CONTENT = 20 * 2**20
_SHOW = frozenset({"Tj", "TJ", "Do", "sh", "EI", "INLINE IMAGE"})
_SHOW_NEXT = frozenset({"'", '"'})
_PAINT = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})


class Shown(NamedTuple):
    """A file as far as its layers show it. ``cleared``: pages (from 1) where something was taken out; ``doubtful``: pages that may still
    hold what a layer hides; ``unread``: why the layers of the whole file could not be looked at, in Chinese."""

    data: bytes
    cleared: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()
    unread: str | None = None


class _Outcome(Flag):
    """What came of clearing a page or a drawing."""

    NOTHING = 0
    TAKEN = auto()
    UNREAD = auto()


def without_hidden_layers(data: bytes, most: int) -> Shown:
    """The file without what its switched-off layers hold; pages up to ``most`` are looked at. The very bytes given where there is
    nothing to do or the file cannot be rewritten."""
    if b"/OCProperties" not in data and b"/ObjStm" not in data:
        return Shown(data)
    try:
        import pikepdf
    except ImportError:
        return Shown(data, unread=_NO_LIBRARY)
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            off = _Off(document)
            return _cleared(document, data, off, most) if off.groups else Shown(data)
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, LookupError):
        return Shown(data, unread=_NOT_OPENED)


def _cleared(document: Any, data: bytes, off: _Off, most: int) -> Shown:
    import pikepdf

    outcomes = {n: _clear_page(page.obj, off) for n, page in enumerate(document.pages, 1) if n <= most}
    taken = tuple(n for n, outcome in outcomes.items() if _Outcome.TAKEN in outcome)
    unread = tuple(n for n, outcome in outcomes.items() if _Outcome.UNREAD in outcome)
    if not taken:
        return Shown(data, doubtful=unread)
    out = io.BytesIO()
    try:
        document.save(out)
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return Shown(data, doubtful=tuple(sorted({*taken, *unread})))
    return Shown(out.getvalue(), taken, unread)


class _Off:
    """Which layers the file's default state switches off. Entries that are none are passed over, as viewers do."""

    def __init__(self, document: Any) -> None:
        import pikepdf

        self.groups: set[Any] = set()
        self.forms: dict[Any, _Outcome] = {}
        """What came of drawings that several pages may use."""
        properties = document.Root.get("/OCProperties")
        state = properties.get("/D") if isinstance(properties, pikepdf.Dictionary) else None
        if not isinstance(state, pikepdf.Dictionary):
            return
        if state.get("/BaseState") == "/OFF":
            self.groups = _layers(properties.get("/OCGs")).keys() - _layers(state.get("/ON")).keys()
        self.groups |= _layers(state.get("/OFF")).keys()
        for usage in _dictionaries(state.get("/AS")):
            if usage.get("/Event") == "/View":
                self._follow(usage.get("/OCGs"))

    def _follow(self, groups: Any) -> None:
        """Layers whose own usage says whether a screen shows them (ISO 32000-2, 8.11.4.5)."""
        for number, layer in _layers(groups).items():
            shown = _table(_table(layer, "/Usage"), "/View").get("/ViewState")
            if shown == "/OFF":
                self.groups.add(number)
            elif shown == "/ON":
                self.groups.discard(number)

    def hides(self, content: Any) -> bool:
        """Whether a layer, or a membership of layers by its policy, is not shown."""
        import pikepdf

        if not isinstance(content, pikepdf.Dictionary):
            return False
        if content.get("/Type") != "/OCMD":
            return content.objgen in self.groups
        groups = content.get("/OCGs")
        members = [groups] if isinstance(groups, pikepdf.Dictionary) else _dictionaries(groups)
        shown = [member.objgen not in self.groups for member in members]
        policy = str(content.get("/P", "/AnyOn"))
        rules = {"/AllOn": all(shown), "/AnyOff": not all(shown), "/AllOff": not any(shown)}
        return bool(shown) and not rules.get(policy, any(shown))


def _dictionaries(array: Any) -> Iterator[Any]:
    import pikepdf

    if isinstance(array, pikepdf.Array):
        yield from (entry for entry in array if isinstance(entry, pikepdf.Dictionary))


def _layers(array: Any) -> dict[Any, Any]:
    """The layers a list names, by their number: they are objects of their own."""
    return {entry.objgen: entry for entry in _dictionaries(array) if entry.is_indirect}


def _table(holder: Any, key: str) -> Any:
    """The dictionary that stands under a key, an empty one where none does."""
    import pikepdf

    entry = holder.get(key)
    return entry if isinstance(entry, pikepdf.Dictionary) else {}


def _clear_page(page: Any, off: _Off) -> _Outcome:
    """Take hidden content, drawings and annotations out of a page."""
    import pikepdf

    try:
        outcome = _clear(page, page.get("/Resources"), off, 0)
        notes = page.get("/Annots")
        if isinstance(notes, pikepdf.Array):
            kept = [note for note in notes if not (isinstance(note, pikepdf.Dictionary) and off.hides(note.get("/OC")))]
            if len(kept) < len(notes):
                page.Annots = pikepdf.Array(kept)
                outcome |= _Outcome.TAKEN
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, LookupError):
        return _Outcome.UNREAD
    return outcome


def _clear(holder: Any, resources: Any, off: _Off, depth: int) -> _Outcome:
    import pikepdf

    if not isinstance(resources, pikepdf.Dictionary):
        return _Outcome.NOTHING
    if depth > _MAX_DEPTH:
        return _Outcome.UNREAD
    drawings = _table(resources, "/XObject")
    names = {name for name, content in _table(resources, "/Properties").items() if off.hides(content)}
    outcome = _rewrite(holder, names) if names else _Outcome.NOTHING
    for name, drawing in list(drawings.items()):
        if not isinstance(drawing, pikepdf.Stream):
            continue
        if off.hides(drawing.get("/OC")):
            del drawings[name]
            outcome |= _Outcome.TAKEN
        elif drawing.get("/Subtype") == "/Form":
            if drawing.objgen not in off.forms:
                off.forms[drawing.objgen] = _Outcome.NOTHING  # a drawing may hold itself
                off.forms[drawing.objgen] = _clear(drawing, drawing.get("/Resources", resources), off, depth + 1)
            outcome |= off.forms[drawing.objgen]
    return outcome


def _rewrite(holder: Any, names: set[str]) -> _Outcome:
    """Take what stands between the marks of hidden layers out of a page's or a drawing's content."""
    import pikepdf

    is_page = holder.get("/Type") == "/Page"
    content = holder.get("/Contents") if is_page else holder
    streams = [part for part in (content if isinstance(content, pikepdf.Array) else [content]) if isinstance(part, pikepdf.Stream)]
    try:
        if sum(len(stream.read_bytes()) for stream in streams) > _MAX_CONTENT:
            return _Outcome.UNREAD
        instructions = list(pikepdf.parse_content_stream(pikepdf.Page(holder) if is_page else holder))
        kept = list(_shown(instructions, names))
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, LookupError):
        return _Outcome.UNREAD
    if len(kept) == len(instructions):
        return _Outcome.NOTHING
    streams[0].write(pikepdf.unparse_content_stream(kept))
    if is_page:
        holder.Contents = streams[0]
    return _Outcome.TAKEN


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
