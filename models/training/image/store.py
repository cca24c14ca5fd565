"""Shards of features, read back beside their rows of the index."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import pictures


@dataclass
class Table:
    """Rows of one or more splits with their features and what is known of each."""

    rows: list[pictures.Row]
    arrays: dict[str, np.ndarray]

    @property
    def labels(self) -> np.ndarray:
        return np.array([row.label for row in self.rows])

    @property
    def sources(self) -> np.ndarray:
        return np.array([row.source for row in self.rows])

    @property
    def generators(self) -> np.ndarray:
        return np.array([row.generator for row in self.rows])

    @property
    def kinds(self) -> np.ndarray:
        return np.array([row.kind for row in self.rows])

    def where(self, mask: np.ndarray) -> Table:
        """The rows that the mask keeps."""
        picked = np.flatnonzero(mask)
        return Table([self.rows[i] for i in picked], {name: array[picked] for name, array in self.arrays.items()})


def read(data: Path, features: Path, names: list[str], arrays: list[str]) -> Table:
    """All shards of the named folders (`train-augmented`, `dev-clean`, ...) that are there so far.

    A folder whose rows have no pictures in `data` holds their index itself.
    """
    index = {row.path: row for row in pictures.read_index(data)}
    for name in names:
        if (features / name / pictures.INDEX).exists():
            index |= {row.path: row for row in pictures.read_index(features / name)}
    rows: list[pictures.Row] = []
    parts: dict[str, list[np.ndarray]] = {name: [] for name in arrays}
    for name in names:
        for shard in sorted((features / name).glob("[0-9]*[0-9].npz")):
            with np.load(shard) as content:
                rows += [index[path] for path in content["paths"]]
                for array in arrays:
                    parts[array].append(content[array])
    return Table(rows, {name: np.concatenate(in_common(part)) for name, part in parts.items()})


def in_common(parts: list[np.ndarray]) -> list[np.ndarray]:
    """Of pooled features [N, blocks, poolings, width], the last blocks and the first poolings that all shards have."""
    if len({part.shape[1:] for part in parts}) < 2:
        return parts
    blocks, poolings = (min(part.shape[axis] for part in parts) for axis in (1, 2))
    return [part[:, -blocks:, :poolings] for part in parts]


def pooled(table: Table) -> np.ndarray:
    """Class token and mean of the patches after the last block, [N,1536]."""
    return table.arrays["pooled"][:, -1, :2].reshape(len(table.rows), -1).astype(np.float32)


def weights(rows: list[pictures.Row]) -> np.ndarray:
    """Each source counts by the root of its pictures, both labels alike, mean 1; a picture's views share its weight."""
    keys = [(row.label, row.source, row.generator) for row in rows]
    views = Counter(row.path for row in rows)
    sizes = Counter({row.path: key for row, key in zip(rows, keys, strict=True)}.values())
    weight = np.array([sizes[key] ** -0.5 / views[row.path] for row, key in zip(rows, keys, strict=True)])
    labels = np.array([row.label for row in rows])
    for label in (0, 1):
        weight[labels == label] *= 0.5 / max(weight[labels == label].sum(), 1e-9)
    return weight * len(rows)
