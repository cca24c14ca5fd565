"""Blend, calibration and thresholds, from validation and the left-out domains of train. Dev is not looked at.

A threshold for 1 % holds when both the mean over human domains of what it flags is at most 1 % and no domain has more
than 5 %; that for 5 % when the mean is at most 5 %. Texts under LEAST_WORDS are not answered and do not count.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from image import metrics

from . import texts
from .scores import LEAST_WORDS

# Human domains of fewer texts say nothing of a worst one.
LEAST_IN_DOMAIN = 20
WORST_DOMAIN = 0.05
WEIGHTS = np.round(np.arange(0, 1.01, 0.1), 1)
MODELS = ("ngrams", "encoder", "blend")


@dataclass(frozen=True)
class Scored:
    """Texts with what is known of them and the logits of both models."""

    rows: list[texts.Row]
    sets: np.ndarray
    ngrams: np.ndarray
    encoder: np.ndarray
    words: np.ndarray

    def of(self, chosen: np.ndarray) -> Scored:
        rows = [row for row, one in zip(self.rows, chosen, strict=True) if one]
        return Scored(rows, *(value[chosen] for value in (self.sets, self.ngrams, self.encoder, self.words)))

    def by_both(self) -> Scored:
        """Those that the encoder scored too."""
        return self.of(np.isfinite(self.encoder))

    @property
    def ai(self) -> np.ndarray:
        return np.array([row.ai for row in self.rows])

    @property
    def domains(self) -> np.ndarray:
        return np.array([f"{row.source} {row.domain}" for row in self.rows])

    @property
    def modern(self) -> np.ndarray:
        return np.array([row.modern for row in self.rows])


def read(data: Path, work: Path) -> Scored:
    """What scores.py wrote."""
    kept = np.load(work / "scores.npz")
    rows = texts.read(data, work)
    return Scored(
        [rows[index] for index in kept["row"]], *(kept[name] for name in ("set", "ngrams", "encoder", "words"))
    )


def blended(scored: Scored, blend: dict) -> np.ndarray:
    """The sum of the standardised logits by their weights."""
    parts = [
        blend[name]["weight"] * (getattr(scored, name) - blend[name]["mean"]) / blend[name]["deviation"]
        for name in ("ngrams", "encoder")
    ]
    return parts[0] + parts[1]


def weigh(weight: float, measured: Scored) -> dict:
    """A blend in which the encoder has `weight`, standardised on `measured`."""
    return {
        name: {
            "mean": float(getattr(measured, name).mean()),
            "deviation": float(getattr(measured, name).std()),
            "weight": share,
        }
        for name, share in (("ngrams", round(1 - weight, 2)), ("encoder", weight))
    }


def platt(logits: np.ndarray, ai: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """Slope and intercept of the likeliest probability."""
    sign = np.where(ai, 1, -1)
    share = weights / weights.sum()

    def loss(point: np.ndarray) -> float:
        return float(np.logaddexp(0, -sign * (point[0] * logits + point[1])) @ share)

    slope, intercept = minimize(loss, [1.0, 0.0], method="Nelder-Mead", options={"maxiter": 2000}).x
    return float(slope), float(intercept)


def threshold(probabilities: np.ndarray, domains: np.ndarray, rate: float, worst: float = 1) -> float:
    """The least threshold that flags at most `rate` of human texts, mean over domains, and `worst` of any domain."""
    names, sizes = np.unique(domains, return_counts=True)
    groups = [
        probabilities[domains == name] for name, size in zip(names, sizes, strict=True) if size >= LEAST_IN_DOMAIN
    ]

    def holds(at: float) -> bool:
        shares = [float((group > at).mean()) for group in groups]
        return float(np.mean(shares)) <= rate and max(shares) <= worst

    candidates = np.unique(probabilities)
    low, high = 0, len(candidates) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(candidates[middle]) else (middle + 1, high)
    return float(candidates[low])


def settings(logits: np.ndarray, scored: Scored) -> dict:
    """Calibration and thresholds of one score."""
    slope, intercept = platt(logits, scored.ai, texts.domain_weights(scored.rows, 0.1))
    probabilities = probability(logits, {"slope": slope, "intercept": intercept})
    human = ~scored.ai
    domains = scored.domains[human]
    return {
        "slope": slope,
        "intercept": intercept,
        "thresholds": {
            "falsePositiveRate1": threshold(probabilities[human], domains, 0.01, WORST_DOMAIN),
            "falsePositiveRate5": threshold(probabilities[human], domains, 0.05),
        },
    }


def probability(logits: np.ndarray, calibration: dict) -> np.ndarray:
    """As the product has it."""
    return 1 / (1 + np.exp(-(calibration["slope"] * logits + calibration["intercept"])))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    scored = read(options.data, options.work)
    counting = scored.of(np.isin(scored.sets, ["validation", "left-out"]) & (scored.words >= LEAST_WORDS))
    chosen = counting.by_both()
    left_out = chosen.of(chosen.sets == "left-out")
    ai = left_out.ai.astype(int)
    older = ~left_out.modern
    tried = []
    for weight in WEIGHTS:
        score = blended(left_out, weigh(float(weight), chosen))
        line = metrics.threshold_at(score[ai == 0], 0.01)
        tried.append(
            {
                "encoder": float(weight),
                "auc": metrics.auc(ai, score),
                "auc, older": metrics.auc(ai[older], score[older]),
                "found at 5 %, older": metrics.found_at(ai[older], score[older], 0.05),
                "present-day found at 1 %": float((score[left_out.modern] > line).mean()),
            }
        )
        print({key: round(value, 3) for key, value in tried[-1].items()})
    best = max(tried, key=lambda one: one["auc"] + one["found at 5 %, older"] + one["present-day found at 1 %"])
    blend = weigh(best["encoder"], chosen)
    fitted = {"blend": blend, "tried": tried}
    fitted["ngrams settings"] = settings(counting.ngrams, counting)
    fitted["encoder settings"] = settings(chosen.encoder, chosen)
    fitted["blend settings"] = settings(blended(chosen, blend), chosen)
    (options.work / "fit.json").write_text(json.dumps(fitted, indent=1))
    print(json.dumps(fitted["blend settings"]), best["encoder"])


if __name__ == "__main__":
    main()
