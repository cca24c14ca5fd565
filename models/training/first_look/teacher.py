"""What the encoder's head thinks of the training pictures, each by a head that saw nothing of the picture's source."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from image import heads, store

# What linear_head chose on left-out sources.
PENALTY = 0.03


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--features", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help=".npz with paths and logit")
    options = parser.parse_args()

    torch.set_num_threads(1)
    table = store.read(options.data, options.features, ["train-augmented"], ["pooled"])
    features = table.arrays["pooled"][:, -1, :2].reshape(len(table.rows), -1).astype(np.float32)
    logits = heads.left_out(heads.logistic, features, table, penalty=PENALTY)
    np.savez(options.out, paths=np.array([row.path for row in table.rows]), logit=logits.astype(np.float32))


if __name__ == "__main__":
    main()
