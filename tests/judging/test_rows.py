"""Rows by themselves from thirty sectors: what a reviewer accepts stays unaccused, what they send back is found."""

from __future__ import annotations

from tests.judging.rows import accused, faulty_rows, missed, sound_rows


def test_sound_rows_are_not_accused() -> None:
    assert [(case.name, case.value, code) for case, code, _ in accused(sound_rows())] == []


def test_faulty_rows_are_found() -> None:
    faulty = faulty_rows()
    misses = [(case.name, case.value) for case, _ in missed(faulty)]
    assert len(misses) <= len(faulty) * 0.03, misses


def test_faulty_rows_are_accused_of_nothing_else() -> None:
    assert [(case.name, code) for case, code, _ in accused(faulty_rows())] in ([], [("激活夜间消费", "JX406")])


def test_the_sets_are_wide() -> None:
    sound = sound_rows()
    assert len(sound) >= 700
    assert len({case.block for case in sound}) >= 9
