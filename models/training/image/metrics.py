"""What is reported of a score: ranking, finds at a fixed share of false alarms, calibration, intervals."""

from __future__ import annotations

import numpy as np

SEED = 20261125
ROUNDS = 1000


def auc(labels: np.ndarray, scores: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Area under the ROC curve, ties counted half; rows may carry weights."""
    weights = np.ones(len(labels)) if weights is None else weights
    order = np.argsort(scores, kind="stable")
    labels, scores, weights = labels[order], scores[order], weights[order]
    _, group = np.unique(scores, return_inverse=True)
    positive = np.bincount(group, weights * (labels == 1))
    negative = np.bincount(group, weights * (labels == 0))
    below = np.cumsum(negative) - negative
    total = positive.sum() * negative.sum()
    return float((positive * (below + negative / 2)).sum() / total) if total else float("nan")


def threshold_at(negatives: np.ndarray, rate: float) -> float:
    """The smallest score above which at most `rate` of the negatives lie (ties do not count as above)."""
    ranked = np.sort(negatives)[::-1]
    return float(ranked[int(np.floor(rate * len(ranked)))])


def found_at(labels: np.ndarray, scores: np.ndarray, rate: float) -> float:
    """Share of positives above the threshold that `rate` of these rows' own negatives exceed."""
    if not (labels == 0).any() or not (labels == 1).any():
        return float("nan")
    return float((scores[labels == 1] > threshold_at(scores[labels == 0], rate)).mean())


def brier(labels: np.ndarray, probabilities: np.ndarray) -> float:
    """Mean squared error of the probabilities."""
    return float(((probabilities - labels) ** 2).mean())


def reliability(
    labels: np.ndarray, probabilities: np.ndarray, bins: int = 10
) -> list[tuple[float, float, int, float, float]]:
    """Rows of (from, to, pictures, mean probability, share that is AI)."""
    edges = np.linspace(0, 1, bins + 1)
    place = np.clip(np.digitize(probabilities, edges) - 1, 0, bins - 1)
    table = []
    for index in range(bins):
        inside = place == index
        if inside.any():
            table.append(
                (
                    float(edges[index]),
                    float(edges[index + 1]),
                    int(inside.sum()),
                    float(probabilities[inside].mean()),
                    float(labels[inside].mean()),
                )
            )
    return table


def interval(
    measure, labels: np.ndarray, scores: np.ndarray, sources: np.ndarray, rounds: int = ROUNDS
) -> tuple[float, float]:
    """95 % bootstrap interval of `measure(labels, scores)`, drawing whole sources, each label's apart."""
    generator = np.random.default_rng(SEED)
    groups = []
    for label in (0, 1):
        names = np.unique(sources[labels == label])
        groups.append([np.flatnonzero((sources == name) & (labels == label)) for name in names])
    values = []
    for _ in range(rounds):
        drawn = np.concatenate(
            [part[pick] for part in groups if part for pick in generator.integers(0, len(part), len(part))]
        )
        values.append(measure(labels[drawn], scores[drawn]))
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)
