"""The classifier `ai-text`: the first layers of MiniLM, and one logit from the mean of its tokens.

The first FROZEN layers and the embeddings stay as published, so that what they make of a window can be kept.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

from . import minilm

# A logistic regression on the untrained layers' means was best at layers 2 to 4 and far worse at 6 (README.md).
FROZEN = 2
LAYERS = 4


class Classifier(nn.Module):
    """input_ids and attention_mask [B,T] to a logit [B,1]."""

    def __init__(self) -> None:
        super().__init__()
        self.body = minilm.MiniLM(LAYERS)
        self.head = nn.Linear(minilm.WIDTH, 1)

    def lower(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """What the frozen layers make of a window, [B,T,384]."""
        x = self.body.embed(ids)
        hidden = minilm.far_below(mask)
        for block in self.body.blocks[:FROZEN]:
            x = block(x, hidden)
        return x

    def upper(self, x: torch.Tensor, mask: torch.Tensor, drop: float = 0.0) -> torch.Tensor:
        """The rest of the way to the logit."""
        hidden = minilm.far_below(mask)
        for block in self.body.blocks[FROZEN:]:
            x = block(x, hidden, drop)
        counted = mask.float()[..., None]
        mean = (x * counted).sum(1) / counted.sum(1)
        return self.head(functional.dropout(mean, drop, self.training))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return self.upper(self.lower(ids, mask), mask)


def published(folder: Path) -> Classifier:
    """The network before training."""
    network = Classifier()
    network.body.load_state_dict(minilm.load(folder, LAYERS).state_dict())
    for part in (network.body.words, network.body.norm, *network.body.blocks[:FROZEN]):
        part.requires_grad_(False)
    network.body.places.requires_grad_(False)
    nn.init.zeros_(network.head.weight)
    nn.init.zeros_(network.head.bias)
    return network


def trained(folder: Path, checkpoint: Path) -> Classifier:
    """The network of a checkpoint."""
    network = published(folder)
    network.load_state_dict(torch.load(checkpoint, weights_only=True)["network"], strict=False)
    return network.eval()
