"""The model that ships: trained on all annotated reports, exported into the package."""

import argparse
from pathlib import Path

import torch

from khabar import models
from training import fit
from training.convert import prepare
from training.export import ship
from training.folds import load_gold

VERSION = "1"


def main() -> None:
    """Train on everything and write the package's model files."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--out", type=Path, default=models.FOLDER)
    options = parser.parse_args()
    torch.set_num_threads(2)
    work = prepare(options.work)
    data = load_gold(options.gold)
    model = fit.train(data, fit.Plan(), work, checkpoint=work / "final.partial.pt")
    ship(model, data, work, options.out, VERSION)


if __name__ == "__main__":
    main()
