"""The models that ship: trained on all annotated reports, exported into the package."""

import argparse
import json
from pathlib import Path

import torch

from khabar import models
from training import choosing, fit, labels
from training.convert import prepare
from training.export import ship

VERSION = "3"


def main() -> None:
    """Train on everything and write the package's model files."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--fast", action="store_true", help="the small tagger; the other one comes first")
    parser.add_argument("--data", choices=("own", "all"), default="own", help="all: with PolNeAR in the first stage")
    parser.add_argument("--out", type=Path, help="default: the package's folder of models")
    options = parser.parse_args()
    torch.set_num_threads(2)
    plan = fit.FAST if options.fast else fit.Plan()
    work, like = (options.work / "fast", options.work) if options.fast else (options.work, None)
    prepare(work)
    annotated, written = labels.annotated(options.gold), labels.written()
    before = fit.earlier(options.gold.parent, plan, polnear=options.data == "all")
    fit.claim(work, annotated, before, written, plan)
    data = annotated + written
    model = fit.staged(data, before, plan, work, "final", like)
    scores = [Path("eval/cv-fast.json")] * options.fast + [Path("eval/cv.json")]  # the small one may go by the other's
    curves = next((json.loads(p.read_text("utf-8"))["calibration"] for p in scores if p.is_file()), None)
    out = options.out or (models.FAST if options.fast else models.FOLDER)
    ship(model, data, work, out, VERSION + "-fast" * options.fast, curves)
    choosing.ship(labels.with_events(options.gold), out)


if __name__ == "__main__":
    main()
