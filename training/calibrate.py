"""What a confidence is worth: the chance that a statement's content and source are both right, learned from out-of-fold
records.

The network's own probability says whether a cue makes a statement at all. A logistic curve for each way in which the
source was found turns it into the chance that the whole statement is right (Platt 1999).
"""

from itertools import pairwise
from types import ModuleType
from typing import Any

import msgspec
import numpy as np

from khabar.account.statements import odds, way_of
from khabar.record import Source

Judged = tuple[str, float, bool]
"""How the source was found, the network's probability, and whether content and source are right."""
_STEPS, _RIDGE = 50, 1.0
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def judge(row: dict[str, Any], record: dict[str, Any], scorer: ModuleType) -> list[Judged]:
    """Every statement of a record against the annotated row, by the scorer's own comparisons."""
    gold, mine = row["statements"], record["statements"]
    elsewhere = [{**g, "content": [[0, 0]]} for g in gold]  # their sources count, they themselves are not compared
    pairs = scorer.pair(
        gold, mine, lambda g, p: scorer.iou(scorer.chars(g["content"]), scorer.chars(p["content"])), 0.5
    )
    right = set()
    for i, j in pairs:
        count = scorer.Count()
        alone = {
            **row,
            "statements": [g if k == i else elsewhere[k] for k, g in enumerate(gold)],
            "dates": [],
            "quantities": [],
            "sums": [],
            "events": [],
        }
        alone |= {"instruments": [], "relations": []}
        scorer.score_report(alone, {"entities": record["entities"], "statements": [mine[j]]}, row["text"], count)
        if count.n["attributed"][0]:
            right.add(j)
    return [(way_of(msgspec.convert(s["source"], Source)), s["confidence"], j in right) for j, s in enumerate(mine)]


def fit(judged: list[Judged]) -> dict[str, tuple[float, float]]:
    """Intercept and slope over the log odds, for each way of finding the source."""
    return {way: _curve([(p, y) for w, p, y in judged if w == way]) for way in sorted({w for w, *_ in judged})}


def _curve(points: list[tuple[float, bool]]) -> tuple[float, float]:
    """Logistic regression by Newton's method; a ridge of one statement's weight holds it near the plain share right."""
    x = np.array([[1.0, odds(p)] for p, _ in points])
    y = np.array([float(right) for _, right in points])
    start = np.array([odds(float(y.mean())), 0.0])
    weights = start.copy()
    for _ in range(_STEPS):
        said = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (said - y) + _RIDGE * (weights - start)
        curvature = (x * (said * (1 - said))[:, None]).T @ x + _RIDGE * np.eye(2)
        weights -= np.linalg.solve(curvature, gradient)
    return round(float(weights[0]), 3), round(float(weights[1]), 3)


def reliability(points: list[tuple[float, bool]]) -> list[dict[str, float]]:
    """Mean confidence and share right in each band of confidence."""
    table = []
    for low, high in pairwise(BINS):
        band = [(p, y) for p, y in points if low <= p < high or (high == BINS[-1] and p == high)]
        if band:
            said, right = (float(np.mean([b[i] for b in band])) for i in (0, 1))
            table.append({"from": low, "to": high, "said": round(said, 3), "right": round(right, 3), "of": len(band)})
    return table
