"""What the exported model makes of pictures of faces: calibration, thresholds, and the figures of card and
manifest.

A picture's logit is that of the face that scores highest, as the product has it. Calibration and thresholds
come from validation; the thresholds also from genuine faces of other data whose sources no training saw, and
from all of these after each perturbation: what is sent around has been coded again. Dev is only read.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime

from first_look import train as student
from image import evaluate, linear_head, pictures
from image.quiet import wait_while_quiet

from . import crops, detect

VIEWS = ("clean", "jpeg", "webp", "social")
METHODS = {
    "OpenForensics GAN face swap": "OpenForensics-real",
    "expert Photoshop composites 128px": "ciplab-real",
}


class Judge:
    """The model's file, one picture at a time."""

    def __init__(self, model: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self.detector = detect.Detector()

    def logit(self, data: Path, row: pictures.Row, view: str) -> float | None:
        """None where no face is found that is large enough."""
        wait_while_quiet()
        image = pictures.degrade(pictures.opened(data, row), row.path, view)
        faces = [face for face in self.detector.faces(image) if crops.large_enough(face)]
        if not faces:
            return None
        seen = [crops.seen(crops.cut(image, crops.square(face.box, *image.size))) for face in faces]
        pixels = np.stack([student.tensor(one) for one in seen])
        return float(self.session.run(["logit"], {"pixels": pixels})[0].max())

    def table(self, data: Path, rows: list[pictures.Row], view: str = "clean") -> tuple[list[pictures.Row], np.ndarray]:
        """The rows that get an answer, and their logits."""
        answers = [(row, self.logit(data, row, view)) for row in rows]
        return [row for row, logit in answers if logit is not None], np.array(
            [logit for _, logit in answers if logit is not None]
        )


def labels_of(rows: list[pictures.Row]) -> np.ndarray:
    return np.array([int(row.generator != crops.GENUINE) for row in rows])


def figures(rows: list[pictures.Row], logits: np.ndarray, fit: dict, asked: int) -> dict:
    """Every figure of one group; intervals draw pictures, since there are but one or two sources a label."""
    labels, each = labels_of(rows), np.array([row.path for row in rows])
    probabilities = linear_head.probability(logits, (fit["slope"], fit["intercept"]))
    flags = {name: probabilities > threshold for name, threshold in fit["thresholds"].items()}
    return {
        "pictures": len(rows),
        "manipulated": int(labels.sum()),
        "without a face": asked - len(rows),
        **evaluate.measured(labels, probabilities, flags, each, bins=5),
    }


def genuine_logits(judge: Judge, options: argparse.Namespace, validation: list[pictures.Row]) -> np.ndarray:
    """Of every genuine picture that no training saw, in every view."""
    others = [one.row for one in crops.samples(options.more, options.more_found, ("train",)) if crops.kept_out(one.row)]
    ours = [row for row in validation if row.generator == crops.GENUINE]
    parts = [
        judge.table(data, rows, view)[1]
        for view in VIEWS
        for data, rows in ((options.data, ours), (options.more, others))
    ]
    return np.concatenate(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--more", type=Path, required=True, help="other genuine pictures")
    parser.add_argument("--more-found", type=Path, required=True, help="their faces")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()

    judge = Judge(options.model)
    index = pictures.read_index(options.data)
    validation = [row for row in index if row.split == "validation"]
    rows, logits = judge.table(options.data, validation)
    slope, intercept = linear_head.platt(labels_of(rows), logits, np.ones(len(rows)))
    genuine = genuine_logits(judge, options, validation)
    fit = {
        "slope": slope,
        "intercept": intercept,
        "genuine": len(genuine),
        "thresholds": linear_head.thresholds(linear_head.probability(genuine, (slope, intercept))),
    }
    report: dict[str, object] = {"fit": fit, "validation": figures(rows, logits, fit, len(validation))}
    for method, family in METHODS.items():
        inside = [place for place, row in enumerate(rows) if method == row.generator or family == row.source]
        report[f"validation, {method}"] = figures([rows[place] for place in inside], logits[inside], fit, len(inside))
    dev = [row for row in index if row.split == "dev"]
    for view in VIEWS:
        rows, logits = judge.table(options.data, dev, view)
        report["dev" if view == "clean" else f"dev, {view}"] = figures(rows, logits, fit, len(dev))
    options.out.write_text(json.dumps(report, indent=1) + "\n")
    for name, part in report.items():
        print(name, json.dumps({key: value for key, value in part.items() if key != "reliability"}))


if __name__ == "__main__":
    main()
