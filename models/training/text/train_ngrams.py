"""Fit the n-gram model: twice, on all rows of train (it ships) and without the left-out domains (to choose on).

Writes ai-text-ngrams.onnx to `out`, and ngrams-all.npz and ngrams-left-out.npz (codes, scale, bias) to `work`.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import minimize

from image.metrics import auc, threshold_at
from image.quiet import wait_while_quiet

from . import augment, export_ngrams, minilm, ngrams, texts, windows

SEED = 7
# Tried on the left-out domains, from strict to loose.
PENALTIES = (3e-6,)
# An n-gram counts that is in so many windows, and in so many domains of sources.
LEAST_WINDOWS = 5
LEAST_GROUPS = 3
MODERN_SHARE = 0.12
POWER = 0.5
AUGMENTED = 0.33
STEPS = 20
MEMORY = 6


@dataclass(frozen=True)
class Model:
    """Weights as the product has them, and the bias."""

    weights: np.ndarray
    bias: float

    def logit(self, text: str) -> float:
        """Of one window's text."""
        ids, values = ngrams.features(text)
        return float(self.weights[ids] @ values + self.bias)


def load(path: Path) -> Model:
    """A fitted model."""
    kept = np.load(path)
    return Model(export_ngrams.unrounded(kept["codes"], float(kept["scale"])), float(kept["bias"]))


def windowed(
    items: list[tuple[int, str]], cutter: windows.Cutter, seed: int, kept: Path
) -> tuple[sparse.csr_matrix, np.ndarray]:
    """The features [W, buckets] of one window of each text, drawn at random, and whose it is; kept in a file."""
    if not kept.exists():
        places = np.random.default_rng(seed).random(len(items))
        found = []
        for (_, text), place in zip(items, places, strict=True):
            wait_while_quiet()
            cut = cutter.cut(text)
            found.append(ngrams.features(cut[int(place * len(cut))][0]))
        ends = np.concatenate([[0], np.cumsum([len(ids) for ids, _ in found])])
        ids, values = (np.concatenate(part) for part in zip(*found, strict=True))
        np.savez(kept, ids=ids, values=values, ends=ends, owners=np.array([index for index, _ in items]))
    held = np.load(kept)
    shape = (len(held["owners"]), ngrams.BUCKETS)
    return sparse.csr_matrix((held["values"], held["ids"], held["ends"]), shape), held["owners"]


def changed(rows: list[texts.Row]) -> list[tuple[int, str]]:
    """A third of the rows, and all present-day ones, with something done to them."""
    rng = random.Random(SEED)
    return [
        (index, augment.augmented(row.text, rng))
        for index, row in enumerate(rows)
        if row.modern or rng.random() < AUGMENTED
    ]


def counted(matrix: sparse.csr_matrix, groups: np.ndarray) -> np.ndarray:
    """1 for the buckets of n-grams that are common enough, 0 for the others."""
    common = np.bincount(matrix.indices, minlength=ngrams.BUCKETS) >= LEAST_WINDOWS
    seen = np.zeros(ngrams.BUCKETS, np.int32)
    for group in np.unique(groups):
        seen += np.bincount(matrix[groups == group].indices, minlength=ngrams.BUCKETS) > 0
    return (common & (seen >= LEAST_GROUPS)).astype(np.float32)


@dataclass(frozen=True)
class Problem:
    """Windows with labels, weights that add up to 1, and the buckets that count."""

    matrix: sparse.csr_matrix
    ai: np.ndarray
    weights: np.ndarray
    counts: np.ndarray

    def solve(self, penalty: float, start: np.ndarray) -> np.ndarray:
        """Weights of all buckets, then the bias: logistic regression with a square penalty."""
        sign = np.where(self.ai, 1, -1).astype(np.float32)
        turned = self.matrix.T

        def loss(point: np.ndarray) -> tuple[float, np.ndarray]:
            wait_while_quiet()
            inner = point[:-1].astype(np.float32) * self.counts
            margin = sign * (self.matrix @ inner + np.float32(point[-1]))
            pull = -self.weights * sign / (1 + np.exp(margin))
            value = float(np.logaddexp(0, -margin) @ self.weights + penalty / 2 * inner @ inner)
            slope = (turned @ pull) * self.counts + penalty * inner
            return value, np.append(slope, pull.sum()).astype(np.float64)

        return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS, "maxcor": MEMORY}).x


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="the .onnx file")
    options = parser.parse_args()
    rows = [row for row in texts.read(options.data, options.work) if row.split == "train"]
    cutter = windows.Cutter(minilm.pieces(options.minilm))
    plain, of_plain = windowed(
        list(enumerate(row.text for row in rows)), cutter, SEED, options.work / "ngrams-plain.npz"
    )
    other, of_other = windowed(changed(rows), cutter, SEED + 1, options.work / "ngrams-changed.npz")
    groups = np.array([f"{row.source} {row.domain}" for row in rows])
    ai, modern, left_out = (np.array([getattr(row, name) for row in rows]) for name in ("ai", "modern", "left_out"))

    def problem(taken: np.ndarray) -> Problem:
        parts = [(plain, of_plain, taken[of_plain]), (other, of_other, taken[of_other])]
        matrix = sparse.vstack([whole[chosen] for whole, _, chosen in parts], format="csr")
        owners = np.concatenate([of[chosen] for _, of, chosen in parts])
        share = np.zeros(len(rows))
        share[taken] = texts.domain_weights(
            [row for row, one in zip(rows, taken, strict=True) if one], MODERN_SHARE, POWER
        )
        weights = (share / np.bincount(owners, minlength=len(rows)).clip(1))[owners]
        return Problem(
            matrix, ai[owners], (weights / weights.sum()).astype(np.float32), counted(matrix, groups[owners])
        )

    def keep(name: str, point: np.ndarray) -> tuple[np.ndarray, float, float]:
        codes, scale = export_ngrams.rounded(point[:-1].astype(np.float32))
        np.savez(options.work / f"ngrams-{name}.npz", codes=codes, scale=scale, bias=point[-1])
        return codes, scale, float(point[-1])

    def judged(point: np.ndarray) -> float:
        """How well the left-out domains are told apart."""
        logits = plain @ point[:-1].astype(np.float32)
        mean = np.bincount(of_plain, logits, len(rows)) / np.bincount(of_plain, minlength=len(rows)).clip(1)
        found = auc(ai[left_out].astype(int), mean[left_out])
        line = threshold_at(mean[left_out & ~ai], 0.01)
        print(f"AUROC {found:.4f}, found at 1 %: {(mean[left_out & ai & ~modern] > line).mean():.3f}, ", end="")
        print(f"present-day ones {(mean[left_out & modern] > line).mean():.3f}", flush=True)
        return found

    part = problem(~left_out)
    point, tried = np.zeros(ngrams.BUCKETS + 1), []
    for penalty in PENALTIES:
        point = part.solve(penalty, point)
        print(f"penalty {penalty}: ", end="")
        tried.append((judged(point), penalty, point))
        if tried[-1][0] == max(one[0] for one in tried):
            keep("left-out", point)
    _, penalty, point = max(tried, key=lambda one: one[0])
    del part
    export_ngrams.write(*keep("all", problem(np.ones(len(rows), bool)).solve(penalty, point)), options.out)
    print(f"{options.out}: penalty {penalty}")


if __name__ == "__main__":
    main()
