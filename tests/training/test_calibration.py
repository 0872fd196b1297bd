"""Confidence that means what it says."""

import random

from training.calibrate import fit, reliability

from khabar.account.statements import chance


def _sample(count: int) -> list[tuple[str, float, bool]]:
    """Probabilities that are too sure of themselves: right only as often as their square says."""
    chance = random.Random(3)
    said = [chance.uniform(0.5, 0.999) for _ in range(count)]
    return [("carried", p, chance.random() < p * p) for p in said]


def test_a_curve_brings_confidence_down_to_what_is_right() -> None:
    curves = fit(_sample(4000))
    for low, p, high in ((0.25, 0.55, 0.42), (0.55, 0.8, 0.73), (0.85, 0.98, 0.99)):
        assert low < chance(p, "carried", curves) < high


def test_an_unknown_way_keeps_the_probability() -> None:
    assert round(chance(0.8, "explicit", {}), 6) == 0.8


def test_a_curve_keeps_the_order() -> None:
    curves = fit(_sample(500))
    assert chance(0.6, "carried", curves) < chance(0.9, "carried", curves)


def test_reliability_counts_every_statement_once() -> None:
    points = [(0.55, True), (0.75, False), (1.0, True), (0.2, False)]
    assert sum(band["of"] for band in reliability(points)) == len(points)
