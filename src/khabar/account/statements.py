"""From the tagger's frames to statements: who said what, through whom, to whom and when."""

from collections.abc import Sequence
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from khabar.account import contents, occasions
from khabar.account.parts import Cast
from khabar.account.sources import Speaker, nearest
from khabar.ingest.article import language_at
from khabar.mentions.tagger import Frame
from khabar.record import Act, Block, Mention, QuoteKind, Source, Span, Statement, Time, Voice

UNATTRIBUTED = Source(start=None, end=None, explicit=False, entity=None, label="unattributed", kind="vague")


class Page(Struct, frozen=True, kw_only=True):
    """What statements are read against: the text, its blocks, times, quotations and places."""

    text: str
    blocks: tuple[Block, ...]
    times: tuple[Time, ...]
    quotations: tuple[Span, ...]
    places: tuple[Mention, ...]


def distinct(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """Frames in the order of their cues, without the second of two that share cue words."""
    kept: list[Frame] = []
    for frame in sorted(frames, key=lambda f: (f.cue.start, f.cue.end)):
        if not any(f.cue.end > frame.cue.start for f in kept[-1:]):
            kept.append(frame)
    return tuple(kept)


def build(
    page: Page, frames: Sequence[Frame], speakers: Sequence[Speaker], parts: Cast, found_by: str
) -> tuple[Statement, ...]:
    """The statements of a report, ids ``s1`` … in the order of their cues. ``speakers`` gives each frame's source."""
    statements: list[Statement] = []
    for frame, speaker in zip(frames, speakers, strict=True):
        language = language_at(page.blocks, frame.cue.start)
        stops = [frame.cue, *frame.source, *frame.relay, *([speaker.span] if speaker.span else [])]
        content = contents.build(page.text, frame.content, page.quotations, stops, language)
        if content:
            statement = _statement(page, frame, content, _source(speaker, parts), parts)
            date = statement.date or _same_breath(statement.source, statements)
            number = f"s{len(statements) + 1}"
            statements.append(replace(statement, id=number, date=date, found_by=found_by))
    return tuple(statements)


def _statement(page: Page, frame: Frame, content: tuple[Span, ...], source: Source, parts: Cast) -> Statement:
    language = language_at(page.blocks, frame.cue.start)
    where = occasions.clause(page.text, frame.cue, content, page.blocks)
    occasion = occasions.find(page.text, where, frame.cue, language)
    hearer = nearest(frame.addressee, frame.cue)
    return Statement(
        id="",
        cue=frame.cue,
        content=content,
        quote=_quote(page, frame, content),
        act=_act(frame),
        source=source,
        relays=tuple(_voice(s, parts) for s in _relays(frame, hearer, parts)),
        addressee=_voice(hearer, parts) if hearer else None,
        date=occasions.find_date(where, frame.cue, page.times),
        place=occasions.find_place(page.text, where, page.places, frame, language),
        medium=occasion.medium if occasion else None,
        occasion=occasion.span if occasion else None,
        confidence=round(frame.confidence, 3),
        found_by="",
    )


def _source(speaker: Speaker, parts: Cast) -> Source:
    if speaker.named is None:
        if speaker.span is None:
            return UNATTRIBUTED
        return replace(UNATTRIBUTED, start=speaker.span.start, end=speaker.span.end, explicit=True)
    part = parts[(speaker.named.start, speaker.named.end)]
    span = speaker.span or speaker.named
    return Source(
        start=span.start, end=span.end, explicit=speaker.span is not None, entity=part.entity,
        label=part.label, kind=part.kind,
    )  # fmt: skip


def _voice(span: Span, parts: Cast) -> Voice:
    part = parts.get((span.start, span.end))
    return Voice(
        start=span.start, end=span.end, entity=part.entity if part else None, label=part.label if part else None
    )


def _relays(frame: Frame, hearer: Span | None, parts: Cast) -> list[Span]:
    """Who carried the words, nearest the report first: that which stands farthest from the cue. An outlet that was told
    something carries it too («قال لرويترز»)."""
    found = list(frame.relay)
    part = parts.get((hearer.start, hearer.end)) if hearer else None
    known = hearer is None or any(r.start < hearer.end and hearer.start < r.end for r in found)
    if hearer and part and part.type == "media" and not known:
        found.append(hearer)
    return sorted(found, key=lambda s: (-abs(s.start - frame.cue.start), s.start))


def _act(frame: Frame) -> Act:
    name, _ = frame.classes["act"]
    return cast(Act, name)


def _quote(page: Page, frame: Frame, content: Sequence[Span]) -> QuoteKind:
    found = contents.quoted(content, page.quotations, page.text)
    head, _ = frame.classes["quote"]
    # Without marks only the colon form can be a quotation, which the model knows better than a rule.
    return "direct" if found == "indirect" and head == "direct" else found


def _same_breath(source: Source, earlier: Sequence[Statement]) -> str | None:
    """The date of the statement just before when the same source, not named again, goes on."""
    if not earlier or source.explicit or source.start is None or earlier[-1].source.label != source.label:
        return None
    return earlier[-1].date
