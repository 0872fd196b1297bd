"""The grammar of time expressions, one for all languages: order of kinds, no words.

A pattern is a regular expression over kinds of tokens (``khabar.mentions.times.lexicon``). Each distinct set of kinds
becomes one character, so a block is a short string, and a kind in a pattern is the class of all sets that hold it.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from khabar.mentions.times.tokens import Token

_MACROS = {
    "COUNT": "(?:num (?:(?:dash|to|or) num)?|article|some|two)",
    "UNITS": "(?:unit|units)",
    "AMOUNT": "(?:approx? COUNT dash? UNITS (?:and half (?:theunit)?)?|approx? dual (?:and half)?"
    "|unit and half (?:theunit)?|approx (?:theunit|unit)|unit onlyone|units some|half article? unit)",
    "PRE": "(?:the? (?:edge|part) of? the? monthword?)*",
    "DEICTIC": "(?:dayword? deictic comma? open?)?",
    "MOD": "(?:last|next|this)",
    "WEEKDAY": "(?:dayword? weekday (?:dash? weekday)? post? close?)",
    "DAYNUM": "(?:small|ordinal)",
    "MONTH": "(?:(?:monthword of?)? month monthword?)",
    "YEAR": "(?:(?:yearword|theunit)? year (?:era)?|yearword pair era?)",
    "OFYEAR": "(?:(?:comma|of)* the? (?:(?:yearword|theunit) post|MOD (?:yearword|theunit)|thisyear|YEAR))",
}

_RULES: tuple[tuple[str, str], ...] = (
    ("phrase", "phrase"),
    # 7 (of) November 2023, with weekday before or in brackets, with month or year named relatively.
    (
        "calendar",
        "PRE DEICTIC (?:WEEKDAY comma? part? comma?)? the? dayword? DAYNUM (?:(?:dash|to) small)? of? MONTH post?"
        " (?:OFYEAR)? (?:corresponds the? DAYNUM MONTH OFYEAR|open DAYNUM? of? MONTH OFYEAR? close)?"
        " (?:open WEEKDAY close)? part?",
    ),
    ("calendar", "PRE DEICTIC (?:WEEKDAY comma?)? leadmonth the? DAYNUM (?:comma? year)? part?"),
    ("calendar", "PRE the? leadmonth DAYNUM dash DAYNUM (?:comma? year)?"),
    ("calendar", "DAYNUM of the? (?:monthword|theunit|unit) post|DAYNUM of MOD monthword"),
    ("calendar", "PRE (?:MONTH (?:post? OFYEAR|post)?|MOD MONTH OFYEAR?) (?:open MONTH OFYEAR? close)?"),
    ("samemonth", "MONTH of? same yearword"),
    ("weekday", "PRE DEICTIC (?:the? MOD? WEEKDAY post?) (?:edge? part|open deictic close)?"),
    ("weekday", "part deictic weekday"),
    ("weekday", "weekday edge? part"),
    ("deictic", "(?:units? part of?|edge of?)* dayword? deictic part?"),
    ("deictic", "tonight"),
    ("fulldate", "PRE (?:WEEKDAY comma?)? dayword? fulldate era?"),
    ("fulldate", "deictic open? fulldate close?"),
    ("years", "PRE the? yearword year era? (?:to|dash) year era?|PRE year dash (?:year|pair)"),
    ("year", "PRE the? (?:yearword|theunit) (?:year|pair) era?"),
    ("year", "PRE year era"),
    ("bareyear", "PRE year"),
    ("relative", "PRE the? (?:MOD (?:unit|theunit|season)|(?:unit|theunit) (?:post|ago) era?|season post|thisyear)"),
    ("season", "PRE the? season of? the? (?:OFYEAR|post)?"),
    ("season", "PRE the? (?:last|next|this) season"),
    ("hijriyear", "PRE (?:theunit era post|(?:theunit|yearword) post year era)"),
    ("edge", "edge of? the? (?:theunit|unit) post?|the weekendword"),
    ("first", "(?:theunits num ordinal|theunits ordinal num|the? ordinal num units) of? (?:OFYEAR|the? yearword)"),
    ("first", "num UNITS ordinal of? OFYEAR"),
    ("ago", "agopre AMOUNT|AMOUNT ago|agopre (?:some? units|unit)|units ago"),
    ("span", "the? (?:last|past|next|recent) (?:COUNT) UNITS|this? the? past UNITS"),
    ("span", "(?:theunits|units|theunit) the? num (?:last|next|recent)"),
    ("span", "the? (?:num|some|approx) (?:unit|units|theunit|theunits) (?:last|recent|fromnow|next)"),
    ("span", "(?:dual|thedual) (?:last|next|recent)"),
    ("reference", "the? (?:last|next|recent) units"),
    ("reference", "(?:theunits|units) (?:some)? (?:last|next|recent)"),
    ("later", "(?:AMOUNT|some units) (?:later|fromnow|before)|laterpre (?:AMOUNT|unit)"),
    ("duration", "AMOUNT"),
    ("vague", "units"),
    ("each", "each (?:num)? (?:unit|units)"),
    ("clock", "clockword? of? (?:clock meridiem?|DAYNUM meridiem) zone? (?:open clock zone? close)?"),
    ("clock", "clockword of? DAYNUM meridiem? zone?"),
    ("clock", "clockword clockdot|clock|noon"),
    ("part", "this part|part this|partadverb|the edge? part"),
    ("consecutive", "(?:deictic|theunit) ordinal consecutive|the? ordinal (?:unit consecutive|consecutive unit)"),
    ("one", "unit"),
    ("decade", "PRE the? (?:year|pair) plural|PRE decadeword (?:of? theunit post)?"),
    ("decade", "PRE unit (?:year|pair|num) era?"),
    ("century", "PRE the? (?:ordinal (?:unit|theunit)|(?:unit|theunit) ordinal) era?"),
    (
        "portion",
        "PRE the? (?:ordinal|edge|last|next|this) portion (?:of? (?:OFYEAR))?",
    ),
    ("portion", "PRE portion (?:ordinal|recent|last|next|this) (?:of? OFYEAR)?"),
    ("same", "same (?:period|unit|theunit) (?:of? OFYEAR)?"),
    ("same", "(?:period|theunit) itself (?:of? OFYEAR)?"),
)


KINDS = frozenset(re.findall(r"\b[a-z]+\b", " ".join([*_MACROS.values(), *(p for _, p in _RULES)])))
"""The kinds that the rules ask for; the others are read from the context only."""

UNKNOWN = "."
_RUNS = 1 << 16
_REACH = 24
"""Tokens that one expression may take."""


class Grammar:
    """The rules compiled for the sets of kinds that a language's tokens may have."""

    def __init__(self, sets: Iterable[frozenset[str]]) -> None:
        known = {s & KINDS for s in sets} - {frozenset()}
        self._chars = {s: chr(0xE000 + n) for n, s in enumerate(sorted(known, key=sorted))}
        self._rules = tuple((name, self._compile(pattern)) for name, pattern in _RULES)
        self._of_run = lru_cache(_RUNS)(self._match)

    def encode(self, tokens: Sequence[Token]) -> str:
        """One character a token; a full stop for a token that means nothing to the grammar."""
        return "".join(
            [self._chars.get(KINDS.intersection(t.senses), UNKNOWN) if t.senses else UNKNOWN for t in tokens]
        )

    def matches(self, code: str, i: int) -> tuple[tuple[str, int], ...]:
        """Rules that match at token ``i`` with the number of tokens they take, longest first."""
        stop = code.find(UNKNOWN, i, i + _REACH)
        return self._of_run(code[i : stop if stop >= 0 else i + _REACH])

    def _match(self, run: str) -> tuple[tuple[str, int], ...]:
        found = [(name, m.end()) for name, p in self._rules if (m := p.match(run)) and m.end()]
        return tuple(sorted(found, key=lambda x: -x[1]))

    def _compile(self, pattern: str) -> re.Pattern[str]:
        while any(name in pattern for name in _MACROS):
            for name, meaning in _MACROS.items():
                pattern = re.sub(rf"\b{name}\b", meaning, pattern)
        return re.compile(re.sub(r"[a-z]+", self._class, pattern).replace(" ", ""))

    def _class(self, m: re.Match[str]) -> str:
        chars = "".join(c for s, c in self._chars.items() if m.group() in s)
        return f"[{chars}]" if chars else "(?!)"
