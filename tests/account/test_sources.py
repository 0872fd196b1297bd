"""Whose words: dropped subjects, pronouns and speakers inside somebody else's words."""

import pytest
from msgspec import structs

from khabar.account import sources
from khabar.mentions.tagger import Frame
from khabar.record import Span


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def _frame(text: str, cue: str, source: str | None, content: str, state: str = "explicit") -> Frame:
    return Frame(
        cue=_span(text, cue),
        source=(_span(text, source),) if source else (),
        content=(_span(text, content),),
        relay=(),
        addressee=(),
        classes={"state": (state, 0.9)},
        confidence=0.9,
    )


CASES = [
    pytest.param(
        "ar",
        "قال قائد الشرطة إن الطريق مغلق. وأضاف أن السائقين بخير.",
        [("قال", "قائد الشرطة", "الطريق مغلق", "explicit"), ("وأضاف", None, "السائقين بخير", "carried")],
        ["قائد الشرطة", "قائد الشرطة"],
        id="ar-dropped-subject",
    ),
    pytest.param(
        "fa",
        "شهردار گفت پل باز است. وی افزود کار تمام شده است.",
        [("گفت", "شهردار", "پل باز است", "explicit"), ("افزود", "وی", "کار تمام شده است", "explicit")],
        ["شهردار", "شهردار"],
        id="fa-pronoun",
    ),
    pytest.param(
        "en",
        "The mayor said the bridge was safe. She added that tests go on.",
        [("said", "The mayor", "the bridge was safe", "explicit"), ("added", "She", "tests go on", "explicit")],
        ["The mayor", "The mayor"],
        id="en-pronoun",
    ),
    pytest.param(
        "en",
        "The minister said that a driver claimed the road was open. He added that it was shut.",
        [
            ("said", "The minister", "a driver claimed the road was open", "explicit"),
            ("claimed", "a driver", "the road was open", "explicit"),
            ("added", "He", "it was shut", "explicit"),
        ],
        ["The minister", "a driver", "The minister"],
        id="en-passes-over-the-speaker-inside",
    ),
    pytest.param(
        "ar",
        "يعتقد أن الحريق متعمد.",
        [("يعتقد", None, "الحريق متعمد", "none")],
        [None],
        id="ar-impersonal-is-nobody",
    ),
    pytest.param(
        "ar",
        "قال الوالي نعم. ويذكر أن الجسر قديم.",
        [("قال", "الوالي", "نعم", "explicit"), ("ويذكر", None, "الجسر قديم", "carried")],
        ["الوالي", None],
        id="ar-impersonal-cue",
    ),
    pytest.param(
        "fa",
        "شهردار گفت نه. گفته می‌شود پل کهنه است.",
        [("گفت", "شهردار", "نه", "explicit"), ("گفته می‌شود", None, "پل کهنه است", "carried")],
        ["شهردار", None],
        id="fa-impersonal-cue",
    ),
    pytest.param(
        "en",
        "The mayor said no. The bridge is believed unsafe.",
        [("said", "The mayor", "no", "explicit"), ("is believed", None, "The bridge", "carried")],
        ["The mayor", None],
        id="en-impersonal-cue",
    ),
    pytest.param(
        "fa",
        "این گزارش می‌گوید راه بسته است.",
        [("می‌گوید", "این", "راه بسته است", "explicit")],
        ["این گزارش"],
        id="fa-determiner",
    ),
    pytest.param(
        "en",
        "The zoo said it was sorry.",
        [("said", "The", "it was sorry", "explicit")],
        ["The zoo"],
        id="en-determiner",
    ),
    pytest.param("ar", "هذه اللجنة قالت لا.", [("قالت", "هذه", "لا", "explicit")], ["هذه اللجنة"], id="ar-determiner"),
    pytest.param(
        "fa", "افزود راه بسته است.", [("افزود", None, "راه بسته است", "carried")], [None], id="fa-nobody-before"
    ),
]


@pytest.mark.parametrize(("language", "text", "frames", "expected"), CASES)
def test_find_names_the_speaker(language: str, text: str, frames: list, expected: list) -> None:
    built = [_frame(text, *f) for f in frames]
    found = sources.find(text, built, [language] * len(built))
    assert [s.named and text[s.named.start : s.named.end] for s in found] == expected


def test_find_keeps_the_pronoun_as_the_span() -> None:
    text = "The mayor said yes. She added no."
    frames = [_frame(text, "said", "The mayor", "yes"), _frame(text, "added", "She", "no")]
    found = sources.find(text, frames, ["en", "en"])
    assert found[1].span == _span(text, "She")


def test_find_takes_what_follows_a_preposition_for_the_source() -> None:
    text = "The clerk left. According to two guards at the gate, the safe was empty."
    frame = _frame(text, "According to", "The clerk", "the safe was empty")
    found = sources.find(text, [frame], ["en"])
    assert found[0].named == _span(text, "two guards at the gate")


def test_find_does_not_take_the_hearer_for_the_source() -> None:
    text = "The baker told the court he slept."
    frame = structs.replace(_frame(text, "told", "the court", "he slept"), rival=(_span(text, "The baker"),))
    assert sources.find(text, [frame], ["en"])[0].named == _span(text, "The baker")


QUOTED = [
    pytest.param(
        "ar",
        "ذكرت وكالة رويترز نقلا عن موظفين اثنين أن المصنع أغلق.",
        "ذكرت",
        "وكالة رويترز",
        "المصنع أغلق",
        "موظفين اثنين",
        id="ar",
    ),
    pytest.param(
        "fa",
        "خبرگزاری رویترز به نقل از دو کارمند گزارش داد کارخانه بسته شد.",
        "گزارش داد",
        "خبرگزاری رویترز",
        "کارخانه بسته شد",
        "دو کارمند",
        id="fa",
    ),
    pytest.param(
        "en",
        "Reuters, citing two clerks, reported the plant had shut.",
        "reported",
        "Reuters",
        "the plant had shut",
        "two clerks",
        id="en",
    ),
]


@pytest.mark.parametrize(("language", "text", "cue", "outlet", "content", "expected"), QUOTED)
def test_find_takes_whom_an_outlet_quotes(
    language: str, text: str, cue: str, outlet: str, content: str, expected: str
) -> None:
    found = sources.find(text, [_frame(text, cue, outlet, content)], [language])
    assert found[0].named is not None
    assert text[found[0].named.start : found[0].named.end].startswith(expected)


CUT = [
    pytest.param(
        "ar",
        "قالت منى سالم وهي طبيبة في المشفى إن الدواء نفد.",
        "قالت",
        "منى سالم وهي طبيبة في المشفى",
        "الدواء نفد",
        "منى سالم",
        id="ar-relative",
    ),
    pytest.param(
        "ar",
        "قال المحامي لوكالة رويترز إن الحكم ظالم.",
        "قال",
        "المحامي لوكالة رويترز",
        "الحكم ظالم",
        "المحامي",
        id="ar-hearer",
    ),
    pytest.param(
        "fa",
        "پزشکی که نامش فاش نشد گفت دارو نیست.",
        "گفت",
        "پزشکی که نامش فاش نشد",
        "دارو نیست",
        "پزشکی",
        id="fa-relative",
    ),
    pytest.param(
        "en",
        "A guard who was there said it was dark.",
        "said",
        "A guard who was there",
        "it was dark",
        "A guard",
        id="en-relative",
    ),
]


@pytest.mark.parametrize(("language", "text", "cue", "source", "content", "expected"), CUT)
def test_find_cuts_the_source_short(
    language: str, text: str, cue: str, source: str, content: str, expected: str
) -> None:
    found = sources.find(text, [_frame(text, cue, source, content)], [language])
    assert found[0].named == _span(text, expected)


def test_find_completes_a_preposition_that_was_tagged_in_part() -> None:
    text = "به گفته دو نگهبان، در باز بود."
    found = sources.find(text, [_frame(text, "گفته", None, "در باز بود")], ["fa"])
    assert found[0].named == _span(text, "دو نگهبان")


@pytest.mark.parametrize(
    ("language", "text", "cue", "own"),
    [
        ("ar", "يذكر أن الجسر أغلق قبل عام.", "يذكر", True),
        ("ar", "وتجدر الإشارة إلى أن الجسر أغلق.", "وتجدر الإشارة", True),
        ("ar", "يعتقد أن الجسر أغلق.", "يعتقد", False),
        ("fa", "گفتنی است پل یک سال بسته بود.", "گفتنی است", True),
        ("fa", "گفته می‌شود پل بسته است.", "گفته می‌شود", False),
        ("en", "It should be noted that the bridge was closed.", "It should be noted", True),
        ("en", "The bridge is believed to be closed.", "is believed", False),
    ],
)
def test_the_report_speaks_in_its_own_name(language: str, text: str, cue: str, own: bool) -> None:
    start = text.index(cue)
    assert sources.is_own_voice(text, Span(start=start, end=start + len(cue)), language) is own
