"""The trained tagger as two int8 ONNX files, with the tokenizer and a manifest of hashes.

Matrix products are quantised per channel; the embedding table keeps its 4-bit blocks as int8 numbers and
half-precision scales, because one scale for the whole table costs Arabic its sources.
"""

import hashlib
import logging
import tempfile
import warnings
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer

from khabar.mentions.pieces import WINDOW
from khabar.mentions.tagger import ROLES
from khabar.models import Manifest
from training import rows
from training.convert import HIDDEN
from training.model import Tagger
from training.rows import HEADS

OPSET = 17
CUE_BIAS, THRESHOLD, TRANSITION_WEIGHT = 2.5, 0.5, 0.5


def export(model: Tagger, out: Path) -> None:
    """Write ``lower.onnx`` and ``upper.onnx``."""
    out.mkdir(parents=True, exist_ok=True)
    ids = torch.randint(4, 1000, (1, 17))
    states, cue = torch.randn(1, 17, HIDDEN), torch.zeros_like(ids)
    cue[:, 5] = 1
    _export(model.lower, (ids,), out / "lower.onnx", ["ids"], ["states", "cues"])
    _export(model.upper, (states, cue), out / "upper.onnx", ["states", "cue"], ["roles", *HEADS])


def _export(part: torch.nn.Module, example: tuple[Any, ...], path: Path, inputs: list[str], outputs: list[str]) -> None:
    axes = {name: {1: "length"} for name in (*inputs, *outputs) if name not in HEADS}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(folder) / "whole.onnx"
        clean = Path(folder) / "clean.onnx"
        torch.onnx.export(
            part.eval(), example, whole, input_names=inputs, output_names=outputs, dynamic_axes=axes,
            opset_version=OPSET, dynamo=False, custom_opsets={"com.microsoft": 1},
        )  # fmt: skip
        logging.disable(logging.WARNING)
        quant_pre_process(whole, clean, skip_symbolic_shape=True)
        quantize_dynamic(
            clean, path, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gemm"],
            extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip
    model = onnx.load(path)
    model.producer_name, model.producer_version, model.doc_string = "khabar", "", ""
    onnx.save(model, path)


def transitions(data: list[dict[str, Any]], work: Path) -> tuple[tuple[float, ...], ...]:
    """Log probability of each role after each other one, and at the beginning of a view, with add-one smoothing."""
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    counts = np.ones((len(ROLES) + 1, len(ROLES)))
    for row in data:
        for reading in rows.build(row, tokenizer, WINDOW).readings:
            np.add.at(counts, ([len(ROLES), *reading.roles[:-1]], reading.roles), 1)
    chances = np.log(counts / counts.sum(axis=1, keepdims=True))
    return tuple(tuple(round(float(x), 4) for x in line) for line in chances)


def ship(model: Tagger, data: list[dict[str, Any]], work: Path, folder: Path, version: str) -> None:
    """Write all that ``khabar.models.load`` needs: graphs, tokenizer and manifest (last, so that a folder with one
    is whole)."""
    export(model, folder)
    (folder / "tokenizer.json").write_bytes((work / "tokenizer.json").read_bytes())
    names = ("lower.onnx", "upper.onnx", "tokenizer.json")
    manifest = Manifest(
        name="khabar-tagger",
        version=version,
        heads=HEADS,
        cue_bias=CUE_BIAS,
        threshold=THRESHOLD,
        transitions=transitions(data, work),
        transition_weight=TRANSITION_WEIGHT,
        files={name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names},
    )
    (folder / "model.json").write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
