"""Who carried a statement's words to the report: outlets in the cue's sentence that were told something, quoted
somebody or are named as the report's own source."""

from collections.abc import Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from khabar.account import occasions
from khabar.account.sources import Speaker
from khabar.ingest.article import language_at
from khabar.language import table
from khabar.mentions import outlets
from khabar.mentions.names import form_key, variants
from khabar.mentions.outlets import Outlet
from khabar.mentions.tagger import Frame
from khabar.record import Block, Span
from khabar.text.folding import key
from khabar.text.words import Word, split

NEAR = 6  # words between a cue and an outlet after a bare preposition, the source not counted

_AND = ("\u0648", "\u0641")  # written on an Arabic word
_STRONG = frozenset(".!?\u061f;\u061b:")
_WEAK = frozenset(",\u060c")


class _Frame(Struct, frozen=True):
    """Words that show who carried something: where the outlet stands, in which role, across how many words."""

    side: str
    role: str
    gap: int


class _Trigger(Span, frozen=True, kw_only=True):
    """A frame's words in the text."""

    frame: _Frame


def complete(
    text: str, blocks: Sequence[Block], frames: Sequence[Frame], speakers: Sequence[Speaker]
) -> tuple[Frame, ...]:
    """The frames with all relays: the tagger's own, the outlets that the sentence shows, and whoever speaks around a
    statement that stands inside another one ("Lee said the army denied it"). A frame's source is no relay of it."""
    return tuple(
        replace(frame, relay=_united(text, frame.relay, [*_shown(text, blocks, frame, speaker), *outer], speaker))
        for frame, speaker, outer in zip(frames, speakers, _outer(frames, speakers), strict=True)
    )


def _shown(text: str, blocks: Sequence[Block], frame: Frame, speaker: Speaker) -> tuple[Span, ...]:
    language = language_at(blocks, frame.cue.start)
    where = occasions.clause(text, frame.cue, frame.content, blocks)
    return find(text, where, frame.cue, speaker.span, language)


def _outer(frames: Sequence[Frame], speakers: Sequence[Speaker]) -> list[tuple[Span, ...]]:
    """For each frame, who speaks in the smallest other frame whose content holds its cue."""
    found: list[tuple[Span, ...]] = []
    for frame in frames:
        holders = [
            (content.end - content.start, speaker.named)
            for other, speaker in zip(frames, speakers, strict=True)
            for content in other.content
            if other is not frame and content.start <= frame.cue.start and frame.cue.end <= content.end
        ]
        named = min(holders, key=lambda h: h[0])[1] if holders else None
        found.append((named,) if named else ())
    return found


def _united(text: str, own: Sequence[Span], more: Sequence[Span], speaker: Speaker) -> tuple[Span, ...]:
    """The tagger's relays and those added that neither overlap them nor name the source."""
    kept = list(own)
    for span in more:
        taken = any(_touch(span, other) for other in (*kept, speaker.span, speaker.named))
        if not taken and not (speaker.named and _named(text, span) == _named(text, speaker.named)):
            kept.append(span)
    return tuple(kept)


def _named(text: str, span: Span) -> str:
    return form_key(text[span.start : span.end])


def find(text: str, where: Sequence[Span], cue: Span, source: Span | None, language: str) -> tuple[Span, ...]:
    """The outlets in the pieces of a cue's sentence that carried the words, in the order of the text."""
    found = (s for piece in where for s in _in_piece(text, piece, cue, source, language))
    return tuple(sorted(set(found), key=lambda s: s.start))


def _in_piece(text: str, piece: Span, cue: Span, source: Span | None, language: str) -> list[Span]:
    named = [
        o for o in outlets.find(text, piece.start, piece.end, language) if not _touch(o, source) and not _touch(o, cue)
    ]
    if not named:
        return []
    triggers = _triggers(text, piece, language)
    return [
        Span(start=o.start, end=o.end)
        for o in named
        if _is_told(text, o, cue, source) or any(_licensed(text, o, t, cue, source, language) for t in triggers)
    ]


def _touch(one: Span, other: Span | None) -> bool:
    return other is not None and one.start < other.end and other.start < one.end


@cache
def _frames(language: str) -> dict[str, tuple[tuple[tuple[str, ...], _Frame], ...]]:
    """The frames of a language by the first word of their phrases."""
    found: dict[str, list[tuple[tuple[str, ...], _Frame]]] = {}
    for row in table(language, "relays"):
        frame = _Frame(row["side"], row["role"], int(row["gap"]))
        for phrase in variants(row["words"]):
            keys = tuple(w.key for w in split(phrase))
            found.setdefault(keys[0], []).append((keys, frame))
    return {first: tuple(frames) for first, frames in found.items()}


def _triggers(text: str, piece: Span, language: str) -> list[_Trigger]:
    words = split(text, piece.start, piece.end)
    return [t for index in range(len(words)) for t in _triggers_at(words, index, language)]


def _triggers_at(words: tuple[Word, ...], index: int, language: str) -> list[_Trigger]:
    frames, first = _frames(language), words[index].key
    options = [*frames.get(first, ())]
    if language == "ar" and first.startswith(_AND):
        options += frames.get(first[1:], ())
    return [
        _Trigger(start=words[index].start, end=words[index + len(keys) - 1].end, frame=frame)
        for keys, frame in options
        if tuple(w.key for w in words[index + 1 : index + len(keys)]) == keys[1:]
    ]


def _is_told(text: str, outlet: Outlet, cue: Span, source: Span | None) -> bool:
    """Whether an outlet with a preposition written on it stands near the cue («قال لرويترز»)."""
    return outlet.to and _beside(text, outlet, cue, source, NEAR if outlet.sure else 1)


def _licensed(text: str, outlet: Outlet, trigger: _Trigger, cue: Span, source: Span | None, language: str) -> bool:
    """Whether a frame's words make an outlet a relay of what the source said at the cue."""
    frame = trigger.frame
    if not _fits(text, outlet, trigger, source):
        return False
    hull = Span(start=min(outlet.start, trigger.start), end=max(outlet.end, trigger.end))
    if frame.role == "to":
        return _beside(text, hull, cue, source, NEAR if outlet.sure else 1)
    if _touch(trigger, cue):
        return frame.role not in ("report", "by") or _reports_another(outlet, trigger, source)
    if frame.role == "told" or (frame.role == "report" and hull.start > cue.start and _opens(text, hull, language)):
        return False
    return _reaches(text, hull, cue, source, language)


def _reports_another(outlet: Outlet, trigger: _Trigger, source: Span | None) -> bool:
    """Whether the cue's verb is the outlet's and somebody else the source; before the verb the source has the subject's
    place and the outlet can only belong to its description."""
    return source is not None and not (trigger.frame.side == "before" and source.end <= outlet.start < trigger.start)


def _fits(text: str, outlet: Outlet, trigger: _Trigger, source: Span | None) -> bool:
    """Whether an outlet stands where the frame wants it, close enough and in the same phrase."""
    frame = trigger.frame
    after = frame.side == "after"
    left, right = (trigger, outlet) if after else (outlet, trigger)
    if right.start < left.end or (frame.role == "report" and outlet.to):
        return False
    gap = _Gap(text, left.end, right.start, source if after else None)
    if gap.words > frame.gap or gap.marks & (_STRONG | _WEAK if after else _STRONG):
        return False
    if source and (not after or frame.role == "report") and left.end <= source.start < right.start:
        return False  # the verb is the source's ("(Reuters) - The ministry said")
    return outlet.sure or (frame.role not in ("report", "by") and not gap.words)


class _Gap:
    """What stands between two places of the text: how many words outside the source, and which marks."""

    def __init__(self, text: str, start: int, end: int, source: Span | None) -> None:
        inside = [w for w in split(text, start, max(start, end)) if not _touch(Span(start=w.start, end=w.end), source)]
        self.words = len(inside)
        self.keys = [w.key for w in inside]
        self.marks = set(text[start:end])


def _between(text: str, one: Span, other: Span, source: Span | None) -> _Gap:
    left, right = sorted((one, other), key=lambda s: s.start)
    return _Gap(text, left.end, right.start, source)


def _beside(text: str, hull: Span, cue: Span, source: Span | None, most: int = NEAR) -> bool:
    gap = _between(text, hull, cue, source)
    return gap.words <= most and not gap.marks & _STRONG


def _reaches(text: str, hull: Span, cue: Span, source: Span | None, language: str) -> bool:
    """Whether the outlet's phrase and the cue belong together: nobody else's words begin between them."""
    gaps = [_between(text, hull, span, None) for span in (source, cue) if span is not None]
    gap = min(gaps, key=lambda g: g.words)
    if gap.marks & (_STRONG - {":"}):
        return False
    if hull.start > cue.start:
        return True
    return gap.words <= 2 or not set(gap.keys) & _conjunctions(language)


def _opens(text: str, hull: Span, language: str) -> bool:
    """Whether a conjunction of content follows the phrase at once: it reports words of its own."""
    after = split(text, hull.end, hull.end + 30)[:2]
    return any(w.key in _conjunctions(language) for w in after)


@cache
def _conjunctions(language: str) -> frozenset[str]:
    return frozenset(key(row["word"]) for row in table(language, "conjunctions"))
