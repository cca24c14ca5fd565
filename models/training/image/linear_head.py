"""The head that ships: one linear map on the class token and on every patch token.

    logit of a patch = class part + patch part,   logit of the picture = mean over its 196 patches

so that the heat map adds up to the answer exactly. Fitted on pooled features (class token and mean of the
patches are all that the picture's logit needs), with the penalty that serves left-out sources best.
Probability and thresholds come from rows of validation whose source the scoring head never saw; thresholds of single
kinds, of which validation holds few, from rows of train as well, each scored by a head that saw nothing of its source.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from torch import nn

from . import clip, domain, exported, heads, kinds, metrics, store

PENALTIES = (0.01, 0.03, 0.1, 0.3, 1.0)
TRAINED_ON = ["train-augmented", "rendered-augmented"]
OUTPUTS = ["logit", "patches", "distance"]
# A kind with fewer genuine rows of strange sources keeps the general thresholds.
ENOUGH = 100
# The share of validation that lies within the distance at which the model answers.
WITHIN = 0.985
RATES = {"falsePositiveRate1": 0.01, "falsePositiveRate5": 0.05}


class LinearHead(nn.Module):
    """tokens [N,197,768] to logit [N,1], patches [N,196] and distance [N,1] from the training pictures."""

    def __init__(self, affine: heads.Affine, reach: domain.Domain) -> None:
        super().__init__()
        slope = torch.from_numpy(affine.slope.astype(np.float32))[:, None]
        self.of_class, self.of_patch = nn.Parameter(slope[: clip.WIDTH]), nn.Parameter(slope[clip.WIDTH :])
        self.bias = nn.Parameter(torch.tensor([affine.offset], dtype=torch.float32))
        self.distance = domain.Distance(reach)

    def forward(self, tokens: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        shared = torch.matmul(tokens[:, 0], self.of_class) + self.bias
        patches = torch.matmul(tokens[:, 1:], self.of_patch).squeeze(2) + shared
        distance = self.distance(torch.cat([tokens[:, 0], tokens[:, 1:].mean(1)], dim=1))
        return patches.mean(1, keepdim=True), patches, distance


def platt(labels: np.ndarray, logits: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """Slope and intercept of the calibrated probability (Platt 1999, with his smoothed targets)."""
    positives, negatives = (labels == 1).sum(), (labels == 0).sum()
    target = np.where(labels == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    slope, intercept = 1.0, 0.0
    for _ in range(100):
        p = 1 / (1 + np.exp(-(slope * logits + intercept)))
        error, curve = weight * (p - target), weight * p * (1 - p) + 1e-12
        gradient = np.array([(error * logits).sum(), error.sum()])
        hessian = np.array([[(curve * logits**2).sum(), (curve * logits).sum()], [(curve * logits).sum(), curve.sum()]])
        step = np.linalg.solve(hessian + 1e-9 * np.eye(2), gradient)
        slope, intercept = slope - step[0], intercept - step[1]
    return float(slope), float(intercept)


def probability(logits: np.ndarray, calibration: tuple[float, float]) -> np.ndarray:
    """Calibrated probabilities."""
    return 1 / (1 + np.exp(-(calibration[0] * logits + calibration[1])))


def unseen(train: store.Table, other: store.Table, penalty: float) -> np.ndarray:
    """Scores of `other`, each from a head fitted on the train rows of all folds but its source's."""
    x, y = store.pooled(train), store.pooled(other)
    places = np.array([heads.fold_of(row.source) for row in other.rows])
    weight, scores = store.weights(train.rows), np.zeros(len(other.rows))
    for fold in np.unique(places):
        inside = heads.outside_folds(train, {fold})
        score = heads.logistic(x[inside], train.labels[inside], weight[inside], penalty)
        scores[places == fold] = score(y[places == fold])
    return scores


def thresholds(probabilities: np.ndarray) -> dict[str, float]:
    """Probabilities above which each rate of these genuine rows lies."""
    return {name: metrics.threshold_at(probabilities, rate) for name, rate in RATES.items()}


def by_kind(kind_model: Path, parts: list[tuple[store.Table, np.ndarray]]) -> dict[str, dict[str, float]]:
    """Thresholds of each kind that the kind model sees in enough genuine rows, all with probabilities of strangers."""
    genuine = np.concatenate([table.labels == 0 for table, _ in parts])
    features = np.concatenate([store.pooled(table) for table, _ in parts])[genuine]
    probabilities = np.concatenate([values for _, values in parts])[genuine]
    found = np.array(kinds.told(exported.answered(kind_model, "kind", features)))
    return {name: thresholds(probabilities[found == name]) for name in kinds.KINDS if (found == name).sum() >= ENOUGH}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--features", type=Path, required=True)
    parser.add_argument("--train", nargs="+", default=TRAINED_ON)
    parser.add_argument("--kind", type=Path, required=True, help="the exported head picture-kind")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument("--fit", type=Path, required=True, help="where calibration and thresholds go (JSON)")
    options = parser.parse_args()

    torch.set_num_threads(1)
    train = store.read(options.data, options.features, options.train, ["pooled"])
    validation = store.read(options.data, options.features, ["validation-clean"], ["pooled"])
    x, weight = store.pooled(train), store.weights(train.rows)
    ranked = {}
    for penalty in PENALTIES:
        outside = heads.left_out(heads.logistic, x, train, penalty=penalty)
        ranked[penalty] = metrics.auc(train.labels, outside, weight)
        print(f"penalty {penalty}: AUC on left-out sources {ranked[penalty]:.4f}", flush=True)
    penalty = max(ranked, key=ranked.__getitem__)
    reach = domain.fitted(x, weight)
    head = LinearHead(heads.logistic(x, train.labels, weight, penalty), reach)
    exported.write(head, options.out / "ai-image.onnx", OUTPUTS)

    scores = unseen(train, validation, penalty)
    calibration = platt(validation.labels, scores, store.weights(validation.rows))
    probabilities = probability(scores, calibration)
    outside = probability(heads.left_out(heads.logistic, x, train, penalty=penalty), calibration)
    fit = {
        "penalty": penalty,
        "leftOutAuc": {str(key): value for key, value in ranked.items()},
        "trainRows": len({row.path for row in train.rows}),
        "trainGenerated": len({row.path for row in train.rows if row.label}),
        "validationRows": len(validation.rows),
        "slope": calibration[0],
        "intercept": calibration[1],
        "thresholds": thresholds(probabilities[validation.labels == 0]),
        "thresholdsByKind": by_kind(options.kind, [(validation, probabilities), (train, outside)]),
        "distance": float(np.quantile(reach.distance(store.pooled(validation)), WITHIN)),
    }
    options.fit.parent.mkdir(parents=True, exist_ok=True)
    options.fit.write_text(json.dumps(fit, indent=2) + "\n")
    print(json.dumps(fit, indent=2))


if __name__ == "__main__":
    main()
