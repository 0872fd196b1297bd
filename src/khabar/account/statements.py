"""From the tagger's frames to statements: who said what, through whom, to whom and when."""

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from khabar.account import contents, occasions
from khabar.account.parts import Cast
from khabar.account.sources import Speaker, is_own_voice, nearest
from khabar.ingest.article import language_at
from khabar.mentions.tagger import Frame, Network
from khabar.record import Act, Block, Mention, QuoteKind, Source, Span, Statement, Time, Voice

OWN_VOICE = Source(start=None, end=None, explicit=False, entity=None, label="the report itself", kind="vague")
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


LEAST_CHANCE = 0.001
"""Below it, and as near to 1, a probability says no more."""

BREATH = 3
"""Statements within which the same source that speaks again does so on the same day, if nothing else is said."""


def build(
    page: Page, frames: Sequence[Frame], speakers: Sequence[Speaker], parts: Cast, network: Network
) -> tuple[Statement, ...]:
    """The statements of a report, ids ``s1`` … in the order of their cues. ``speakers`` gives each frame's source,
    ``network`` its name and what its confidence is worth."""
    statements: list[Statement] = []
    for frame, speaker in zip(frames, speakers, strict=True):
        language = language_at(page.blocks, frame.cue.start)
        stops = [frame.cue, *frame.source, *frame.relay, *([speaker.span] if speaker.span else [])]
        content = contents.build(page.text, frame.content, page.quotations, stops, language)
        if content:
            source = _source(page, frame, speaker, parts)
            statement = _statement(page, frame, content, source, parts, network)
            date = statement.date or _same_breath(source, statements)
            statements.append(replace(statement, id=f"s{len(statements) + 1}", date=date))
    return tuple(statements)


def _statement(
    page: Page, frame: Frame, content: tuple[Span, ...], source: Source, parts: Cast, network: Network
) -> Statement:
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
        confidence=round(chance(frame.confidence, way_of(source), network.calibration), 3),
        found_by=f"model/{network.name}",
    )


def chance(probability: float, way: str, calibration: Mapping[str, tuple[float, float]]) -> float:
    """The chance that content and source are right, by the network's probability that this is a statement and the way
    in which its source was found."""
    intercept, slope = calibration.get(way, (0.0, 1.0))
    return 1 / (1 + exp(-intercept - slope * odds(probability)))


def way_of(source: Source) -> str:
    """How the source was found: named with the statement, carried over from before, or not at all."""
    return "explicit" if source.explicit else "carried" if source.start is not None else "none"


def odds(probability: float) -> float:
    """Log odds, kept finite."""
    kept = min(max(probability, LEAST_CHANCE), 1 - LEAST_CHANCE)
    return log(kept / (1 - kept))


def _source(page: Page, frame: Frame, speaker: Speaker, parts: Cast) -> Source:
    if speaker.named is None:
        if speaker.span is None:
            own = is_own_voice(page.text, frame.cue, language_at(page.blocks, frame.cue.start))
            return OWN_VOICE if own else UNATTRIBUTED
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
    """The date of the same source's statement among the last few: who goes on speaking does so on the same day. A
    source that is named again must be the same entity: two "officials" may be two."""
    if source.start is None:
        return None
    last = [s for s in reversed(earlier[-BREATH:]) if s.source.start is not None]
    if source.explicit:
        return next((s.date for s in last if source.entity and s.source.entity == source.entity), None)
    return next((s.date for s in last if s.source.label == source.label), None)
