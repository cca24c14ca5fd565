"""What the student's file makes of pictures: its calibration, its thresholds and the figures of card and manifest.

Calibration and thresholds come from rows of train and validation whose source the student never saw. Dev is only read.
Answers are kept, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from pathlib import Path

import numpy as np
import onnxruntime

from image import evaluate, heads, linear_head, metrics, pictures, store
from image.quiet import wait_while_quiet

from . import lite, train

BATCH = 8
KEEP_SECONDS = 60


class Answers:
    """The logits of one file, by view and path, kept on the disk."""

    def __init__(self, model: Path, data: Path, folder: Path) -> None:
        content = model.read_bytes()
        self.data = data
        self.file = folder / f"answers-{hashlib.sha256(content).hexdigest()[:12]}.json"
        self.known: dict[str, float] = json.loads(self.file.read_text()) if self.file.exists() else {}
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        self.saved = time.monotonic()

    def of(self, rows: list[pictures.Row], view: str) -> np.ndarray:
        """Logits of the rows in that view."""
        missing = [row for row in rows if f"{view} {row.path}" not in self.known]
        for start in range(0, len(missing), BATCH):
            wait_while_quiet()
            part = missing[start : start + BATCH]
            images = [pictures.degrade(pictures.opened(self.data, row), row.path, view) for row in part]
            pixels = np.stack([train.tensor(np.asarray(pictures.square(image, lite.SIDE))) for image in images])
            logits = self.session.run(None, {"pixels": pixels})[0][:, 0]
            self.known |= {f"{view} {row.path}": float(logit) for row, logit in zip(part, logits, strict=True)}
            if time.monotonic() - self.saved > KEEP_SECONDS:
                self.keep()
        self.keep()
        return np.array([self.known[f"{view} {row.path}"] for row in rows])

    def keep(self) -> None:
        """Write what is known."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        partial = self.file.with_suffix(".partial")
        partial.write_text(json.dumps(self.known))
        partial.rename(self.file)
        self.saved = time.monotonic()


def unseen(everything: list[pictures.Row]) -> list[pictures.Row]:
    """Rows of train and validation whose source the student never saw."""
    seen = {row.source for row in everything if row.split == "train" and heads.fold_of(row.source) != train.KEPT_OUT}
    return [row for row in everything if row.split != "dev" and row.source not in seen]


def fitted(rows: list[pictures.Row], logits: np.ndarray) -> dict:
    """Calibration and thresholds."""
    labels = np.array([row.label for row in rows])
    slope, intercept = linear_head.platt(labels, logits, store.weights(rows))
    genuine = logits[labels == 0]
    return {
        "rows": len(rows),
        "genuine": len(genuine),
        "slope": slope,
        "intercept": intercept,
        "thresholds": linear_head.thresholds(linear_head.probability(genuine, (slope, intercept))),
    }


def scored(data: Path, rows: list[pictures.Row], logits: np.ndarray, fit: dict) -> evaluate.Scored:
    """What the check says of the rows in its first look."""
    probabilities = linear_head.probability(logits, (fit["slope"], fit["intercept"]))
    abstained = np.array([pictures.shorter_side(data, row) < pictures.SHORTEST for row in rows])
    flags = {name: ~abstained & (probabilities > least) for name, least in fit["thresholds"].items()}
    return evaluate.Scored(rows, probabilities, flags, abstained)


def beside_teacher(rows: list[pictures.Row], logits: np.ndarray, file: Path) -> dict:
    """AUC of the student, of the encoder's head, and of both together, on rows that neither has seen the source of."""
    opinion = train.opinions(file, rows)
    known = np.isfinite(opinion)
    labels, student = np.array([row.label for row in rows])[known], logits[known]
    teacher = np.log(opinion[known] / (1 - opinion[known]))
    scaled = [score / max(score.std(), 1e-9) for score in (student, teacher)]
    mixes = {f"{share:.1f} student": share * scaled[0] + (1 - share) * scaled[1] for share in (0, 0.2, 0.3, 0.5, 1)}
    weight = store.weights([row for row, here in zip(rows, known, strict=True) if here])
    return {
        "rows": int(known.sum()),
        **{
            name: [round(metrics.auc(labels, mix, weight), 3)]
            + [round(metrics.found_at(labels, mix, rate), 3) for rate in (0.01, 0.05)]
            for name, mix in mixes.items()
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="the exported student")
    parser.add_argument("--teacher", type=Path, help=".npz with paths and logit of train, out of fold")
    parser.add_argument("--work", type=Path, required=True, help="folder for the answers")
    parser.add_argument("--out", type=Path, required=True, help="the report (JSON)")
    parser.add_argument(
        "--views", nargs="*", default=["clean", "social"], help="of dev, as pictures.degrade names them"
    )
    options = parser.parse_args()

    everything = pictures.read_index(options.data)
    answers = Answers(options.model, options.data, options.work)
    kept_out = unseen(everything)
    logits = answers.of(kept_out, "clean")
    fit = fitted(kept_out, logits)

    def told(rows: list[pictures.Row], logits: np.ndarray) -> evaluate.Scored:
        return scored(options.data, rows, logits, fit)

    report: dict[str, object] = {"fit": fit, "unseen sources": evaluate.figures(told(kept_out, logits))}
    if options.teacher:
        report["mix"] = beside_teacher(kept_out, logits, options.teacher)
    dev = pictures.ordered([row for row in everything if row.split == "dev"])
    for view in options.views:
        whole = told(dev, answers.of(dev, view))
        for name, inside in evaluate.GROUPS.items():
            report[name if view == "clean" else f"{name}, {view}"] = evaluate.figures(whole.where(inside))
        if view == "clean":
            report["by name"] = evaluate.counted(whole, evaluate.whose)
            report["by kind"] = evaluate.counted(whole, evaluate.of_kind)
    options.out.write_text(json.dumps(report, indent=1) + "\n")
    for name, part in report.items():
        if not name.startswith("by "):
            print(name, json.dumps({key: value for key, value in part.items() if key != "reliability"}))


if __name__ == "__main__":
    main()
