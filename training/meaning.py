"""Ship the untuned encoder as int8 ONNX, for vectors of sentences: near for sentences of one meaning, in any language.

The encoder is multilingual-e5-small (MIT; Wang et al., "Multilingual E5 Text Embeddings", 2024): the mean of its last
layer over the pieces of a text that begins with "query: ". Its table of piece vectors is the one that taggers share.
"""

import argparse
import hashlib
import shutil
from collections import defaultdict
from pathlib import Path

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from khabar import models
from khabar.models import EMBEDDING, TOKENIZER, Files
from training import labels
from training.convert import HIDDEN, LAYERS, load_base, prepare
from training.export import export_part
from training.model import Lower, start


class Meaning(nn.Module):
    """All layers of the untuned encoder."""

    def __init__(self) -> None:
        super().__init__()
        base = load_base()
        self.lower = Lower(base, LAYERS)
        start(self.lower, base)

    def forward(self, pieces: Tensor) -> Tensor:
        """``pieces`` (batch, pieces, width) to their mean at the top (batch, width)."""
        return self.lower.states(self.lower.begin(pieces), None, 0).mean(1)


def ship(work: Path, folder: Path) -> None:
    """Write ``meaning.onnx`` and its manifest; ``work`` has what models share."""
    folder.mkdir(parents=True, exist_ok=True)
    export_part(Meaning().eval(), (torch.randn(1, 17, HIDDEN),), folder / "meaning.onnx", ["pieces"], ["vector"])
    shutil.copytree(work / "base", folder.parent / "base", dirs_exist_ok=True)
    np.savez(folder / "means.npz", **means(models.load_meaning(folder)))
    names = ("meaning.onnx", "means.npz", EMBEDDING, TOKENIZER)
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    manifest = Files(name="khabar-meaning", version="1", files=files)
    (folder / "model.json").write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")


def means(meaning: models.Meaning) -> dict[str, NDArray[np.float32]]:
    """The mean vector of each language's reports that were written for this project."""
    texts: dict[str, list[str]] = defaultdict(list)
    for row in labels.written():
        texts[row["lang"]] += [x for x in row["text"].split("\n") if x.strip()]
    return {language: meaning(paragraphs).mean(0) for language, paragraphs in sorted(texts.items())}


def main() -> None:
    """Write the model of sentence vectors into the package."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--work", type=Path, default=Path("build/train"))
    parser.add_argument("--folder", type=Path, default=models.MEANING)
    options = parser.parse_args()
    prepare(options.work)
    ship(options.work, options.folder)


if __name__ == "__main__":
    main()
