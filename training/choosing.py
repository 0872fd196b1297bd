"""Train the judges of events: of the words that may name one (``khabar.mentions.triggers``), which do; of the parties
beside one (``khabar.account.sides``), who acts and who suffers; of the places and times near it
(``khabar.account.scenes``), where and when it was; and whether it is real (``khabar.account.realities``).

They learn from what a shipped tagger's lower layers say half-way up. Those layers stay as the stage before the
annotated reports left them, so that a fold's judges have seen nothing of the fold. The labels are the events of the
annotated reports, with the spans of their parties in ``labels/arguments.jsonl``, and those of ``labels/events.jsonl``.
"""

import argparse
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import torch
from eval.measure import read_row
from numpy.typing import NDArray
from torch import Tensor, nn

from khabar import models, reader
from khabar.account import events, realities, scenes, sides
from khabar.ingest.article import language_at, prose
from khabar.mentions import tagger, triggers
from khabar.mentions.tagger import Network
from training import labels

WIDTH, EPOCHS, RATE, DECAY, BATCH, SEED = 128, 10, 1e-3, 0.05, 64, 1
NEAR = 40  # characters between a trigger and an annotated one of its type that is the same event
ACTS, SUFFERS, NEITHER = range(3)

Inputs = tuple[Tensor, Tensor, Tensor]
"""States, features and targets."""


@dataclass(frozen=True)
class Look:
    """What the judges see of a report and what they should say: its triggers, and the parties beside its events."""

    triggers: Inputs | None
    parties: Inputs | None
    scenes: Inputs | None = None
    realities: Inputs | None = None


class Judge(nn.Module):
    """One hidden layer over normalised states and features."""

    def __init__(self, mean: Tensor, spread: Tensor, features: int, classes: int) -> None:
        super().__init__()
        self.mean, self.spread = mean, spread
        self.states = nn.Linear(len(mean), WIDTH)
        self.features = nn.Linear(features, WIDTH, bias=False)
        self.out = nn.Linear(WIDTH, classes)
        self.drop = nn.Dropout(0.5)

    def forward(self, states: Tensor, features: Tensor) -> Tensor:
        """Logits (rows, classes)."""
        x = self.states(self.drop((states - self.mean) / self.spread)) + self.features(features)
        logits: Tensor = self.out(self.drop(torch.relu(x)))
        return logits

    def write(self, path: Path) -> None:
        """The weights as ``khabar.models.load_judge`` reads them."""
        half = {
            "mean": self.mean,
            "spread": self.spread,
            "states": self.states.weight,
            "features": self.features.weight,
            "bias": self.states.bias,
            "out": self.out.weight,
            "out_bias": self.out.bias,
        }
        np.savez(path, **{name: value.detach().numpy().astype(np.float16) for name, value in half.items()})


def look(row: dict[str, Any], network: Network) -> Look:
    """What the judges see of a row."""
    article = read_row(row)
    blocks = prose(article)
    tagged = tagger.read(article.text, blocks, network)
    found = [(t, s) for t in triggers.find(article.text, blocks) for s in t.senses[: triggers.SENSES]]
    if not found or not tagged.words:
        return Look(None, None)
    states, features = triggers.inputs(article.text, blocks, tagged, *map(list, zip(*found, strict=True)))
    right = torch.tensor([float(any(_is(t, s, event) for event in row["events"])) for t, s in found])
    whole = reader.read_article(article, network)
    page = events.Page(
        whole.text, blocks, whole.entities, whole.mentions, whole.times, whole.statements, whole.published
    )
    at = {(t.start, s.type): i for i, (t, s) in enumerate(found)}
    known = [(e, *fit) for e in row["events"] if (fit := _fitting(e, found))]
    return Look(
        (torch.from_numpy(states), torch.from_numpy(features), right),
        _beside(page, known, tagged),
        _around(page, known, tagged),
        _realities(page, known, [at[t.start, s.type] for _, t, s in known], states, features),
    )


def _is(trigger: triggers.Trigger, sense: triggers.Sense, event: dict[str, Any]) -> bool:
    start, end = event["trigger"]
    return bool(event["type"] == sense.type and max(start - trigger.end, trigger.start - end, 0) <= NEAR)


def _fitting(
    event: dict[str, Any], found: Sequence[tuple[triggers.Trigger, triggers.Sense]]
) -> tuple[triggers.Trigger, triggers.Sense] | None:
    """The found trigger of an event: of its type, the nearest."""
    fitting = [(t, s) for t, s in found if _is(t, s, event)]
    return min(fitting, key=lambda x: abs(x[0].start - event["trigger"][0]), default=None)


Known = Sequence[tuple[dict[str, Any], triggers.Trigger, triggers.Sense]]
"""Labelled events with their triggers as found."""


def _beside(page: events.Page, known: Known, tagged: tagger.Tagged) -> Inputs | None:
    """The parties in the sentences of the events."""
    everybody = events.parties(page)
    states, features, targets = [], [], []
    for event, trigger, sense in known:
        near = events.near(page, everybody, trigger)
        if "parties" in event and near:
            x, f = sides.inputs(tagged, trigger, sense, near, language_at(page.blocks, trigger.start))
            states.append(x)
            features.append(f)
            targets += [_side(p, event["parties"], near) for p in near]
    return _inputs(states, features, targets, torch.long)


def _around(page: events.Page, known: Known, tagged: tagger.Tagged) -> Inputs | None:
    """The places and times near the events: of an event without a place or date none is right."""
    everywhere = events.settings_of(page)
    states, features, targets = [], [], []
    for event, trigger, sense in known:
        if "parties" not in event:
            continue
        language = language_at(page.blocks, trigger.start)
        near = events.around(page, everywhere, trigger, events.sentence_of(page, trigger, language))
        if near:
            x, f = scenes.inputs(tagged, trigger, sense, near, language)
            states.append(x)
            features.append(f)
            place = event["parties"]["place"]
            there = {c.value for c in everywhere if place and c.start < place[1] and place[0] < c.end}
            targets += [float(c.value == event["date"] if c.is_time else c.value in there) for c in near]
    return _inputs(states, features, targets, torch.float32)


def _realities(
    page: events.Page, known: Known, at: Sequence[int], states: NDArray[np.float32], features: NDArray[np.float32]
) -> Inputs | None:
    """The events with their realities."""
    told = [
        realities.features(features[i], events.told_reality(page, t)) for i, (_, t, _) in zip(at, known, strict=True)
    ]
    targets = [realities.REALITIES.index(e["reality"]) for e, _, _ in known]
    return _inputs([states[i][None] for i in at], [f[None] for f in told], targets, torch.long)


def _inputs(
    states: Sequence[NDArray[np.float32]],
    features: Sequence[NDArray[np.float32]],
    targets: Sequence[float],
    kind: torch.dtype,
) -> Inputs | None:
    if not targets:
        return None
    return (
        torch.from_numpy(np.concatenate(states)),
        torch.from_numpy(np.concatenate(features)),
        torch.tensor(targets, dtype=kind),
    )


def _side(party: sides.Party, parties: dict[str, Any], near: Sequence[sides.Party]) -> int:
    """The side of a party; every mention of an entity in the sentence counts as one that is marked."""
    for side, name in ((ACTS, "actors"), (SUFFERS, "recipients")):
        for start, end in parties[name]:
            marked = {p.entity for p in near if p.start < end and start < p.end}
            if party.entity in marked:
                return side
    return NEITHER


def train(seen: Iterable[Inputs | None], classes: int) -> Judge:
    """A judge of so many classes (1: yes or no) that has learned from the reports."""
    torch.manual_seed(SEED)
    states, features, right = (torch.cat(parts) for parts in zip(*(x for x in seen if x), strict=True))
    judge = Judge(states.mean(0), states.std(0) + 1e-3, features.shape[1], classes)
    optimiser = torch.optim.AdamW(judge.parameters(), lr=RATE, weight_decay=DECAY)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(states)).split(BATCH):
            logits = judge(states[batch], features[batch])
            loss = (
                nn.functional.binary_cross_entropy_with_logits(logits[:, 0], right[batch])
                if classes == 1
                else nn.functional.cross_entropy(logits, right[batch])
            )
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return judge.eval()


def write(looks: Sequence[Look], folder: Path) -> None:
    """Train the judges and write them into a model's folder and its manifest."""
    train((x.triggers for x in looks), 1).write(folder / models.JUDGES["events"])
    train((x.parties for x in looks), 3).write(folder / models.JUDGES["sides"])
    train((x.scenes for x in looks), 1).write(folder / models.JUDGES["scenes"])
    train((x.realities for x in looks), len(realities.REALITIES)).write(folder / models.JUDGES["realities"])
    manifest = models.read_manifest(folder)
    digests = {f: hashlib.sha256((folder / f).read_bytes()).hexdigest() for f in models.JUDGES.values()}
    manifest = msgspec.structs.replace(manifest, files=manifest.files | digests)
    (folder / "model.json").write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")


def ship(rows: Sequence[dict[str, Any]], folder: Path) -> None:
    """Train the judges of the tagger in ``folder`` on rows that have events, and write them there."""
    network = msgspec.structs.replace(models.load(folder), **dict.fromkeys(models.JUDGES))
    write([look(row, network) for row in rows], folder)
    models.load.cache_clear()


def main() -> None:
    """Train the judges of a model on all rows and write them into the model's folder."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--folder", type=Path, default=models.FOLDER)
    options = parser.parse_args()
    torch.set_num_threads(2)
    rows = labels.with_events(options.gold)
    ship(rows, options.folder)
    print(json.dumps({"reports": len(rows), "events": sum(len(r["events"]) for r in rows)}))


if __name__ == "__main__":
    main()
