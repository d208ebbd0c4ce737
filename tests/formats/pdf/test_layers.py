"""Layers switched off are not read; attached files are read by their own format or named."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from linter.formats import read_bytes
from linter.formats._paged import pdf_layers
from linter.formats._paged.pdf_read import read
from linter.formats.api import ReadContext
from linter.model.blocks import Grid, NotChecked
from tests.formats.pdf.test_sight import ROWS, page, texts
from tests.support.writers.files import to_xlsx
from tests.support.writers.page import draw

pikepdf = pytest.importorskip("pikepdf")

OFF = b"/OC /Old BDC BT 1 0 0 1 330 680 Tm /F1 10 Tf (2025) Tj ET EMC"


def layered(state: dict[str, Any], content: bytes = OFF, form: bool = False) -> bytes:
    """The page with a layer drawn in its content or as a drawing of its own; ``state``: which layers are on."""
    with pikepdf.open(io.BytesIO(page())) as document:
        group = document.make_indirect(pikepdf.Dictionary({"/Type": pikepdf.Name.OCG, "/Name": pikepdf.String("旧值")}))
        every = pikepdf.Array([group])
        given = {key: [group] if value == "group" else value for key, value in state.items()}
        document.Root.OCProperties = pikepdf.Dictionary({"/OCGs": every, "/D": pikepdf.Dictionary(given)})
        first = document.pages[0]
        if form:
            drawing = document.make_stream(content.replace(b"/OC /Old BDC", b"").replace(b"EMC", b""))
            entries = {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 595, 842], "/OC": group}
            drawing.stream_dict = pikepdf.Dictionary({**entries, "/Resources": first.Resources})
            first.Resources.XObject = pikepdf.Dictionary({"/Old": drawing})
            content = b"/Old Do"
        else:
            first.Resources.Properties = pikepdf.Dictionary({"/Old": group})
        first.contents_add(content)
        out = io.BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


@pytest.mark.parametrize("form", [False, True], ids=["marked content", "drawing"])
@pytest.mark.parametrize("state", [{"/OFF": "group"}, {"/BaseState": "/OFF"}], ids=["off", "base state"])
def test_a_layer_switched_off_is_not_read_and_said(state: dict[str, Any], form: bool) -> None:
    given = {key: pikepdf.Name(value) if str(value).startswith("/") else value for key, value in state.items()}
    cells, (said,) = texts(layered(given, form=form))
    assert cells == [list(row) for row in ROWS]
    assert "图层" in said


@pytest.mark.parametrize("form", [False, True], ids=["marked content", "drawing"])
def test_a_layer_that_shows_is_read(form: bool) -> None:
    cells, said = texts(layered({"/ON": "group"}, form=form))
    assert cells[1][1].replace(" ", "") == "≥12公里2025"
    assert not said


@pytest.mark.parametrize(("policy", "read_"), [("/AnyOn", False), ("/AllOff", True)])
def test_a_membership_of_several_layers_follows_its_policy(policy: str, read_: bool) -> None:
    with pikepdf.open(io.BytesIO(layered({"/OFF": "group"}))) as document:
        names = document.pages[0].Resources.Properties
        members = {"/Type": pikepdf.Name.OCMD, "/OCGs": pikepdf.Array([names["/Old"]]), "/P": pikepdf.Name(policy)}
        names["/Old"] = document.make_indirect(pikepdf.Dictionary(members))
        out = io.BytesIO()
        document.save(out)
    cells, said = texts(out.getvalue())
    assert (cells[1][1].replace(" ", ""), bool(said)) == (("≥12公里2025", False) if read_ else ("≥12公里", True))


@pytest.mark.parametrize(("event", "read_"), [("/View", False), ("/Print", True)])
def test_a_layer_whose_usage_keeps_it_off_the_screen(event: str, read_: bool) -> None:
    with pikepdf.open(io.BytesIO(layered({}))) as document:
        group = document.pages[0].Resources.Properties["/Old"]
        group.Usage = pikepdf.Dictionary({"/View": pikepdf.Dictionary({"/ViewState": pikepdf.Name.OFF})})
        rule = {"/Event": pikepdf.Name(event), "/Category": pikepdf.Array([pikepdf.Name.View]), "/OCGs": pikepdf.Array([group])}
        document.Root.OCProperties.D.AS = pikepdf.Array([pikepdf.Dictionary(rule)])
        out = io.BytesIO()
        document.save(out)
    cells, said = texts(out.getvalue())
    assert (cells[1][1].replace(" ", ""), bool(said)) == (("≥12公里2025", False) if read_ else ("≥12公里", True))


def changed(data: bytes, change: Callable[[Any], None]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def _unknown_filter(document: Any) -> None:
    part = document.make_stream(b"q Q")
    part.write(b"q Q", filter=pikepdf.Name("/NoFilter"), decode_parms=None)
    document.pages[0].contents_add(part)


def _nested_deeply(document: Any) -> None:
    first = document.pages[0]
    resources = first.Resources
    for _ in range(14):
        form = document.make_stream(b"/Inner Do")
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox, form.Resources = pikepdf.Array([0, 0, 595, 842]), resources
        resources = pikepdf.Dictionary({"/XObject": pikepdf.Dictionary({"/Inner": form})})
    first.Resources.XObject = resources.XObject


@pytest.mark.parametrize("damage", [_unknown_filter, _nested_deeply])
def test_what_a_layer_hides_and_cannot_be_taken_out_is_doubtful_and_said(damage: Callable[[Any], None]) -> None:
    pieces = list(read(changed(layered({"/OFF": "group"}), damage), ReadContext("a.pdf"), lambda _: None))
    (grid,) = (piece for piece in pieces if isinstance(piece, Grid))
    assert all("图层" in (cell.doubt or "") for cell in grid.cells if cell.text)
    (said,) = (piece for piece in pieces if isinstance(piece, NotChecked) and "未能分清" in piece.why)
    assert (said.what, said.fatal) == ("a.pdf 第1页", False)


def test_content_beyond_the_limit_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_layers, "_MAX_CONTENT", 10)
    _, (said,) = texts(layered({"/OFF": "group"}))
    assert "未能分清" in said


def test_layers_that_could_not_be_looked_at_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise pikepdf.PdfError

    data = layered({"/OFF": "group"})
    monkeypatch.setattr(pikepdf, "open", fails)
    cells, (said,) = texts(data)
    assert "未能查看文件的图层" in said
    assert cells[1][1].replace(" ", "") == "≥12公里2025"


def test_a_file_without_layers_is_not_said_to_have_any(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_layers, "_MAX_CONTENT", 10)
    assert texts(page()) == ([list(row) for row in ROWS], [])


def _odd_entries(document: Any) -> None:
    state = document.Root.OCProperties.D
    state.OFF = pikepdf.Array([None, 7, pikepdf.Dictionary({"/Type": pikepdf.Name.OCG}), *state.OFF])
    state.AS = pikepdf.Array([3, pikepdf.Dictionary({"/Event": pikepdf.Name.View, "/OCGs": pikepdf.Name.View})])


def _odd_tables(document: Any) -> None:
    resources = document.pages[0].Resources
    resources.XObject = pikepdf.Array([1])
    resources.Properties["/Other"] = pikepdf.Array([1])
    resources.Properties["/Set"] = pikepdf.Dictionary({"/Type": pikepdf.Name.OCMD, "/OCGs": 5})


@pytest.mark.parametrize("damage", [_odd_entries, _odd_tables])
def test_entries_that_are_no_layers_leave_the_others_as_they_are(damage: Callable[[Any], None]) -> None:
    cells, (said,) = texts(changed(layered({"/OFF": "group"}), damage))
    assert cells == [list(row) for row in ROWS]
    assert "看不见" in said


def test_a_drawing_used_on_two_pages_is_cleared_on_both() -> None:
    def doubled(document: Any) -> None:
        document.pages.append(document.pages[0])

    pieces = list(read(changed(layered({"/OFF": "group"}, form=True), doubled), ReadContext("a.pdf"), lambda _: None))
    (said,) = (piece for piece in pieces if isinstance(piece, NotChecked))
    assert said.what == "a.pdf 第1-2页"
    assert not any("2025" in cell.text for piece in pieces if isinstance(piece, Grid) for cell in piece.cells)


def attached(name: str, data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(page())) as document:
        document.attachments[name] = pikepdf.AttachedFileSpec(document, data, filename=name)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def test_an_attached_workbook_is_read() -> None:
    book = to_xlsx([["附表", draw("三级指标 | 指标值\n管护人数 | ≥8人")]])
    pieces = list(read(attached("附表.xlsx", book), ReadContext("a.pdf"), lambda _: None))
    read_ = [[cell.text for cell in row] for piece in pieces if isinstance(piece, Grid) for row in piece.rows()]
    assert ["管护人数", "≥8人"] in read_ and list(ROWS[1]) in read_
    assert any("附表.xlsx" in piece.what for piece in pieces if isinstance(piece, NotChecked))


def test_an_attached_file_of_another_kind_is_named() -> None:
    (source,) = read_bytes(attached("录音.mp3", b"ID3\x00\x01\x02" * 20), "a.pdf")
    assert [note.what for note in source.not_checked] == ["PDF 附件“录音.mp3”"]
    assert not any(note.fatal for note in source.not_checked)
