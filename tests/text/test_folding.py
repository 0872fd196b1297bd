import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.text.folding import IGNORABLE, fold, key

SAME = {
    "alef-hamza": ("\u0623\u062d\u0645\u062f", "\u0627\u062d\u0645\u062f"),
    "alef-madda": ("\u0622\u0628", "\u0627\u0628"),
    "persian-kaf-yeh": ("\u06a9\u06cc", "\u0643\u064a"),
    "alef-maksura": ("\u0639\u0644\u0649", "\u0639\u0644\u064a"),
    "teh-marbuta": ("\u0645\u062f\u064a\u0646\u0629", "\u0645\u062f\u064a\u0646\u0647"),
    "arabic-digits": ("\u0661\u0669", "19"),
    "persian-digits": ("\u06f1\u06f9", "19"),
    "case": ("NATO", "nato"),
    "quotes": ("\u201cno\u201d", '"no"'),
    "apostrophe": ("it\u2019s", "it's"),
    "dash": ("10\u201315", "10-15"),
    "no-break space": ("a\u00a0b", "a b"),
    "percent": ("5\u066a", "5%"),
}


@pytest.mark.parametrize(("text", "other"), SAME.values(), ids=SAME.keys())
def test_fold_gives_variants_one_spelling(text, other):
    assert fold(text) == fold(other)


@pytest.mark.parametrize("mark", ["\u064e", "\u0651", "\u0640", "\u200c", "\u200f", "\u2067", "\u00ad", "\ufeff"])
def test_fold_makes_what_may_be_left_out_ignorable(mark):
    assert fold(f"a{mark}b") == f"a{IGNORABLE}b"
    assert key(f"a{mark}b") == "ab"


@pytest.mark.parametrize("grows", ["\u00df", "\u0130", "\ufb01", "\u0149"])
def test_fold_keeps_letters_that_casefold_to_several(grows):
    assert fold(f"A{grows}B") == f"a{grows}b"


@given(st.text())
def test_fold_keeps_the_length_and_each_position(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert folded == "".join(fold(c) for c in text)


@given(st.text())
def test_fold_twice_is_fold_once(text):
    assert fold(fold(text)) == fold(text)
