"""F1 of names on public corpora: people, places and bodies, by the words they cover.

The corpora are lists of words; they are put together into a text, read by the tagger, and each word gets the type of
the name that covers it. A name is right when its words and its type are right. Types that the corpora do not tell
apart are folded together: organisations, groups and media are one, offices and other kinds are left out on both sides.
"""

import gzip
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from khabar.mentions import tagger
from khabar.mentions.decoding import runs
from khabar.mentions.tagger import Network
from khabar.record import Block

CORPORA = {"ar": "ar-anercorp.tsv.gz", "en": "en-gum_*.conllu.gz", "fa": "fa-arman-measure-only.tsv.gz"}
_TYPES = {
    "person": "person", "pers": "person", "per": "person",
    "place": "place", "loc": "place",
    "organisation": "body", "organization": "body", "org": "body", "group": "body", "media": "body",
}  # fmt: skip
_DOCUMENT = 25  # sentences put together as one text where a corpus has no documents

Sentence = tuple[list[str], list[str]]
"""Words and their tags: B-type, I-type or O."""
Name = tuple[int, int, str]
"""First word, last word + 1, type."""


def measure(folder: Path, network: Network) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 for each language whose corpus lies in ``folder``, and how many names it has."""
    result = {}
    for language, pattern in CORPORA.items():
        found = gold = right = 0
        for path in sorted(folder.glob(pattern)):
            for document in _documents(path):
                mine, theirs = _found(document, language, network), _gold(document)
                found, gold, right = found + len(mine), gold + len(theirs), right + len(mine & theirs)
        if gold:
            result[language] = {
                "p": right / max(1, found),
                "r": right / gold,
                "f1": 2 * right / (found + gold),
                "names": gold,
            }
    return result


def _documents(path: Path) -> Iterator[list[Sentence]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        sentences = list(_conllu(lines) if path.name.endswith("conllu.gz") else _columns(lines))
    step = len(sentences) if path.name.endswith("conllu.gz") else _DOCUMENT
    for start in range(0, len(sentences), step):
        yield sentences[start : start + step]


def _columns(lines: Iterator[str]) -> Iterator[Sentence]:
    """Sentences of a file with a word and a tag a line; a blank line or a full stop ends one."""
    words: list[str] = []
    tags: list[str] = []
    for line in lines:
        word, _, tag = line.rstrip("\n").partition("\t")
        if tag.strip() == "None":  # a broken row: a mark and a tag run together
            continue
        if word.strip():
            words.append(word.strip())
            tags.append(_tag(tag))
        if words and (not word.strip() or word == "."):
            yield words, tags
            words, tags = [], []
    if words:
        yield words, tags


def _tag(written: str) -> str:
    mark, _, name = written.strip().partition("-")
    kind = _TYPES.get(name.lower())
    return f"{mark}-{kind}" if kind and mark in ("B", "I") else "O"


def _conllu(lines: Iterator[str]) -> Iterator[Sentence]:
    """Sentences of a CoNLL-U file of GUM; a name is an entity of a known type whose head is a proper noun."""
    rows: list[list[str]] = []
    for line in lines:
        if line.strip() and not line.startswith("#"):
            columns = line.rstrip("\n").split("\t")
            if columns[0].isdigit():
                rows.append(columns)
        elif not line.strip() and rows:
            yield _named(rows)
            rows = []


def _named(rows: list[list[str]]) -> Sentence:
    """The words and the tags of the runs of proper nouns inside entities, inner ones first. Titles stay in a name, and
    "of" ends one: GUM has no finer marks, and the figures suffer a little for it."""
    tags = ["O"] * len(rows)
    stack: list[tuple[str, str, int]] = []
    for index, row in enumerate(rows):
        mark = re.search(r"(?:^|\|)Entity=([^|]*)", row[9])
        for opening, number, kind, closing in re.findall(
            r"(\()?(\d+)(?:-([a-z]+)[^()]*)?(\))?", mark[1] if mark else ""
        ):
            if opening:
                stack.append((number, kind, index))
            if closing:
                at = max((i for i, (n, *_) in enumerate(stack) if n == number), default=None)
                if at is not None:
                    _, outer, first = stack.pop(at)
                    _mark(rows, tags, first, index + 1, _TYPES.get(outer))
    return [row[1] for row in rows], tags


def _mark(rows: Sequence[Sequence[str]], tags: list[str], first: int, last: int, kind: str | None) -> None:
    """Tag the proper nouns around the head of an entity, when it has one."""
    inside = range(first, last)
    heads = [i for i in inside if int(rows[i][6]) - 1 not in inside]
    if not kind or not heads or not _is_name(rows[heads[0]]):
        return
    run = [heads[0]]
    while run[0] - 1 in inside and _is_name(rows[run[0] - 1]) and tags[run[0] - 1] == "O":
        run.insert(0, run[0] - 1)
    while run[-1] + 1 in inside and _is_name(rows[run[-1] + 1]) and tags[run[-1] + 1] == "O":
        run.append(run[-1] + 1)
    for order, index in enumerate(run):
        tags[index] = f"{'I' if order else 'B'}-{kind}"


def _is_name(row: Sequence[str]) -> bool:
    return row[4] in ("NNP", "NNPS")


def _gold(document: list[Sentence]) -> set[Name]:
    names: set[Name] = set()
    at = 0
    for words, tags in document:
        whole = [
            f"B{tag[1:]}" if tag[0] == "I" and tag[1:] != last[1:] else tag for last, tag in pairwise(["O", *tags])
        ]
        names |= {(at + first, at + end, label) for label, first, end in runs(whole)}
        at += len(words)
    return names


def _found(document: list[Sentence], language: str, network: Network) -> set[Name]:
    """The names that the tagger sees in a document, in the corpus's words."""
    text, spans = "", []
    for words, _ in document:
        for word in words:
            spans.append((len(text), len(text) + len(word)))
            text += word + " "
        text = text[:-1] + "\n"
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    blocks = tuple(
        Block(start=a, end=b - 1, kind="paragraph", language=language) for a, b in pairwise(starts) if b - 1 > a
    )
    names: set[Name] = set()
    for name in tagger.read(text, blocks, network).names:
        covered = [i for i, (a, b) in enumerate(spans) if a < name.end and b > name.start]
        kind = _TYPES.get(name.label)
        if covered and kind:
            names.add((covered[0], covered[-1] + 1, kind))
    return names
