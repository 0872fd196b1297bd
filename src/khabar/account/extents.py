"""How far the words go that were said: contents that the tagger cut short are completed within their sentence.

A content that stands before its cue begins with its sentence. One that follows its cue goes on to the end of the
sentence, or to the next statement, when no more than the language's ``reach`` (``language.toml``, characters) is
left: in Persian, where the verb of saying ends its clause, all of it; elsewhere a few words, since a participle or
the day may follow.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from khabar.language import codes, settings
from khabar.mentions.tagger import Frame
from khabar.record import Block, Span
from khabar.text.sentences import split


def complete(text: str, blocks: Sequence[Block], frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames with their contents completed."""
    return tuple(_completed(text, blocks, frame, _parts_of_all(frames, frame)) for frame in frames)


def _parts_of_all(frames: Sequence[Frame], own: Frame) -> list[Span]:
    """What a content must not run into: every part of the other frames, and its own cue, source, relay and hearer."""
    others = [f for f in frames if f is not own]
    parts = [s for f in (own, *others) for s in (f.cue, *f.source, *f.relay, *f.addressee)]
    return [*parts, *(s for f in others for s in f.content)]


def _completed(text: str, blocks: Sequence[Block], frame: Frame, taken: Sequence[Span]) -> Frame:
    content = sorted(frame.content, key=lambda s: s.start)
    block = next((b for b in blocks if content and b.start <= content[0].start < b.end), None)
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
