"""Whom a sentence begins with, when a later verb names nobody."""

import pytest

from khabar.account import extents, leads
from khabar.mentions import quotations
from khabar.mentions.tagger import Frame, Tag
from khabar.record import Block, Span

CASES = [
    (
        "ar",
        "وانتقدت وزيرة التعليم، سلمى العوضي، خفض الميزانية يوم الأحد، وقالت إن المدارس ستغلق.",
        [("وزيرة التعليم", "office"), ("سلمى العوضي", "person")],
        "وقالت",
        "وزيرة التعليم، سلمى العوضي",
    ),
    (
        "fa",
        "وزیر آموزش، مینا رستگار، از کاهش بودجه انتقاد کرد و گفت مدرسه‌ها بسته می‌شوند.",
        [("وزیر آموزش", "office"), ("مینا رستگار", "person")],
        "گفت",
        "وزیر آموزش، مینا رستگار",
    ),
    (
        "en",
        "Education Minister Jane Doe attacked the cut on Sunday and said that schools would close.",
        [("Education Minister", "office"), ("Jane Doe", "person")],
        "said",
        "Education Minister Jane Doe",
    ),
]


def _span(text: str, words: str) -> Span:
    return Span(start=text.index(words), end=text.index(words) + len(words))


def _frame(text: str, cue: str, probability: float, **parts: tuple[Span, ...]) -> Frame:
    empty: dict[str, tuple[Span, ...]] = {"source": (), "content": (), "relay": (), "addressee": ()}
    return Frame(cue=_span(text, cue), classes={"state": ("carried", probability)}, confidence=0.9, **(empty | parts))


def _lead(language: str, text: str, names: list[tuple[str, str]], cue: str, probability: float) -> str | None:
    blocks = (Block(start=0, end=len(text), kind="paragraph", language=language),)
    tags = [Tag(start=_span(text, n).start, end=_span(text, n).end, label=kind) for n, kind in names]  # type: ignore[arg-type]
    (lead,) = leads.find(text, blocks, [_frame(text, cue, probability)], tags)
    return text[lead.start : lead.end] if lead else None


@pytest.mark.parametrize(("language", "text", "names", "cue", "expected"), CASES, ids=lambda x: str(x)[:2])
def test_a_doubtful_carry_goes_to_whom_the_sentence_begins_with(
    language: str, text: str, names: list[tuple[str, str]], cue: str, expected: str
) -> None:
    assert _lead(language, text, names, cue, 0.6) == expected
    assert _lead(language, text, names, cue, 0.95) is None


@pytest.mark.parametrize(("language", "text", "names", "cue", "expected"), CASES, ids=lambda x: str(x)[:2])
def test_a_name_deep_in_the_sentence_is_no_lead(
    language: str, text: str, names: list[tuple[str, str]], cue: str, expected: str
) -> None:
    before = {"ar": "في المدينة القديمة أمس ", "fa": "دیروز در شهر قدیمی ", "en": "On the old bridge "}
    assert _lead(language, before[language] + text, names, cue, 0.6) is None, expected


QUOTED = [
    (
        "ar",
        'وقال المتحدث سامر حداد يوم الاثنين ردا على سؤال حول الجسر: "ليس لدي ما أقوله".',
        "وقال",
        "المتحدث سامر حداد",
    ),
    ("fa", "سخنگو رضا کاظمی در پاسخ به پرسشی گفت: «چیزی برای گفتن ندارم».", "گفت", "سخنگو رضا کاظمی"),
    (
        "en",
        'Spokesman Jane Doe said on Monday, asked about the bridge: "I have nothing to say".',
        "said",
        "Spokesman Jane Doe",
    ),
]


@pytest.mark.parametrize(("language", "text", "cue", "source"), QUOTED, ids=lambda x: str(x)[:2])
def test_a_source_without_content_gets_the_quotation_after_it(language: str, text: str, cue: str, source: str) -> None:
    blocks = (Block(start=0, end=len(text), kind="paragraph", language=language),)
    frame = _frame(text, cue, 0.1, source=(_span(text, source),))
    (done,) = extents.complete(text, blocks, [frame], quotations.find(text, blocks))
    assert [text[s.start : s.end] for s in done.content]
    (none,) = extents.complete(text, blocks, [_frame(text, cue, 0.1)], quotations.find(text, blocks))
    assert none.content == ()
