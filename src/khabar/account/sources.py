"""Whose words: the source of each frame, its antecedent where the sentence drops it or gives a pronoun.

A source that stands in the text is taken as it stands. A dropped subject («وأضاف») or a pronoun goes to the last
speaker on the same level: one who speaks inside somebody else's words is passed over when the outer speaker goes on.
Nobody is invented: without an earlier speaker the statement stays unattributed.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from msgspec import Struct

from khabar.language import table
from khabar.mentions import outlets
from khabar.mentions.tagger import Frame
from khabar.record import Span
from khabar.text.folding import fold, key

Part = TypeVar("Part", bound=Span)

LONGEST_PHRASE = 8
"""Words of a noun phrase that is taken for a source by its place alone."""

_NEAR_OUTLET = 40  # code points after an outlet in which "quoting" may stand, a date between them
_PROCLITICS = 2  # letters of the prepositions written on a word
_BEFORE = 24  # code points that hold the longest preposition of attribution
_WORD = re.compile(r"\s+[\w\u200c]+")
_CAPITALS = re.compile(r"(?: [A-Z][\w.'’&-]*\w)+")
_PHRASE = re.compile(rf"[\s\"'«“]*(?P<words>[\w\u200c]+(?: [\w\u200c'’-]+){{0,{LONGEST_PHRASE - 1}}})")


class Speaker(Struct, frozen=True):
    """The source of one frame: ``span`` as the sentence gives it, ``named`` the span that names it (the antecedent of a
    pronoun or a dropped subject; the same as ``span`` otherwise), both ``None`` when nobody is known."""

    span: Span | None
    named: Span | None


NOBODY = Speaker(None, None)


def find(
    text: str, frames: Sequence[Frame], languages: Sequence[str], leads: Sequence[Span | None] = ()
) -> tuple[Speaker, ...]:
    """The source of each frame; ``languages`` gives the language of each frame's block, ``leads`` who its sentence
    begins with, when the network is not sure that its source stands earlier."""
    voices: list[Speaker] = []
    for index, (frame, language) in enumerate(zip(frames, languages, strict=True)):
        span = _whole(text, _chosen(text, frame, language), frame, language)
        lead = leads[index] if leads else None
        if span is None and lead is not None:
            voices.append(Speaker(None, lead))
            continue
        if span is not None and not is_pronoun(text[span.start : span.end], language):
            voices.append(Speaker(span, span))
        elif span is None and (frame.classes["state"][0] == "none" or _is_impersonal(text, frame.cue, language)):
            voices.append(NOBODY)
        else:
            voices.append(Speaker(span, _last_speaker(frames, voices, index)))
    return tuple(voices)


def nearest(spans: Sequence[Part], cue: Span) -> Part | None:
    """Of several spans the one closest to the cue, the first among equals."""
    return min(spans, key=lambda s: max(cue.start - s.end, s.start - cue.end, 0), default=None)


def _chosen(text: str, frame: Frame, language: str) -> Span | None:
    """The span of the source: after a preposition («به گفته», "according to") what follows it; else no phrase that a
    preposition holds and no object of the verb, but the likeliest other place."""
    span = nearest(frame.source, frame.cue)
    cue = key(text[frame.cue.start : frame.cue.end])
    if _is_preposition(text, frame.cue, language):
        joined = span is not None and _joins(text, frame.cue.end, span.start)
        return span if joined else _phrase_after(text, frame) or span
    for places in (frame.source, frame.rival if frame.source else ()):
        subject = nearest([s for s in places if not _is_object(text, frame, s, cue, language)], frame.cue)
        if subject is not None:
            return _quoted_by(text, frame, subject, language) or _cut(text, subject, language)
    return None


def _quoted_by(text: str, frame: Frame, outlet: Span, language: str) -> Span | None:
    """Whom an outlet quotes: in «رویترز به نقل از دو منبع آگاه گزارش داد» and "NBC, citing two aides, reported" the
    source is the one quoted and the outlet a relay."""
    if not outlets.find(text, outlet.start, outlet.end, language):
        return None
    parts = [p.start for p in (frame.cue, *frame.content) if p.start > outlet.start]
    end = min([len(text), outlet.end + _NEAR_OUTLET, *parts])
    found = _quoting(language).search(text, outlet.start, end)
    phrase = _PHRASE.match(text, found.end(), min([len(text), *parts])) if found else None
    return Span(start=phrase.start("words"), end=phrase.end("words")) if phrase else None


@cache
def _quoting(language: str) -> re.Pattern[str]:
    rows = [r for r in table(language, "source_first_cues") if r["subject_elsewhere"] == "no"]
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(r['cue']) for r in rows) or '(?!)'})(?!\w)")


def _is_object(text: str, frame: Frame, span: Span, cue: str, language: str) -> bool:
    """Whether a phrase cannot be the subject of the cue: what follows "told" or "accused", an outlet that was told
    something («لرويترز»), and what follows another preposition of attribution («به گزارش ایرنا، سخنگو گفت»)."""
    if key(text[span.start : span.end]).startswith(_no_subjects(language)):
        return True
    if _joins(text, frame.cue.end, span.start):
        return cue in _cues(language, "object_cues")
    if any(o.to and o.start <= span.start + _PROCLITICS for o in outlets.find(text, span.start, span.end, language)):
        return True
    before = key(text[max(0, span.start - _BEFORE) : span.start]).rstrip(" \"'«")
    return any(before.endswith(" " + c) or before == c for c in _prepositions(language))


def _joins(text: str, end: int, start: int) -> bool:
    """Whether nothing but blanks and marks stands between an end and a later start."""
    return start >= end and not text[end:start].strip(" \u200c\"'«“")


def _cut(text: str, span: Span, language: str) -> Span:
    """A source without the noun of saying before it («تصريحات», "remarks by"), its relative clause, and the outlet that
    was told."""
    spoken = _speech(language).match(text, span.start, span.end)
    if spoken and spoken.end() < span.end:
        span = Span(start=spoken.end(), end=span.end)
    ends = [span.start + m.start() for m in _relative(language).finditer(text[span.start : span.end])]
    ends += [text.rfind(" ", 0, o.start) for o in outlets.find(text, span.start, span.end, language) if o.to]
    end = min([span.end, *(e for e in ends if e > span.start)])
    return Span(start=span.start, end=span.start + len(text[span.start : end].rstrip(" ،,")))


@cache
def _no_subjects(language: str) -> tuple[str, ...]:
    """Words with which no subject begins, each with a blank."""
    return tuple(key(row["word"]) + " " for row in table(language, "no_subjects"))


@cache
def _prepositions(language: str) -> frozenset[str]:
    """Those after which the subject of the sentence's verb does not stand; after «به نقل از» ("quoting") it does."""
    return frozenset(key(r["cue"]) for r in table(language, "source_first_cues") if r["subject_elsewhere"] == "yes")


@cache
def _speech(language: str) -> re.Pattern[str]:
    words = [re.escape(row["word"]) for row in table(language, "speech_nouns")] or ["(?!)"]
    return re.compile(rf"(?:{'|'.join(words)})\s+")


@cache
def _relative(language: str) -> re.Pattern[str]:
    words = [re.escape(row["word"]) for row in table(language, "relatives")] or ["(?!)"]
    return re.compile(rf"[\s،,]+(?:{'|'.join(words)})(?!\w)")


def _is_preposition(text: str, cue: Span, language: str) -> bool:
    """Whether the cue, or what it ends, is a preposition of attribution: of «به گفته» the tagger may mark one word."""
    ending = " " + key(text[max(0, cue.start - _BEFORE) : cue.end])
    return any(ending.endswith(" " + c) and len(c) >= cue.end - cue.start for c in _cues(language, "source_first_cues"))


def _phrase_after(text: str, frame: Frame) -> Span | None:
    """The words after the cue up to a mark, the content, or ``LONGEST_PHRASE`` words; a content that begins right after
    the cue has swallowed the source."""
    near = [c.start for c in frame.content if c.start >= frame.cue.end and not _joins(text, frame.cue.end, c.start)]
    stop = min([len(text), *near])
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
    return bare in _pronouns(language)


@cache
def _pronouns(language: str) -> frozenset[str]:
    return frozenset(fold(row["word"]) for row in table(language, "pronouns"))


def _is_impersonal(text: str, cue: Span, language: str) -> bool:
    """Whether a cue has nobody for its subject («يذكر», "is believed", «گفته می‌شود»)."""
    return key(text[cue.start : cue.end]) in _cues(language, "impersonal_cues")


def is_own_voice(text: str, cue: Span, language: str) -> bool:
    """Whether the report itself speaks at a cue without a subject («يذكر أن», «گفتنی است», "it should be noted")."""
    return key(text[cue.start : cue.end]) in _own_voice(language)


@cache
def _own_voice(language: str) -> frozenset[str]:
    return frozenset(key(row["cue"]) for row in table(language, "impersonal_cues") if row["whose"] == "report")


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
