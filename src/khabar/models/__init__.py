"""The model files that the package ships, and their loader.

``base/`` holds what every model shares: the tokenizer and the encoder's table of piece vectors, in 4 bits. ``tagger/``
and ``fast/`` hold three ONNX graphs each and ``model.json``: name, version, labels, thresholds and the sha256 of
each file; ``meaning/`` holds the untuned encoder for vectors of sentences. Loading takes a few tenths of a second and
is done once a process.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from khabar.errors import ModelError
from khabar.mentions.decoding import transitions
from khabar.mentions.pieces import BEGIN, END
from khabar.mentions.tagger import ROLES, Network

F = TypeVar("F", bound="Files")

FOLDER = Path(str(files("khabar.models"))) / "tagger"
FAST = FOLDER.parent / "fast"
MEANING = FOLDER.parent / "meaning"
BASE = "../base"
EMBEDDING, TOKENIZER = f"{BASE}/embedding.npy", f"{BASE}/tokenizer.json"
"""Files that models beside each other share, as seen from a model's folder."""

JUDGES = {"events": "events.npz", "sides": "sides.npz", "scenes": "scenes.npz", "realities": "realities.npz"}
"""Files of the small networks that judge events, by their fields of ``Network``."""

LONGEST = 128
"""Pieces of a text that its vector is made from."""

_QUERY = "query:"  # the encoder's own mark of a text that is compared with others of its kind

WIDTH, BLOCK = 384, 32
"""Numbers of a piece's vector, and how many of them share a scale."""


class Files(msgspec.Struct, frozen=True, kw_only=True):
    """What every ``model.json`` says: what the model is, and the sha256 of its files."""

    name: str
    version: str
    files: dict[str, str]


class Manifest(Files, frozen=True, kw_only=True):
    """A tagger's ``model.json``: also its classes, thresholds and transitions.

    ``transitions``: log probabilities of a role after another in the training data, the last row for the beginning of a
    view; ``transition_weight`` is what the decoder multiplies them with; ``calibration``: see ``Network``.
    """

    heads: dict[str, tuple[str, ...]]
    cue_bias: float
    threshold: float
    transitions: tuple[tuple[float, ...], ...]
    transition_weight: float
    calibration: dict[str, tuple[float, float]] = {}


def read_manifest(folder: Path = FOLDER) -> Manifest:
    """The manifest of a tagger's folder; ``ModelError`` when it is missing or broken."""
    return _manifest(folder, Manifest)


def read_files(folder: Path) -> Files:
    """What a model is and the hashes of its files; ``ModelError`` when the manifest is missing or broken."""
    return _manifest(folder, Files)


def _manifest(folder: Path, kind: type[F]) -> F:
    path = folder / "model.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError) as error:
        raise ModelError(f"{path}: no usable model manifest ({error}); reinstall khabar") from error


def check(folder: Path = FOLDER) -> list[str]:
    """What is wrong with the model files: one line each, empty when their hashes are right."""
    wrong = []
    for name, expected in read_files(folder).files.items():
        path = folder / name
        if not path.is_file():
            wrong.append(f"{path}: missing; reinstall khabar")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            wrong.append(f"{path}: its content does not match the manifest; reinstall khabar")
    return wrong


@cache
def load(folder: Path = FOLDER, threads: int = 1) -> Network:
    """The tagger's network. ``threads`` is the number of threads inside one matrix product: one is fastest when several
    processes read at once."""
    manifest = read_manifest(folder)
    lower, upper, names = (_session(folder / f"{part}.onnx", threads) for part in ("lower", "upper", "names"))
    vectors = load_vectors(folder / EMBEDDING)

    def run_lower(ids: NDArray[Any]) -> list[NDArray[Any]]:
        return [np.asarray(x)[0] for x in lower.run(None, {"pieces": vectors(ids)[None]})]

    def run_names(both: NDArray[Any]) -> NDArray[Any]:
        (logits,) = names.run(None, {"states": both[None]})
        return np.asarray(logits).reshape(len(both), -1)

    def run_upper(states: NDArray[Any], cue: NDArray[Any]) -> list[NDArray[Any]]:
        return [np.asarray(x)[0] for x in upper.run(None, {"states": states[None], "cue": cue[None]})]

    return Network(
        tokenizer=Tokenizer.from_file(str(folder / TOKENIZER)),
        lower=run_lower,
        names=run_names,
        upper=run_upper,
        heads=manifest.heads,
        role_table=transitions(ROLES) + manifest.transition_weight * np.array(manifest.transitions, dtype=np.float32),
        cue_bias=manifest.cue_bias,
        threshold=manifest.threshold,
        name=f"{manifest.name}-{manifest.version}",
        calibration=manifest.calibration,
        **judges(folder, manifest),
    )


def judges(folder: Path, manifest: Manifest) -> dict[str, Callable[[NDArray[Any], NDArray[Any]], NDArray[Any]]]:
    """The judges that a model has, by their fields of ``Network``."""
    return {name: load_judge(folder / file) for name, file in JUDGES.items() if file in manifest.files}


def load_judge(path: Path) -> Callable[[NDArray[Any], NDArray[Any]], NDArray[Any]]:
    """A network of one hidden layer: from states (rows, numbers), normalised with the mean and spread of the training
    data, and features (rows, features) to probabilities, (rows,) of one class or (rows, classes).
    """
    try:
        w = {name: value.astype(np.float32) for name, value in np.load(path).items()}
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: cannot be loaded ({error}); reinstall khabar") from error

    def judge(states: NDArray[Any], features: NDArray[Any]) -> NDArray[Any]:
        hidden = ((states - w["mean"]) / w["spread"]) @ w["states"].T + features @ w["features"].T + w["bias"]
        logits = np.maximum(hidden, 0) @ w["out"].T + w["out_bias"]
        if logits.shape[1] > 1:
            logits = np.exp(logits - logits.max(1, keepdims=True))
            chances: NDArray[Any] = logits / logits.sum(1, keepdims=True)
        else:
            chances = 1 / (1 + np.exp(-logits[:, 0]))
        return chances

    return judge


def load_vectors(path: Path) -> Callable[[NDArray[np.int64]], NDArray[np.float32]]:
    """The table of piece vectors as a function from ids (pieces,) to vectors (pieces, 384).

    A row of the table holds 384 numbers of 4 bits, stored plus 8 (the first half in the low bits, the second in the
    high ones), then a half-precision scale for each 32 of them. It is read from disk as far as it is used.
    """
    try:
        table: NDArray[np.uint8] = np.load(path, mmap_mode="r")
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: cannot be loaded ({error}); reinstall khabar") from error

    def look_up(ids: NDArray[np.int64]) -> NDArray[np.float32]:
        rows = table[ids]
        packed, scales = rows[:, : WIDTH // 2], np.ascontiguousarray(rows[:, WIDTH // 2 :]).view(np.float16)
        numbers = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
        blocks = numbers.reshape(len(ids), -1, BLOCK) * scales.astype(np.float32)[..., None]
        return blocks.reshape(len(ids), WIDTH)

    return look_up


Meaning = Callable[[Sequence[str]], NDArray[np.float32]]
"""Takes texts and gives vectors of length 1, (texts, 384): their products are the cosines of their meanings."""


@cache
def load_meaning(folder: Path = MEANING, threads: int = 1) -> Meaning:
    """The encoder of sentences; a text is cut after ``LONGEST`` pieces."""
    session = _session(folder / "meaning.onnx", threads)
    vectors = load_vectors(folder / EMBEDDING)
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    lead = [BEGIN, *tokenizer.encode(_QUERY, add_special_tokens=False).ids]

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        encoded = tokenizer.encode_batch(list(texts), add_special_tokens=False)
        found = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, encoding in zip(found, encoded, strict=True):
            ids = np.array([*lead, *encoding.ids[:LONGEST], END])
            row[:] = np.asarray(session.run(None, {"pieces": vectors(ids)[None]})[0])[0]
        found /= np.linalg.norm(found, axis=1, keepdims=True).clip(1e-9)
        return found

    return encode


def load_means(folder: Path = MEANING) -> dict[str, NDArray[np.float32]]:
    """The mean vector of each language: what is common to its reports whatever they mean."""
    try:
        return {language: value.astype(np.float32) for language, value in np.load(folder / "means.npz").items()}
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder / 'means.npz'}: cannot be loaded ({error}); reinstall khabar") from error


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own exceptions share no public base
        raise ModelError(f"{path}: cannot be loaded ({error}); reinstall khabar") from error
