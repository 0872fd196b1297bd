"""Content, source and cue of the statements of PolNeAR's development reports, through the whole reader.

    python -m eval.polnear [--shared ../shared] [--limit 20] [--model FOLDER] [--alone]

A predicted span is right when it shares a word with a gold span of its role and has at most three times its
characters; a gold span is found when a right prediction shares a word with it. PolNeAR's notion of attribution is
wider than Khabar's (thoughts, intentions, plans), so recall has a ceiling. ``--alone`` measures the spans
of the tagger, before sources are carried over and statements joined.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from eval.measure import SHARED, read_row

from khabar import models, reader
from khabar.ingest.article import Article, prose
from khabar.mentions import tagger
from khabar.mentions.tagger import Network

LONGEST = 3
"""How many times as long as the gold span a right one may be."""
ROLES = ("content", "source", "cue")


Spans = dict[str, set[tuple[int, int]]]


def measure(path: Path, read: Callable[[Article], Spans], limit: int | None = None) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of each role over the reports of a PolNeAR file, of which ``read`` gives the spans."""
    counts: Counter[tuple[str, str]] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][:limit]
    for row in rows:
        spans = read(read_row(row))
        for role in ROLES:
            gold = {tuple(span) for s in row["statements"] for span in s[role]}
            counts.update({(role, name): n for name, n in _compare(row["text"], gold, spans[role]).items()})
    return {role: _rates(role, counts) for role in ROLES}


def by_reader(article: Article, network: Network) -> Spans:
    """The spans of a record's statements."""
    said = reader.read_article(article, network).statements
    return {
        "content": {(s.start, s.end) for statement in said for s in statement.content},
        "source": {(s.source.start, s.source.end) for s in said if s.source.start is not None and s.source.explicit},
        "cue": {(s.cue.start, s.cue.end) for s in said if s.cue},
    }  # fmt: skip


def by_tagger(article: Article, network: Network) -> Spans:
    """The spans of the tagger alone."""
    frames = tagger.read(article.text, prose(article), network).frames
    return {
        "content": {(s.start, s.end) for f in frames for s in f.content},
        "source": {(s.start, s.end) for f in frames for s in f.source},
        "cue": {(f.cue.start, f.cue.end) for f in frames},
    }


def _compare(text: str, gold: set[tuple[int, int]], found: set[tuple[int, int]]) -> dict[str, int]:
    """Numbers of gold and found spans, of right ones among the found and of found ones among the gold."""

    def shares(a: tuple[int, int], b: tuple[int, int]) -> bool:
        common = text[max(a[0], b[0]) : min(a[1], b[1])]
        return max(a[0], b[0]) < min(a[1], b[1]) and any(map(str.isalnum, common))

    right = {f for f in found if any(shares(g, f) and f[1] - f[0] <= LONGEST * (g[1] - g[0]) for g in gold)}
    recalled = {g for g in gold if any(shares(g, f) for f in right)}
    return {"gold": len(gold), "found": len(found), "right": len(right), "recalled": len(recalled)}


def _rates(role: str, counts: Counter[tuple[str, str]]) -> dict[str, float]:
    p = counts[role, "right"] / max(1, counts[role, "found"])
    r = counts[role, "recalled"] / max(1, counts[role, "gold"])
    return {"p": round(p, 3), "r": round(r, 3), "f1": round(2 * p * r / max(1e-9, p + r), 3)}


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--limit", type=int, help="read only the first so many reports")
    parser.add_argument("--model", type=Path, default=models.FOLDER, help="another tagger's folder")
    parser.add_argument("--alone", action="store_true", help="the tagger's own spans")
    options = parser.parse_args()
    path = options.shared / "gold" / "polnear-dev.jsonl.gz"
    read = partial(by_tagger if options.alone else by_reader, network=models.load(options.model))
    print(json.dumps(measure(path, read, options.limit), indent=1))


if __name__ == "__main__":
    main()
