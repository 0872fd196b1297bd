from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.errors import InputError
from khabar.ingest.decode import decode

ARABIC = "قال الوزير إن المعبر مفتوح أمام القوافل من صباح الغد، وأضاف أن اللجنة التي شكلت في العاصمة ستعود إلى العمل"
PERSIAN = "وزير گفت كه مرز از فردا به روي كاروان ها باز مي شود و اين تصميم براي همه است"
ENGLISH = "The “old” caf\u00e9 near the port was closed, the owner’s son said."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *(
            (x, e)
            for x in (ARABIC, PERSIAN, ENGLISH)
            for e in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
        ),
        (ARABIC, "cp1256"),
        (PERSIAN, "cp1256"),
        (ARABIC, "iso8859-6"),
        (ENGLISH, "cp1252"),
    ],
)
@pytest.mark.parametrize("html", [False, True], ids=["text", "page"])
def test_decode_finds_the_encoding(text, encoding, html):
    assert decode(text.encode(encoding), html=html) == text


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "utf-8", "nonsense", "windows-1256"])
def test_a_wrong_charset_in_the_page_gives_no_mojibake(declared):
    page = f'<html><head><meta charset="{declared}"></head><body>{ARABIC}</body></html>'
    assert ARABIC in decode(page.encode("cp1256"), html=True)
    assert ARABIC in decode(page.encode("utf-8"), html=True)


def test_a_charset_that_fits_is_believed():
    page = '<html><head><meta charset="iso-8859-9"></head><body>\u015fehir ve k\u00f6y</body></html>'
    assert decode(page.encode("iso-8859-9"), html=True) == page


def test_a_page_may_have_a_broken_byte():
    data = (ARABIC * 30).encode() + b"\xff" + (ARABIC * 30).encode()
    assert decode(data, html=True).count("\ufffd") == 1
    with pytest.raises(InputError, match="is not UTF-8"):
        decode(data)


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"PK\x03\x04word", b"\x89PNG\r\n", b"a\0b\0\0\0c" * 9, b"\xff\xfe\x00"])
def test_decode_refuses_binary_data(data):
    with pytest.raises(InputError):
        decode(data)


@given(st.binary(max_size=200), st.booleans())
def test_decode_gives_text_or_an_input_error(data, html):
    with suppress(InputError):
        assert isinstance(decode(data, html=html), str)


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).filter(
        lambda x: x[0] != "\ufeff"
    )
)
def test_decode_gives_utf8_back(text):
    try:
        assert decode(text.encode()) == text
    except InputError:
        assert text.encode().startswith((b"%PDF", b"PK", b"GIF8"))
