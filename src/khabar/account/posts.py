"""Who held which post when (``lang/shared/posts.tsv``): the person meant by "the Iranian foreign minister" on a day,
and a person's post on a day.

Dates are ISO 8601, as precise as known; a day that the precision leaves open belongs to both holders, and then nobody
is meant.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from msgspec import Struct

from khabar.account.known import state
from khabar.language import table
from khabar.mentions.names import forms, known, longest, media_forms
from khabar.mentions.places import forms as place_forms
from khabar.mentions.places import peoples, states
from khabar.record import Entity
from khabar.text.words import split

_LITTLE = frozenset(("the", "of", "for", "to", "and", "affairs", "s"))
_WORD = re.compile(r"[^\W\d_]+")

Words = frozenset[str]


class Post(Struct, frozen=True):
    """One person's time in one post of a state or body; ``until`` is empty while it lasts or its end is unknown."""

    person: str
    post: str
    of: str
    since: str
    until: str

    def covers(self, day: str) -> bool:
        """Whether it was held on a day (ISO, any precision), as far as the dates tell."""
        return (not self.since or day[: len(self.since)] >= self.since[: len(day)]) and (
            not self.until or day[: len(self.until)] <= self.until[: len(day)]
        )


@cache
def _by_person() -> Mapping[str, tuple[Post, ...]]:
    found: dict[str, list[Post]] = defaultdict(list)
    for row in table("shared", "posts"):
        found[row["person"]].append(Post(row["person"], row["post"], row["of"], row["since"], row["until"]))
    return MappingProxyType({person: tuple(held) for person, held in found.items()})


@cache
def _by_name() -> Mapping[tuple[str, Words], tuple[Post, ...]]:
    """Posts by the id of their state or body and the words of their name."""
    found: dict[tuple[str, Words], list[Post]] = defaultdict(list)
    for posts in _by_person().values():
        for post in posts:
            found[post.of, _words(post.post)].append(post)
    return MappingProxyType({name: tuple(held) for name, held in found.items()})


def held_by(person: str, day: str) -> tuple[Post, ...]:
    """The posts of a person on a day, the latest first."""
    held = [p for p in _by_person().get(person, ()) if p.covers(day)]
    return tuple(sorted(held, key=lambda p: p.since, reverse=True))


@lru_cache(maxsize=4096)
def holder(label: str, country: str | None, day: str) -> Entity | None:
    """The one person who held the post that an English label names on a day; ``None`` when there is none, or two."""
    found = _named(label) or _of_country(label, country)
    if found is None:
        return None
    people = {p.person for p in _by_name().get(found, ()) if p.covers(day)}
    return known().get(people.pop()) if len(people) == 1 else None


def _named(label: str) -> tuple[str, Words] | None:
    """The state or body that the label names and the other words; ``None`` when it names none or two."""
    words = split(label)
    bodies: list[str] = []
    rest: list[str] = []
    index = 0
    while index < len(words):
        hits = [h for table in _bodies() if (h := longest(words, index, table))]
        if hits:
            index, entity = max(hits, key=lambda h: h[0])
            bodies.append(state(entity).id)  # of a capital its state: whose president sits there
        else:
            rest.append(label[words[index].start : words[index].end])
            index += 1
    return (bodies[0], _words(" ".join(rest))) if len(set(bodies)) == 1 and rest else None


def _of_country(label: str, country: str | None) -> tuple[str, Words] | None:
    found = states().get(country or "")
    return (found.id, _words(label)) if found else None


@cache
def _bodies() -> tuple[Mapping[str, Entity], ...]:
    others = {name: entity for name, entity in forms("en").items() if entity.type != "person"}
    return peoples("en"), place_forms("en"), others, media_forms("en")


def _words(name: str) -> Words:
    words = [x for w in _WORD.findall(name.lower()) for x in _spelt().get(w, (w,))]
    return frozenset(w for w in words if w not in _LITTLE)


@cache
def _spelt() -> Mapping[str, tuple[str, ...]]:
    """Words for posts that the table writes otherwise: "premier", "spokeswoman", "defense"."""
    return MappingProxyType({row["word"]: tuple(row["as"].split()) for row in table("shared", "post_words")})
