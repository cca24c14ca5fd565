"""Write manifest.json, golden.json and the figures of card.md of the model of faces."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from first_look import describe as student
from image import describe

from . import crops

VERSION = "1.0.0"
FILE = "deepfake-face.onnx"


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
        "input": student.takes(crops.SIDE, "squash"),
        "outputs": [{"name": "logit", "shape": ["batch", 1]}],
        "calibration": {"method": "platt", "slope": fit["slope"], "intercept": fit["intercept"]},
        "thresholds": fit["thresholds"],
        "abstention": [],
        "licence": "Apache-2.0",
        "training": [student.NETWORK, *({"source": name, "licence": "not stated"} for name in sorted(seen))],
        "figures": list(describe.figures(report)),
        "card": "card.md",
        "golden": "golden.json",
    }
    student.write(options.folder, manifest, crops.SIDE)
    card = options.folder / "card.md"
    tables = [describe.figure_table(manifest["figures"]), describe.truth_table(report, "manipulated")]
    card.write_text(describe.with_tables(card.read_text(), tables))


if __name__ == "__main__":
    main()
