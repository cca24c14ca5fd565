"""A trial: what further views of training pictures give a head, on sources that it saw nothing of.

    python -m image.views --data DATA --features FEATURES --more train-perturbed rendered-perturbed

Heads with and without the views are fitted in five folds of sources, and both are judged on the pictures that have such
views: as they are trained on, and in the views, each perturbation apart.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from . import heads, linear_head, metrics, pictures, store


def line(name: str, table: store.Table, scores: np.ndarray, mask: np.ndarray) -> str:
    """AUC by weight, then unweighted, then the shares found at 1 % and at 5 % of false alarms."""
    part = table.where(mask)
    weighted = metrics.auc(part.labels, scores[mask], store.weights(part.rows))
    return f"{name} ({mask.sum()} rows): {weighted:.3f} ({heads.summary(part.labels, scores[mask])})"


def perturbation_of(row: pictures.Row) -> str:
    """Which perturbation the view `perturbed` of a row is."""
    return pictures.drawn(pictures.chance_of("perturbed", row.path))


def judged(train: store.Table, clean: store.Table, more: store.Table, penalty: float) -> None:
    """Print what heads fitted on `train` make of strange sources in both views."""
    scores = linear_head.unseen(train, clean, penalty)
    print(line("  as trained on", clean, scores, np.ones(len(scores), bool)))
    scores = linear_head.unseen(train, more, penalty)
    print(line("  perturbed", more, scores, np.ones(len(scores), bool)))
    kinds = np.array([perturbation_of(row) for row in more.rows])
    for name in pictures.PERTURBED:
        print(line(f"  {name}", more, scores, kinds == name), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--features", type=Path, required=True)
    parser.add_argument("--train", nargs="+", default=linear_head.TRAINED_ON)
    parser.add_argument("--more", nargs="+", required=True)
    parser.add_argument("--penalties", nargs="+", type=float, default=[0.03, 0.1])
    options = parser.parse_args()

    torch.set_num_threads(1)
    once = store.read(options.data, options.features, options.train, ["pooled"])
    twice = store.read(options.data, options.features, [*options.train, *options.more], ["pooled"])
    more = store.read(options.data, options.features, options.more, ["pooled"])
    seen = {row.path for row in more.rows}
    clean = once.where(np.array([row.path in seen for row in once.rows]))
    for penalty in options.penalties:
        for name, train in (("one view", once), ("both views", twice)):
            print(f"{name}, {len(train.rows)} rows, penalty {penalty}")
            judged(train, clean, more, penalty)


if __name__ == "__main__":
    main()
