"""What the head says of inputs unlike the training pictures: its distance, and whether it would answer.

python -m image.far_out --encoder ENCODER.onnx --head HEAD.onnx --fit fit.json
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from . import clip, heads, linear_head, pictures

EACH = 6
SIDE = 320


def noise(chance: np.random.Generator) -> Image.Image:
    """White noise in colour."""
    return Image.fromarray(chance.integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8))


def gradient(chance: np.random.Generator) -> Image.Image:
    """A smooth passage between four colours."""
    corners = Image.fromarray(chance.integers(0, 256, (2, 2, 3), dtype=np.uint8))
    return corners.resize((SIDE, SIDE), Image.Resampling.BICUBIC)


def stripes(chance: np.random.Generator) -> Image.Image:
    """A grating, as a test chart has it."""
    y, x = np.mgrid[:SIDE, :SIDE]
    turn, pitch = chance.uniform(0, np.pi), chance.uniform(3, 30)
    wave = np.sin((x * np.cos(turn) + y * np.sin(turn)) * 2 * np.pi / pitch)
    return Image.fromarray((127 + 120 * wave).astype(np.uint8)).convert("RGB")


def cells(chance: np.random.Generator) -> Image.Image:
    """Stained spots on a pale ground, as under a microscope."""
    image = Image.new("RGB", (SIDE, SIDE), (238, 220, 232))
    pen = ImageDraw.Draw(image)
    for _ in range(160):
        x, y, radius = chance.uniform(0, SIDE), chance.uniform(0, SIDE), chance.uniform(5, 16)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(205, 150, 190))
        pen.ellipse((x - radius / 3, y - radius / 3, x + radius / 3, y + radius / 3), fill=(95, 50, 130))
    return image.filter(ImageFilter.GaussianBlur(1.5))


def scan(chance: np.random.Generator) -> Image.Image:
    """Lines of type on paper, grey and a little askew."""
    image = Image.new("RGB", (SIDE, SIDE), (232, 230, 224))
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(11)
    for top in range(10, SIDE, 15):
        letters = "".join(chance.choice(list("aeiounrstldm    ")) for _ in range(55))
        pen.text((14, top), letters, fill=(60, 60, 64), font=font)
    return image.rotate(chance.uniform(-2, 2), fillcolor=(232, 230, 224))


INPUTS: dict[str, Callable[[np.random.Generator], Image.Image]] = {
    "white noise": noise,
    "colour gradient": gradient,
    "stripes": stripes,
    "cells under a microscope, drawn": cells,
    "scan of type, drawn": scan,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--head", type=Path, required=True)
    parser.add_argument("--fit", type=Path, required=True)
    options = parser.parse_args()

    fit = json.loads(options.fit.read_text())
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    encoder, head = (
        onnxruntime.InferenceSession(str(path), settings, providers=["CPUExecutionProvider"])
        for path in (options.encoder, options.head)
    )
    print("| input | distance | outside | above the 1 % threshold |\n| --- | --- | --- | --- |")
    for name, make in INPUTS.items():
        chance = np.random.default_rng(heads.SEED)
        images = np.stack([pictures.tensor(pictures.square(make(chance))) for _ in range(EACH)])
        tokens = encoder.run(["tokens"], {"pixels": images})[0].reshape(EACH, clip.TOKENS, clip.WIDTH)
        logits, distances = (values[:, 0] for values in head.run(["logit", "distance"], {"tokens": tokens}))
        probabilities = linear_head.probability(logits, (fit["slope"], fit["intercept"]))
        outside = int((distances > fit["distance"]).sum())
        flagged = int((probabilities > fit["thresholds"]["falsePositiveRate1"]).sum())
        span = f"{distances.min():.2f} to {distances.max():.2f}"
        print(f"| {name} | {span} | {outside} of {EACH} | {flagged} of {EACH} |", flush=True)


if __name__ == "__main__":
    main()
