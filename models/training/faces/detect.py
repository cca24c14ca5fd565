"""The product's face detector in Python: the same file, the same decoding (utils/inference/faces), so that the
same crops are seen.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

from image import pictures
from image.quiet import wait_while_quiet

INPUT = 256
LEAST_SCORE = 0.75
SAME = 0.3
INSIDE = 0.6
POINTS = 6
# Cells in a row, anchors in a cell, outputs.
LAYERS = ((16, 2, "Identity:0", "Identity_2:0"), (8, 6, "Identity_1:0", "Identity_3:0"))
MODEL = Path(__file__).parents[2] / "face-detector" / "face-detector.onnx"


@dataclass(frozen=True)
class Face:
    """x, y, width, height in pixels of the picture; six points (eyes, nose, mouth, ears), the right one first."""

    box: tuple[float, float, float, float]
    points: tuple[tuple[float, float], ...]
    score: float


class Detector:
    """Finds faces of pictures of at most 256 pixels a side, which the product sees whole, near and from afar."""

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(str(MODEL), options, providers=["CPUExecutionProvider"])

    def faces(self, image: Image.Image) -> list[Face]:
        """The faces of a picture, the surest first."""
        width, height = image.size
        afar = Image.new("RGB", (width * 2, height * 2))
        afar.paste(image, ((width + 1) // 2, (height + 1) // 2))
        found = [face for face in self.seen(afar, -((width + 1) // 2), -((height + 1) // 2))] + self.seen(image, 0, 0)
        kept: list[Face] = []
        for face in sorted(found, key=lambda face: -face.score):
            if not any(_same(one.box, face.box) for one in kept):
                kept.append(face)
        return [clipped for face in kept if (clipped := _clip(face, width, height))]

    def seen(self, view: Image.Image, x: int, y: int) -> list[Face]:
        """Faces of one view, in pixels of the picture whose corner lies at -x, -y of the view."""
        width, height = view.size
        wider = width > height
        put = (
            (INPUT, max(1, round(height * INPUT / width))) if wider else (max(1, round(width * INPUT / height)), INPUT)
        )
        left, top = (INPUT - put[0]) // 2, (INPUT - put[1]) // 2
        canvas = Image.new("RGB", (INPUT, INPUT))
        canvas.paste(view.resize(put, Image.Resampling.BILINEAR), (left, top))
        pixels = np.asarray(canvas, dtype=np.float32)[None] / 127.5 - 1
        names = [name for layer in LAYERS for name in layer[2:]]
        outputs = dict(zip(names, self.session.run(names, {"input:0": pixels}), strict=True))
        scale = np.array([width / put[0], height / put[1]])
        origin = np.array([x, y]) - np.array([left, top]) * scale
        faces = []
        for values, score in _blended(_decoded(outputs)):
            corner, size = values[:2] * scale + origin, values[2:4] * scale
            points = values[4:].reshape(-1, 2) * scale + origin
            faces.append(Face((*map(float, corner), *map(float, size)), tuple(map(tuple, points.tolist())), score))
        return faces


def _decoded(outputs: dict[str, np.ndarray]) -> list[tuple[np.ndarray, float]]:
    """Corner, size and points of every anchor that scores enough, in pixels of the input."""
    candidates = []
    for cells, anchors, scores, boxes in LAYERS:
        logits = outputs[scores][0, :, 0].astype(np.float64)
        probabilities = 1 / (1 + np.exp(-np.clip(logits, -50, 50)))
        for index in np.flatnonzero(probabilities >= LEAST_SCORE):
            cell = index // anchors
            anchor = (np.array([cell % cells, cell // cells]) + 0.5) * (INPUT / cells)
            raw = outputs[boxes][0, index].astype(np.float64)
            points = (raw[4:].reshape(POINTS, 2) + anchor).ravel()
            candidates.append(
                (np.concatenate([anchor + raw[:2] - raw[2:4] / 2, raw[2:4], points]), float(probabilities[index]))
            )
    return candidates


def _blended(candidates: list[tuple[np.ndarray, float]]) -> list[tuple[np.ndarray, float]]:
    rest = sorted(candidates, key=lambda one: -one[1])
    faces = []
    while rest:
        best = rest[0]
        same = [one for one in rest if _overlap(best[0][:4], one[0][:4]) >= SAME] or [best]
        weights = np.array([score for _, score in same])
        faces.append(((np.stack([values for values, _ in same]) * weights[:, None]).sum(0) / weights.sum(), best[1]))
        rest = [one for one in rest if not any(one is other for other in [best, *same])]
    return faces


def _shared(one, other) -> float:
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)


def _overlap(one, other) -> float:
    shared = _shared(one, other)
    return shared / (one[2] * one[3] + other[2] * other[3] - shared) if shared else 0.0


def _same(one, other) -> bool:
    smaller = min(one[2] * one[3], other[2] * other[3])
    return _overlap(one, other) >= SAME or _shared(one, other) >= INSIDE * smaller


def _clip(face: Face, width: int, height: int) -> Face | None:
    x, y = max(0.0, face.box[0]), max(0.0, face.box[1])
    right, bottom = min(width, face.box[0] + face.box[2]), min(height, face.box[1] + face.box[3])
    return Face((x, y, right - x, bottom - y), face.points, face.score) if right > x and bottom > y else None


def read(file: Path) -> dict[str, list[Face]]:
    """What `main` kept, by path."""
    kept = json.loads(file.read_text())
    return {
        path: [Face(tuple(f["box"]), tuple(map(tuple, f["points"])), f["score"]) for f in faces]
        for path, faces in kept.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with index.jsonl, its pictures at most 256 pixels a side"
    )
    parser.add_argument("--out", type=Path, required=True, help="JSON: path to faces")
    parser.add_argument("--genuine", type=int, help="only so many genuine pictures of train, small sources first")
    options = parser.parse_args()
    known = json.loads(options.out.read_text()) if options.out.exists() else {}
    detector = Detector()
    rows = pictures.read_index(options.data)
    if options.genuine:
        rows = pictures.ordered([row for row in rows if row.split == "train" and row.label == 0])[: options.genuine]
    for count, row in enumerate(rows):
        if row.path in known:
            continue
        wait_while_quiet()
        faces = detector.faces(pictures.opened(options.data, row))
        known[row.path] = [{"box": face.box, "points": face.points, "score": face.score} for face in faces]
        if count % 500 == 499 or count + 1 == len(rows):
            _write(options.out, known)
            print(f"{count + 1} of {len(rows)}", flush=True)
    _write(options.out, known)


def _write(target: Path, known: dict) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    partial.write_text(json.dumps(known))
    partial.rename(target)


if __name__ == "__main__":
    main()
