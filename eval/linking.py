"""Who is who: the same entities in the three versions of a document, and the English names of sources.

    python -m eval.linking [--shared ../shared] [--limit 20] [--errors 30]

``parallel`` is the mean Jaccard similarity of the entities (people, organisations, groups, media and places that the
base holds or that the version names twice) between two versions of a document: by id, and by id or like English name.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

from eval.measure import LANGUAGES, SHARED, load_rows, load_scorer

from khabar import models, reader
from khabar.ingest import plain
from khabar.mentions.names import known
from khabar.mentions.places import gazetteer
from khabar.mentions.tagger import Network
from khabar.record import Entity, Record

TYPES = ("person", "organisation", "group", "media", "place")
LEAST_MENTIONS = 2


def parallel(shared: Path, network: Network, limit: int | None = None) -> tuple[dict[str, Any], Counter[str]]:
    """Mean Jaccard similarity for each pair of languages, by id and by id or like name, and how often each entity
    stands in one version only."""
    scorer = load_scorer(shared)
    by_id: dict[str, list[float]] = {}
    by_name: dict[str, list[float]] = {}
    lost: Counter[str] = Counter()
    for row in load_rows(shared / "gold" / "ntrex-dev.jsonl")[:limit]:
        found = {}
        for language in LANGUAGES:
            article = plain.build("\n".join(row["segments"][language]), id="x", language=language)
            found[language] = list(_counted(reader.read_article(article, network)))
        for a, b in combinations(LANGUAGES, 2):
            mine, theirs = {e.id for e in found[a]}, {e.id for e in found[b]}
            lost.update(f"{a} {i}" for i in mine - theirs)
            lost.update(f"{b} {i}" for i in theirs - mine)
            by_id.setdefault(f"{a}-{b}", []).append(len(mine & theirs) / max(1, len(mine | theirs)))
            by_name.setdefault(f"{a}-{b}", []).append(_alike(found[a], found[b], scorer))
    means = {name: {pair: _mean(x) for pair, x in t.items()} for name, t in (("id", by_id), ("name", by_name))}
    return {name: {**pairs, "mean": _mean(pairs.values())} for name, pairs in means.items()}, lost


def _counted(record: Record) -> Iterable[Entity]:
    times = Counter(m.entity for m in record.mentions)
    for entity in record.entities:
        held = entity.id in known() or entity.id in gazetteer()
        if entity.type in TYPES and (held or times[entity.id] >= LEAST_MENTIONS):
            yield entity


def _alike(mine: list[Entity], theirs: list[Entity], scorer: ModuleType) -> float:
    """Jaccard similarity when two entities are one by id or, of one type, by like English names; one to one."""
    left = list(theirs)
    common = 0
    for entity in sorted(mine, key=lambda e: e.id not in {t.id for t in theirs}):
        for other in left:
            if other.id == entity.id or (other.type == entity.type and _one_name(entity, other, scorer)):
                left.remove(other)
                common += 1
                break
    return common / max(1, len(mine) + len(theirs) - common)


def _one_name(entity: Entity, other: Entity, scorer: ModuleType) -> bool:
    return bool(scorer.same_name(entity.names.get("en", ""), other.names.get("en", "")))


def _mean(values: Iterable[float]) -> float:
    kept = list(values)
    return round(sum(kept) / max(1, len(kept)), 3)


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--limit", type=int, help="only the first so many documents")
    parser.add_argument("--errors", type=int, default=0, help="show so many entities that one version lacks")
    options = parser.parse_args()
    result, lost = parallel(options.shared, models.load(), options.limit)
    print(json.dumps({"parallel": result}, indent=1))
    for name, count in lost.most_common(options.errors):
        print(f"{count:4} {name}")


if __name__ == "__main__":
    main()
