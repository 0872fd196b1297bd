"""An article: what ingest hands to the reader, whatever the input was."""

from collections.abc import Sequence

from msgspec import Struct

from khabar.record import Block, Evidence


class Article(Struct, frozen=True, kw_only=True):
    """The text of one report, never changed afterwards, with its blocks and metadata.

    ``published`` is an ISO date or ``None``; ``language`` an ISO 639-1 code or ``und``; ``blocks`` are in order, do not
    overlap and cover all non-blank text; ``warnings`` say what a user should know ("no article found in the page").
    """

    id: str
    text: str
    blocks: tuple[Block, ...]
    language: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    published_evidence: Evidence | None = None
    warnings: tuple[str, ...] = ()


def block_at(blocks: Sequence[Block], at: int) -> Block | None:
    """The block that holds a position."""
    return next((b for b in blocks if b.start <= at < b.end), None)


def language_at(blocks: Sequence[Block], at: int) -> str:
    """The language of the block that holds a position; ``und`` outside all of them."""
    block = block_at(blocks, at)
    return block.language if block else "und"


def dated(article: Article) -> tuple[Block, ...]:
    """The blocks in which dates are looked for: the prose and the datelines."""
    return tuple(b for b in article.blocks if b.kind not in ("boilerplate", "byline"))


def prose(article: Article) -> tuple[Block, ...]:
    """The blocks that a report is read from: all but chrome, bylines and datelines."""
    return tuple(b for b in article.blocks if b.kind not in ("boilerplate", "byline", "dateline"))
