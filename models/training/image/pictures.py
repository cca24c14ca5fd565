"""Pictures as the encoder sees them: the same steps for both labels, and the same as the product's.

The product's rule `centre-crop`: the largest centred square is cut out and resized to 224 x 224 with an
antialiased bilinear filter (Pillow's BILINEAR: a triangle as wide as the reduction), then RGB / 255,
then CLIP's mean and deviation.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from . import clip

MEAN = np.array(clip.MEAN, dtype=np.float32).reshape(3, 1, 1)
STD = np.array(clip.STD, dtype=np.float32).reshape(3, 1, 1)
# Pixels of the shorter side. Of the training pictures, one in 200 is smaller than 128 and hardly any smaller than this.
SHORTEST = 100


INDEX = "index.jsonl"


@dataclass(frozen=True)
class Row:
    """One line of the index."""

    path: str
    label: int
    generator: str
    source: str
    kind: str
    split: str

    @property
    def newer(self) -> bool:
        """The rows collected later name their kind; the earlier ones do not."""
        return self.kind != ""


def read_index(data: Path) -> list[Row]:
    """The index of a data folder, label 1 for pictures made by a generative model."""
    rows = []
    for line in (data / INDEX).read_text().splitlines():
        raw = json.loads(line)
        kind = raw.get("kind") or ""
        rows.append(Row(raw["path"], int(raw["label"] == "ai"), raw["generator"], raw["source"], kind, raw["split"]))
    return rows


def ordered(rows: list[Row]) -> list[Row]:
    """Every prefix is a fair sample: the n-th picture of a source waits in proportion to n / sqrt(size)."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: hashlib.sha256(row.path.encode()).digest()):
        groups[(row.source, row.generator)].append(row)
    keyed = []
    for group in groups.values():
        for rank, row in enumerate(group):
            keyed.append(((rank + 1) / len(group) ** 0.5, row.path, row))
    return [row for _, _, row in sorted(keyed, key=lambda item: item[:2])]


def square(image: Image.Image, to: int = clip.SIDE) -> Image.Image:
    """The product's preprocessing up to pixels, `to` of them each way."""
    image = image.convert("RGB")
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    image = image.crop((left, top, left + side, top + side))
    return image.resize((to, to), Image.Resampling.BILINEAR)


def tensor(image: Image.Image) -> np.ndarray:
    """Normalised [3,224,224] float32 of a 224 x 224 RGB picture."""
    pixels = np.asarray(image, dtype=np.float32).transpose(2, 0, 1) / 255
    return (pixels - MEAN) / STD


def opened(data: Path, row: Row) -> Image.Image:
    """The decoded picture."""
    with Image.open(data / row.path) as image:
        return image.convert("RGB")


# Which perturbations the second view of a training picture is drawn from, and how often: more of what a head that saw
# none of them loses most on.
PERTURBED = {"social": 1, "twice": 1, "crop": 2, "text": 2, "screenshot": 3}


def shorter_side(data: Path, row: Row) -> int:
    """Pixels of the picture's shorter side."""
    with Image.open(data / row.path) as image:
        return min(image.size)


def degrade(image: Image.Image, seed: str, view: str) -> Image.Image:
    """A seeded variant: `clean`, `augmented` or `perturbed` (for training), or a named perturbation (for reporting)."""
    chance = chance_of(view, seed)
    if view == "clean":
        return image
    if view == "perturbed":
        return degrade(image, seed, drawn(chance))
    if view == "jpeg":
        return _coded(image, "JPEG", chance.randint(60, 80))
    if view == "webp":
        return _coded(image, "WEBP", chance.randint(60, 80))
    if view == "social":
        return _coded(_reduced(image, chance.uniform(0.5, 1)), "JPEG", chance.randint(60, 80))
    if view == "twice":
        once = _reduced(_coded(image, "JPEG", chance.randint(60, 80)), chance.uniform(0.7, 1))
        return _coded(once, chance.choice(["JPEG", "WEBP"]), chance.randint(60, 80))
    if view == "crop":
        return _zoomed(image, chance, 0.6, 0.9)
    if view == "text":
        return _captioned(image, chance)
    if view == "screenshot":
        return _on_page(image, chance)
    if view == "augmented":
        if chance.random() < 0.5:
            image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        if chance.random() < 0.25:
            image = _zoomed(image, chance, 0.7, 1)
        if chance.random() < 0.35:
            image = _reduced(image, chance.uniform(0.5, 1))
        if chance.random() < 0.4:
            image = _coded(image, chance.choice(["JPEG", "JPEG", "WEBP"]), chance.randint(60, 90))
        return image
    raise ValueError(view)


def chance_of(view: str, seed: str) -> random.Random:
    """What is drawn at random for a view follows from its name and the picture's path."""
    return random.Random(int.from_bytes(hashlib.sha256(f"{view}:{seed}".encode()).digest()[:8], "big"))


def drawn(chance: random.Random) -> str:
    """One of the perturbations that `perturbed` stands for."""
    return chance.choices(list(PERTURBED), list(PERTURBED.values()))[0]


def _coded(image: Image.Image, form: str, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, form, quality=quality)
    buffer.seek(0)
    return Image.open(buffer).convert("RGB")


def _reduced(image: Image.Image, factor: float) -> Image.Image:
    size = (max(32, round(image.width * factor)), max(32, round(image.height * factor)))
    return image.resize(size, Image.Resampling.BILINEAR)


def _zoomed(image: Image.Image, chance: random.Random, least: float, most: float) -> Image.Image:
    side = round(min(image.size) * chance.uniform(least, most))
    left, top = chance.randint(0, image.width - side), chance.randint(0, image.height - side)
    return image.crop((left, top, left + side, top + side))


WORDS = "one picture says more than many words and a line of them over it says less".split()


def _line(chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(2, 6)))


def _captioned(image: Image.Image, chance: random.Random) -> Image.Image:
    """Lines of text over the picture, as memes and news cards have them."""
    image = image.copy()
    pen = ImageDraw.Draw(image)
    for _ in range(chance.randint(1, 3)):
        font = ImageFont.load_default(max(6, chance.randint(image.height // 14, image.height // 7)))
        place = (chance.randint(0, image.width // 3), chance.randint(0, image.height * 4 // 5))
        if chance.random() < 0.5:
            pen.rectangle(pen.textbbox(place, line := _line(chance), font=font), fill="black")
            pen.text(place, line, fill="white", font=font)
        else:
            pen.text(place, _line(chance), fill="white", stroke_width=2, stroke_fill="black", font=font)
    return image


def _on_page(image: Image.Image, chance: random.Random) -> Image.Image:
    """The picture on a page with lines of text, the whole rescaled: a screenshot, before any lossy coding."""
    side = round(max(image.size) * chance.uniform(1.15, 1.6))
    page = Image.new("RGB", (side, side), chance.choice(["white", "#f0f2f5", "#18191c"]))
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(chance.randint(10, 16))
    for top in range(4, side, 20):
        pen.text((6, top), " ".join(_line(chance) for _ in range(4)), fill="#777", font=font)
    page.paste(image, (chance.randint(0, side - image.width), chance.randint(0, side - image.height)))
    return _reduced(page, chance.uniform(0.6, 1))
