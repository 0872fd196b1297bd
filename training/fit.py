"""Train the tagger on annotated reports: one report an item, its windows, its cues and some words that are not cues."""

import json
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from torch.optim.lr_scheduler import LambdaLR

from khabar.mentions.decoding import transitions
from khabar.mentions.pieces import BEGIN, END
from khabar.mentions.tagger import ROLES, Network
from training import rows
from training.convert import load_base
from training.model import Tagger
from training.rows import HEADS, NOTHING, Example, Reading

FLAT_WEIGHT, HEAD_WEIGHT = 0.5, 0.15


@dataclass(frozen=True)
class Plan:
    """Everything that decides a training run, beside the data."""

    split: int = 8
    total: int = 11
    epochs: int = 6
    rate: float = 1.5e-4
    head_rate: float = 1.5e-3
    reports: int = 1  # a step
    windows: tuple[int, ...] = (224, 192, 160)
    false_cues: int = 3  # a report
    seed: int = 1


def make(plan: Plan, work: Path) -> Tagger:
    """An untrained tagger."""
    torch.manual_seed(plan.seed)
    keep = json.loads((work / "keep.json").read_text())
    return Tagger(load_base(), keep, plan.split, plan.total, {name: len(v) for name, v in HEADS.items()})


def train(data: list[dict[str, Any]], plan: Plan, work: Path, checkpoint: Path) -> Tagger:
    """A tagger trained on ``data`` (gold rows). The state after each epoch is kept in ``checkpoint``, from which a
    run that was stopped goes on; the file is removed at the end."""
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    model = make(plan, work)
    examples = [[rows.build(r, tokenizer, w) for r in data] for w in plan.windows]
    steps = plan.epochs * -(-len(data) // plan.reports)
    optimiser, schedule = _optimiser(model, plan, steps)
    for epoch in range(_resume(checkpoint, model, optimiser, schedule), plan.epochs):
        _epoch(model, examples, (optimiser, schedule), plan, epoch)
        state = {"model": weights(model), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
        torch.save({"epochs": epoch + 1, **state}, checkpoint)
    checkpoint.unlink(missing_ok=True)
    return model.eval()


def _optimiser(model: Tagger, plan: Plan, steps: int) -> tuple[torch.optim.Optimizer, LambdaLR]:
    groups = [
        {"params": model.encoder_parameters(), "lr": plan.rate},
        {"params": model.new_parameters(), "lr": plan.head_rate},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = max(1, steps // 12)
    return optimiser, LambdaLR(optimiser, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / (steps - warm))))


def _resume(checkpoint: Path, model: Tagger, optimiser: torch.optim.Optimizer, schedule: LambdaLR) -> int:
    """Epochs already done, with their state loaded."""
    if not checkpoint.is_file():
        return 0
    saved = torch.load(checkpoint)
    model.load_state_dict(saved["model"], strict=False)
    optimiser.load_state_dict(saved["optimiser"])
    schedule.load_state_dict(saved["schedule"])
    return int(saved["epochs"])


def _epoch(
    model: Tagger,
    examples: list[list[Example]],
    steppers: tuple[torch.optim.Optimizer, LambdaLR],
    plan: Plan,
    epoch: int,
) -> None:
    """One pass over the reports; seeded by its number, so that a resumed run equals an unbroken one."""
    torch.manual_seed(plan.seed * 1000 + epoch)
    chance = random.Random(plan.seed * 1000 + epoch)
    order = chance.sample(range(len(examples[0])), len(examples[0]))
    begun, losses = time.time(), []
    model.train()
    for start in range(0, len(order), plan.reports):
        batch = [chance.choice(examples)[i] for i in order[start : start + plan.reports]]
        loss = loss_of(model, batch, plan, chance)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for stepper in steppers:
            stepper.step()
        steppers[0].zero_grad(set_to_none=True)
        losses.append(loss.item())
    print(f"epoch {epoch + 1}/{plan.epochs}: loss {np.mean(losses):.3f}, {time.time() - begun:.0f} s", flush=True)


def loss_of(model: Tagger, batch: list[Example], plan: Plan, chance: random.Random) -> Tensor:
    """Cue, role and head losses of some reports."""
    states = _encode(model, batch)
    cues = [model.lower.cue(model.lower.drop(s)) for s in states]
    loss = _cross_entropy(torch.cat(cues), [x for e in batch for x in e.cues])
    loss = loss + FLAT_WEIGHT * _cross_entropy(model.lower.flat(torch.cat(states)), [x for e in batch for x in e.flat])
    readings = [
        (index, r)
        for index, example in enumerate(batch)
        for r in (*example.readings, *_false_readings(example, cues[index], plan.false_cues, chance))
    ]
    return loss + _upper_loss(model, states, readings) if readings else loss


def _cross_entropy(logits: Tensor, targets: list[int]) -> Tensor:
    return functional.cross_entropy(logits, torch.tensor(targets), ignore_index=NOTHING)


def _encode(model: Tagger, batch: list[Example]) -> list[Tensor]:
    """Hidden states of each report's words."""
    windows = [(i, a, b) for i, e in enumerate(batch) for a, b in zip((0, *e.pieces.cuts), e.pieces.cuts, strict=False)]
    width = max(b - a for _, a, b in windows) + 2
    ids = torch.full((len(windows), width), END)
    mask = torch.zeros((len(windows), width), dtype=torch.long)
    for row, (i, a, b) in enumerate(windows):
        ids[row, : b - a + 2] = torch.tensor([BEGIN, *batch[i].pieces.ids[a:b], END])
        mask[row, : b - a + 2] = 1
    states, _ = model.lower(ids, mask)
    parts: list[list[Tensor]] = [[] for _ in batch]
    for row, (i, a, b) in enumerate(windows):
        parts[i].append(states[row, 1 : b - a + 1])
    return [torch.cat(p)[list(e.pieces.first)] for p, e in zip(parts, batch, strict=True)]


def _false_readings(example: Example, logits: Tensor, most: int, chance: random.Random) -> list[Reading]:
    """Words that are no cues: those that look most like one at this moment, and now and then any word."""
    likeness = (1 - logits.detach().softmax(-1)[:, 0]).tolist()
    others = [w for w, label in enumerate(example.cues) if not label]
    picked = sorted((w for w in others if likeness[w] > 0.05), key=lambda w: -likeness[w])[:most]
    if others and chance.random() < 0.3:
        picked.append(chance.choice(others))
    return [rows.false_reading(example.pieces, w) for w in picked]


def _upper_loss(model: Tagger, states: list[Tensor], readings: list[tuple[int, Reading]]) -> Tensor:
    width = max(r.seen[1] - r.seen[0] for _, r in readings)
    x = torch.stack(
        [functional.pad(states[i][r.seen[0] : r.seen[1]], (0, 0, 0, width - len(r.roles))) for i, r in readings]
    )
    mask = torch.zeros((len(readings), width), dtype=torch.long)
    cue = torch.zeros_like(mask)
    targets = torch.full_like(mask, NOTHING)
    for row, (_, r) in enumerate(readings):
        mask[row, : len(r.roles)] = 1
        cue[row, r.cue[0] - r.seen[0] : r.cue[1] - r.seen[0]] = 1
        targets[row, : len(r.roles)] = torch.tensor(r.roles)
    roles, *heads = model.upper(x, cue, mask)
    loss = functional.cross_entropy(roles.flatten(0, 1), targets.flatten(), ignore_index=NOTHING)
    for index, logits in enumerate(heads):
        classes = [r.heads[index] for _, r in readings]
        if any(c != NOTHING for c in classes):
            loss = loss + HEAD_WEIGHT * _cross_entropy(logits, classes)
    return loss


def network(model: Tagger, work: Path) -> Network:
    """The trained model behind the package's interface."""

    def lower(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        with torch.inference_mode():
            states, logits = model.lower(torch.from_numpy(ids)[None])
        return states[0].numpy(), logits[0].numpy()

    def upper(states: np.ndarray, cue: np.ndarray) -> list[np.ndarray]:
        with torch.inference_mode():
            out = model.upper(torch.from_numpy(states)[None], torch.from_numpy(cue)[None])
        return [o[0].numpy() for o in out]

    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    return Network(tokenizer, lower, upper, HEADS, transitions(ROLES), name="torch")


def weights(model: Tagger) -> dict[str, Tensor]:
    """The trained parameters, without the untrained embedding table."""
    return {k: v for k, v in model.state_dict().items() if k not in ("lower.bits", "lower.scale")}
