"""The tagger in PyTorch: a shared lower encoder that finds cues, and upper layers that read one cue at a time.

The lower ``split`` layers of the encoder see a window once and tag cues, names and the words that name events. For
each cue the upper layers run again over the words around it (the lower layers' output for each word's first piece),
with a learned mark added on the cue's words, and tag *its* source, content, relay and addressee; small heads over the
cue's words say whether it is a statement at all, its act, its kind of quotation, and whether its source stands in the
text, must be carried over, or is nobody's. One encoder serves nesting, shared contents and coordinated cues, which
one flat sequence cannot hold.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from khabar.mentions.tagger import NAMES, ROLES
from training.convert import HEADS, HIDDEN, INNER, Base
from training.rows import TAGS


class Norm(nn.LayerNorm):
    """Layer normalisation, exported as its parts: the ONNX runtime's own operator takes a tenth of the encoder's time
    on a CPU, its vectorised parts half of that."""

    def forward(self, x: Tensor) -> Tensor:
        """``x`` (..., width), the same shape out."""
        if not torch.onnx.is_in_onnx_export():
            return super().forward(x)
        centred = x - x.mean(-1, keepdim=True)
        spread = torch.sqrt((centred * centred).mean(-1, keepdim=True) + self.eps)
        return centred * torch.reciprocal(spread) * self.weight + self.bias


class Layer(nn.Module):
    """One post-norm transformer layer, BERT's."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = Norm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, INNER)
        self.down = nn.Linear(INNER, HIDDEN)
        self.norm2 = Norm(HIDDEN, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """``x`` (batch, pieces, width); ``mask`` (batch, 1, 1, pieces), 0 or very negative, only in training."""
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        attended = Attention.apply(q, k, v) if torch.onnx.is_in_onnx_export() else _attend(q, k, v, mask)
        x = self.norm1(x + self.out(attended))
        hidden: Tensor = self.norm2(x + self.down(functional.gelu(self.up(x))))
        return hidden


def _attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
    batch, length, _ = q.shape
    q, k, v = (y.view(batch, length, HEADS, HIDDEN // HEADS).transpose(1, 2) for y in (q, k, v))
    attended = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    return attended.transpose(1, 2).reshape(batch, length, HIDDEN)


class Attention(torch.autograd.Function):
    """Attention as one operator of the ONNX runtime, for export: a third faster on a CPU than its parts."""

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """The same as ``_attend`` without a mask."""
        return _attend(q, k, v, None)

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any) -> Any:
        """The node that stands for it."""
        return g.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=HEADS)


def _bias(mask: Tensor | None) -> Tensor | None:
    return None if mask is None else ((1.0 - mask.float()) * -1e9)[:, None, None, :]


class Lower(nn.Module):
    """Vectors of pieces to hidden states and the tags that need no cue. The table of vectors stays as it is."""

    def __init__(self, base: Base, layers: int) -> None:
        super().__init__()
        position = base.vector("emb.pos").reshape(-1, HIDDEN) + base.vector("emb.type")[:HIDDEN]
        self.position = nn.Parameter(torch.from_numpy(position))
        self.norm = Norm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.tags = nn.ModuleDict({name: nn.Linear(HIDDEN, len(labels)) for name, labels in TAGS.items()})
        self.flat = nn.Linear(HIDDEN, len(ROLES))  # roles of any cue, learned beside the rest; not exported
        self.drop = nn.Dropout(0.1)

    def forward(self, pieces: Tensor) -> tuple[Tensor, ...]:
        """``pieces`` (batch, pieces, width) to states (batch, pieces, width) half-way up and at the top, and cue logits
        (batch, pieces, 3): what is exported."""
        half = len(self.layers) // 2
        early = self.states(self.begin(pieces), None, 0, half)
        states = self.states(early, None, half)
        return early, states, self.tags["cue"](states)

    def begin(self, pieces: Tensor) -> Tensor:
        """Vectors of pieces (batch, pieces, width) with their positions: what the first layer takes."""
        begun: Tensor = self.norm(pieces + self.position[: pieces.shape[1]])
        return begun

    def states(self, x: Tensor, mask: Tensor | None, first: int, last: int | None = None) -> Tensor:
        """``x`` (batch, pieces, width) through the layers ``first`` to ``last``; ``mask`` (batch, pieces)."""
        bias = _bias(mask)
        for layer in self.layers[first:last]:
            x = layer(x, bias)
        return x

    def logits(self, states: Tensor) -> list[Tensor]:
        """Logits (..., labels) of each layer of tags for ``states`` (..., width)."""
        return [head(self.drop(states)) for head in self.tags.values()]


class Namer(nn.Module):
    """Names from the fixed states of the lower layers: half-way up, where words are still themselves, and at the top.
    ``mean`` and ``spread``: of those states (2 * width) over the training data."""

    def __init__(self, mean: Tensor, spread: Tensor, width: int = 256) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("spread", spread)
        self.narrow = nn.Linear(2 * HIDDEN, width)
        self.beside = nn.Conv1d(width, width, 3, padding=1)
        self.name = nn.Linear(width, len(NAMES))
        self.drop = nn.Dropout(0.3)

    def forward(self, states: Tensor) -> Tensor:
        """``states`` (batch, words, 2 * width) to name logits (batch, words, labels)."""
        x = functional.gelu(self.narrow(self.drop((states - self.mean) / self.spread)))
        x = x + functional.gelu(self.beside(self.drop(x).transpose(1, 2)).transpose(1, 2))
        logits: Tensor = self.name(self.drop(x))
        return logits


class Upper(nn.Module):
    """Hidden states around one cue to its roles and properties."""

    def __init__(self, layers: int, heads: dict[str, int]) -> None:
        super().__init__()
        self.mark = nn.Parameter(torch.randn(HIDDEN) * 0.5)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.role = nn.Linear(HIDDEN, len(ROLES))
        self.heads = nn.ModuleDict({name: nn.Linear(HIDDEN, size) for name, size in heads.items()})
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, cue: Tensor, mask: Tensor | None = None) -> tuple[Tensor, ...]:
        """``x`` (views, words, width), ``cue`` and ``mask`` (views, words) to role logits (views, words, roles) and,
        for each head in order, logits (views, classes)."""
        marked = cue.float()[..., None]
        x = x + marked * self.mark
        bias = _bias(mask)
        for layer in self.layers:
            x = layer(x, bias)
        x = self.drop(x)
        pooled = (x * marked).sum(1) / marked.sum(1)
        return (self.role(x), *(head(pooled) for head in self.heads.values()))


class Tagger(nn.Module):
    """The two parts together, started from the untuned encoder."""

    def __init__(self, base: Base, split: int, total: int, heads: dict[str, int]) -> None:
        super().__init__()
        self.lower = Lower(base, split)
        self.upper = Upper(total - split, heads)
        start(self.lower, base)
        for index, layer in enumerate(self.upper.layers, split):
            _start(layer, base, index)

    def encoder_parameters(self) -> list[nn.Parameter]:
        """Parameters that come from the untuned encoder."""
        parts = (self.lower.layers, self.lower.norm, self.upper.layers)
        return [self.lower.position, *(p for part in parts for p in part.parameters())]

    def new_parameters(self) -> list[nn.Parameter]:
        """Parameters started at random."""
        known = {id(p) for p in self.encoder_parameters()}
        return [p for p in self.parameters() if id(p) not in known]


def start(lower: Lower, base: Base) -> None:
    """Fill the norm and the layers of a lower part from the base."""
    _copy(lower.norm, base, "emb.ln")
    for index, layer in enumerate(lower.layers):
        _start(layer, base, index)


def _start(layer: nn.Module, base: Base, index: int) -> None:
    """Fill a layer from layer ``index`` of the base."""
    name = f"l{index}."
    rows = {"q": HIDDEN, "k": HIDDEN, "v": HIDDEN, "ao": HIDDEN, "fi": INNER, "fo": HIDDEN}
    weight = {k: base.matrix(f"{name}{k}.w", n) for k, n in rows.items()}
    bias = {k: base.vector(f"{name}{k}.b") for k in rows}
    for target, keys in (("qkv", "qkv"), ("out", ("ao",)), ("up", ("fi",)), ("down", ("fo",))):
        linear = layer.get_submodule(target)
        linear.weight.data = torch.from_numpy(np.concatenate([weight[k] for k in keys]))  # type: ignore[union-attr]
        linear.bias.data = torch.from_numpy(np.concatenate([bias[k] for k in keys]))  # type: ignore[union-attr]
    _copy(layer.get_submodule("norm1"), base, name + "aln")
    _copy(layer.get_submodule("norm2"), base, name + "oln")


def _copy(norm: nn.Module, base: Base, name: str) -> None:
    norm.weight.data = torch.from_numpy(base.vector(name + ".w"))  # type: ignore[union-attr]
    norm.bias.data = torch.from_numpy(base.vector(name + ".b"))  # type: ignore[union-attr]
