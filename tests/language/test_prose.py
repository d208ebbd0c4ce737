"""spaCy sees our tokens and nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.language import tokens
from linter.language.prose import matches, phrase_matcher, prose

TEXTS = [
    "",
    " ",
    "2026年，青禾县财政局完成35台办公设备维护，支出6.00万元。\n较上年减少4.35万元，下降6.17%；",
    "建立健全绩效管理制度！！不断提高资金使用效益？",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_doc_is_made_of_our_tokens(text: str) -> None:
    doc = prose(text)
    assert doc.text == text
    assert [(t.text, t.idx) for t in doc] == [(t.text, t.start) for t in tokens(text)]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_rebuilt(text: str) -> None:
    doc = prose(text)
    assert doc.text == text
    assert "".join(sentence.text for sentence in doc.sents) == text


def test_sentences() -> None:
    assert [s.text for s in prose("支出6.00万元。较上年减少；下降6.17%").sents] == ["支出6.00万元。", "较上年减少；", "下降6.17%"]


def test_a_lexicon_becomes_a_matcher() -> None:
    text = "逐步改善办公条件，项目建成并完工。"
    found = list(matches(phrase_matcher("slogans"), prose(text)))
    assert ("milestone", "完工") in [(m.group, m.text) for m in found]
    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(m.group == "wish" for m in matches(phrase_matcher("slogans", "wish"), prose(text)))


def test_spacy_is_loaded_on_first_use_only() -> None:
    code = (
        "import sys, linter.language, linter.language.prose; assert not {'spacy', 'jieba', 'numpy'} & set(sys.modules), sorted(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
