"""The nouns that news counts and the units of measure, looked up word by word in a language's tables."""

from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from khabar.language import codes, settings, table
from khabar.text.figures import trait
from khabar.text.folding import key
from khabar.text.words import Word, split

_ARTICLE = "\u0627\u0644"
_FEMININE = "\u0629"
NO_COUNT = ("time", "none")  # classes of nouns that make a number no quantity
ENDINGS = ("\u0627\u0646", "\u064a\u0646")  # of the Arabic dual, nominative and oblique
PEOPLE = frozenset(
    ("person", "family", "official", "lawmaker", "voter", "displaced", "detainee", "casualty", "hostage", "missing")
)


class Noun(Struct, frozen=True):
    """A counted noun: English lemma and class ("person", "money", "attack" …)."""

    lemma: str
    kind: str


@cache
def _lexicon(language: str) -> dict[str, tuple[tuple[tuple[str, ...], Noun], ...]]:
    """By the key of the first word: the keys of all words of a form, longest form first."""
    found: dict[str, list[tuple[tuple[str, ...], Noun]]] = {}
    for row in table(language, "nouns"):
        noun = Noun(row["lemma"], row["class"])
        for form in row["forms"].split("|"):
            for spelling in {form, form.replace("\u200c", " ")}:
                keys = tuple(w.key for w in split(spelling)) or (key(spelling),)
                found.setdefault(keys[0], []).append((keys, noun))
    return {first: tuple(sorted(forms, key=lambda f: -len(f[0]))) for first, forms in found.items()}


@cache
def role(language: str, name: str) -> frozenset[tuple[str, ...]]:
    """The words and phrases (as tuples of keys) that ``counting.tsv`` gives a role."""
    rows = (r for r in table(language, "counting") if r["role"] == name)
    return frozenset(tuple(w.key for w in split(r["word"])) for r in rows)


def noun_at(words: tuple[Word, ...], i: int, language: str) -> tuple[Noun, int] | None:
    """The counted noun that starts at word ``i`` with the position after it, longest form first."""
    if i >= len(words):
        return None
    for first in _candidates(words[i].key, language):
        for keys, noun in _lexicon(language).get(first, ()):
            rest = tuple(_bare(w.key, language) for w in words[i + 1 : i + len(keys)])
            if tuple(_bare(k, language) for k in keys[1:]) == rest:
                return noun, i + len(keys)
    return None


def has_article(word: str, language: str) -> bool:
    """Whether the word starts with the Arabic article, and not with letters of its own that look like it."""
    return word.startswith(_ARTICLE) and word not in _lexicon(language)


@cache
def _candidates(word: str, language: str) -> tuple[str, ...]:
    """The word and what it may be without inflection, likeliest first."""
    if trait(language, "proclitics"):
        bare = word.removeprefix(_ARTICLE) if len(word) > 4 else word
        construct = bare + "\u0646" if bare.endswith("\u064a") else bare  # plural before a genitive: "militants of"
        return tuple(dict.fromkeys((word, bare, bare.removesuffix("\u0627"), construct)))
    if (word,) in role(language, "stop"):
        return (word,)
    endings = [key(e) for e in settings(language)["counting"].get("endings", [])]
    return (word, *(word.removesuffix(e) for e in endings if word.endswith(e) and len(word) > len(e) + 1))


def _bare(word: str, language: str) -> str:
    return word.removeprefix(_ARTICLE).removesuffix("\u0627") if trait(language, "proclitics") else word


@cache
def duals(language: str) -> dict[str, Noun]:
    """Dual forms of the counted nouns, without those that may as well be a plural."""
    if not trait(language, "proclitics"):
        return {}
    listed = {keys[0] for forms in _lexicon(language).values() for keys, _ in forms if len(keys) == 1}
    barred = listed | {keys[0] for keys in role(language, "plural")}
    made: dict[str, Noun] = {}
    for row in table(language, "nouns"):
        if row["class"] not in NO_COUNT and row["class"] not in ("percent", "share"):
            made |= {form: Noun(row["lemma"], row["class"]) for form in _two(row["forms"].split("|"))}
    return {form: noun for form, noun in made.items() if form not in barred}


def _two(forms: list[str]) -> Iterator[str]:
    for form in forms:
        if " " not in form:
            stem = form.removesuffix(_FEMININE) + "\u062a" if form.endswith(_FEMININE) else form
            yield from (key(stem) + case for case in ENDINGS)


@cache
def kind_of(lemma: str | None) -> str | None:
    """The class of a unit, whatever the language that it was read in."""
    rows = (r for code in codes() for r in table(code, "nouns"))
    return next((r["class"] for r in rows if r["lemma"] == lemma), None) if lemma else None
