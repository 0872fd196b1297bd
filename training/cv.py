"""Five-fold cross-validation on the annotated reports: train, export and read each fold with a model that has not
seen it.

Every fold leaves its model in the work folder; a second run goes on where the first was stopped. The out-of-fold
figures are those of the whole reader with the exported int8 model, by the scorer that lies beside the annotations.
"""

import argparse
import dataclasses
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import torch
from eval.measure import load_scorer, read_row

from khabar import models, reader
from khabar.account.statements import chance
from khabar.ingest.article import prose
from khabar.mentions import tagger, triggers
from khabar.mentions.decoding import runs
from khabar.mentions.pieces import WINDOW
from khabar.mentions.tagger import NAMES, Network
from khabar.record import Block
from training import calibrate, choosing, fit, labels
from training.convert import prepare
from training.export import ship
from training.folds import FOLDS
from training.rows import build

Names = tuple[str, set[tuple[int, int, str]], set[tuple[int, int, str]]]
"""A report's language, its annotated names (start, end, type) and those found."""


def predict(rows: list[dict[str, Any]], network: Network) -> list[dict[str, Any]]:
    """Records of gold rows, read as a row of a JSON Lines file would be."""
    return [json.loads(msgspec.json.encode(reader.read_article(read_row(row), network))) for row in rows]


def score(rows: list[dict[str, Any]], records: list[dict[str, Any]], scorer: ModuleType) -> dict[str, Any]:
    """The scorer's table for each language."""
    tables = {}
    by_id = {r["id"]: r for r in records}
    for language in sorted({r["lang"] for r in rows}):
        count = scorer.Count()
        for row in rows:
            if row["lang"] == language:
                scorer.score_report(row, by_id[str(row["id"])], row["text"], count)
        tables[language] = count.table()
    return tables


def compare_names(row: dict[str, Any], network: Network) -> Names:
    """The names of an annotated row and those that the tagger finds in it."""
    article = read_row(row)
    example = build(row, network.tokenizer, WINDOW)
    words = example.pieces.words
    marked = runs([NAMES[i] for i in example.tags["name"]])
    gold = {(words[a][0], words[b - 1][1], label) for label, a, b in marked}
    found = {(t.start, t.end, t.label) for t in tagger.read(article.text, prose(article), network).names}
    return row["lang"], gold, found


def score_names(reports: Sequence[Names]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of names by language and by type: right with the same words and the same type."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for language, gold, found in reports:
        counts[language].update(gold=len(gold), found=len(found), right=len(gold & found))
        for name in gold | found:
            counts[name[2]].update(gold=name in gold, found=name in found, right=name in gold & found)
    return {key: _rates(c) for key, c in sorted(counts.items())}


def _rates(c: Counter[str]) -> dict[str, float]:
    p, r = c["right"] / max(1, c["found"]), c["right"] / max(1, c["gold"])
    f1 = 2 * c["right"] / max(1, c["found"] + c["gold"])
    return {"p": round(p, 3), "r": round(r, 3), "f1": round(f1, 3), "gold": c["gold"]}


def _by_lexicon(record: dict[str, Any]) -> dict[str, Any]:
    """The record with every sure word of the lexicon as an event: what the judge is compared with."""
    blocks = [msgspec.convert(b, Block) for b in record["blocks"] if b["kind"] != "boilerplate"]
    found = [t for t in triggers.find(record["text"], blocks) if t.senses[0].sure]
    return {**record, "events": [{"start": t.start, "end": t.end, "type": t.senses[0].type} for t in found]}


def _crossed(judged: Sequence[tuple[int, list[calibrate.Judged]]]) -> Iterator[tuple[float, bool]]:
    """Calibrated confidences and whether they were right, each by a curve that was fitted on the other folds."""
    for fold in range(FOLDS):
        curves = calibrate.fit([x for other, report in judged if other != fold for x in report])
        for way, probability, right in (x for other, report in judged if other == fold for x in report):
            yield chance(probability, way, curves), right


def main() -> None:
    """Train what is missing, then write the out-of-fold figures."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--folds", type=Path, default=Path("eval/folds.json"))
    parser.add_argument("--fast", action="store_true", help="the small tagger; the other one's folds come first")
    parser.add_argument("--out", type=Path, help="default: eval/cv.json, with --fast eval/cv-fast.json")
    parser.add_argument("--records", type=Path, help="also write the out-of-fold records here (they hold the texts)")
    options = parser.parse_args()
    torch.set_num_threads(2)
    plan, folds = fit.FAST if options.fast else fit.Plan(), json.loads(options.folds.read_text())
    work, like = (options.work / "fast", options.work) if options.fast else (options.work, None)
    out = options.out or Path("eval/cv-fast.json" if options.fast else "eval/cv.json")
    shipped = models.FAST if options.fast else models.FOLDER
    prepare(work)
    rows, written = labels.annotated(options.gold), labels.written()
    before = fit.earlier(options.gold.parent, plan)
    made_of = fit.claim(work, rows, before, written, plan)
    eventful = labels.with_events(options.gold)
    records: list[dict[str, Any]] = []
    names: list[Names] = []
    for fold in range(FOLDS):
        folder = work / f"fold-{fold}"
        if not (folder / "model.json").is_file():
            data = [r for r in rows if folds[r["id"]] != fold] + written
            model = fit.staged(data, before, plan, work, folder.name, like)
            ship(model, data, work, folder, version=folder.name)
        choosing.ship([r for r in eventful if folds.get(r["id"]) != fold], folder)
        seen = [r for r in rows if folds[r["id"]] == fold]
        network = models.load(folder)
        records += predict(seen, network)
        names += [compare_names(row, network) for row in seen]
        print(f"fold {fold}: {len(records)} reports read", flush=True)
    if options.records:
        options.records.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    scorer, by_id = load_scorer(options.gold.parent), {r["id"]: r for r in records}
    judged = [(folds[r["id"]], calibrate.judge(r, by_id[str(r["id"])], scorer)) for r in rows]
    result = {
        "data": made_of,
        "plan": dataclasses.asdict(plan),
        "model": models.read_manifest(shipped).files if (shipped / "model.json").is_file() else {},
        "scores": score(rows, records, scorer),
        "calibration": calibrate.fit([x for _, report in judged for x in report]),
        "reliability": calibrate.reliability(list(_crossed(judged))),
        "names": score_names(names),
        "events_by_lexicon": {k: t["events"] for k, t in score(rows, [*map(_by_lexicon, records)], scorer).items()},
    }
    out.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
