"""Five folds of the annotated reports: dealt in turn within a language after sorting by sha256 of the id,
near-duplicates together."""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

FOLDS = 5
SHINGLE = 5
ALIKE = 0.3  # share of the shorter report's word 5-grams from which two reports are near-duplicates


def load_gold(folder: Path) -> list[dict[str, Any]]:
    """The rows of ``dev-*.jsonl``, in a fixed order."""
    rows = [json.loads(line) for path in sorted(folder.glob("dev-*.jsonl")) for line in path.open(encoding="utf-8")]
    return sorted(rows, key=lambda r: (r["lang"], hashlib.sha256(str(r["id"]).encode()).hexdigest()))


def deal(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Fold of each report id."""
    shingles = {r["id"]: _shingles(r["text"]) for r in rows}
    folds: dict[str, int] = {}
    for language in sorted({r["lang"] for r in rows}):
        turn = 0
        for row in (r for r in rows if r["lang"] == language):
            twin = next((i for i in folds if _alike(shingles[i], shingles[row["id"]])), None)
            folds[row["id"]] = folds[twin] if twin else turn % FOLDS
            turn += twin is None
    return folds


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}


def _alike(a: set[tuple[str, ...]], b: set[tuple[str, ...]]) -> bool:
    return len(a & b) >= ALIKE * max(1, min(len(a), len(b)))


def main() -> None:
    """Write the folds, ids only."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    folds = deal(load_gold(options.gold))
    options.out.write_text(json.dumps(folds, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
