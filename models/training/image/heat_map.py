"""Does the heat map follow the evidence? AI pictures are pasted into corners of genuine ones and looked for.

Each composite holds a validation AI picture, at half its size, in one corner of a genuine one; the map follows when
that corner's mean patch logit is the highest of the four. Then it goes into the opposite corner, and, as a control,
another genuine picture in its stead. Chance is one in four.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

from . import clip, pictures
from .quiet import wait_while_quiet

HALF = clip.SIDE // 2
PAIRS = 40


def composite(ground: Image.Image, pasted: Image.Image, corner: int) -> Image.Image:
    """`ground` with the pasted picture, at half its size, in a corner (0 to 3, in rows)."""
    image = ground.copy()
    image.paste(pasted.resize((HALF, HALF), Image.Resampling.BILINEAR), (corner % 2 * HALF, corner // 2 * HALF))
    return image


def quarters(patches: np.ndarray) -> np.ndarray:
    """Mean patch logit of each corner, [N,4]."""
    side = clip.SIDE // clip.PATCH
    grid = patches.reshape(-1, 2, side // 2, 2, side // 2)
    return grid.mean(axis=(2, 4)).reshape(-1, 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--head", type=Path, required=True)
    options = parser.parse_args()

    rows = pictures.ordered([row for row in pictures.read_index(options.data) if row.split == "validation"])
    made = [row for row in rows if row.label == 1][:PAIRS]
    genuine = [row for row in rows if row.label == 0][: 2 * PAIRS]
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    encoder, head = (
        onnxruntime.InferenceSession(str(path), settings, providers=["CPUExecutionProvider"])
        for path in (options.encoder, options.head)
    )

    def corners(image: Image.Image) -> np.ndarray:
        wait_while_quiet()
        tokens = encoder.run(["tokens"], {"pixels": pictures.tensor(image)[None]})[0]
        return quarters(head.run(["patches"], {"tokens": tokens})[0])[0]

    found = {"AI picture": [], "AI picture, opposite corner": [], "genuine picture": []}
    for place in range(PAIRS):
        ground, other, ai = (
            pictures.square(pictures.opened(options.data, row))
            for row in (genuine[place], genuine[PAIRS + place], made[place])
        )
        corner = place % 4
        for name, pasted, where in (
            ("AI picture", ai, corner),
            ("AI picture, opposite corner", ai, 3 - corner),
            ("genuine picture", other, corner),
        ):
            values = corners(composite(ground, pasted, where))
            found[name].append(int(values.argmax() == where))
    print(json.dumps({name: round(float(np.mean(hits)), 3) for name, hits in found.items()}))


if __name__ == "__main__":
    main()
