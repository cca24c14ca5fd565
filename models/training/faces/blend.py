"""Self-blended faces (Shiohara and Yamasaki, CVPR 2022): a genuine face put onto itself, changed a little, under a
soft mask.

What is left behind is what every exchange of a face leaves behind: an edge of the blend, and statistics that
differ inside and outside of it. No method of forging has to be known.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from . import detect

CORNERS = 20
RATIOS = (0.35, 0.5, 0.75, 1.0, 1.0, 1.0)


def blended(crop: Image.Image, face: detect.Face, origin: tuple[int, int], chance: np.random.Generator) -> Image.Image:
    """The crop with its face blended onto itself; `origin` is the crop's corner in pixels of the face's picture."""
    changed, kept = changes(crop, chance), crop
    if chance.random() < 0.5:
        changed, kept = kept, changed
    mask = Image.fromarray(np.uint8(np.asarray(shape(crop.size, face, origin, chance)) * chance.choice(RATIOS)))
    return Image.composite(moved(changed, chance), kept, mask)


def changes(crop: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Other colours, another sharpness, or both."""
    kind = chance.random()
    if kind < 0.7:
        gains, offsets = chance.uniform(0.88, 1.12, 3), chance.uniform(-14, 14, 3)
        crop = Image.fromarray(np.uint8(np.clip(np.asarray(crop) * gains + offsets, 0, 255)))
        crop = ImageEnhance.Color(crop).enhance(chance.uniform(0.75, 1.25))
        crop = ImageEnhance.Contrast(crop).enhance(chance.uniform(0.88, 1.12))
    if kind > 0.4:
        if chance.random() < 0.6:
            factor = chance.uniform(1.5, 3.5)
            small = (max(16, round(crop.width / factor)), max(16, round(crop.height / factor)))
            crop = crop.resize(small, Image.Resampling.BILINEAR).resize(crop.size, Image.Resampling.BICUBIC)
        else:
            crop = crop.filter(ImageFilter.UnsharpMask(2, int(chance.integers(60, 180)), 0))
    return crop


def moved(crop: Image.Image, chance: np.random.Generator) -> Image.Image:
    """A little larger or smaller, a little aside."""
    scale = chance.uniform(0.95, 1.05)
    x, y = chance.uniform(-0.03, 0.03, 2) * crop.width
    middle = crop.width / 2 * (1 - scale)
    return crop.transform(
        crop.size, Image.Transform.AFFINE, (scale, 0, middle + x, 0, scale, middle + y), Image.Resampling.BICUBIC
    )


def shape(
    size: tuple[int, int], face: detect.Face, origin: tuple[int, int], chance: np.random.Generator
) -> Image.Image:
    """A soft mask: the whole face, its inner part, or the region of the eyes or of the mouth, with an uneven edge."""
    points = np.array(face.points) - origin
    right, left, nose, mouth = points[:4]
    eyes = (right + left) / 2
    across = float(np.hypot(*(right - left))) + 1e-6
    kind = chance.random()
    if kind < 0.7:
        middle, radii = (eyes + mouth) / 2, np.array([1.15, 1.55]) * across * chance.uniform(0.7, 1.15)
    elif kind < 0.85:
        middle, radii = eyes, np.array([1.1, 0.5]) * across * chance.uniform(0.8, 1.2)
    else:
        middle, radii = (nose + 2 * mouth) / 3, np.array([0.8, 0.6]) * across * chance.uniform(0.8, 1.2)
    angles = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    uneven = chance.uniform(0.8, 1.2, CORNERS)
    uneven = (uneven + np.roll(uneven, 1) + np.roll(uneven, -1)) / 3
    edge = middle + np.stack([np.cos(angles), np.sin(angles)], 1) * radii * uneven[:, None]
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon([tuple(corner) for corner in edge.tolist()], fill=255)
    return mask.filter(ImageFilter.GaussianBlur(float(across * chance.uniform(0.03, 0.25))))
