"""Fine-tune EfficientNet-lite0 to tell faces that were exchanged or edited from those that were not.

Each step draws as many genuine faces as manipulated ones: exchanged and composed ones of the data, and self-
blended ones made of the genuine. All go through the same steps: a square around the face, moved a little;
reduced, coded again as JPEG or WebP at random; resized. Stop it at any time; it goes on from its last
checkpoint.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn

from first_look import lite
from first_look import train as student
from image import metrics, pictures
from image.quiet import wait_while_quiet

from . import blend, crops

SEED = 20261125
BATCH = 32
BLENDED = 0.35
SMOOTHING = 0.05
CHECKPOINT_SECONDS = 120
STEPS = 600
# The rate falls to nothing over so many steps, then once more from half its height.
CYCLE = 300
RATES = (1e-4, 4e-4, 1e-3)
WARM_UP = 30


class Faces:
    """Samples with their pictures in memory."""

    def __init__(self, found: list[tuple[Path, crops.Sample]]) -> None:
        self.samples = [sample for _, sample in found]
        self.images = [pictures.opened(data, sample.row) for data, sample in found]
        sources = [(sample.row.source, sample.row.generator) for sample in self.samples]
        sizes = {source: sources.count(source) for source in set(sources)}
        self.weight = np.array([sizes[source] ** -0.5 for source in sources])
        self.manipulated = np.array([sample.manipulated for sample in self.samples])

    def draw(self, manipulated: bool, count: int, chance: np.random.Generator) -> np.ndarray:
        """Places of samples of one label; a source counts by the root of its size."""
        weight = self.weight * (self.manipulated == manipulated)
        return chance.choice(len(weight), count, p=weight / weight.sum())

    def crop(self, place: int, chance: np.random.Generator, self_blended: bool) -> Image.Image:
        """One face as a step sees it, before it is resized."""
        sample, image = self.samples[place], self.images[place]
        where = crops.square(
            sample.face.box, *image.size, chance.uniform(0.85, 1.2), tuple(chance.uniform(-0.08, 0.08, 2))
        )
        crop = crops.cut(image, where)
        if self_blended:
            crop = blend.blended(crop, sample.face, where[:2], chance)
        return pictures.degrade(crop, f"{chance.integers(2**62)}", "augmented")


def batch(faces: Faces, step: int, blends: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Pixels [32,3,128,128] and labels [32,1] of a step."""
    chance = np.random.default_rng([SEED, step])
    half = BATCH // 2
    made = round(half * blends)
    drawn = [(place, False, 0.0) for place in faces.draw(False, half, chance)]
    drawn += [(place, True, 1.0) for place in faces.draw(False, made, chance)]
    if made < half:
        drawn += [(place, False, 1.0) for place in faces.draw(True, half - made, chance)]
    pixels = [student.tensor(crops.seen(faces.crop(place, chance, blended))) for place, blended, _ in drawn]
    labels = np.array([label for *_, label in drawn], dtype=np.float32)[:, None]
    return torch.from_numpy(np.stack(pixels)).contiguous(memory_format=torch.channels_last), torch.from_numpy(labels)


def scores(network: nn.Module, faces: Faces) -> np.ndarray:
    """Logits of every sample, undegraded."""
    network.eval()
    answers = []
    with torch.inference_mode():
        for start in range(0, len(faces.samples), BATCH):
            wait_while_quiet()
            part = range(start, min(start + BATCH, len(faces.samples)))
            seen = [
                crops.seen(crops.cut(faces.images[i], crops.square(faces.samples[i].face.box, *faces.images[i].size)))
                for i in part
            ]
            pixels = torch.from_numpy(np.stack([student.tensor(one) for one in seen]))
            answers.append(network(pixels.contiguous(memory_format=torch.channels_last))[:, 0].numpy())
    network.train()
    return np.concatenate(answers)


def by_method(faces: Faces, logits: np.ndarray) -> str:
    """AUC of each method against the genuine faces of its family."""
    parts = []
    for method, genuine in (
        ("OpenForensics GAN face swap", "OpenForensics-real"),
        ("expert Photoshop composites 128px", "ciplab-real"),
    ):
        inside = np.array([s.row.generator == method or s.row.source == genuine for s in faces.samples])
        if inside.any():
            parts.append(f"{method} {metrics.auc(faces.manipulated[inside].astype(int), logits[inside]):.3f}")
    return ", ".join(parts)


def rate(step: int) -> float:
    """Share of the full rate: a short rise, then a falling half wave a cycle, half as high from the second on."""
    height = 1.0 if step < CYCLE else 0.5
    return float(height * min(1, (step + 1) / WARM_UP) * (0.5 + 0.5 * np.cos(np.pi * (step % CYCLE) / CYCLE)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of manipulated and genuine faces")
    parser.add_argument("--found", type=Path, required=True, help="their faces (detect.py)")
    parser.add_argument("--more", type=Path, help="folder of other genuine pictures")
    parser.add_argument("--more-found", type=Path, help="their faces")
    parser.add_argument("--weights", type=Path, required=True, help="folder for the ImageNet weights")
    parser.add_argument("--without", nargs="*", default=[], help="methods that this run may not see")
    parser.add_argument(
        "--blends", type=float, default=BLENDED, help="share of self-blended ones among the manipulated"
    )
    parser.add_argument("--out", type=Path, required=True, help="the checkpoint")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)
    found = [
        (options.data, one)
        for one in crops.samples(options.data, options.found, ("train",))
        if one.row.generator not in options.without
    ]
    if options.more:
        genuine = crops.samples(options.more, options.more_found, ("train",))
        found += [(options.more, one) for one in genuine if not crops.kept_out(one.row)]
    faces = Faces(found)
    validation = Faces([(options.data, one) for one in crops.samples(options.data, options.found, ("validation",))])
    print(
        f"{len(found)} faces, {int(faces.manipulated.sum())} of them manipulated;"
        f" {len(validation.samples)} to validate",
        flush=True,
    )

    network = lite.student(lite.fetch(options.weights)).to(memory_format=torch.channels_last).train()
    parts = [
        [network.stem, *network.blocks[: student.LOWER]],
        [*network.blocks[student.LOWER :], network.last],
        [network.answer],
    ]
    groups = [
        {"params": [one for module in part for one in module.parameters()], "lr": rate, "most": rate}
        for part, rate in zip(parts, RATES, strict=True)
    ]
    steering, first = torch.optim.AdamW(groups, weight_decay=student.DECAY), 0
    if options.out.exists():
        kept = torch.load(options.out, weights_only=True)
        network.load_state_dict(kept["network"])
        steering.load_state_dict(kept["optimiser"])
        first = kept["step"]
    saved, losses = time.monotonic(), []
    for step in range(first, options.steps):
        wait_while_quiet()
        pixels, labels = batch(faces, step, options.blends)
        share = rate(step)
        for group in steering.param_groups:
            group["lr"] = group["most"] * share
        steering.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(network(pixels), labels * (1 - 2 * SMOOTHING) + SMOOTHING)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1)
        steering.step()
        losses.append(loss.item())
        last = step + 1 == options.steps
        if last or time.monotonic() - saved > CHECKPOINT_SECONDS:
            student.save(options.out, network, steering, step + 1)
            print(f"step {step + 1} of {options.steps}: loss {np.mean(losses):.3f}", flush=True)
            if last or (step + 1) % 100 < len(losses):
                print(by_method(validation, scores(network, validation)), flush=True)
            saved, losses = time.monotonic(), []


if __name__ == "__main__":
    main()
