"""Five-fold cross-validation on the annotated reports: train, export and read each fold with a model that has not
seen it.

Every fold leaves its model in the work folder; a second run goes on where the first was stopped. The out-of-fold
figures are those of the whole reader with the exported int8 model, by the scorer that lies beside the annotations.
"""

import argparse
import dataclasses
import hashlib
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import torch
from eval.measure import load_scorer, read_row

from khabar import models, reader
from khabar.mentions.tagger import Network
from training import fit
from training.convert import prepare
from training.export import ship
from training.folds import FOLDS, load_gold


def fold_model(fold: int, folds: dict[str, int], gold: Path, work: Path, plan: fit.Plan) -> Path:
    """The folder of the model that has not seen ``fold``, trained now if it is not there."""
    folder = work / f"fold-{fold}"
    if not (folder / "model.json").is_file():
        data = [r for r in load_gold(gold) if folds[r["id"]] != fold]
        model = fit.train(data, plan, work, checkpoint=work / f"fold-{fold}.partial.pt")
        ship(model, data, work, folder, version=f"fold-{fold}")
    return folder


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


def digest(rows: list[dict[str, Any]]) -> str:
    """A digest of the annotated data that figures were measured on."""
    whole = json.dumps(rows, sort_keys=True, ensure_ascii=False).encode()
    return hashlib.sha256(whole).hexdigest()[:16]


def main() -> None:
    """Train what is missing, then write the out-of-fold figures."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--folds", type=Path, default=Path("eval/folds.json"))
    parser.add_argument("--out", type=Path, default=Path("eval/cv.json"))
    parser.add_argument("--records", type=Path, help="also write the out-of-fold records here (they hold the texts)")
    options = parser.parse_args()
    torch.set_num_threads(2)
    work = prepare(options.work)
    plan, folds = fit.Plan(), json.loads(options.folds.read_text())
    rows = load_gold(options.gold)
    records: list[dict[str, Any]] = []
    for fold in range(FOLDS):
        folder = fold_model(fold, folds, options.gold, work, plan)
        records += predict([r for r in rows if folds[r["id"]] == fold], models.load(folder))
        print(f"fold {fold}: {len(records)} reports read", flush=True)
    if options.records:
        options.records.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    result = {
        "data": digest(rows),
        "plan": dataclasses.asdict(plan),
        "model": models.read_manifest().files if (models.FOLDER / "model.json").is_file() else {},
        "scores": score(rows, records, load_scorer(options.gold.parent)),
    }
    options.out.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
