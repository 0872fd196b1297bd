"""Whom a sentence begins with: the subject of a later verb that names nobody («وانتقد الوزير القرار، وقال …»)."""

from collections.abc import Sequence

from khabar.ingest.article import block_at
from khabar.mentions.tagger import Frame, Tag
from khabar.record import Block, Span
from khabar.text.sentences import split
from khabar.text.words import split as words_of

SURE_CARRIED = 0.75
"""Probability that the source stands earlier in the report from which on the sentence's beginning is not asked."""

FIRST = 3
"""Words of a sentence within which its first name begins."""


def find(text: str, blocks: Sequence[Block], frames: Sequence[Frame], names: Sequence[Tag]) -> tuple[Span | None, ...]:
    """For each frame whose source is dropped, and not surely carried over, the name or post that its sentence begins
    with, if nothing that somebody says stands between."""
    return tuple(_lead(text, blocks, frame, frames, names) if _asks(frame) else None for frame in frames)


def _asks(frame: Frame) -> bool:
    state, probability = frame.classes["state"]
    return not frame.source and state == "carried" and probability < SURE_CARRIED


def _lead(
    text: str, blocks: Sequence[Block], frame: Frame, frames: Sequence[Frame], names: Sequence[Tag]
) -> Span | None:
    block = block_at(blocks, frame.cue.start)
    if block is None:
        return None
    sentences = split(text, block.start, block.end, block.language)
    start = next((a for a, b in sentences if a <= frame.cue.start < b), block.start)
    opening = words_of(text, start, frame.cue.start)[:FIRST]
    inside = [n for n in names if start <= n.start and n.end <= frame.cue.start and n.label not in ("place", "media")]
    if not opening or not inside or inside[0].start > opening[-1].start:
        return None
    end = inside[0].end
    for name in inside[1:]:  # a post, then who holds it
        if name.label != "person" or any(c.isalnum() for c in text[end : name.start]):
            break
        end = name.end
    between = [s for f in frames for s in f.content if s.start < frame.cue.start and s.end > start]
    return None if between else Span(start=inside[0].start, end=end)
