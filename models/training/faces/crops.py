"""The part of a picture that the model sees of a face: a square around its box, as utils/checks/deepfake-face cuts
it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from pathlib import Path

import numpy as np
from PIL import Image

from image import heads, pictures

from . import detect

# Of the longer side of the detector's box: the whole head, and something of what is around it.
MARGIN = 1.6
# Pixels of a face's box below which no answer is given.
LEAST_FACE = 48
# The value of Row.generator where the picture is what the camera saw.
GENUINE = ""


@dataclass(frozen=True)
class Sample:
    """A face of a picture that is labelled as a whole."""

    row: pictures.Row
    face: detect.Face

    @property
    def manipulated(self) -> bool:
        return self.row.generator != GENUINE


def square(box: tuple[float, ...], width: int, height: int, scale: float = 1, shift: tuple[float, float] = (0, 0)):
    """left, top and side, in whole pixels, of the square around a face, kept inside the picture."""
    longer = max(box[2], box[3])
    side = min(floor(MARGIN * scale * longer + 0.5), width, height)
    left = floor(box[0] + box[2] / 2 + shift[0] * longer - side / 2 + 0.5)
    top = floor(box[1] + box[3] / 2 + shift[1] * longer - side / 2 + 0.5)
    return min(max(0, left), width - side), min(max(0, top), height - side), side


def cut(image: Image.Image, place: tuple[int, int, int]) -> Image.Image:
    left, top, side = place
    return image.crop((left, top, left + side, top + side))


def large_enough(face: detect.Face) -> bool:
    return max(face.box[2], face.box[3]) >= LEAST_FACE


def samples(data: Path, found: Path, splits: tuple[str, ...]) -> list[Sample]:
    """Of each picture the face that lies nearest to its middle: its label speaks of that one."""
    faces, chosen = detect.read(found), []
    for row in pictures.read_index(data):
        if row.split not in splits or row.path not in faces:
            continue
        enough = [face for face in faces[row.path] if large_enough(face)]
        if enough:
            with Image.open(data / row.path) as image:
                middle = np.array(image.size) / 2
            chosen.append(Sample(row, min(enough, key=lambda face: _distance(face, middle))))
    return chosen


def _distance(face: detect.Face, middle: np.ndarray) -> float:
    x, y, width, height = face.box
    return float(np.hypot(x + width / 2 - middle[0], y + height / 2 - middle[1]))


def kept_out(row: pictures.Row) -> bool:
    """Genuine pictures of other data whose source no training may see: thresholds rest on them too."""
    return heads.fold_of(row.source) == 1
