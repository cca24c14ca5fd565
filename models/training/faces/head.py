"""The head that ships: one linear map on what the image encoder makes of the square around a face.

It sees the class token and the mean of the patch tokens. It is a discriminant whose scatter within a label holds how
sources differ, which a head must not learn: nearly all swapped faces come from one source. What self-blended and other
genuine faces count in it is chosen by validation, and by genuine pictures of sources that no training saw. The
thresholds hold for each of these two groups, in all views together.
"""

from __future__ import annotations

import argparse
import itertools
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from image import domain, exported, heads, linear_head, metrics, pictures

from . import crops

OUTPUTS = ["logit", "distance"]
VIEWS = ("clean", "jpeg", "webp", "social", "filtered")
# The share of genuine faces that lie within the distance at which the model answers.
WITHIN = 0.985
COMPOSED_SOURCES = ("expert Photoshop composites 128px", "ciplab-real")
OTHER, SELF_BLENDED = "other", "self-blended"
# Of what a swapped face counts. Composites are 128 pixels small, enlarged: they teach what enlarging looks like.
COMPOSED = 0.3
# What was tried for other genuine faces and for self-blended ones, and the shrinkage.
OTHERS, BLENDED, SHRINKAGE = (0.3, 1.0), (0.0, 0.1, 0.3), (0.3, 0.6)


@dataclass(frozen=True)
class Faces:
    """Pooled tokens [N,3,768] of faces beside the paths of their pictures; `blended` ones were made of genuine ones."""

    paths: list[str]
    pooled: np.ndarray
    blended: bool = False

    @property
    def features(self) -> np.ndarray:
        """Class token and mean of the patch tokens [N,1536]."""
        return self.pooled[:, :2].reshape(len(self.paths), -1).astype(np.float32)


def read(features: Path, name: str) -> Faces:
    """All shards of a folder that features.py wrote."""
    parts = []
    for shard in sorted((features / name).glob("[0-9]*[0-9].npz")):
        with np.load(shard) as content:
            parts.append((content["paths"].tolist(), content["pooled"]))
    paths = [path for some, _ in parts for path in some]
    return Faces(paths, np.concatenate([pooled for _, pooled in parts]), name.startswith("blended"))


class Head(nn.Module):
    """tokens [N,197,768] to logit [N,1] and distance [N,1] from the faces of training."""

    def __init__(self, affine: heads.Affine, reach: domain.Domain) -> None:
        super().__init__()
        self.slope = nn.Parameter(torch.from_numpy(affine.slope.astype(np.float32))[:, None])
        self.bias = nn.Parameter(torch.tensor([affine.offset], dtype=torch.float32))
        self.distance = domain.Distance(reach)

    def forward(self, tokens: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        features = torch.cat([tokens[:, 0], tokens[:, 1:].mean(1)], dim=1)
        return torch.matmul(features, self.slope) + self.bias, self.distance(features)


@dataclass(frozen=True)
class Pictures:
    """What is known of every picture of both folders, by path."""

    rows: dict[str, pictures.Row]
    ours: set[str]

    def label(self, path: str) -> int:
        return int(path in self.ours and self.rows[path].generator != crops.GENUINE)

    def source(self, path: str) -> str:
        row = self.rows[path]
        return (row.generator or row.source) if path in self.ours else OTHER


def known(data: Path, more: Path) -> Pictures:
    ours = {row.path: row for row in pictures.read_index(data)}
    return Pictures({row.path: row for row in pictures.read_index(more)} | ours, set(ours))


@dataclass(frozen=True)
class Training:
    """Features [N,1536], labels [N] and what group each face is of."""

    features: np.ndarray
    labels: np.ndarray
    sources: np.ndarray

    def weight(self, others: float, blended: float) -> np.ndarray:
        """Of each face: within a label by the root of its source's size, then by what its group counts."""
        weight = np.zeros(len(self.labels))
        for label in (0, 1):
            inside = self.labels == label
            sizes = {source: (self.sources[inside] == source).sum() for source in set(self.sources[inside])}
            weight[inside] = [sizes[source] ** -0.5 for source in self.sources[inside]]
            weight[inside] /= weight[inside].sum()
        for names, share in ((COMPOSED_SOURCES, COMPOSED), ((OTHER,), others), ((SELF_BLENDED,), blended)):
            weight[np.isin(self.sources, names)] *= share
        return weight

    def without(self, sources: list[str]) -> Training:
        """The faces of all other sources."""
        kept = ~np.isin(self.sources, sources)
        return Training(self.features[kept], self.labels[kept], self.sources[kept])

    def fitted(self, others: float, blended: float, shrinkage: float) -> heads.Affine:
        weight = self.weight(others, blended)
        inside = weight > 0
        return heads.discriminant(self.features[inside], self.labels[inside], weight[inside], shrinkage)


def training(parts: list[Faces], about: Pictures) -> Training:
    return Training(
        np.concatenate([part.features for part in parts]),
        np.concatenate([[int(part.blended) or about.label(path) for path in part.paths] for part in parts]),
        np.concatenate(
            [[SELF_BLENDED if part.blended else about.source(path) for path in part.paths] for part in parts]
        ),
    )


def by_picture(faces: Faces, values: np.ndarray) -> dict[str, float]:
    """The highest value of a picture's faces, by path."""
    highest: dict[str, float] = {}
    for path, value in zip(faces.paths, values.tolist(), strict=True):
        highest[path] = max(highest.get(path, value), value)
    return highest


def judged(score: heads.Affine, faces: Faces, about: Pictures) -> tuple[np.ndarray, np.ndarray]:
    """Labels and logits of pictures."""
    values = by_picture(faces, score(faces.features))
    return np.array([about.label(path) for path in values]), np.array(list(values.values()))


def ranking(score: heads.Affine, validation: Faces, others: Faces, about: Pictures) -> float:
    """AUC of manipulated pictures of validation against genuine ones, and others."""
    parts = [judged(score, faces, about) for faces in (validation, others)]
    return metrics.auc(np.concatenate([labels for labels, _ in parts]), np.concatenate([logits for _, logits in parts]))


def genuine(score: heads.Affine, features: Path, split: str, about: Pictures) -> np.ndarray:
    """Logits of the genuine pictures of a split in every view."""
    parts = [judged(score, read(features, f"{split}-{view}"), about) for view in VIEWS]
    return np.concatenate([logits[labels == 0] for labels, logits in parts])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of manipulated and genuine faces")
    parser.add_argument("--more", type=Path, required=True, help="folder of other genuine pictures")
    parser.add_argument("--features", type=Path, required=True)
    parser.add_argument("--train", nargs="+", default=["train-round0", "filtered-round0", "blended-round0"])
    parser.add_argument("--without", nargs="*", default=[], help="methods that this head may not see")
    parser.add_argument("--out", type=Path, required=True, help="the .onnx file")
    parser.add_argument("--fit", type=Path, required=True, help="where calibration and thresholds go (JSON)")
    options = parser.parse_args()

    torch.set_num_threads(1)
    about = known(options.data, options.more)
    faces = training([read(options.features, name) for name in options.train], about).without(options.without)
    validation, others = read(options.features, "validation-clean"), read(options.features, "others-clean")
    ranked = {}
    for settings in itertools.product(OTHERS, BLENDED, SHRINKAGE):
        ranked[settings] = ranking(faces.fitted(*settings), validation, others, about)
        print("others {} blended {} shrinkage {}".format(*settings), f"{ranked[settings]:.4f}", flush=True)
    settings = max(ranked, key=ranked.__getitem__)
    score = faces.fitted(*settings)
    trained_on = faces.sources != SELF_BLENDED
    reach = domain.fitted(faces.features[trained_on], np.ones(trained_on.sum()))
    exported.write(Head(score, reach), options.out, OUTPUTS)

    labels, logits = judged(score, validation, about)
    calibration = linear_head.platt(labels, logits, np.ones(len(labels)))
    groups = {split: genuine(score, options.features, split, about) for split in ("validation", "others")}
    views = [read(options.features, f"{split}-{view}") for split in groups for view in VIEWS]
    thresholds = [linear_head.thresholds(linear_head.probability(logits, calibration)) for logits in groups.values()]
    fit = {
        "train": options.train,
        "settings": dict(zip(("others", "blended", "shrinkage"), settings, strict=True)),
        "ranking": ranked[settings],
        "trainFaces": len(faces.labels),
        "trainManipulated": int(faces.labels.sum()),
        "genuine": {split: len(logits) for split, logits in groups.items()},
        "slope": calibration[0],
        "intercept": calibration[1],
        "thresholds": {name: max(one[name] for one in thresholds) for name in linear_head.RATES},
        "distance": float(np.quantile(np.concatenate([reach.distance(one.features) for one in views]), WITHIN)),
    }
    options.fit.parent.mkdir(parents=True, exist_ok=True)
    options.fit.write_text(json.dumps(fit, indent=2) + "\n")
    print(json.dumps(fit, indent=2))


if __name__ == "__main__":
    main()
