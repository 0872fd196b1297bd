"""Whom definite phrases without a name mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar.account.antecedents import is_definite, resolve
from khabar.account.entities import NamedSpan, build
from khabar.account.labels import build as label


def _read(language: str, *paragraphs: tuple[str, ...]) -> tuple[NamedSpan, ...]:
    """The phrases of some paragraphs after the antecedents of those that only refer are found."""
    text, spans = "", []
    for paragraph in paragraphs:
        for phrase in paragraph:
            spans.append((len(text), phrase))
            text += phrase + " ... "
        text += "\n"
    named = [
        NamedSpan(start=at, end=at + len(p), language=language, label=label(p, language), text=p) for at, p in spans
    ]
    return resolve(named, text)


@pytest.mark.parametrize(
    ("language", "fuller", "short", "meant"),
    [
        ("ar", "وزير النقل سامر الخطيب", "الوزير", "Samer al-Khatib"),
        ("ar", "مصادر محلية في اليمن", "المصادر", "local sources in Yemen"),
        ("ar", "مصدر طبي عراقي", "المصدر نفسه", "Iraqi medical source"),
        ("ar", "شركة أرامكو", "الشركة", "Saudi Aramco"),
        ("ar", "وزارة الخارجية الروسية", "الوزارة", "Russian Foreign Ministry"),
        ("ar", "المتحدث باسم الحكومة اليمنية سامر الخطيب", "المتحدث باسم الحكومة اليمنية", "Samer al-Khatib"),
        ("ar", "المرصد السوري لحقوق الإنسان", "المرصد", "Syrian Observatory for Human Rights"),
        ("fa", "یک مقام ارشد آمریکایی", "این مقام", "senior United States official"),
        ("fa", "خبرگزاری رویترز", "این خبرگزاری", "Reuters"),
        ("fa", "رجب طیب اردوغان، رئیس جمهوری ترکیه", "رئیس جمهوری ترکیه", "Recep Tayyip Erdogan"),
        ("fa", "سخنگوی وزارت خارجه قطر", "سخنگو", "Qatari Foreign Ministry spokesman"),
        ("en", "Transport Minister Karim Salehi", "the minister", "Karim Salehi"),
        ("en", "a senior Turkish official", "the official", "senior Turkish official"),
        ("en", "a spokesman for the Iraqi army", "the spokesman", "spokesman for the Iraqi army"),
        ("en", "Valeria Paris", "Paris", "Valeria Paris"),
    ],
    ids=lambda x: x if x.isascii() else None,
)
def test_a_definite_phrase_means_the_fuller_one_before_it(language: str, fuller: str, short: str, meant: str) -> None:
    found = _read(language, (fuller,), (short,))[-1]
    assert (found.label.label, found.refers) == (meant, True)
    assert found.label.confidence < label(fuller, language).confidence


@pytest.mark.parametrize(
    ("language", "fuller", "short"),
    [
        ("ar", "وزير النقل سامر الخطيب", "وزير"),
        ("ar", "مصدر طبي عراقي", "مصدر أمني"),
        ("ar", "وزير الخارجية الروسي", "الوزير الكندي"),
        ("ar", "نائب وزير النقل سامر الخطيب", "الوزير"),
        ("fa", "یک مقام ارشد آمریکایی", "یک مقام"),
        ("fa", "دانشمندان دانشگاه تهران", "دانشمندان"),
        ("en", "Transport Minister Karim Salehi", "a minister"),
        ("en", "Reuters", "the minister"),
        ("en", "Omar Haddad", "Paris"),
    ],
)
def test_another_phrase_stays_as_it_is(language: str, fuller: str, short: str) -> None:
    assert not _read(language, (fuller,), (short,))[-1].refers


def test_two_ministers_of_one_paragraph_fit_equally() -> None:
    two = ("Transport Minister Karim Salehi", "Energy Minister Peter Lang")
    assert not _read("en", two, ("the minister",))[-1].refers
    assert _read("en", two[:1], two[1:], ("the minister",))[-1].label.label == "Peter Lang"


def test_a_reference_is_a_mention_by_role() -> None:
    named = _read("ar", ("وزير النقل سامر الخطيب",), ("الوزير",))
    entities, mentions = build(named, ())
    assert len(entities) == 1
    assert [m.form for m in mentions] == ["name", "role"]
    assert "الوزير" not in entities[0].names.values()


@given(st.lists(st.tuples(st.text(max_size=20), st.sampled_from(["ar", "fa", "en", "und"])), max_size=6))
@settings(deadline=None)
def test_resolve_keeps_spans_and_never_raises(phrases: list[tuple[str, str]]) -> None:
    text = " ".join(p for p, _ in phrases)
    at, named = 0, []
    for phrase, language in phrases:
        named.append(
            NamedSpan(start=at, end=at + len(phrase), language=language, label=label(phrase, language), text=phrase)
        )
        at += len(phrase) + 1
    found = resolve(named, text)
    assert [(x.start, x.end) for x in found] == [(x.start, x.end) for x in named]


@given(st.text(max_size=30), st.sampled_from(["ar", "fa", "en", "und"]))
@settings(deadline=None)
def test_is_definite_takes_any_text(phrase: str, language: str) -> None:
    assert is_definite(phrase, language) in (True, False)
