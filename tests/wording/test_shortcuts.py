"""Cheap first questions never decide what the full look would not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from linter.language import alike, likeness
from linter.rules.wording.stray_character import _STRAY, _SUSPECT

MARKED = st.text("一年8%％‰≥≤'`´＇，；：、,;。？！ \n", max_size=8)
NEAR = st.text("甲乙丙", min_size=1, max_size=30)


@given(MARKED)
def test_a_text_with_a_stray_mark_is_always_suspect(text: str) -> None:
    if any(pattern.search(text) for _, pattern, _ in _STRAY):
        assert _SUSPECT.search(text)


@given(NEAR, st.integers(0, 29), NEAR, st.sampled_from([0.8, 0.9, 0.95]))
def test_texts_are_alike_where_their_likeness_says_so(text: str, at: int, other: str, share: float) -> None:
    for changed in (text[:at] + "丁" + text[at + 1 :], text[:at] + text[at + 1 :], text[:at] + "丁戊" + text[at:], other):
        if changed:
            assert alike(text, changed, share) == (likeness(text, changed) >= share)
