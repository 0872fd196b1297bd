"""How far the words go that were said: strays are left out, and contents that were cut short are completed within their
sentence.

A content that stands before its cue begins with its sentence. One that follows its cue goes on to the end of the
sentence, or to the next statement, when no more than the language's ``reach`` (``language.toml``, characters) is
left: in Persian, where the verb of saying ends its clause, all of it; elsewhere a few words, since a participle or
the day may follow.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from khabar.ingest.article import block_at
from khabar.language import codes, settings
from khabar.mentions.quotations import MARKS
from khabar.mentions.tagger import Frame
from khabar.record import Block, Span
from khabar.text.sentences import split

SURE = 0.8
"""Probability of a statement from which on a frame without content is given one."""


def complete(
    text: str, blocks: Sequence[Block], frames: Sequence[Frame], quotations: Sequence[Span] = ()
) -> tuple[Frame, ...]:
    """The frames with their contents completed. One that names its source and no content gets the quotation that
    follows its cue in the paragraph, if no other frame claims it or stands between."""
    frames = [f if f.content else replace(f, content=_following(blocks, f, frames, quotations)) for f in frames]
    kept = [replace(f, content=_own(text, blocks, f, frames)) for f in frames]
    return tuple(_completed(text, blocks, frame, _parts_of_all(kept, frame)) for frame in kept)


def _following(
    blocks: Sequence[Block], frame: Frame, frames: Sequence[Frame], quotations: Sequence[Span]
) -> tuple[Span, ...]:
    block = block_at(blocks, frame.cue.start)
    if block is None or not frame.source or frame.confidence < SURE:
        return ()
    after = [q for q in quotations if frame.cue.end <= q.start and q.end <= block.end]
    first = min(after, key=lambda q: q.start, default=None)
    if first is None:
        return ()
    others = [s for f in frames if f.content for s in (f.cue, *f.content)]
    if any(s.start < first.end and s.end > frame.cue.end for s in others):
        return ()
    return (Span(start=first.start, end=first.end),)


def _own(text: str, blocks: Sequence[Block], frame: Frame, frames: Sequence[Frame]) -> tuple[Span, ...]:
    """The pieces of content without strays: those in the cue's sentence, those that touch one that is kept, and
    quotations that no other cue claims."""
    block = block_at(blocks, frame.cue.start)
    if block is None or len(frame.content) < 2:
        return frame.content
    sentences = split(text, block.start, block.end, block.language)
    low, high = next(((a, b) for a, b in sentences if a <= frame.cue.start < b), (block.start, block.end))
    kept = [s for s in frame.content if s.start < high and s.end > low]
    if not kept:
        return frame.content
    claimed = [s for f in frames if f is not frame for s in f.content]
    for span in frame.content:
        quoted = _is_quoted(text, span) and not any(c.start < span.end and span.start < c.end for c in claimed)
        if span not in kept and (quoted or any(_touch(text, span, k) for k in kept)):
            kept.append(span)
    return tuple(sorted(kept, key=lambda s: s.start))


def _is_quoted(text: str, span: Span) -> bool:
    return any(c in MARKS for c in text[max(0, span.start - 2) : span.start + 1])


def _touch(text: str, a: Span, b: Span) -> bool:
    first, second = sorted((a, b), key=lambda s: s.start)
    return not any(c.isalnum() for c in text[first.end : second.start])


def _parts_of_all(frames: Sequence[Frame], own: Frame) -> list[Span]:
    """What a content must not run into: every part of the other frames, and its own cue, source, relay and hearer."""
    others = [f for f in frames if f is not own]
    parts = [s for f in (own, *others) for s in (f.cue, *f.source, *f.relay, *f.addressee)]
    return [*parts, *(s for f in others for s in f.content)]


def _completed(text: str, blocks: Sequence[Block], frame: Frame, taken: Sequence[Span]) -> Frame:
    content = sorted(frame.content, key=lambda s: s.start)
    block = block_at(blocks, content[0].start) if content else None
    if block is None or content[-1].end > block.end:
        return frame
    sentences = split(text, block.start, block.end, block.language)
    if content[0].end <= frame.cue.start:
        content[0] = _from_the_start(content[0], sentences, taken)
    if content[-1].start >= frame.cue.end:
        content[-1] = _to_the_end(content[-1], sentences, taken, _reach(block.language))
    return replace(frame, content=tuple(content))


def _from_the_start(span: Span, sentences: Sequence[tuple[int, int]], taken: Sequence[Span]) -> Span:
    start = next((a for a, b in sentences if a <= span.start < b), span.start)
    if any(t.start < span.start and t.end > start for t in taken):
        return span
    return Span(start=start, end=span.end)


def _to_the_end(span: Span, sentences: Sequence[tuple[int, int]], taken: Sequence[Span], reach: int) -> Span:
    end = next((b for a, b in sentences if a < span.end <= b), span.end)
    end = min([end, *(t.start for t in taken if span.end <= t.start < end)])
    return Span(start=span.start, end=end) if end - span.end <= reach else span


def _reach(language: str) -> int:
    return int(settings(language)["statements"]["reach"]) if language in codes() else 0
