"""The layers that are not trained, measured on the annotated reports, the parallel documents and the dated pages.

    python eval/measure.py [--shared ../shared] [--json] [--errors 20]

Prints F1 for dates and quantities per language (by the scorer beside the annotations), the mean Jaccard similarity
of the quantities in the three versions of a document, and the share of dated pages whose publication day is right.
"""

import argparse
import gzip
import importlib.util
import json
import os
import re
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from khabar.ingest import html, plain
from khabar.ingest.article import Article, dated, prose
from khabar.ingest.decode import decode
from khabar.mentions import quantities, times

SHARED = Path(os.environ.get("KHABAR_SHARED", Path(__file__).parents[2] / "shared"))
LANGUAGES = ("ar", "fa", "en")


def load_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def load_scorer(shared: Path) -> ModuleType:
    """The scorer beside the annotations, as a module."""
    spec = importlib.util.spec_from_file_location("gold_score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_row(row: dict[str, Any]) -> Article:
    """A gold row as a row of a JSON Lines file would be read."""
    return plain.build(row["text"], id=str(row["id"]), title=row.get("title"), published=row.get("date"),
                       outlet=row.get("outlet"), url=row.get("url"), language=row.get("lang"))  # fmt: skip


def mentioned(article: Article) -> dict[str, Any]:
    """Times and quantities of an article, as a record has them."""
    found = times.find(article.text, dated(article), article.published)
    amounts = quantities.find(article.text, prose(article), found)
    return {"text": article.text, "times": msgspec.to_builtins(found), "quantities": msgspec.to_builtins(amounts)}


def dev(shared: Path, errors: int = 0) -> dict[str, Any]:
    """Scores of dates and quantities for each language."""
    scorer, tables = load_scorer(shared), {}
    for language in LANGUAGES:
        count = scorer.Count()
        for row in load_rows(shared / "gold" / f"dev-{language}.jsonl"):
            scorer.score_report(
                {**row, "statements": [], "relations": []}, mentioned(read_row(row)), row["text"], count
            )
        table = count.table()
        tables[language] = {key: table[key] for key in ("dates.found", "dates", "quantities")}
        for line in [e for e in count.errors if re.search(r" (date|quantity) ", e)][:errors]:
            print(language, line)
    return tables


def parallel(shared: Path) -> dict[str, float]:
    """Mean Jaccard similarity of the quantity values in two versions of a document, for each pair of languages.

    Two versions without any quantity agree; ``mean_where_any`` leaves such pairs out.
    """
    documents: dict[str, dict[str, set[float]]] = {}
    for row in load_rows(shared / "gold" / "ntrex-dev.jsonl"):
        documents[str(row["id"])] = {
            language: _values("\n".join(row["segments"][language]), language) for language in LANGUAGES
        }
    scores, told = {}, []
    for a, b in combinations(LANGUAGES, 2):
        pairs = [(d[a], d[b]) for d in documents.values()]
        alike = [len(x & y) / len(x | y) if x | y else 1.0 for x, y in pairs]
        scores[f"{a}-{b}"] = round(sum(alike) / len(alike), 3)
        told += [score for score, (x, y) in zip(alike, pairs, strict=True) if x | y]
    mean = round(sum(scores.values()) / len(scores), 3)
    return {**scores, "mean": mean, "mean_where_any": round(sum(told) / len(told), 3)}


def _values(text: str, language: str) -> set[float]:
    found = mentioned(plain.build(text, id="x", language=language))["quantities"]
    return {q["value"] for q in found if q["value"] is not None}


def pages(shared: Path) -> dict[str, Any]:
    """How many of the dated pages give their publication day, and that every page reads."""
    right, dated, wrong = 0, 0, []
    for row in load_rows(shared / "pages" / "pages.jsonl"):
        data = gzip.decompress((shared / "pages" / f"{row['id']}.html.gz").read_bytes())
        article = html.build(decode(data, html=True), id=row["id"], url=row.get("url"))
        if row.get("gold_date"):
            dated += 1
            right += article.published == row["gold_date"]
            if article.published != row["gold_date"]:
                wrong.append([row["id"], row["gold_date"], article.published])
    return {"right": right, "of": dated, "wrong": wrong}


def measure(shared: Path, errors: int = 0) -> dict[str, Any]:
    """All figures of this module."""
    return {"dev": dev(shared, errors), "parallel": parallel(shared), "pages": pages(shared)}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    figures = measure(options.shared, options.errors)
    if options.json:
        print(json.dumps(figures))
        return
    for language, table in figures["dev"].items():
        print(language, "  ".join(f"{k} P {v['p']:.3f} R {v['r']:.3f} F1 {v['f1']:.3f}" for k, v in table.items()))
    print("parallel quantities", figures["parallel"])
    print("published", figures["pages"])


if __name__ == "__main__":
    main()
