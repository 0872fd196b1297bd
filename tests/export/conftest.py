"""Hand-made records of three shipped samples, one per language: what a careful reader would write down."""

from importlib.resources import files

import pytest

from khabar.record import (
    Block,
    Entity,
    Event,
    Evidence,
    Instrument,
    Quantity,
    Record,
    Relation,
    Source,
    Span,
    Statement,
    Tally,
    Time,
    Voice,
)


def _sample(code: str) -> str:
    return (files("khabar") / "samples" / f"boats-{code}.txt").read_text("utf-8")


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def _blocks(text: str, code: str) -> tuple[Block, ...]:
    blocks, start = [], 0
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            kind = "title" if number == 2 else "boilerplate" if number < 5 else "paragraph"
            blocks.append(Block(start=start, end=start + len(line), kind=kind, language=code))
        start += len(line) + 1
    return tuple(blocks)


def _source(text: str, words: str, label: str, entity: str | None, *, explicit: bool = True) -> Source:
    span = _span(text, words)
    return Source(start=span.start, end=span.end, explicit=explicit, entity=entity, label=label, kind="named")


# One row a language: words of the sample, in the order cue, source, content, relay, second cue, second content …
WORDS = {
    "ar": {
        "said": (
            "وقال",
            "المتحدث باسمها بهرام نيك سرشت",
            "خفر السواحل الإيراني لم يشارك في أي هجوم",
            "وكالة أنباء الساحل",
        ),
        "added": ("وتابع", ("إن هذه الاتهامات", "لا تخدم سوى المهربين")),
        "figures": ("40 هجومًا على", "22 هجومًا", "18 هجومًا"),
        "time": "20 تشرين الثاني/نوفمبر 2025",
        "ban": "حظر الصيد الليلي",
    },
    "fa": {
        "said": ("اعلام کرد", "بهرام نیک‌سرشت، سخنگوی وزارت امور خارجه", "در هیچ حمله‌ای", "خبرگزاری ساحل"),
        "added": ("افزود", ("این سخنان تنها به سود قاچاقچیان است",)),
        "figures": ("۹ نفر", "پنج نفر", "چهار نفر"),
        "time": "۳۰ آبان ۱۴۰۴",
        "ban": "ممنوعیت صید شبانه",
    },
    "en": {
        "said": (
            "said on Friday",
            "foreign ministry spokesman Bahram Niksresht",
            "Our coastguard took part in no attack whatsoever",
            "the Sahel news agency",
        ),
        "added": ("added", ("such claims served only smugglers",)),
        "figures": ("40 times", "22 times", "18 times"),
        "time": "November 21, 2025",
        "ban": "ban on night fishing",
    },
}


def made(code: str) -> Record:
    """The record of the sample in one language."""
    text, words = _sample(code), WORDS[code]
    cue, source, content, relay = words["said"]
    via = _span(text, relay)
    day = _span(text, words["time"])
    whole, *parts = (_span(text, figure) for figure in words["figures"])
    total = {"fa": (9, 5, 4)}.get(code, (40, 22, 18))
    ban = _span(text, words["ban"])
    speaker = "person:bahram-niksresht"
    return Record(
        id=f"boats-{code}.txt",
        outlet="Sail News",
        language=code,
        title=text.split("\n")[2 if code != "fa" else 3],
        published="2025-11-20",
        text=text,
        blocks=_blocks(text, code),
        published_evidence=Evidence(where="text", quote=words["time"], start=day.start, end=day.end),
        entities=(
            Entity(id=speaker, type="person", names={"en": "Bahram Niksresht"}, role="spokesman", country="IR"),
            Entity(id="place:kuwait", type="place", names={"en": "Kuwait"}),
        ),
        times=(
            Time(
                id="t1",
                start=day.start,
                end=day.end,
                type="DATE",
                value="2025-11-20",
                calendar="jalali" if code == "fa" else "gregorian",
            ),
        ),
        quantities=tuple(
            Quantity(id=f"q{n}", start=s.start, end=s.end, value=v, unit="attack")
            for n, (s, v) in enumerate(zip((whole, *parts), total, strict=True), 1)
        ),
        statements=(
            Statement(
                id="s1",
                cue=_span(text, cue),
                content=(_span(text, content),),
                quote="direct",
                act="deny",
                source=_source(text, source, "Bahram Niksresht", speaker),
                date="2025-11-21",
                relays=(Voice(start=via.start, end=via.end, entity=None, label="Sahel News Agency"),),
                found_by="test",
            ),
            Statement(
                id="s2",
                cue=_span(text, words["added"][0]),
                content=tuple(_span(text, c) for c in words["added"][1]),
                quote="mixed",
                act="say",
                source=_source(text, source, "Bahram Niksresht", speaker, explicit=False),
                confidence=0.55,
                found_by="test",
            ),
        ),
        events=(
            Event(
                id="v1",
                start=ban.start,
                end=ban.end,
                type="LEGISLATE",
                actors=("place:kuwait",),
                reality="asserted",
                found_by="test",
            ),
        ),
        tallies=(
            Tally(
                id="y1",
                quantity="q1",
                measure="attacks",
                place="place:kuwait",
                since="2025-10-01",
                as_of="2025-11-20",
                statement="s1",
                parts=("y2", "y3"),
                adds_up=True,
                found_by="test",
            ),
            Tally(id="y2", quantity="q2", measure=None, found_by="test"),
            Tally(id="y3", quantity="q3", measure=None, found_by="test"),
        ),
        instruments=(
            Instrument(
                id="i1",
                start=ban.start,
                end=ban.end,
                kind="ban",
                name="night fishing ban",
                action="extended",
                by=("place:kuwait",),
                since="2025-09-22",
                until="2026-01-20",
                found_by="test",
            ),
        ),
        relations=(Relation(type="repeats", source="s2", target="s1", confidence=0.7, because="same source"),),
        warnings=("a note",),
    )


@pytest.fixture(params=["ar", "fa", "en"])
def record(request: pytest.FixtureRequest) -> Record:
    return made(request.param)


@pytest.fixture
def arabic() -> Record:
    return made("ar")
