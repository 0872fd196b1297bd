"""Train the tagger on annotated reports: a report a step, its windows, its cues and some words that are not cues."""

import random
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from torch.optim.lr_scheduler import LambdaLR

from khabar.mentions.pieces import BEGIN, END
from khabar.models import load_vectors
from training import labels, rows
from training.convert import HIDDEN, load_base
from training.model import Tagger
from training.rows import HEADS, NOTHING, TAGS, Example, Reading

FLAT_WEIGHT, HEAD_WEIGHT = 0.5, 0.15
TAG_WEIGHT = {"cue": 1.0, "name": 0.5, "event": 0.25}


@dataclass(frozen=True)
class Plan:
    """Everything that decides a training run, beside the data."""

    split: int = 8
    total: int = 11
    polnear_epochs: int = 1  # over PolNeAR, when asked for
    own_epochs: int = 4  # over the reports labelled for this project
    epochs: int = 4  # then over the annotated reports
    frozen: int = 4  # lowest layers that the last stage leaves as they are
    rate: float = 1.5e-4
    head_rate: float = 1.5e-3
    windows: tuple[int, ...] = (224, 192, 160)
    false_cues: int = 3  # a report
    seed: int = 1


FAST = Plan(split=4, total=5, frozen=0)
"""The small tagger, made from the other one: ``khabar read --fast``."""

Vectors = Callable[[NDArray[np.int64]], NDArray[np.float32]]
"""Piece ids to their vectors."""


@dataclass(frozen=True)
class Stage:
    """Gold rows to learn from before the annotated reports, and for how many epochs."""

    name: str
    rows: list[dict[str, Any]]
    epochs: int


def earlier(shared: Path, plan: Plan, polnear: bool = False) -> list[Stage]:
    """What comes before the annotated reports: the reports labelled for this project, before them PolNeAR if wanted."""
    own = Stage("own", labels.own(shared), plan.own_epochs)
    return [Stage("polnear", labels.polnear(shared / "gold"), plan.polnear_epochs), own] if polnear else [own]


class _Run:
    """A model at work on reports. What its ``frozen`` lowest layers say of a report stays the same and is kept."""

    def __init__(self, model: Tagger, vectors: Vectors, frozen: int) -> None:
        self.model, self.vectors, self.frozen = model, vectors, frozen
        self.kept: dict[int, tuple[Tensor, Tensor]] = {}

    def states(self, example: Example) -> Tensor:
        """Hidden states (words, width) of a report."""
        x, mask = self._begun(example)
        return of_words(self.model.lower.states(x, mask, self.frozen), example)

    def tags(self, states: Tensor) -> dict[str, Tensor]:
        """Logits (words, labels) of each layer of tags."""
        return dict(zip(TAGS, self.model.lower.logits(states), strict=True))

    def read(self, states: Tensor, readings: list[Reading]) -> tuple[Tensor, ...]:
        """Role logits (words of all readings, roles) and logits (readings, classes) of each head."""
        width = max(len(r.roles) for r in readings)
        x = torch.stack([functional.pad(states[slice(*r.seen)], (0, 0, 0, width - len(r.roles))) for r in readings])
        mask = torch.zeros((len(readings), width), dtype=torch.long)
        cue = torch.zeros_like(mask)
        for row, r in enumerate(readings):
            mask[row, : len(r.roles)] = 1
            cue[row, r.cue[0] - r.seen[0] : r.cue[1] - r.seen[0]] = 1
        roles, *heads = self.model.upper(x, cue, mask)
        return (roles[mask.bool()], *heads)

    def _begun(self, example: Example) -> tuple[Tensor, Tensor]:
        """States (windows, pieces, width) below the first layer that learns, and mask (windows, pieces)."""
        if id(example) in self.kept:
            return self.kept[id(example)]
        pieces, mask = windows(example, self.vectors)
        if not self.frozen:
            return self.model.lower.begin(pieces), mask
        with torch.no_grad():
            begun = self.model.lower.states(self.model.lower.begin(pieces), mask, 0, self.frozen)
        self.kept[id(example)] = begun, mask
        return begun, mask


def claim(
    work: Path, data: list[dict[str, Any]], before: list[Stage], written: list[dict[str, Any]], plan: Plan
) -> str:
    """Note in the work folder what its models are made of, and give the digest of that; a folder with models of
    something else ends the run."""
    made_of = labels.digest(data, [stage.rows for stage in before], written, asdict(plan))
    note = work / "made-of"
    if note.is_file() and note.read_text() != made_of:
        raise SystemExit(f"{work}: holds models of other labels or settings; remove it, or name another with --work")
    note.write_text(made_of)
    return made_of


def make(plan: Plan) -> Tagger:
    """An untrained tagger."""
    torch.manual_seed(plan.seed)
    return Tagger(load_base(), plan.split, plan.total, {name: len(v) for name, v in HEADS.items()})


def staged(
    data: list[dict[str, Any]], before: list[Stage], plan: Plan, work: Path, name: str, like: Path | None = None
) -> Tagger:
    """A tagger trained on the stages ``before``, one after another, then on ``data``. Earlier stages are the same for
    every fold, so their weights stay in the work folder and are used again. ``like``: the work folder of a larger
    tagger, from whose trained layers this one starts, without earlier stages of its own, and which teaches it."""
    start = None
    for stage in before if not like else []:
        part = replace(plan, epochs=stage.epochs, frozen=0)
        start = _kept(work / f"{stage.name}.pt", stage.rows, part, work, start, None)
    weights = _kept(work / f"{name}.pt", data, plan, work, start, like / f"{name}.pt" if like else None)
    model = make(plan)
    model.load_state_dict(torch.load(weights))
    return model.eval()


def _kept(
    path: Path, data: list[dict[str, Any]], plan: Plan, work: Path, start: Path | None, like: Path | None
) -> Path:
    """The file of a stage's weights, trained if it is not there yet."""
    if not path.is_file():
        _save(train(data, plan, work, path.with_suffix(".partial.pt"), start, like), path)
    return path


def _save(model: Tagger, path: Path) -> None:
    """Write the weights whole or not at all."""
    torch.save(model.state_dict(), path.with_suffix(".writing"))
    path.with_suffix(".writing").replace(path)


def train(
    data: list[dict[str, Any]],
    plan: Plan,
    work: Path,
    checkpoint: Path,
    start: Path | None = None,
    like: Path | None = None,
) -> Tagger:
    """A tagger trained on ``data`` (gold rows), from the untuned encoder, from the weights in ``start``, or from layers
    of the larger tagger ``like``, which teaches it. The state after each epoch is kept in ``checkpoint``, from which a
    run that was stopped goes on; the file is removed at the end."""
    tokenizer = Tokenizer.from_file(str(work / "base/tokenizer.json"))
    vectors = load_vectors(work / "base/embedding.npy")
    model, teacher = make(plan), None
    if like:
        larger = make(Plan())
        larger.load_state_dict(torch.load(like))
        teacher = _Run(larger.eval(), vectors, 0)
        model.load_state_dict(cut(larger.state_dict(), Plan(), plan))
    if start:
        model.load_state_dict(torch.load(start))
    student = _Run(model, vectors, plan.frozen)
    examples = [[rows.build(r, tokenizer, w) for r in data] for w in plan.windows]
    steps = plan.epochs * len(data)
    optimiser, schedule = _optimiser(model, plan, steps)
    for epoch in range(_resume(checkpoint, model, optimiser, schedule), plan.epochs):
        _epoch(student, teacher, examples, (optimiser, schedule), plan, epoch)
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
        torch.save({"epochs": epoch + 1, **state}, checkpoint)
    checkpoint.unlink(missing_ok=True)
    return model.eval()


def cut(weights: dict[str, Tensor], large: Plan, small: Plan) -> dict[str, Tensor]:
    """Weights of a smaller tagger: evenly spaced layers of a larger one, the last of each part among them."""
    kept = {}
    sizes = {"lower": (large.split, small.split), "upper": (large.total - large.split, small.total - small.split)}
    chosen = {part: [(i + 1) * many // few - 1 for i in range(few)] for part, (many, few) in sizes.items()}
    for name, value in weights.items():
        found = re.match(r"(lower|upper)\.layers\.(\d+)\.(.*)", name)
        if not found:
            kept[name] = value
        elif int(found[2]) in chosen[found[1]]:
            kept[f"{found[1]}.layers.{chosen[found[1]].index(int(found[2]))}.{found[3]}"] = value
    return kept


def _optimiser(model: Tagger, plan: Plan, steps: int) -> tuple[torch.optim.Optimizer, LambdaLR]:
    groups = [
        {"params": model.encoder_parameters(), "lr": plan.rate},
        {"params": model.new_parameters(), "lr": plan.head_rate},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    warm = max(1, steps // 12)
    return optimiser, LambdaLR(optimiser, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / (steps - warm))))


def _resume(checkpoint: Path, model: Tagger, optimiser: torch.optim.Optimizer, schedule: LambdaLR) -> int:
    """Epochs already done, with their state loaded."""
    if not checkpoint.is_file():
        return 0
    saved = torch.load(checkpoint)
    model.load_state_dict(saved["model"])
    optimiser.load_state_dict(saved["optimiser"])
    schedule.load_state_dict(saved["schedule"])
    return int(saved["epochs"])


def _epoch(
    student: _Run,
    teacher: _Run | None,
    examples: list[list[Example]],
    steppers: tuple[torch.optim.Optimizer, LambdaLR],
    plan: Plan,
    epoch: int,
) -> None:
    """One pass over the reports; seeded by its number, so that a resumed run equals an unbroken one."""
    torch.manual_seed(plan.seed * 1000 + epoch)
    chance = random.Random(plan.seed * 1000 + epoch)
    started, losses = time.time(), []
    student.model.train()
    for index in chance.sample(range(len(examples[0])), len(examples[0])):
        with torch.autocast("cpu", torch.bfloat16):  # a third less time on a processor that has it
            loss = _loss(student, teacher, chance.choice(examples)[index], plan, chance)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.model.parameters(), 1.0)
        for stepper in steppers:
            stepper.step()
        steppers[0].zero_grad(set_to_none=True)
        losses.append(loss.item())
    print(f"epoch {epoch + 1}/{plan.epochs}: loss {np.mean(losses):.3f}, {time.time() - started:.0f} s", flush=True)


def _loss(student: _Run, teacher: _Run | None, example: Example, plan: Plan, chance: random.Random) -> Tensor:
    """Tag, role and head losses of a report; with a teacher half of them against what it says."""
    states = student.states(example)
    tags = student.tags(states)
    readings = [*example.readings, *_false_readings(example, tags["cue"].detach(), plan.false_cues, chance)]
    read = student.read(states, readings) if readings else ()
    loss = FLAT_WEIGHT * _cross_entropy(student.model.lower.flat(states), example.flat)
    loss = loss + _tag_loss(tags, example) + (_role_loss(read, readings) if readings else 0)
    if teacher is None:
        return loss
    with torch.no_grad():
        seen = teacher.states(example)
        told = teacher.tags(seen)
        heard = teacher.read(seen, readings) if readings else ()
    apart = sum(TAG_WEIGHT[layer] * _divergence(tags[layer], told[layer]) for layer in TAGS)
    for index, (mine, theirs) in enumerate(zip(read, heard, strict=True)):
        apart = apart + (HEAD_WEIGHT if index else 1.0) * _divergence(mine, theirs)
    return 0.5 * loss + 0.5 * apart


def _tag_loss(tags: dict[str, Tensor], example: Example) -> Tensor:
    losses = [
        TAG_WEIGHT[layer] * _cross_entropy(logits, example.tags[layer])
        for layer, logits in tags.items()
        if any(t != NOTHING for t in example.tags[layer])
    ]
    return torch.stack(losses).sum()


def _role_loss(read: tuple[Tensor, ...], readings: list[Reading]) -> Tensor:
    roles, *heads = read
    loss = _cross_entropy(roles, [role for r in readings for role in r.roles])
    for index, logits in enumerate(heads):
        classes = [r.heads[index] for r in readings]
        if any(c != NOTHING for c in classes):
            loss = loss + HEAD_WEIGHT * _cross_entropy(logits, classes)
    return loss


def _divergence(mine: Tensor, theirs: Tensor) -> Tensor:
    """Kullback-Leibler divergence of the student's classes (places, classes) from the teacher's."""
    return functional.kl_div(mine.log_softmax(-1), theirs.log_softmax(-1), log_target=True, reduction="batchmean")


def _cross_entropy(logits: Tensor, targets: list[int]) -> Tensor:
    return functional.cross_entropy(logits, torch.tensor(targets), ignore_index=NOTHING)


def windows(example: Example, vectors: Vectors) -> tuple[Tensor, Tensor]:
    """Vectors of the pieces (windows, pieces, width) and mask (windows, pieces) of a report."""
    cuts = example.pieces.cuts
    windows = [example.pieces.ids[a:b] for a, b in zip((0, *cuts), cuts, strict=False)]
    width = max(map(len, windows)) + 2
    ids = np.full((len(windows), width), END, dtype=np.int64)
    mask = torch.zeros((len(windows), width), dtype=torch.long)
    for row, window in enumerate(windows):
        ids[row, : len(window) + 2] = [BEGIN, *window, END]
        mask[row, : len(window) + 2] = 1
    return torch.from_numpy(vectors(ids.ravel())).view(*ids.shape, HIDDEN), mask


def of_words(states: Tensor, example: Example) -> Tensor:
    """States of a report's words (words, width), those of their first pieces, from ``states`` (windows, pieces,
    width)."""
    cuts = example.pieces.cuts
    parts = [states[row, 1 : b - a + 1] for row, (a, b) in enumerate(zip((0, *cuts), cuts, strict=False))]
    return torch.cat(parts)[list(example.pieces.first)]


def _false_readings(example: Example, logits: Tensor, most: int, chance: random.Random) -> list[Reading]:
    """Words that are no cues: those that look most like one at this moment, and now and then any word."""
    likeness = (1 - logits.softmax(-1)[:, 0]).tolist()
    others = [w for w, label in enumerate(example.tags["cue"]) if not label]
    picked = sorted((w for w in others if likeness[w] > 0.05), key=lambda w: -likeness[w])[:most]
    if others and chance.random() < 0.3:
        picked.append(chance.choice(others))
    return [rows.false_reading(example.pieces, w) for w in picked]
