"""Instruments: legal and political arrangements that stay in force, and what is done with them.

A noun phrase of the tables ``lang/<code>/instrument_words.tsv`` names one; the words of ``instrument_actions.tsv`` near
it in its sentence say what is done with it. A word that names other things too ("deal", "law") counts only where such
a word stands. Mentions of one kind whose parties do not differ are one instrument: its dates may come from any of them.
"""

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import TypeVar, cast

from msgspec import Struct

from khabar.account.realities import reality
from khabar.language import codes, settings, table
from khabar.mentions.triggers import variants
from khabar.record import Block, Entity, Event, Instrument, InstrumentAction, Mention, Span, Statement, Time
from khabar.text.sentences import split as sentences
from khabar.text.words import Word, split

T = TypeVar("T")

FOUND_BY = "rules/instruments-1"

NEAR = 10.0  # words (and their like) between an instrument and the word for what is done with it
NEAR_UNSURE = 3.0  # the same for a word that names other things too
_LONGEST = 5  # words of a form
_LINK = 2  # words between an instrument and the party that it is about
_CLAUSE = 5  # words of a relative clause among which the one who made it is looked for
_TOLD, _TAKEN = 0.8, 0.5  # confidence in an action that a word tells, and in one that the phrase takes for granted
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_LENGTH = re.compile(r"P(\d+)([YMWD])")
_AGREED = frozenset(("agreement", "treaty", "memorandum", "ceasefire"))
_BEGINNINGS = frozenset(("declared", "signed"))
_CHANGES = frozenset(("extended", "violated", "suspended", "ended"))
_UNDONE = frozenset(("possible", "planned", "demanded"))


class Page(Struct, frozen=True):
    """What of the report the instruments are read from."""

    text: str
    blocks: tuple[Block, ...]
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    times: tuple[Time, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    published: str | None


class Sight(Span, frozen=True, kw_only=True):
    """One mention of an instrument; ``told`` when a word near it says what is done with it."""

    kind: str
    action: InstrumentAction
    told: bool
    by: tuple[str, ...]
    about: tuple[str, ...]
    since: str | None
    until: str | None
    lasts: str | None


def build(page: Page) -> tuple[Instrument, ...]:
    """The instruments in the order of their clearest mentions, with ids ``i1`` …"""
    groups: list[list[Sight]] = []
    for sight in _sights(page):
        group = next((g for g in groups if all(_may_be_one(sight, other) for other in g)), None)
        if group is None:
            groups.append([sight])
        else:
            group.append(sight)
    found = sorted((_clearest(g), tuple(g)) for g in groups)
    return tuple(_instrument(f"i{n}", g[at], g, page) for n, ((_, at), g) in enumerate(found, 1))


def _clearest(group: Sequence[Sight]) -> tuple[int, int]:
    """Start and index of the first of those mentions of which most is known."""
    at = max(range(len(group)), key=lambda i: (group[i].told + bool(group[i].by or group[i].about), -i))
    return group[at].start, at


def _may_be_one(a: Sight, b: Sight) -> bool:
    return a.kind == b.kind and all(not x or not y or set(x) & set(y) for x, y in ((a.by, b.by), (a.about, b.about)))


def _instrument(id: str, chief: Sight, group: Sequence[Sight], page: Page) -> Instrument:
    by = next((s.by for s in (chief, *group) if s.by), ())
    about = next((s.about for s in (chief, *group) if s.about), ())
    since = next((s.since for s in (chief, *group) if s.since), None)
    lasts = next((s.lasts for s in (chief, *group) if s.lasts), None)
    action = next((s.action for s in group if s.told and s.action in _CHANGES), chief.action)
    return Instrument(
        id=id,
        start=chief.start,
        end=chief.end,
        kind=chief.kind,
        name=_name(chief.kind, by, about, page.entities),
        action=action,
        by=by,
        about=about,
        since=since,
        until=next((s.until for s in (chief, *group) if s.until), None) or _due(action, lasts, since, page.published),
        statement=_statement(page.statements, chief),
        confidence=_TOLD if chief.told else _TAKEN,
        found_by=FOUND_BY,
    )


def _due(action: str, length: str | None, since: str | None, published: str | None) -> str | None:
    """The day on which it runs out unless it is extended: a declared one so long after its beginning, an extended one
    so long after the anniversary of its beginning that is next when the report appears."""
    lasts = _LENGTH.fullmatch(length or "")
    if not lasts or not since or len(since) != len("2023-11-14"):
        return None
    begin = date.fromisoformat(since)
    if action == "extended":
        if not published or lasts[2] != "Y":
            return None
        day = date.fromisoformat(published[:10])
        begin = next(d for years in count() if (d := _later(begin, years, "Y")) >= day)
    return _later(begin, int(lasts[1]), lasts[2]).isoformat()


def _later(day: date, number: int, unit: str) -> date:
    """The same day of the month so many years or months on (the last one of a shorter month); weeks and days by
    counting."""
    if unit in "WD":
        return day + timedelta(days=number * (7 if unit == "W" else 1))
    years, month = divmod(day.month - 1 + number * (12 if unit == "Y" else 1), 12)
    last = monthrange(day.year + years, month + 1)[1]
    return day.replace(year=day.year + years, month=month + 1, day=min(day.day, last))


def _name(kind: str, by: Sequence[str], about: Sequence[str], entities: Sequence[Entity]) -> str:
    """A short English name: the kind, whose it is and whom it is about."""
    names = {e.id: e.names["en"] for e in entities if "en" in e.names}
    noun = kind.replace("_", " ")
    own, others = ([names[i] for i in ids if i in names] for ids in (by, about))
    if kind in _AGREED and own:
        return f"{noun} of {' and '.join(own)}"
    return noun + (f" of {' and '.join(own)}" if own else "") + (f" on {' and '.join(others)}" if others else "")


def _statement(statements: Sequence[Statement], sight: Sight) -> str | None:
    holding = [s for s in statements if any(c.start <= sight.start < c.end for c in s.content)]
    return min(holding, key=lambda s: sum(c.end - c.start for c in s.content)).id if holding else None


def _sights(page: Page) -> Iterator[Sight]:
    for block in page.blocks:
        if block.language in codes():
            for start, end in sentences(page.text, block.start, block.end, block.language):
                yield from _in_sentence(page, split(page.text, start, end), block.language)


def _in_sentence(page: Page, words: tuple[Word, ...], language: str) -> Iterator[Sight]:
    forms = [variants(w.key, language) for w in words]
    nouns = [variants(w.key, language, "noun_endings") for w in words]
    at = 0
    while at < len(words):
        hit = _longest(nouns, at, _names(language))
        if hit is None:
            at += 1
            continue
        end, (kind, sure) = hit
        done = _done(words, forms, (at, end), language, NEAR if sure else NEAR_UNSURE)
        sight = _sight(page, words, (at, end), kind, done, language)
        if sure or done or len(sight.by) > 1:
            yield sight
        at = end


def _longest(
    forms: Sequence[tuple[str, ...]], at: int, known: Mapping[str, tuple[tuple[tuple[str, ...], T], ...]]
) -> tuple[int, T] | None:
    """The end and value of the longest known form that begins at a word."""
    fits = [
        (len(keys), value)
        for first in forms[at]
        for keys, value in known.get(first, ())
        if at + len(keys) <= len(forms) and all(k in f for k, f in zip(keys, forms[at:], strict=False))
    ]
    if not fits:
        return None
    count, value = max(fits, key=lambda f: f[0])
    return at + count, value


def _done(
    words: Sequence[Word], forms: Sequence[tuple[str, ...]], own: tuple[int, int], language: str, near: float
) -> tuple[int, InstrumentAction] | None:
    """The nearest word for what is done with it, and what that is; words behind cost what the language says."""
    behind = float(settings(language)["instruments"]["behind"])
    best: tuple[float, int, InstrumentAction] | None = None
    for i in range(max(0, own[0] - int(near)), min(len(words), own[1] + int(near / behind) + 1)):
        if own[0] <= i < own[1]:
            continue
        hit = _longest(forms, i, _actions(language))
        if hit and not (i < own[0] < hit[0]):
            gap = float(own[0] - hit[0]) if i < own[0] else (i - own[1]) * behind
            if gap <= near and (best is None or gap < best[0]):
                best = (gap, i, hit[1])
    return best[1:] if best else None


def _sight(
    page: Page,
    words: Sequence[Word],
    own: tuple[int, int],
    kind: str,
    done: tuple[int, InstrumentAction] | None,
    language: str,
) -> Sight:
    begin, end, by, about = _phrase(page, words, own, language)
    since, until, lasts = _dates(page, words, done, language)
    action = done[1] if done else ("signed" if kind in _AGREED else "declared")
    word = words[done[0]] if done else words[own[0]]
    at = Span(start=word.start, end=word.end)
    if reality(page.text, at, (words[0].start, words[-1].end), language) in _UNDONE and action != "proposed":
        action = "proposed" if action in _BEGINNINGS else ("signed" if kind in _AGREED else "declared")
    actors = next((e.actors for e in page.events if done and e.start <= at.start < e.end), ())
    return Sight(
        start=begin,
        end=end,
        kind=kind,
        action=action,
        told=done is not None,
        by=by or tuple(a for a in actors if a not in about),
        about=about,
        since=since,
        until=until,
        lasts=lasts,
    )


def _phrase(
    page: Page, words: Sequence[Word], own: tuple[int, int], language: str
) -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
    """The noun phrase of an instrument: parties that stand in it by adjective or genitive are whose it is, those after
    a link ("against", "on") whom it is about, those of "between" and of its relative clause have made it."""
    start, end = words[own[0]].start, words[own[1] - 1].end
    by: list[str] = []
    about: list[str] = []
    before = _party(page, words, own[0] - 1) if settings(language)["instruments"]["adjective_first"] else None
    if before and not _broken(page.text[before[1] : start]):
        start, by = before[0], [before[2]]
    last = own[1]
    while last < len(words):
        last, side, reach = (last, None, 1) if _party(page, words, last) else _link(words, last, language)
        party = next((p for i in range(last, min(len(words), last + reach)) if (p := _party(page, words, i))), None)
        if party is None or _broken(page.text[end : party[0]]):
            break
        (about if side == "links" or (side is None and about) else by).append(party[2])
        end = party[1]
        last = bisect_left([w.start for w in words], end)
    if not by and not about:
        end = _complement(page.text, words, own[1], end, language)
    return start, end, tuple(dict.fromkeys(by)), tuple(dict.fromkeys(about))


def _link(words: Sequence[Word], at: int, language: str) -> tuple[int, str | None, int]:
    """Where the next party of a phrase may begin, what it is there by the word that links it, and among how many words
    it is looked for."""
    for i in range(at, min(len(words), at + _LINK + 1)):
        for side, reach in (("between", _LINK), ("links", _LINK), ("relatives", _CLAUSE)):
            if words[i].key in _marks(language, side):
                return i + 1, side, reach
    return at, None, 1


def _complement(text: str, words: Sequence[Word], at: int, end: int, language: str) -> int:
    """The end of a phrase that goes on after a link without a party: "a ban on grain exports"."""
    if at < len(words) and words[at].key in _marks(language, "links"):
        for word in words[at : at + _LINK + 2]:
            if _broken(text[end : word.start]):
                break
            end = word.end
    return end


def _broken(between: str) -> bool:
    return any(c in between for c in ".,;:!?()\u060c\u061b\u061f\n")


def _party(page: Page, words: Sequence[Word], at: int) -> tuple[int, int, str] | None:
    """The mention that holds a word."""
    if not 0 <= at < len(words):
        return None
    word = words[at]
    held = (m for m in page.mentions if m.start <= word.start < m.end or m.start <= word.end - 1 < m.end)
    return next(((word.start if m.start > word.start else m.start, m.end, m.entity) for m in held), None)


def _dates(
    page: Page, words: Sequence[Word], done: tuple[int, InstrumentAction] | None, language: str
) -> tuple[str | None, str | None, str | None]:
    """Since when, until when and for how long (a TIMEX3 duration), by the sentence's time expressions."""
    since = until = lasts = None
    starts = [w.start for w in words]
    for t in page.times:
        if not words[0].start <= t.start < words[-1].end or not t.value:
            continue
        i = bisect_left(starts, t.start)
        before = {w.key for w in words[max(0, i - 2) : i + 1]}
        if t.type == "DURATION":
            lasts = lasts or (t.value if _LENGTH.fullmatch(t.value) else None)
        elif day := _DAY.match(t.value):
            if before & _marks(language, "until"):
                until = until or day[0]
            elif before & _marks(language, "since") or (done and done[1] in _BEGINNINGS):
                since = since or day[0]
    return since, until, lasts


@cache
def _marks(language: str, name: str) -> frozenset[str]:
    return frozenset(w.key for form in settings(language)["instruments"][name] for w in split(form))


@cache
def _names(language: str) -> Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, bool]], ...]]:
    return _by_first((row["form"], (row["kind"], bool(row["sure"]))) for row in table(language, "instrument_words"))


@cache
def _actions(language: str) -> Mapping[str, tuple[tuple[tuple[str, ...], InstrumentAction], ...]]:
    rows = table(language, "instrument_actions")
    return _by_first((row["form"], cast("InstrumentAction", row["action"])) for row in rows)


def _by_first(rows: Iterator[tuple[str, T]]) -> Mapping[str, tuple[tuple[tuple[str, ...], T], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], T]]] = {}
    for form, value in rows:
        keys = tuple(w.key for w in split(form))
        found.setdefault(keys[0], []).append((keys, value))
    return {first: tuple(entries) for first, entries in found.items()}
