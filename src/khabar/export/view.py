"""What every picture of a record says in words: source chains, figures and sums, names, line numbers. No layout."""

from bisect import bisect_right
from collections.abc import Iterable

from msgspec import Struct

from khabar.language import codes, settings
from khabar.record import Quantity, Record, Span, Statement, Tally

NAMELESS = "unattributed"
DOUBTFUL = 0.6
"""Below this confidence a picture says so beside the statement."""


class Lines:
    """Line numbers of a text, from 1, as an editor counts them."""

    def __init__(self, text: str) -> None:
        """Index the line ends of ``text``."""
        self._ends = [i for i, char in enumerate(text) if char == "\n"]

    def at(self, offset: int) -> int:
        """The line in which ``offset`` stands."""
        return bisect_right(self._ends, offset - 1) + 1


class Sum(Struct, frozen=True, kw_only=True):
    """A total with its parts: ``says`` is «40 = 22 + 18», ``mark`` ✓, ✗ or nothing when it could not be checked."""

    says: str
    mark: str


def excerpt(record: Record, span: Span) -> str:
    """The words of a span."""
    return record.text[span.start : span.end]


def content(record: Record, statement: Statement) -> str:
    """What was said; the parts of an interrupted quotation are joined by an ellipsis."""
    return " … ".join(excerpt(record, part) for part in statement.content)


def chain(statement: Statement) -> str:
    """Through whom it came: the relay nearest the report first, the source last."""
    relays = [relay.label for relay in statement.relays if relay.label]
    return " ← ".join([*relays, statement.source.label or NAMELESS])


def place_of(statement: Statement) -> Span | None:
    """Where to look for a statement: its cue, else its first words."""
    return statement.cue or next(iter(statement.content), None)


def name(record: Record, reference: str | None) -> str | None:
    """The English name of an entity id (or its first name, or the id); other words stay as they are."""
    if reference is None:
        return None
    for entity in record.entities:
        if entity.id == reference:
            return entity.names.get("en") or next(iter(entity.names.values()), reference)
    return reference


def names(record: Record, references: Iterable[str]) -> str:
    """Several names, separated by commas."""
    return ", ".join(name(record, reference) or "" for reference in references)


def number(value: float) -> str:
    """With thousands separators and no needless decimals: 1,200 and 2.5."""
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def figure(quantity: Quantity) -> str:
    """The amount without its unit: 40, 3–5, about 200, or «20–99» for dozens."""
    low, high = (quantity.low, quantity.high) if quantity.value is None else (quantity.value, quantity.high)
    if low is None and high is None:
        return "some"
    bounds = "–".join(number(x) for x in (low, high) if x is not None)
    return f"about {bounds}" if quantity.approximate and quantity.value is not None else bounds


def quantity_of(record: Record, tally: Tally) -> Quantity | None:
    """The quantity that a tally counts."""
    return next((q for q in record.quantities if q.id == tally.quantity), None)


def total(record: Record, tally: Tally) -> Sum:
    """A tally's figure, with its parts when the report breaks it down."""
    by_id = {t.id: t for t in record.tallies}
    figures = [quantity_of(record, t) for t in (tally, *(by_id[p] for p in tally.parts if p in by_id))]
    whole, *parts = [figure(q) if q else "?" for q in figures]
    mark = {True: "✓", False: "✗", None: ""}[tally.adds_up]
    return Sum(says=f"{whole} = {' + '.join(parts)}" if parts else whole, mark=mark)


def totals(record: Record) -> tuple[Tally, ...]:
    """The tallies worth a line: not those that only stand as a part in another's sum."""
    parts = {part for tally in record.tallies for part in tally.parts}
    return tuple(t for t in record.tallies if t.parts or (t.measure and t.id not in parts))


def language_name(code: str) -> str:
    """The English name of a language code that Khabar reads; other codes as they are."""
    return str(settings(code)["name"]) if code in codes() else code


def direction(code: str) -> str:
    """``rtl`` or ``ltr``; ``auto`` for a language that Khabar does not know."""
    return str(settings(code)["direction"]) if code in codes() else "auto"
