"""Train the head that finds names, on what a trained tagger's lower layers say of the annotated reports.

The layers stay as they are: their states are computed once, and the head learns in a minute. Learned together with the
tagger, a linear head reaches F1 .50 to .62; this one .70 to .81 (docs/tagger.md).
"""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from khabar.mentions.pieces import WINDOW
from khabar.models import load_vectors
from training import rows
from training.fit import Vectors, of_words, windows
from training.model import Namer, Tagger
from training.rows import Example

EPOCHS, RATE, SEED = 12, 2e-3, 1


def train(data: list[dict[str, Any]], model: Tagger, work: Path) -> Namer:
    """A head trained on the rows, all of which have names."""
    torch.manual_seed(SEED)
    tokenizer = Tokenizer.from_file(str(work / "base/tokenizer.json"))
    vectors = load_vectors(work / "base/embedding.npy")
    examples = [rows.build(row, tokenizer, WINDOW) for row in data]
    states = [_states(e, model, vectors) for e in examples]
    whole = torch.cat(states)
    namer = Namer(whole.mean(0), whole.std(0) + 1e-6)
    optimiser = torch.optim.AdamW(namer.parameters(), lr=RATE, weight_decay=0.01)
    for epoch in range(EPOCHS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS)
        namer.train()
        for index in np.random.default_rng([SEED, epoch]).permutation(len(data)):
            logits = namer(states[index][None])[0]
            loss = functional.cross_entropy(logits, torch.tensor(examples[index].tags["name"]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return namer.eval()


def _states(example: Example, model: Tagger, vectors: Vectors) -> Tensor:
    """States (words, 2 * width) half-way up and at the top."""
    pieces, mask = windows(example, vectors)
    half = len(model.lower.layers) // 2
    with torch.no_grad():
        early = model.lower.states(model.lower.begin(pieces), mask, 0, half)
        both = torch.cat([early, model.lower.states(early, mask, half)], dim=-1)
    return of_words(both, example)
