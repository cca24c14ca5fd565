"""How far a picture's features lie from those of the training pictures.

Probabilistic principal components (Tipping & Bishop 1999): the standardised features vary along a few directions,
each by its own variance, and evenly in all others. The distance is Mahalanobis' under that model, divided by the
root of the number of features, so that an ordinary training picture lies at about 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from . import heads

DIRECTIONS = 64


@dataclass(frozen=True)
class Domain:
    """`directions` [features, K] are orthonormal; `variances` [K]; `rest` is the variance in every other direction."""

    mean: np.ndarray
    deviation: np.ndarray
    directions: np.ndarray
    variances: np.ndarray
    rest: float

    def distance(self, x: np.ndarray) -> np.ndarray:
        """Distances [N] of features [N, features]."""
        with torch.inference_mode():
            return Distance(self)(torch.from_numpy(x)).squeeze(1).numpy()


def fitted(x: np.ndarray, weight: np.ndarray) -> Domain:
    """The model of features [N, features], each row counted by its weight."""
    mean, deviation = heads.standardiser(x, weight)
    scaled = (x - mean) / deviation
    variances, directions = np.linalg.eigh((scaled * (weight / weight.sum())[:, None]).T @ scaled)
    rest = float(variances[:-DIRECTIONS].mean())
    return Domain(mean, deviation, directions[:, -DIRECTIONS:], variances[-DIRECTIONS:], rest)


class Distance(nn.Module):
    """Features [N, features] to distances [N,1]."""

    def __init__(self, domain: Domain) -> None:
        super().__init__()
        # Along a direction the model's variance counts in place of that of the rest.
        along = np.sqrt(1 / domain.rest - 1 / domain.variances) * domain.directions
        for name, value in (("mean", domain.mean), ("deviation", domain.deviation), ("along", along)):
            self.register_buffer(name, torch.from_numpy(np.ascontiguousarray(value, dtype=np.float32)))
        self.rest = domain.rest

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        scaled = (x - self.mean) / self.deviation
        explained = torch.matmul(scaled, self.along)
        squared = (scaled * scaled).mean(1, keepdim=True) / self.rest - (explained * explained).sum(
            1, keepdim=True
        ) / x.shape[1]
        return torch.sqrt(torch.clamp(squared, min=0))
