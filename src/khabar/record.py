"""The record, format ``khabar/1``: everything Khabar says about one report.

Frozen values without behaviour. Positions are half-open ``start``/``end`` in Unicode code points into ``Report.text``;
dates are ISO 8601 in the Gregorian calendar, as precise as known; what is not known is ``None``. The JSON Schema that
``khabar schema`` prints is made from these classes.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

FORMAT = "khabar/1"

Offset = Annotated[int, Meta(ge=0, description="Unicode code points into text, half-open")]
Confidence = Annotated[float, Meta(ge=0, le=1)]
LanguageCode = Annotated[str, Meta(description="ISO 639-1 code, 'und' when unknown")]

BlockKind = Literal[
    "boilerplate", "title", "caption", "byline", "dateline", "heading", "paragraph", "list", "quote", "table"
]
EntityType = Literal["person", "organisation", "group", "place", "office", "media", "other"]
MentionForm = Literal["name", "role", "pronoun"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Calendar = Literal["gregorian", "jalali", "hijri"]
QuoteKind = Literal["direct", "indirect", "mixed"]
Act = Literal[
    "say", "announce", "confirm", "deny", "warn", "threaten", "demand", "call",
    "accuse", "criticise", "praise", "promise", "ask", "decline", "estimate", "believe",
]  # fmt: skip
SourceKind = Literal["named", "unnamed", "vague"]
Measure = Literal[
    "killed", "injured", "missing", "detained", "displaced", "hostages", "attacks", "strikes",
    "launched", "destroyed", "seized", "money", "people", "votes", "other",
]  # fmt: skip
Reality = Literal["asserted", "denied", "possible", "planned", "demanded"]
InstrumentAction = Literal["declared", "extended", "signed", "violated", "suspended", "ended", "proposed"]
RelationType = Literal["denies", "contradicts", "confirms", "repeats"]


class Value(Struct, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """Base of the record's values: frozen, keyword-only."""


class Span(Value, frozen=True, kw_only=True):
    """A stretch of the report's text."""

    start: Offset
    end: Offset


class Block(Span, frozen=True, kw_only=True):
    """A paragraph, title, piece of page chrome …: blocks cover the non-blank text once, in order."""

    kind: BlockKind
    language: LanguageCode


class Entity(Value, frozen=True, kw_only=True):
    """A person, body or place under all its names; ``id`` does not depend on the language."""

    id: str
    type: EntityType
    names: dict[str, str]
    role: str | None = None
    country: str | None = None
    wikidata: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class Mention(Span, frozen=True, kw_only=True):
    """Where an entity stands in the text."""

    id: str
    entity: str
    form: MentionForm


class Time(Span, frozen=True, kw_only=True):
    """A time expression with its TIMEX3 value; ``None`` for a day that cannot be worked out."""

    id: str
    type: TimeType
    value: str | None
    calendar: Calendar = "gregorian"


class Quantity(Span, frozen=True, kw_only=True):
    """A count or amount. Of a range ``value`` is the low end and ``high`` the high one; dozens and thousands without a
    numeral have no value but bounds ``low`` and ``high``. ``unit`` is an English lemma."""

    id: str
    value: int | float | None
    high: int | float | None = None
    low: int | float | None = None
    approximate: bool = False
    unit: str | None = None


class Source(Value, frozen=True, kw_only=True):
    """Whose words they are. For a dropped source the span is that of its antecedent and ``explicit`` is false."""

    start: Offset | None
    end: Offset | None
    explicit: bool
    entity: str | None
    label: str
    kind: SourceKind


class Voice(Span, frozen=True, kw_only=True):
    """A relay or an addressee: a span, its entity and its English label."""

    entity: str | None
    label: str | None


class Statement(Value, frozen=True, kw_only=True):
    """One reporting cue with what was said, by whom, through whom, to whom and when."""

    id: str
    cue: Span | None
    content: tuple[Span, ...]
    quote: QuoteKind
    act: Act
    source: Source
    relays: tuple[Voice, ...] = ()
    addressee: Voice | None = None
    date: str | None = None
    place: str | None = None
    medium: str | None = None
    occasion: Span | None = None
    confidence: Confidence = 1.0
    found_by: str


class Event(Span, frozen=True, kw_only=True):
    """Something that happened, is planned, demanded or denied, between political actors; ``mentions`` are the other
    words of the report that name it."""

    id: str
    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    place: str | None = None
    date: str | None = None
    reality: Reality = "asserted"
    statement: str | None = None
    confidence: Confidence = 1.0
    mentions: tuple[Span, ...] = ()
    found_by: str


class Tally(Value, frozen=True, kw_only=True):
    """A reported count of a kind that a monitor tracks, and the check of its parts. ``of`` is what is counted, ``by``
    who did it; ``adds_up`` is ``None`` when there are no parts."""

    id: str
    quantity: str
    measure: Measure | None
    place: str | None = None
    of: str | None = None
    by: str | None = None
    since: str | None = None
    as_of: str | None = None
    statement: str | None = None
    parts: tuple[str, ...] = ()
    adds_up: bool | None = None
    confidence: Confidence = 1.0
    found_by: str


class Instrument(Span, frozen=True, kw_only=True):
    """A legal or political arrangement that stays in force."""

    id: str
    kind: str
    name: str
    action: InstrumentAction
    by: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    statement: str | None = None
    confidence: Confidence = 1.0
    found_by: str


class Relation(Value, frozen=True, kw_only=True, rename={"source": "from", "target": "to"}):
    """Between two statements of one report; ``from`` and ``to`` in JSON."""

    type: RelationType
    source: str
    target: str
    confidence: Confidence
    because: str


class Evidence(Value, frozen=True, kw_only=True):
    """What a piece of metadata rests on: ``where`` names the place (``given``, ``meta``, ``json-ld``, ``time``,
    ``url``, ``text`` …), ``quote`` the words found there, ``start``/``end`` their position when they stand in the
    text."""

    where: str
    quote: str
    start: Offset | None = None
    end: Offset | None = None


class Record(Value, frozen=True, kw_only=True):
    """Everything found in one report: the JSON object that ``khabar read --format json`` prints."""

    format: Literal["khabar/1"] = "khabar/1"
    id: str
    url: str | None = None
    outlet: str | None = None
    language: LanguageCode
    title: str | None = None
    published: str | None = None
    published_evidence: Evidence | None = None
    text: str
    blocks: tuple[Block, ...] = ()
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    tallies: tuple[Tally, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    relations: tuple[Relation, ...] = ()
    warnings: tuple[str, ...] = ()
