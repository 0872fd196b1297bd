"""Accuracy is a test: the figures on record belong to the model that ships, and none lies under its floor."""

import importlib.util
import json
import os
from pathlib import Path
from typing import Any

import pytest

from khabar import models

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("KHABAR_SHARED", ROOT.parent / "shared"))
FLOORS = json.loads((ROOT / "eval" / "floors.json").read_text("utf-8"))
CV = json.loads((ROOT / "eval" / "cv.json").read_text("utf-8"))
needs_annotations = pytest.mark.skipif(
    not (SHARED / "gold" / "score.py").is_file(), reason=f"the annotated reports are not at {SHARED}"
)


def _table(floors: dict[str, dict[str, float]]) -> list[Any]:
    return [
        pytest.param(language, layer, least, id=f"{language}-{layer}")
        for language, layers in floors.items()
        for layer, least in layers.items()
    ]


def _value(table: dict[str, Any], layer: str) -> float:
    return float(table[layer].get("f1", table[layer].get("share")))


def test_cv_names_the_shipped_model() -> None:
    assert CV["model"] == models.read_manifest().files


@pytest.mark.parametrize("folder", [models.FOLDER, models.FAST], ids=lambda f: f.name)
def test_shipped_model_is_whole(folder: Path) -> None:
    assert models.check(folder) == []


def test_folds_hold_every_report_once() -> None:
    folds = json.loads((ROOT / "eval" / "folds.json").read_text("utf-8"))
    assert set(folds.values()) == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(("language", "layer", "least"), _table(FLOORS["cross_validated"]))
def test_out_of_fold_figure_holds_its_floor(language: str, layer: str, least: float) -> None:
    assert _value(CV["scores"][language], layer) >= least


@pytest.mark.parametrize(("language", "least"), FLOORS["names"].items())
def test_out_of_fold_names_hold_their_floor(language: str, least: float) -> None:
    assert CV["names"][language]["f1"] >= least


def test_confidence_is_close_to_the_share_right() -> None:
    for band in CV["reliability"]:
        assert abs(band["said"] - band["right"]) < 0.1 or band["of"] < 50


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("measure", ROOT / "eval" / "measure.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    result: dict[str, Any] = module.measure(SHARED)
    return result


@needs_annotations
@pytest.mark.parametrize(("language", "layer", "least"), _table(FLOORS["rules"]))
def test_rules_hold_their_floor(measured: dict[str, Any], language: str, layer: str, least: float) -> None:
    assert _value(measured["dev"][language], layer) >= least


@needs_annotations
def test_parallel_documents_give_like_quantities(measured: dict[str, Any]) -> None:
    assert measured["parallel"]["mean"] >= FLOORS["parallel"]


@needs_annotations
def test_dated_pages_give_their_day(measured: dict[str, Any]) -> None:
    assert measured["pages"]["right"] >= FLOORS["pages"]
