"""Notes go back into a PDF as highlights on the cells; ours are replaced, people's stay, everything else is as it was."""

from __future__ import annotations

import io
from typing import Any

import pytest

from linter.formats import read_bytes
from linter.formats.api import CannotWrite, Note, ReadContext, TextEdit, Unreadable
from linter.formats.pdf import FORMAT
from linter.model.blocks import Grid
from linter.model.place import Place
from tests.support.writers.page import draw
from tests.support.writers.pdf import Style, to_pdf

pikepdf = pytest.importorskip("pikepdf")
FORM = draw("一级指标 | 二级指标 | 三级指标 | 指标值\n产出指标 | 数量指标 | 巡查次数 | ≥98%\n^ | 质量指标 | 合格率 | 良好")
CONTEXT = ReadContext("a.pdf")


def attach(data: bytes, *notes: Note) -> bytes:
    assert FORMAT.write_back is not None
    return FORMAT.write_back(data, (), notes, CONTEXT)


def place_of(data: bytes, text: str) -> Place:
    (source,) = read_bytes(data, "a.pdf")
    return next(c.place for block in source.blocks if isinstance(block, Grid) for c in block.cells if c.text == text)


def annotations(data: bytes, page: int = 0) -> list[dict[str, Any]]:
    with pikepdf.open(io.BytesIO(data)) as document:
        return [
            {
                "kind": str(one.Subtype),
                "name": str(one.get("/NM", "")),
                "text": str(one.get("/Contents", "")),
                "rect": [float(v) for v in one.Rect],
            }
            for one in document.pages[page].obj.get("/Annots", [])
        ]


@pytest.mark.parametrize(
    "style", [Style(), Style(rotate=90), Style(rotate=270), Style(sideways=True)], ids=["plain", "90", "270", "sideways"]
)
def test_a_highlight_lies_on_the_cell(style: Style) -> None:
    """Rendered, the cell is coloured and nothing else is."""
    import numpy as np
    import pypdfium2

    data = to_pdf([[FORM]], style)
    place = place_of(data, "≥98%")
    image = pypdfium2.PdfDocument(attach(data, Note(place, "JX402", "次数不宜用百分号")))[0].render(scale=1, draw_annots=True).to_numpy()
    coloured = np.argwhere(np.ptp(image[:, :, :3].astype(int), axis=2) > 60)
    assert place.bbox
    (top, left), (bottom, right) = coloured.min(axis=0), coloured.max(axis=0)
    assert (left, top, right + 1, bottom + 1) == pytest.approx(place.bbox, abs=2)


def test_notes_on_one_cell_share_a_highlight_with_a_popup() -> None:
    data = to_pdf([[FORM]])
    place = place_of(data, "≥98%")
    highlight, popup = annotations(attach(data, Note(place, "JX402", "甲"), Note(place, "JX501", "乙")))
    assert (highlight["kind"], popup["kind"]) == ("/Highlight", "/Popup")
    assert highlight["text"] == "JX402\n甲\n\nJX501\n乙"


def test_ours_are_replaced_and_those_of_people_kept() -> None:
    data = to_pdf([[FORM]])
    with pikepdf.open(io.BytesIO(data)) as document:
        theirs = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[10, 10, 30, 30], Contents="请补充依据", NM="abc"
        )
        document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(theirs)])
        out = io.BytesIO()
        document.save(out)
    place = place_of(data, "良好")
    first = attach(out.getvalue(), Note(place, "JX301", "旧"))
    second = attach(first, Note(place, "JX301", "新"))
    assert [one["text"] for one in annotations(second)] == ["请补充依据", "JX301\n新", ""]
    assert [one["text"] for one in annotations(attach(second))] == ["请补充依据"]


def test_the_same_input_gives_the_same_bytes() -> None:
    data = to_pdf([[FORM]])
    note = Note(place_of(data, "良好"), "JX301", "不够具体")
    assert attach(data, note) == attach(data, note)
    assert attach(attach(data, note), note) == attach(data, note) or annotations(attach(attach(data, note), note)) == annotations(
        attach(data, note)
    )


def test_nothing_to_say_changes_nothing() -> None:
    data = to_pdf([[FORM]])
    assert attach(data) == data


def test_the_text_is_as_before() -> None:
    data = to_pdf([["青禾县项目支出绩效目标表", FORM]])
    (before,) = read_bytes(data, "a.pdf")
    (after,) = read_bytes(attach(data, Note(place_of(data, "良好"), "JX301", "不够具体")), "a.pdf")
    assert after.blocks == before.blocks


def test_a_note_without_a_box_stands_on_the_first_page() -> None:
    note, _ = annotations(attach(to_pdf([[FORM], [FORM]]), Note(Place("a.pdf"), "JX101", "缺少成本指标")))
    assert note["kind"] == "/Text"


def test_what_cannot_be_written_says_what_to_do() -> None:
    data = to_pdf([[FORM]])
    note = Note(Place("a.pdf", page=1), "JX101", "甲")
    with pytest.raises(CannotWrite, match="重新导出"):
        FORMAT.write_back(data, [TextEdit(note.place, "甲", "乙")], (), CONTEXT)  # type: ignore[misc]
    for user in ("secret", ""):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as document:
            document.save(out, encryption=pikepdf.Encryption(user=user, owner="owner", R=6))
        with pytest.raises(CannotWrite, match="不加密"):
            attach(out.getvalue(), note)
    with pikepdf.open(io.BytesIO(data)) as document:
        document.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=[])
        out = io.BytesIO()
        document.save(out)
    with pytest.raises(CannotWrite, match="签名"):
        attach(out.getvalue(), note)
    with pytest.raises(Unreadable):
        attach(b"%PDF-1.7\nbroken", note)
