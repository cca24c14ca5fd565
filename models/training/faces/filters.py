"""What people and the weather do to genuine and manipulated pictures alike: filters of colour, snow, noise, fog,
blocks. A head must not take a filtered face for a swapped one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter, ImageOps


def filtered(image: Image.Image, chance: np.random.Generator) -> Image.Image:
    """One filter, or two in a row."""
    for choice in chance.choice(len(FILTERS), int(chance.integers(1, 3)), replace=False):
        image = FILTERS[choice](image, chance)
    return image


def recoloured(image: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Another hue and saturation throughout."""
    hue, saturation, value = np.moveaxis(np.asarray(image.convert("HSV"), dtype=np.int16), 2, 0)
    hue = (hue + chance.integers(0, 256)) % 256
    saturation = np.clip(saturation * chance.uniform(0, 2.5), 0, 255)
    return Image.fromarray(np.stack([hue, saturation, value], axis=2).astype(np.uint8), "HSV").convert("RGB")


def toned(image: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Two colours for dark and light."""
    dark, light = (tuple(int(value) for value in chance.integers(*ends, 3)) for ends in ((0, 120), (120, 256)))
    return Image.blend(image, ImageOps.colorize(image.convert("L"), dark, light), float(chance.uniform(0.5, 1)))


def inverted(image: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Inverted, or so from some lightness on; or few steps of lightness."""
    kind = chance.random()
    if kind < 0.4:
        return ImageOps.invert(image)
    if kind < 0.7:
        return ImageOps.solarize(image, int(chance.integers(60, 200)))
    return ImageOps.posterize(image, int(chance.integers(2, 5)))


def exposed(image: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Too dark or too light, with more or less contrast."""
    values = (np.asarray(image, dtype=np.float32) / 255) ** chance.uniform(0.4, 2.5)
    values = (values - 0.5) * chance.uniform(0.4, 2) + 0.5
    return Image.fromarray(np.uint8(np.clip(values, 0, 1) * 255))


def noisy(image: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Noise of the sensor, grey or coloured, or single pixels of a colour."""
    values = np.asarray(image, dtype=np.float32)
    if chance.random() < 0.6:
        channels = 3 if chance.random() < 0.6 else 1
        values = values + chance.normal(0, chance.uniform(8, 45), (*values.shape[:2], channels))
    else:
        hit = chance.random(values.shape[:2]) < chance.uniform(0.01, 0.08)
        values = np.where(hit[:, :, None], chance.integers(0, 256, values.shape), values)
    return Image.fromarray(np.uint8(np.clip(values, 0, 255)))


def snowed(image: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Flakes or streaks of one direction."""
    flakes = (chance.random((image.height, image.width)) < chance.uniform(0.002, 0.02)).astype(np.uint8) * 255
    layer = Image.fromarray(flakes).filter(ImageFilter.MaxFilter(3))
    length, slope = int(chance.integers(1, 9)), chance.uniform(-1, 1)
    grown = np.maximum.reduce(
        [np.roll(np.asarray(layer), (step, round(step * slope)), axis=(0, 1)) for step in range(length)]
    )
    white = Image.new("RGB", image.size, (240, 240, 245))
    return Image.composite(white, image, Image.fromarray(np.uint8(grown * chance.uniform(0.5, 1))))


def fogged(image: Image.Image, chance: np.random.Generator) -> Image.Image:
    """A light veil of uneven thickness."""
    rough = Image.fromarray(chance.integers(0, 256, (6, 6), dtype=np.uint8))
    mask = rough.resize(image.size, Image.Resampling.BICUBIC).point(lambda value: int(60 + value * 0.6))
    return Image.composite(Image.new("RGB", image.size, (215, 215, 215)), image, mask)


def blocked(image: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Small squares painted over."""
    values = np.array(image)
    side = max(2, round(min(image.size) * chance.uniform(0.02, 0.06)))
    for _ in range(int(chance.integers(8, 50))):
        top, left = chance.integers(0, image.height), chance.integers(0, image.width)
        values[top : top + side, left : left + side] = chance.integers(0, 256, 3) if chance.random() < 0.6 else 0
    return Image.fromarray(values)


def softened(image: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Out of focus, or sharpened."""
    if chance.random() < 0.7:
        return image.filter(ImageFilter.GaussianBlur(float(min(image.size) * chance.uniform(0.005, 0.02))))
    return image.filter(ImageFilter.UnsharpMask(3, int(chance.integers(100, 300)), 0))


FILTERS: tuple[Callable[[Image.Image, np.random.Generator], Image.Image], ...] = (
    recoloured,
    toned,
    inverted,
    exposed,
    noisy,
    snowed,
    fogged,
    blocked,
    softened,
)
