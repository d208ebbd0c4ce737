"""Values of form fields, ticks, free text; text struck out by an annotation or a line; boxes laid over text."""

from __future__ import annotations

import io
from typing import Any

import pytest

from linter.formats._paged.pdf_fields import MAX_ANNOTATIONS
from linter.formats._paged.pdf_read import read
from linter.formats.api import ReadContext
from linter.model.blocks import Grid, NotChecked
from tests.formats.pdf.test_sight import ROWS, page, texts

pikepdf = pytest.importorskip("pikepdf")


def annotated(data: bytes, *annotations: dict[str, Any], fields: bool = False) -> bytes:
    """The first page with annotations; ``fields``: they are fields of the form as well."""
    with pikepdf.open(io.BytesIO(data)) as document:
        made = [document.make_indirect(pikepdf.Dictionary({"/Type": pikepdf.Name.Annot, **one})) for one in annotations]
        document.pages[0].Annots = pikepdf.Array(made)
        if fields:
            document.Root.AcroForm = pikepdf.Dictionary({"/Fields": pikepdf.Array(made), "/DA": pikepdf.String("/Helv 10 Tf 0 g")})
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def box(row: int, left: float = 330, right: float = 480) -> list[float]:
    return [left, 704 - 30 * row, right, 724 - 30 * row]


def field(kind: str, row: int, **entries: Any) -> dict[str, Any]:
    named = {f"/{key}": value for key, value in entries.items()}
    return {
        "/Subtype": pikepdf.Name.Widget,
        "/FT": pikepdf.Name(kind),
        "/T": pikepdf.String(f"f{row}"),
        "/Rect": box(row),
        "/F": 4,
        **named,
    }


def values(data: bytes) -> list[str]:
    return [row[1] for row in texts(data)[0]]


def test_values_of_fields_are_read() -> None:
    states = pikepdf.Dictionary({"/N": pikepdf.Dictionary({"/On": pikepdf.Dictionary(), "/Off": pikepdf.Dictionary()})})
    data = annotated(
        page(),
        field("/Tx", 0, V=pikepdf.String("（年度）")),
        field(
            "/Ch", 1, V=pikepdf.String("2"), Ff=1 << 17, Opt=[[pikepdf.String("1"), "偏低"], [pikepdf.String("2"), pikepdf.String("良好")]]
        ),
        field("/Btn", 2, V=pikepdf.Name.On, AS=pikepdf.Name.On, AP=states),
        field("/Btn", 3, V=pikepdf.Name.Off, AS=pikepdf.Name.Off, AP=states),
        fields=True,
    )
    assert [value.replace(" ", "") for value in values(data)] == ["指标值（年度）", "≥12公里良好", "≥95%☑", "≥340户□"]


def test_hidden_fields_are_not_read() -> None:
    assert values(annotated(page(), field("/Tx", 1, V=pikepdf.String("草稿"), F=2), fields=True)) == [value for _, value in ROWS]


def test_free_text_is_read() -> None:
    note = {
        "/Subtype": pikepdf.Name.FreeText,
        "/Rect": box(1),
        "/Contents": pikepdf.String("（含支渠）"),
        "/DA": pikepdf.String("/Helv 10 Tf"),
    }
    assert values(annotated(page(), note))[1].replace(" ", "") == "≥12公里（含支渠）"


def test_remarks_are_no_text_of_the_page() -> None:
    note = {"/Subtype": pikepdf.Name.Text, "/Rect": box(1), "/Contents": pikepdf.String("请核实")}
    assert texts(annotated(page(), note)) == ([list(row) for row in ROWS], [])


def test_text_struck_out_by_an_annotation_is_not_read() -> None:
    x0, y0, x1, y1 = 258, 674, 300, 694
    cross = {"/Subtype": pikepdf.Name.StrikeOut, "/Rect": [x0, y0, x1, y1], "/QuadPoints": [x0, y1, x1, y1, x0, y0, x1, y0]}
    cells, (said,) = texts(annotated(page(), cross))
    assert cells[1][1] == ""
    assert "已划去" in said


def test_text_under_an_opaque_box_is_not_read() -> None:
    cover = {"/Subtype": pikepdf.Name.Square, "/Rect": [252, 672, 400, 698], "/IC": [1, 1, 1], "/C": [1, 1, 1]}
    cells, (said,) = texts(annotated(page(), cover))
    assert cells[1][1] == ""
    assert "被遮盖" in said


def test_text_with_a_line_through_it_is_not_read() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(330, 680, "原为10公里")
        canvas.line(330, 683.5, 330 + canvas.stringWidth("原为10公里", "cjk", 10), 683.5)

    cells, (said,) = texts(page(after=draw))
    assert cells == [list(row) for row in ROWS]
    assert "已划去" in said


def test_an_underline_strikes_nothing_out() -> None:
    def draw(canvas: Any) -> None:
        canvas.line(260, 678.5, 300, 678.5)

    assert texts(page(after=draw)) == ([list(row) for row in ROWS], [])


@pytest.mark.parametrize(("length", "sign"), [(1.0, "≥"), (4.0, ">")], ids=["under the sign", "under more than the sign"])
def test_an_underlined_sign(length: float, sign: str) -> None:
    """A line under the sign alone makes it ≥; a longer one is a line to write on."""

    def draw(canvas: Any) -> None:
        canvas.drawString(330, 680, ">12公里")
        canvas.line(330, 678.8, 330 + length * canvas.stringWidth(">", "cjk", 10), 678.8)

    cells, said = texts(page(after=draw))
    assert cells[1][1].replace(" ", "") == f"≥12公里{sign}12公里"
    assert not said


def test_a_dynamic_form_is_named() -> None:
    with pikepdf.open(io.BytesIO(page())) as document:
        template = document.make_stream(b'<template xmlns="http://www.xfa.org/schema/xfa-template/2.8/"/>')
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=pikepdf.Array([pikepdf.String("template"), template]))
        document.Root.NeedsRendering = True
        out = io.BytesIO()
        document.save(out)
    (said,) = (piece for piece in read(out.getvalue(), ReadContext("a.pdf"), lambda _: None) if isinstance(piece, NotChecked))
    assert "XFA" in said.why
    assert said.fatal


def test_very_many_annotations_are_bounded_and_said() -> None:
    note = {"/Subtype": pikepdf.Name.FreeText, "/Rect": [500, 800, 510, 805], "/Contents": pikepdf.String("注")}
    pieces = list(read(annotated(page(), *[note] * (MAX_ANNOTATIONS + 50)), ReadContext("a.pdf"), lambda _: None))
    assert any(isinstance(piece, Grid) for piece in pieces)
    assert any("批注或表单域超过" in piece.why for piece in pieces if isinstance(piece, NotChecked))
