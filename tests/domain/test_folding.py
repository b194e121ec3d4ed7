"""What counts as the same word when somebody looks for it."""

# ruff: noqa: RUF001 - letters that look alike are what this is about

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.folding import folded


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("İstanbul Yazılım", "istanbul yazilim"),
        ("İstanbul Yazılım", "ISTANBUL YAZILIM"),
        ("İstanbul Yazılım", "İSTANBUL YAZILIM"),
        ("ŠKODA", "škoda"),
        ("ŠKODA", "Skoda"),
        ("Müller", "MÜLLER"),
        ("Müller", "muller"),
        ("ООО «Ромашка»", 'ооо "РОМАШКА"'),
        ("ООО «Ромашка»", "ооо ромашка"),
        ("Café", "CAFE\u0301"),
        ("Straße", "STRASSE"),
        ("Łódź Østfold Ærø", "lodz ostfold aero"),
        ("ΑΘΗΝΑΣ", "αθήνας"),
        ("Ｗａｔｔ\u00a0ＡＧ", "watt ag"),
        ("Nord\u00adsee\u200b Labs", "nordsee labs"),
        ("O’Neill – Partner", "o'neill - partner"),
        ("NDA\u2212V02", "nda‑v02"),
        ("Ёлка", "елка"),
    ],
)
def test_case_accent_form_dash_and_quotation_mark_do_not_count(written: str, typed: str) -> None:
    assert folded(written) == folded(typed)


@pytest.mark.parametrize(("one", "other"), [("कि", "कु"), ("Volt", "Bolt"), ("が", "か"), ("V-1", "V1")])
def test_other_words_stay_other_words(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text(max_size=40))
def test_folding_again_changes_nothing_and_the_form_does_not_count(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert folded(unicodedata.normalize("NFC", text)) == folded(unicodedata.normalize("NFD", text)) == once
