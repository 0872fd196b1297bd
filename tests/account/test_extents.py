"""Contents that were cut short are completed within their sentence."""

import pytest
from msgspec import structs

from khabar.account import extents
from khabar.mentions.tagger import Frame
from khabar.record import Block, Span


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def _frame(text: str, cue: str, source: str | None, content: str) -> Frame:
    return Frame(
        cue=_span(text, cue),
        source=(_span(text, source),) if source else (),
        content=(_span(text, content),),
        relay=(),
        addressee=(),
        classes={},
        confidence=0.9,
    )


CASES = [
    pytest.param(
        "en",
        "Three men, one of them a guard, died at the gate, according to the mayor. He left.",
        [("according to", "the mayor", "died at the gate")],
        ["Three men, one of them a guard, died at the gate"],
        id="en-begins-with-its-sentence",
    ),
    pytest.param(
        "fa",
        "شهردار گفت پل بسته است و تا پایان هفته باز نخواهد شد. او رفت.",
        [("گفت", "شهردار", "پل بسته است")],
        ["پل بسته است و تا پایان هفته باز نخواهد شد."],
        id="fa-runs-to-the-end",
    ),
    pytest.param(
        "ar",
        "قال المحافظ إن الجسر مغلق أمام الشاحنات حتى إشعار آخر بسبب أعمال الصيانة الجارية.",
        [("قال", "المحافظ", "الجسر مغلق")],
        ["الجسر مغلق"],
        id="ar-does-not-run-far",
    ),
    pytest.param(
        "ar",
        "قال المحافظ إن الجسر مغلق تماما، مضيفا أن العمل جار.",
        [("قال", "المحافظ", "الجسر مغلق"), ("مضيفا", None, "العمل جار")],
        ["الجسر مغلق تماما، ", "العمل جار."],
        id="ar-stops-at-the-next-cue",
    ),
]


@pytest.mark.parametrize(("language", "text", "frames", "expected"), CASES)
def test_complete_stays_in_the_sentence(language: str, text: str, frames: list, expected: list[str]) -> None:
    block = Block(start=0, end=len(text), kind="paragraph", language=language)
    found = extents.complete(text, [block], [_frame(text, *f) for f in frames])
    assert [text[f.content[0].start : f.content[0].end] for f in found] == expected


STRAYS = [
    pytest.param(
        "ar",
        "قال الطبيب إن الدواء نفد. وصل الوفد صباحا.",
        "قال",
        ["الدواء نفد", "الوفد صباحا"],
        ["الدواء نفد"],
        id="ar-stray",
    ),
    pytest.param(
        "fa", "پزشک گفت دارو نیست. هیئت صبح رسید.", "گفت", ["دارو نیست", "صبح رسید"], ["دارو نیست."], id="fa-stray"
    ),
    pytest.param(
        "en",
        "The doctor said it ran out. A team came at dawn.",
        "said",
        ["it ran out", "came at dawn"],
        ["it ran out."],
        id="en-stray",
    ),
    pytest.param(
        "en",
        '"We left," he said. The road was dark. "We came back."',
        "said",
        ["We left", "We came back"],
        ["We left", "We came back"],
        id="en-quotation-goes-on",
    ),
]


@pytest.mark.parametrize(("language", "text", "cue", "tagged", "expected"), STRAYS)
def test_complete_leaves_out_strays(language: str, text: str, cue: str, tagged: list[str], expected: list[str]) -> None:
    frame = structs.replace(_frame(text, cue, None, tagged[0]), content=tuple(_span(text, t) for t in tagged))
    block = Block(start=0, end=len(text), kind="paragraph", language=language)
    found = extents.complete(text, [block], [frame])
    assert [text[c.start : c.end].strip('."') for c in found[0].content] == [e.strip(".") for e in expected]
