"""Run the frozen image encoder over faces and keep what a head can use, in restartable shards.

`train`, `blended` and `filtered` are one face a picture, moved and degraded anew in every round, the blended ones made
of genuine faces (blend.py); `validation`, `dev` and `others` are every face that is found in a picture, after a
perturbation of `image/pictures.py` or a filter (filters.py). Others are genuine pictures of sources that no training
may see.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from image import clip, pictures, quantise
from image.quiet import wait_while_quiet

from . import blend, crops, detect, filters

SEED = 20261125
BLOCKS = 8
SHARD = 64
BATCH = 4
# Ways in which a face of train is seen.
SPLITS = ("train", "blended", "filtered")


@dataclass(frozen=True)
class Sources:
    """Both folders of pictures, with the faces that detect.py found in them."""

    data: Path
    found: Path
    more: Path
    more_found: Path

    def train(self) -> list[tuple[Path, crops.Sample]]:
        """Faces to train on, in an order of which every prefix is usable."""
        ours = [(self.data, one) for one in crops.samples(self.data, self.found, ("train",))]
        theirs = crops.samples(self.more, self.more_found, ("train",))
        both = ours + [(self.more, one) for one in theirs if not crops.kept_out(one.row)]
        return [both[place] for place in np.random.default_rng(SEED).permutation(len(both))]

    def rows(self, split: str) -> list[tuple[Path, pictures.Row]]:
        """Pictures to report on, or to set thresholds by."""
        if split == "others":
            theirs = crops.samples(self.more, self.more_found, ("train",))
            return [(self.more, one.row) for one in theirs if crops.kept_out(one.row)]
        return [(self.data, row) for row in pictures.read_index(self.data) if row.split == split]


def moved(data: Path, sample: crops.Sample, name: str) -> Image.Image:
    """A face of train as the round of this name sees it."""
    split, round_ = name.split("-")
    seed = int(round_.removeprefix("round")), _number(sample.row)
    chance = np.random.default_rng([SEED, SPLITS.index(split), *seed])
    image = pictures.opened(data, sample.row)
    where = crops.square(sample.face.box, *image.size, chance.uniform(0.85, 1.2), tuple(chance.uniform(-0.08, 0.08, 2)))
    crop = crops.cut(image, where)
    if split == "blended":
        crop = blend.blended(crop, sample.face, where[:2], chance)
    if split == "filtered":
        crop = filters.filtered(crop, chance)
    return pictures.degrade(crop, f"{name} {sample.row.path}", "augmented")


def _number(row: pictures.Row) -> int:
    return int(Path(row.path).stem[:8], 16)


def every_face(detector: detect.Detector, data: Path, row: pictures.Row, view: str) -> Iterator[Image.Image]:
    """The faces of a picture as the product would cut them."""
    image = pictures.opened(data, row)
    if view == "filtered":
        image = filters.filtered(image, np.random.default_rng([SEED, _number(row)]))
    else:
        image = pictures.degrade(image, row.path, view)
    for face in detector.faces(image):
        if crops.large_enough(face):
            yield crops.cut(image, crops.square(face.box, *image.size))


def pooled(tower: clip.Tower, faces: list[Image.Image]) -> np.ndarray:
    """Class token, mean and deviation of the patch tokens [N,3,768], float16."""
    parts = [np.zeros((0, 3, clip.WIDTH), np.float16)]
    for start in range(0, len(faces), BATCH):
        wait_while_quiet()
        batch = [pictures.tensor(pictures.square(face)) for face in faces[start : start + BATCH]]
        with torch.inference_mode():
            x = tower.embed(torch.from_numpy(np.stack(batch)))
            for block in tower.blocks:
                x = block(x)
            patches = x[:, 1:]
            parts.append(torch.stack([x[:, 0], patches.mean(1), patches.std(1)], dim=1).half().numpy())
    return np.concatenate(parts)


def shards(
    sources: Sources, detector: detect.Detector, name: str
) -> Iterator[tuple[int, list[str], list[Image.Image]]]:
    """The faces of a folder, a shard at a time, each beside the path of its picture; made only when asked for."""
    split, view = name.split("-")
    if split in SPLITS:
        samples = [one for one in sources.train() if split != "blended" or not one[1].manipulated]
        for start in range(0, len(samples), SHARD):
            part = samples[start : start + SHARD]
            yield start // SHARD, [one.row.path for _, one in part], [moved(*one, name) for one in part]
        return
    rows = sources.rows(split)
    for start in range(0, len(rows), SHARD):
        faces = [
            (row.path, face)
            for data, row in rows[start : start + SHARD]
            for face in every_face(detector, data, row, view)
        ]
        yield start // SHARD, [path for path, _ in faces], [face for _, face in faces]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of manipulated and genuine faces")
    parser.add_argument("--found", type=Path, required=True, help="their faces (detect.py)")
    parser.add_argument("--more", type=Path, required=True, help="folder of other genuine pictures")
    parser.add_argument("--more-found", type=Path, required=True, help="their faces")
    parser.add_argument("--clip", type=Path, required=True, help="folder for CLIP's file")
    parser.add_argument("--codes", type=Path, required=True, help="the encoder's quantised weights")
    parser.add_argument("--out", type=Path, required=True, help="folder for the shards")
    parser.add_argument("--plan", nargs="+", required=True, help="train-round0 filtered-round0 validation-clean ...")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    sources = Sources(options.data, options.found, options.more, options.more_found)
    tower = quantise.load(options.clip, options.codes, BLOCKS)
    detector = detect.Detector()
    for name in options.plan:
        folder = options.out / name
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / "whole").exists():
            continue
        began, count = time.time(), 0
        for index, paths, faces in shards(sources, detector, name):
            target = folder / f"{index:04d}.npz"
            if target.exists():
                continue
            partial = target.with_suffix(".partial.npz")
            np.savez(partial, paths=np.array(paths), pooled=pooled(tower, faces))
            partial.rename(target)
            count += len(faces)
        (folder / "whole").touch()
        print(f"{name}: {count} faces in {time.time() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
