"""Whose words: the source of each frame, its antecedent where the sentence drops it or gives a pronoun.

A source that stands in the text is taken as it stands. A dropped subject («وأضاف») or a pronoun goes to the last
speaker on the same level: one who speaks inside somebody else's words is passed over when the outer speaker goes on.
Nobody is invented: without an earlier speaker the statement stays unattributed.
"""

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from khabar.language import table
from khabar.mentions.tagger import Frame
from khabar.record import Span
from khabar.text.folding import fold, key

LONGEST_PHRASE = 8
"""Words of a noun phrase that is taken for a source by its place alone."""

_WORD = re.compile(r"\s+[\w\u200c]+")
_CAPITALS = re.compile(r"(?: [A-Z][\w.'’&-]*\w)+")
_PHRASE = re.compile(rf"[\s\"'«“]*(?P<words>[\w\u200c]+(?: [\w\u200c'’-]+){{0,{LONGEST_PHRASE - 1}}})")


class Speaker(Struct, frozen=True):
    """The source of one frame: ``span`` as the sentence gives it, ``named`` the span that names it (the antecedent of a
    pronoun or a dropped subject; the same as ``span`` otherwise), both ``None`` when nobody is known."""

    span: Span | None
    named: Span | None


NOBODY = Speaker(None, None)


def find(text: str, frames: Sequence[Frame], languages: Sequence[str]) -> tuple[Speaker, ...]:
    """The source of each frame; ``languages`` gives the language of each frame's block."""
    voices: list[Speaker] = []
    for index, (frame, language) in enumerate(zip(frames, languages, strict=True)):
        span = _whole(text, _chosen(text, frame, language), frame, language)
        if span is not None and not is_pronoun(text[span.start : span.end], language):
            voices.append(Speaker(span, span))
        elif span is None and (frame.classes["state"][0] == "none" or _is_impersonal(text, frame.cue, language)):
            voices.append(NOBODY)
        else:
            voices.append(Speaker(span, _last_speaker(frames, voices, index)))
    return tuple(voices)


def nearest(spans: Sequence[Span], cue: Span) -> Span | None:
    """Of several spans that the tagger gives one role, the one closest to the cue."""
    return min(spans, key=lambda s: max(cue.start - s.end, s.start - cue.end, 0), default=None)


def _chosen(text: str, frame: Frame, language: str) -> Span | None:
    """The span of the source: after a preposition («به گفته», "according to") what follows it; after a verb that takes
    the hearer for its object ("told") never what follows it."""
    span = nearest(frame.source, frame.cue)
    cue = key(text[frame.cue.start : frame.cue.end])
    after = span is not None and span.start >= frame.cue.end
    follows = after and span is not None and not text[frame.cue.end : span.start].strip(" \u200c\"'«“")
    if cue in _cues(language, "source_first_cues") and not follows:
        return _phrase_after(text, frame) or span
    if cue in _cues(language, "hearer_cues") and follows:
        return nearest([r for r in frame.rival if r.end <= frame.cue.start], frame.cue)
    return span


def _phrase_after(text: str, frame: Frame) -> Span | None:
    """The words after the cue up to a mark, the content, or ``LONGEST_PHRASE`` words."""
    stop = min([len(text), *(c.start for c in frame.content if c.start >= frame.cue.end)])
    found = _PHRASE.match(text, frame.cue.end, stop)
    return Span(start=found.start("words"), end=found.end("words")) if found else None


@cache
def _cues(language: str, name: str) -> frozenset[str]:
    return frozenset(key(row["cue"]) for row in table(language, name))


def _whole(text: str, span: Span | None, frame: Frame, language: str) -> Span | None:
    """A source of nothing but a determiner ("the", «این») with the word that it belongs to, and a name that was cut
    short with its other capitalised words."""
    if span is None:
        return None
    pattern = _CAPITALS if re.match("[A-Z]", text[span.start :]) else None
    if key(text[span.start : span.end]) in _determiners(language):
        pattern = _WORD
    following = pattern.match(text, span.end) if pattern else None
    if following is None or any(p.start < following.end() and span.end < p.end for p in (frame.cue, *frame.content)):
        return span
    return Span(start=span.start, end=following.end())


@cache
def _determiners(language: str) -> frozenset[str]:
    return frozenset(key(row["word"]) for row in table(language, "determiners"))


def is_pronoun(phrase: str, language: str) -> bool:
    """Whether a source is only a pronoun («وی», "she", «هو»)."""
    bare = fold(phrase).replace("\u200c", " ").strip(" \"'«»")
    return bare in {fold(row["word"]) for row in table(language, "pronouns")}


def _is_impersonal(text: str, cue: Span, language: str) -> bool:
    """Whether a cue has nobody for its subject («يذكر», "is believed", «گفته می‌شود»)."""
    return key(text[cue.start : cue.end]) in _cues(language, "impersonal_cues")


def _last_speaker(frames: Sequence[Frame], voices: Sequence[Speaker], index: int) -> Span | None:
    """The span that names the last speaker before frame ``index`` who speaks on the same level."""
    level = _holders(frames, index)
    for earlier in range(index - 1, -1, -1):
        if voices[earlier].named is not None and _holders(frames, earlier) <= level:
            return voices[earlier].named
    return None


def _holders(frames: Sequence[Frame], index: int) -> frozenset[int]:
    """The frames whose content holds the cue of frame ``index``."""
    cue = frames[index].cue
    return frozenset(
        other
        for other, frame in enumerate(frames)
        if other != index and any(c.start <= cue.start and cue.end <= c.end for c in frame.content)
    )
