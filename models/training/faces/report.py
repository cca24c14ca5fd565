"""The figures of card and manifest, from the exported head and the features of faces.

A picture's logit is that of the face that scores highest, as the product has it. One without a face, or whose faces lie
outside of training, has no answer, and counts as the lowest, as in `touchstone eval`. Intervals draw pictures, since
there are but one or two sources a label. Dev is only read.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime

from image import evaluate, exported, linear_head

from . import head

METHODS = {
    "OpenForensics GAN face swap": "OpenForensics-real",
    "expert Photoshop composites 128px": "ciplab-real",
}


@dataclass(frozen=True)
class Judge:
    """The head's file with its calibration."""

    session: onnxruntime.InferenceSession
    fit: dict

    def by_picture(self, faces: head.Faces) -> dict[str, float]:
        """The highest logit of a picture's faces, by path, without faces outside of training."""
        answers = [
            self.session.run(["logit", "distance"], {"tokens": exported.as_tokens(part)})
            for part in np.array_split(faces.features, len(faces.paths) // 32 + 1)
        ]
        logits = np.concatenate([logit[:, 0] for logit, _ in answers])
        distances = np.concatenate([distance[:, 0] for _, distance in answers])
        inside = distances <= self.fit["distance"]
        paths = [faces.paths[place] for place in np.flatnonzero(inside)]
        return head.by_picture(head.Faces(paths, faces.pooled[inside]), logits[inside])


def figures(labels: np.ndarray, logits: np.ndarray, fit: dict) -> dict:
    """Every figure of one group of pictures; those without an answer have no number for a logit."""
    silent = np.isnan(logits)
    probabilities = linear_head.probability(np.where(silent, 0, logits), (fit["slope"], fit["intercept"]))
    flags = {name: ~silent & (probabilities > least) for name, least in fit["thresholds"].items()}
    each = np.arange(len(labels)).astype(str)
    measured = evaluate.measured(labels, probabilities, flags, each, silent, bins=5)
    return {
        "pictures": len(labels),
        "manipulated": int(labels.sum()),
        "without an answer": int(silent.sum()),
        # Of genuine pictures alone, some figures do not exist.
        **{name: value for name, value in measured.items() if not np.isnan(np.ravel(value)).any()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--more", type=Path, required=True)
    parser.add_argument("--features", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--fit", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()

    about, fit = head.known(options.data, options.more), json.loads(options.fit.read_text())
    session = onnxruntime.InferenceSession(str(options.model), providers=["CPUExecutionProvider"])
    judge = Judge(session, fit)
    report: dict[str, object] = {"fit": fit}

    def add(name: str, answers: dict[str, float], paths: list[str]) -> None:
        labels = np.array([about.label(path) for path in paths])
        report[name] = figures(labels, np.array([answers.get(path, np.nan) for path in paths]), fit)

    asked_of = {
        split: sorted(path for path in about.ours if about.rows[path].split == split) for split in ("validation", "dev")
    }
    asked_of["others"] = sorted(set(head.read(options.features, "others-clean").paths))
    for split, asked in asked_of.items():
        for view in head.VIEWS:
            answers = judge.by_picture(head.read(options.features, f"{split}-{view}"))
            add(split if view == "clean" else f"{split}, {view}", answers, asked)
            if view == "clean":
                add(f"{split}, those with an answer", answers, [path for path in asked if path in answers])
            for method, family in METHODS.items():
                of_it = [path for path in asked if about.source(path) in (method, family)]
                if view == "clean" and 0 < len(of_it) < len(asked):
                    add(f"{split}, {method}", answers, of_it)
    options.out.write_text(json.dumps(report, indent=1) + "\n")
    for name, part in report.items():
        print(name, json.dumps({key: value for key, value in part.items() if key != "reliability"}))


if __name__ == "__main__":
    main()
