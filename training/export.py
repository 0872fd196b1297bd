"""The trained tagger as two int8 ONNX files, with what models share beside it and a manifest of hashes.

Matrix products are quantised per channel; the table of piece vectors keeps its 4-bit blocks beside the graphs
(``training.convert.table``), because one scale for the whole table costs Arabic its sources.
"""

import hashlib
import logging
import shutil
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
from khabar.models import EMBEDDING, TOKENIZER, Manifest
from training import naming, rows
from training.convert import HIDDEN
from training.model import Namer, Tagger
from training.rows import HEADS

Curves = dict[str, tuple[float, float]]
OPSET = 17
CUE_BIAS, THRESHOLD, TRANSITION_WEIGHT = 1.5, 0.6, 0.5


def export(model: Tagger, namer: Namer, out: Path) -> None:
    """Write ``lower.onnx``, ``upper.onnx`` and ``names.onnx``."""
    out.mkdir(parents=True, exist_ok=True)
    states, cue = torch.randn(1, 17, HIDDEN), torch.zeros((1, 17), dtype=torch.long)
    cue[:, 5] = 1
    export_part(model.lower, (states,), out / "lower.onnx", ["pieces"], ["early", "states", "cues"])
    export_part(namer, (torch.randn(1, 17, 2 * HIDDEN),), out / "names.onnx", ["states"], ["names"])
    export_part(model.upper, (states, cue), out / "upper.onnx", ["states", "cue"], ["roles", *HEADS])


def export_part(
    part: torch.nn.Module, example: tuple[Any, ...], path: Path, inputs: list[str], outputs: list[str]
) -> None:
    """One graph as an int8 ONNX file; the second axis of inputs and outputs may have any length."""
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
    tokenizer = Tokenizer.from_file(str(work / "base/tokenizer.json"))
    counts = np.ones((len(ROLES) + 1, len(ROLES)))
    for row in data:
        for reading in rows.build(row, tokenizer, WINDOW).readings:
            np.add.at(counts, ([len(ROLES), *reading.roles[:-1]], reading.roles), 1)
    chances = np.log(counts / counts.sum(axis=1, keepdims=True))
    return tuple(tuple(round(float(x), 4) for x in line) for line in chances)


def ship(
    model: Tagger, data: list[dict[str, Any]], work: Path, folder: Path, version: str, calibration: Curves | None = None
) -> None:
    """Write all that ``khabar.models.load`` needs: graphs, what they share, and the manifest (last, so that a folder
    with one is whole)."""
    export(model, naming.train([r for r in data if "names" in r], model, work), folder)
    if folder.parent.resolve() != work.resolve():
        shutil.copytree(work / "base", folder.parent / "base", dirs_exist_ok=True)
    names = ("lower.onnx", "upper.onnx", "names.onnx", EMBEDDING, TOKENIZER)
    manifest = Manifest(
        name="khabar-tagger",
        version=version,
        heads=HEADS,
        cue_bias=CUE_BIAS,
        threshold=THRESHOLD,
        transitions=transitions(data, work),
        transition_weight=TRANSITION_WEIGHT,
        calibration=calibration or {},
        files={name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names},
    )
    (folder / "model.json").write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
