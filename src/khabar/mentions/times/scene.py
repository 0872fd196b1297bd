"""What a time expression is read against: the story's day, what was dated before, and the words around."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import takewhile

from msgspec import Struct

from khabar.mentions.times.tokens import Token
from khabar.record import Calendar, TimeType

_BEFORE, _CLOSE, _REACH, _AROUND = 5, 3, 12, 8
_LETTERS = 4
"""Letters of the shortest word that may name an event."""


def _until_stop(tokens: Iterable[Token]) -> tuple[str, ...]:
    sentence = takewhile(lambda t: "dot" not in t.senses, tokens)
    return tuple(t.key for t in sentence if len(t.key) >= _LETTERS and not t.senses)


class Reading(Struct, frozen=True):
    """A meaning: type and TIMEX3 value (``None``: a time that cannot be worked out); ``day`` is set when it is one
    day."""

    type: TimeType
    value: str | None
    calendar: Calendar = "gregorian"
    day: date | None = None


class Story(Struct, frozen=True):
    """``day``: what relative words count from. Where it is unknown, ``hint`` is the latest day and ``year`` the latest
    year that the report writes in full; ``current`` is that year if the report names it again and again. ``latest``
    is set when ``day`` was worked out from the report itself: then it is the latest day that this gave."""

    day: date | None = None
    hint: date | None = None
    year: int | None = None
    current: int | None = None
    latest: date | None = None


class Memory(Struct, frozen=True):
    """The last day and the last calendar value named before, and every day with the words around it."""

    day: date | None = None
    value: str | None = None
    events: tuple[tuple[date, tuple[str, ...]], ...] = ()


class Scene(Struct, frozen=True):
    """``tokens`` of the block and the expression ``[first, after)`` in it."""

    text: str
    language: str
    tokens: Sequence[Token]
    first: int
    after: int
    told: Story
    memory: Memory

    @property
    def story(self) -> date | None:
        """The day that relative words count from."""
        return self.told.day

    @property
    def day(self) -> date | None:
        """The last day named before."""
        return self.memory.day

    @property
    def value(self) -> str | None:
        """The last calendar value named before."""
        return self.memory.value

    @property
    def words(self) -> Sequence[Token]:
        """The tokens of the expression."""
        return self.tokens[self.first : self.after]

    def has(self, kind: str) -> bool:
        """Whether a token of the expression has the kind."""
        return any(kind in t.senses for t in self.words)

    def pick(self, *kinds: str) -> str | None:
        """The value of the first token of the expression that has one of the kinds."""
        return next((t.senses[k] for t in self.words for k in kinds if k in t.senses), None)

    def previous(self, *kinds: str) -> bool:
        """Whether the token before the expression has one of the kinds."""
        return self.first > 0 and any(k in self.tokens[self.first - 1].senses for k in kinds)

    def following(self, *kinds: str) -> bool:
        """Whether the token after the expression has one of the kinds."""
        return self.after < len(self.tokens) and any(k in self.tokens[self.after].senses for k in kinds)

    @property
    def beside_day(self) -> bool:
        """Whether a day is named shortly before the expression or after it."""
        near = [*self.tokens[max(0, self.first - 6) : self.first], *self.words]
        return any(k in t.senses for t in near for k in ("weekday", "deictic", "month", "fulldate"))

    @property
    def ahead(self) -> bool:
        """Whether words nearby in the sentence speak of the future."""
        if any(k in t.senses for t in self.words for k in ("next",)):
            return True
        return self.previous("deadline") or any("future" in t.senses for t in self._around())

    @property
    def ends_clause(self) -> bool:
        """Whether a mark or nothing follows the expression."""
        return self.after >= len(self.tokens) or not (
            self.tokens[self.after].key or self.tokens[self.after].senses.get("num")
        )

    def ahead_in_clause(self, kind: str) -> Token | None:
        """The first token of a kind among the next ones of the sentence."""
        for t in self.tokens[self.after : self.after + _REACH]:
            if "dot" in t.senses:
                return None
            if kind in t.senses:
                return t
        return None

    @property
    def words_around(self) -> tuple[str, ...]:
        """Keys of the words near the expression, in its sentence, that name things."""
        before = _until_stop(reversed(self.tokens[max(0, self.first - _AROUND) : self.first]))
        return (*before, *_until_stop(self.tokens[self.after : self.after + _AROUND]))

    @property
    def near_future(self) -> bool:
        """Whether the words right before the expression look ahead."""
        return self.previous("deadline") or any("future" in t.senses for t in self._around(_CLOSE))

    def _around(self, reach: int = _BEFORE) -> list[Token]:
        near = []
        for t in reversed(self.tokens[max(0, self.first - reach) : self.first]):
            if "dot" in t.senses:
                break
            near.append(t)
        return near
