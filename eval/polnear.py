"""Content, source and cue of the statements of PolNeAR's development reports, through the whole reader.

    python -m eval.polnear [--shared ../shared] [--limit 20]

A predicted span is right when it shares a word with a gold span of its role and has at most three times its
characters; a gold span is found when a right prediction shares a word with it. PolNeAR's notion of attribution is
wider than Khabar's (thoughts, intentions, plans), so recall has a ceiling.
"""

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

from eval.measure import SHARED, read_row

from khabar import models, reader
from khabar.mentions.tagger import Network
from khabar.record import Record

LONGEST = 3
"""How many times as long as the gold span a right one may be."""
ROLES = ("content", "source", "cue")


def measure(path: Path, network: Network, limit: int | None = None) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of each role over the reports of a PolNeAR file."""
    counts: Counter[tuple[str, str]] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][:limit]
    for row in rows:
        record = reader.read_article(read_row(row), network)
        for role in ROLES:
            gold = {tuple(span) for s in row["statements"] for span in s[role]}
            counts.update({(role, name): n for name, n in _compare(row["text"], gold, _spans(record, role)).items()})
    return {role: _rates(role, counts) for role in ROLES}


def _spans(record: Record, role: str) -> set[tuple[int, int]]:
    spans: list[Any] = []
    for statement in record.statements:
        if role == "content":
            spans += statement.content
        elif role == "cue":
            spans.append(statement.cue)
        elif statement.source.explicit:
            spans.append(statement.source)
    return {(s.start, s.end) for s in spans if s is not None and s.start is not None}


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
    options = parser.parse_args()
    path = options.shared / "gold" / "polnear-dev.jsonl.gz"
    print(json.dumps(measure(path, models.load(), options.limit), indent=1))


if __name__ == "__main__":
    main()
