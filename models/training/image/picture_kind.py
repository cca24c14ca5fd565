"""The head `picture-kind`: photograph, portrait, illustration, render, graphic, screenshot or document.

    logits [N,7] = linear map of class token and mean patch, divided by a temperature

Trained on every row whose kind is known, both labels alike, each kind counted the same and each source by the root of
its size. The temperature is set on validation, so that the softmax is a calibrated probability.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import nn

from . import exported, heads, kinds, store

PENALTIES = (3e-3, 1e-2, 3e-2)
TEMPERATURES = np.geomspace(0.3, 4, 60)
# In the place of a kind, where none is clear.
LEFT_OPEN = "left open"


class KindHead(nn.Module):
    """tokens [N,197,768] to logits [N,7]."""

    def __init__(self, slope: np.ndarray, offset: np.ndarray) -> None:
        super().__init__()
        self.slope = nn.Parameter(torch.from_numpy(slope.astype(np.float32)))
        self.offset = nn.Parameter(torch.from_numpy(offset.astype(np.float32)))

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        pooled = torch.cat([tokens[:, 0], tokens[:, 1:].mean(1)], dim=1)
        return torch.matmul(pooled, self.slope) + self.offset


def known(table: store.Table) -> tuple[store.Table, np.ndarray]:
    """The rows whose kind is known, with the place of each kind."""
    names = [kinds.kind_of(row) for row in table.rows]
    inside = table.where(np.array([name is not None for name in names]))
    return inside, np.array([kinds.KINDS.index(name) for name in names if name])


def balanced(table: store.Table, places: np.ndarray) -> np.ndarray:
    """Each kind counts the same; within one, each source by the root of its size."""
    weight = store.weights(table.rows)
    for place in np.unique(places):
        weight[places == place] /= weight[places == place].sum()
    return weight / weight.sum()


def fitted(x: np.ndarray, places: np.ndarray, weight: np.ndarray, penalty: float) -> tuple[np.ndarray, np.ndarray]:
    """Slope [features, 7] and offset [7] of the softmax regression on raw features."""
    mean, deviation = heads.standardiser(x, weight)
    features, target = torch.from_numpy((x - mean) / deviation), torch.from_numpy(places)
    share = torch.from_numpy(weight).float()
    slope = torch.zeros(x.shape[1], len(kinds.KINDS), requires_grad=True)
    offset = torch.zeros(len(kinds.KINDS), requires_grad=True)
    optimiser = torch.optim.LBFGS([slope, offset], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = nn.functional.cross_entropy(features @ slope + offset, target, reduction="none")
        total = (loss * share).sum() + penalty * (slope**2).sum()
        total.backward()
        return total

    optimiser.step(closure)
    raw = slope.detach().numpy().astype(np.float64) / deviation[:, None]
    return raw, offset.detach().numpy() - mean @ raw


def left_out(x: np.ndarray, places: np.ndarray, weight: np.ndarray, table: store.Table, penalty: float) -> np.ndarray:
    """Logits of every row, each from a fit that saw nothing of its source (validation shares sources with train)."""
    logits = np.zeros((len(x), len(kinds.KINDS)))
    for fold in range(heads.FOLDS):
        inside = heads.outside_folds(table, {fold})
        slope, offset = fitted(x[inside], places[inside], weight[inside] / weight[inside].sum(), penalty)
        logits[~inside] = x[~inside] @ slope + offset
    return logits


def surprise(logits: np.ndarray, places: np.ndarray, weight: np.ndarray) -> float:
    """Weighted mean negative log probability of the true kinds."""
    shifted = logits - logits.max(1, keepdims=True)
    chosen = shifted[np.arange(len(places)), places] - np.log(np.exp(shifted).sum(1))
    return float(-(chosen * weight).sum() / weight.sum())


def what_is_told(model: Path, table: store.Table, places: np.ndarray) -> dict:
    """How often the exported head tells a kind as clearly as the check asks for, and how often that is right."""
    found = kinds.told(exported.answered(model, "kind", store.pooled(table)))
    clear = np.array([name is not None for name in found])
    right = np.array([name == kinds.KINDS[place] for name, place in zip(found, places, strict=True)])
    return {
        "pictures": len(places),
        "sources": len(set(table.sources)),
        "told": [float(clear.mean()), *interval(clear, table.sources)],
        "right": [float(right[clear].mean()), *interval(right[clear], table.sources[clear])],
        "confusion": by_kind(found, places),
    }


def by_kind(found: list[str | None], places: np.ndarray) -> dict[str, dict[str, int]]:
    """How often each kind was taken for which, or left open."""
    return {
        name: Counter(told or LEFT_OPEN for told, truth in zip(found, places, strict=True) if truth == place)
        for place, name in enumerate(kinds.KINDS)
        if (places == place).any()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--features", type=Path, required=True)
    parser.add_argument("--train", nargs="+", default=["train-augmented", "rendered-augmented"])
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument("--report", type=Path, required=True)
    options = parser.parse_args()

    torch.set_num_threads(1)
    tables = {
        name: known(store.read(options.data, options.features, folders, ["pooled"]))
        for name, folders in (("train", options.train), ("validation", ["validation-clean"]), ("dev", ["dev-clean"]))
    }
    train, places = tables["train"]
    x, weight = store.pooled(train), balanced(train, places)
    held, truth = tables["validation"]
    y, counted = store.pooled(held), balanced(held, truth)
    trials = {}
    for penalty in PENALTIES:
        trials[penalty] = surprise(left_out(x, places, weight, train, penalty), places, weight)
        print(f"penalty {penalty}: {trials[penalty]:.4f} on left-out sources", flush=True)
    penalty = min(trials, key=trials.__getitem__)
    slope, offset = fitted(x, places, weight, penalty)
    temperature = min(TEMPERATURES, key=lambda value: surprise((y @ slope + offset) / value, truth, counted))
    exported.write(KindHead(slope / temperature, offset / temperature), options.out / "picture-kind.onnx", ["kind"])

    report = {"penalty": penalty, "temperature": float(temperature), "trainRows": len(places)}
    report["sources"] = sorted({row.source for row in train.rows})
    for name in ("validation", "dev"):
        report[name] = what_is_told(options.out / "picture-kind.onnx", *tables[name])
    options.report.write_text(json.dumps(report, indent=1) + "\n")
    print(json.dumps({name: report[name] for name in ("penalty", "temperature", "validation", "dev")}, indent=1))


def interval(holds: np.ndarray, sources: np.ndarray, rounds: int = 1000) -> list[float]:
    """95 % bootstrap interval of the share of rows that something holds of, drawing whole sources."""
    generator = np.random.default_rng(heads.SEED)
    groups = [np.flatnonzero(sources == name) for name in np.unique(sources)]
    shares = []
    for _ in range(rounds):
        drawn = np.concatenate([groups[pick] for pick in generator.integers(0, len(groups), len(groups))])
        shares.append(holds[drawn].mean())
    return [float(end) for end in np.percentile(shares, [2.5, 97.5])]


if __name__ == "__main__":
    main()
