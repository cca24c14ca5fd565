"""Heads on pooled features of the frozen encoder: which block, which pooling, which kind of head.

Choices are made on left-out sources: five folds of train, no source in two of them, so that a head which
merely knows a source's look gains nothing. Validation shares its sources with train and flatters.
Dev is printed for the record and chooses nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from . import metrics, store
from .features import POOLED_FROM

SEED = 20261125
FOLDS = 5
Scorer = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Affine:
    """A linear score, with the standardisation folded in."""

    slope: np.ndarray
    offset: float

    def __call__(self, x: np.ndarray) -> np.ndarray:
        return x @ self.slope + self.offset


def folded(mean: np.ndarray, deviation: np.ndarray, direction: np.ndarray, offset: float) -> Affine:
    """The score of raw features that equals `direction` on standardised ones."""
    slope = direction.astype(np.float64) / deviation
    return Affine(slope, float(offset - slope @ mean))


def fold_of(source: str) -> int:
    """The fold that a source belongs to, for ever."""
    return hashlib.sha256(source.encode()).digest()[0] % FOLDS


def outside_folds(table: store.Table, folds: set[int]) -> np.ndarray:
    """Which rows are of sources in none of these folds."""
    return np.array([fold_of(row.source) not in folds for row in table.rows])


def standardiser(x: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weighted mean and deviation of each feature."""
    mean = np.average(x, axis=0, weights=weight)
    deviation = np.sqrt(np.average((x - mean) ** 2, axis=0, weights=weight)) + 1e-3
    return mean.astype(np.float32), deviation.astype(np.float32)


def logistic(x: np.ndarray, y: np.ndarray, weight: np.ndarray, penalty: float) -> Affine:
    """Weighted logistic regression with an L2 penalty on standardised features."""
    mean, deviation = standardiser(x, weight)
    features = torch.from_numpy((x - mean) / deviation)
    target, share = torch.from_numpy(y).float(), torch.from_numpy(weight / weight.sum()).float()
    coefficients = torch.zeros(x.shape[1], requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([coefficients, bias], max_iter=120, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(features @ coefficients + bias, target, reduction="none")
        total = (loss * share).sum() + penalty * (coefficients**2).sum()
        total.backward()
        return total

    optimiser.step(closure)
    return folded(mean, deviation, coefficients.detach().numpy(), bias.item())


def discriminant(x: np.ndarray, y: np.ndarray, weight: np.ndarray, shrinkage: float) -> Affine:
    """Fisher's linear discriminant with a shrunk within-class covariance."""
    mean, deviation = standardiser(x, weight)
    scaled = (x - mean) / deviation
    centres = [np.average(scaled[y == label], axis=0, weights=weight[y == label]) for label in (0, 1)]
    rest = scaled - np.stack(centres)[y]
    covariance = (rest * (weight / weight.sum())[:, None]).T @ rest
    covariance = (1 - shrinkage) * covariance + shrinkage * np.eye(len(covariance)) * np.trace(covariance) / len(
        covariance
    )
    direction = np.linalg.solve(covariance, centres[1] - centres[0])
    return folded(mean, deviation, direction, float(-direction @ (centres[0] + centres[1]) / 2))


def perceptron(x: np.ndarray, y: np.ndarray, weight: np.ndarray, hidden: int, epochs: int = 30) -> Scorer:
    """One hidden layer with dropout on standardised features, three seeds averaged."""
    mean, deviation = standardiser(x, weight)
    features, target = torch.from_numpy((x - mean) / deviation), torch.from_numpy(y).float()
    chances = torch.from_numpy(weight / weight.sum())
    nets = []
    for seed in range(3):
        torch.manual_seed(SEED + seed)
        net = nn.Sequential(
            nn.Dropout(0.3), nn.Linear(x.shape[1], hidden), nn.GELU(), nn.Dropout(0.5), nn.Linear(hidden, 1)
        )
        optimiser = torch.optim.AdamW(net.parameters(), lr=3e-4, weight_decay=0.1)
        for _ in range(epochs * len(x) // 128):
            pick = torch.multinomial(chances, 128, replacement=True)
            loss = nn.functional.binary_cross_entropy_with_logits(net(features[pick]).squeeze(1), target[pick])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        nets.append(net.eval())

    def score(other: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            scaled = torch.from_numpy(((other - mean) / deviation).astype(np.float32))
            return torch.stack([net(scaled).squeeze(1) for net in nets]).mean(0).numpy()

    return score


def view(pooled: np.ndarray, blocks: list[int], parts: str) -> np.ndarray:
    """Features of some blocks: `c` class token, `m` mean of patches, `s` their deviation."""
    places = [index for index, name in enumerate("cms") if name in parts]
    stages = [block - POOLED_FROM for block in blocks]
    return pooled[:, stages][:, :, places].reshape(len(pooled), -1).astype(np.float32)


def groups(table: store.Table) -> dict[str, np.ndarray]:
    """The parts of dev that are reported apart, as masks."""
    newer = np.array([row.newer for row in table.rows])
    photo = np.array([row.kind in ("photo", "portrait") for row in table.rows])
    return {"all": np.ones(len(newer), bool), "newer": newer, "older": ~newer, "photos": photo}


def left_out(fit: Callable[..., Scorer], x: np.ndarray, table: store.Table, **settings: float) -> np.ndarray:
    """Scores of train rows, each from a head that saw nothing of its source."""
    folds = np.array([fold_of(row.source) for row in table.rows])
    weight, labels = store.weights(table.rows), table.labels
    scores = np.zeros(len(labels), np.float32)
    for fold in range(FOLDS):
        inside = folds != fold
        scores[~inside] = fit(x[inside], labels[inside], weight[inside], **settings)(x[~inside])
    return scores


def trial(
    name: str,
    fit: Callable[..., Scorer],
    train: store.Table,
    others: dict[str, store.Table],
    blocks: list[int],
    parts: str,
    **settings: float,
) -> dict:
    """One line of the table of what was tried."""
    x = view(train.arrays["pooled"], blocks, parts)
    weight = store.weights(train.rows)
    outside = left_out(fit, x, train, **settings)
    line = {
        "head": name,
        "blocks": blocks,
        "parts": parts,
        **settings,
        "left-out": summary(train.labels, outside),
        "left-out weighted AUC": round(metrics.auc(train.labels, outside, weight), 3),
    }
    score = fit(x, train.labels, weight, **settings)
    for split, table in others.items():
        scores = score(view(table.arrays["pooled"], blocks, parts))
        for group, mask in groups(table).items():
            if split == "dev" or group == "all":
                line[f"{split} {group}"] = summary(table.labels[mask], scores[mask])
    return line


def summary(labels: np.ndarray, scores: np.ndarray) -> str:
    """AUC, then finds at 1 % and at 5 % of false alarms."""
    found = [metrics.found_at(labels, scores, rate) for rate in (0.01, 0.05)]
    return f"{metrics.auc(labels, scores):.3f} {found[0]:.2f} {found[1]:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--features", type=Path, required=True)
    parser.add_argument("--train", nargs="+", default=["train-augmented"])
    parser.add_argument("--quick", action="store_true", help="only the heads that lead")
    parser.add_argument("--out", type=Path, help="where to add the lines (JSON lines)")
    options = parser.parse_args()

    torch.set_num_threads(1)
    train = store.read(options.data, options.features, options.train, ["pooled"])
    others = {
        split: store.read(options.data, options.features, [f"{split}-clean"], ["pooled"])
        for split in ("validation", "dev")
    }
    print(
        f"{len(train.rows)} train, " + ", ".join(f"{len(table.rows)} {split}" for split, table in others.items()),
        flush=True,
    )
    trials = [
        ("logistic", logistic, [8], "c", {"penalty": 1e-3}),
        ("logistic", logistic, [8], "c", {"penalty": 1e-2}),
        ("logistic", logistic, [8], "cm", {"penalty": 1e-3}),
        ("logistic", logistic, [8], "cm", {"penalty": 1e-2}),
        ("logistic", logistic, [8], "cm", {"penalty": 1e-1}),
        ("logistic", logistic, [8], "cms", {"penalty": 1e-2}),
        ("logistic", logistic, [7], "cm", {"penalty": 1e-2}),
        ("logistic", logistic, [6], "cm", {"penalty": 1e-2}),
        ("logistic", logistic, [5], "cm", {"penalty": 1e-2}),
        ("logistic", logistic, [4], "cm", {"penalty": 1e-2}),
        ("logistic", logistic, [4, 6, 8], "cm", {"penalty": 1e-2}),
        ("discriminant", discriminant, [8], "cm", {"shrinkage": 0.1}),
        ("discriminant", discriminant, [8], "cm", {"shrinkage": 0.5}),
        ("perceptron", perceptron, [8], "cm", {"hidden": 128}),
        ("perceptron", perceptron, [8], "cms", {"hidden": 128}),
    ]
    for name, fit, blocks, parts, settings in trials[:5] if options.quick else trials:
        line = trial(name, fit, train, others, blocks, parts, **settings)
        print(json.dumps(line), flush=True)
        if options.out:
            with options.out.open("a") as lines:
                lines.write(json.dumps({"train": len(train.rows), **line}) + "\n")


if __name__ == "__main__":
    main()
