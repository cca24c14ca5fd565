"""Write manifest.json, golden.json and the figures of card.md of the model of faces."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import golden
from image import clip, describe

from . import head

VERSION = "1.0.0"
FILE = "deepfake-face.onnx"


def tables(entries: list[dict], report: dict) -> list[str]:
    """The tables of the card's section of figures."""
    groups = [
        "What was measured:",
        "",
        "| group | pictures | of them manipulated | without an answer |",
        "| --- | --- | --- | --- |",
    ]
    for group, part in report.items():
        if "manipulated" in part:
            groups.append(f"| {group} | {part['pictures']} | {part['manipulated']} | {part['without an answer']} |")
    return [describe.figure_table(entries), "\n".join(groups), describe.truth_table(report, "manipulated")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="of the model, with its file and its card")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--more", type=Path, required=True)
    parser.add_argument("--features", type=Path, required=True)
    parser.add_argument("--report", type=Path, required=True)
    options = parser.parse_args()

    report, about = json.loads(options.report.read_text()), head.known(options.data, options.more)
    fit = report["fit"]
    seen = {about.rows[path].source for name in fit["train"] for path in head.read(options.features, name).paths}
    manifest = {
        "format": 1,
        "id": "deepfake-face",
        "version": VERSION,
        "task": "deepfake-face",
        "title": "Whether a face was swapped or edited: a linear head on what the image encoder makes of its square",
        **describe.stamp(options.folder / FILE),
        "encoder": describe.ENCODER,
        "input": {"kind": "features", "name": "tokens", "shape": ["batch", clip.TOKENS, clip.WIDTH]},
        "outputs": [{"name": "logit", "shape": ["batch", 1]}, {"name": "distance", "shape": ["batch", 1]}],
        "calibration": {"method": "platt", "slope": fit["slope"], "intercept": fit["intercept"]},
        "thresholds": fit["thresholds"],
        "abstention": [{"rule": "outside-training", "distance": fit["distance"]}],
        "licence": "MIT",
        "training": describe.trained_on(seen),
        "figures": list(describe.figures(report)),
        "card": "card.md",
        "golden": "golden.json",
    }
    describe.write(options.folder, manifest)
    card = options.folder / "card.md"
    card.write_text(describe.with_tables(card.read_text(), tables(manifest["figures"], report)))
    golden.write(
        options.folder / FILE, options.folder / "golden.json", describe.feature_inputs(), describe.HEAD_TOLERANCE
    )


if __name__ == "__main__":
    main()
