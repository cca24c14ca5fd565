"""Fine-tune the student on the labels, and on what the encoder's head thinks of the same pictures.

Each step draws pictures by their source's size^-.5, both labels alike, degraded anew. Most steps see a crop of 160
pixels of the 192 that the product would give, at the same scale, so that traces of a generator look as they will; the
last ones see all of it while the rate falls to zero. One fold of sources is never seen: calibration and thresholds
come from there. Stop it at any time; it goes on from its last checkpoint.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from image import heads, pictures, store
from image.quiet import wait_while_quiet

from . import lite

SEED = 20261125
# The fold of sources whose labels are the most even; chosen before anything was trained.
KEPT_OUT = 1
BATCH = 32
CROP = 160
# Share of the steps that see crops, at full rate; the rest see whole pictures.
CROPPED = 0.7
WARM_UP = 40
# Rates of the stem and of the blocks that keep the first three sizes, of the others, and of the answer.
RATES = (1e-4, 3e-4, 1e-3)
LOWER = 5
DECAY = 0.02
# Of the teacher's opinion; the rest is the label's.
TEACHER = 0.5
CHECKPOINT_SECONDS = 180
MEAN = np.array(lite.MEAN, dtype=np.float32).reshape(3, 1, 1)
SCALE = np.array(lite.SCALE, dtype=np.float32).reshape(3, 1, 1)


def tensor(pixels: np.ndarray) -> np.ndarray:
    """Normalised [3,H,W] float32 of pixels [H,W,3], 0 to 255."""
    return (pixels.astype(np.float32).transpose(2, 0, 1) / 255 - MEAN) / SCALE


def batch(data: Path, rows: list[pictures.Row], step: int, side: int) -> torch.Tensor:
    """Pictures as step number `step` sees them."""
    chance = np.random.default_rng([SEED, step, 1])
    made = []
    for place, row in enumerate(rows):
        image = pictures.degrade(pictures.opened(data, row), f"{row.path} {step} {place}", "augmented")
        pixels = np.asarray(pictures.square(image, lite.SIDE))
        left, top = chance.integers(0, pixels.shape[0] - side + 1, 2)
        made.append(tensor(pixels[top : top + side, left : left + side]))
    return torch.from_numpy(np.stack(made)).contiguous(memory_format=torch.channels_last)


def opinions(file: Path | None, rows: list[pictures.Row]) -> np.ndarray:
    """The teacher's probability of each row, NaN where it has none."""
    if file is None or not file.exists():
        return np.full(len(rows), np.nan)
    with np.load(file) as content:
        known = dict(zip(content["paths"].tolist(), content["logit"].ravel().tolist(), strict=True))
    logits = np.array([known.get(row.path, np.nan) for row in rows])
    return 1 / (1 + np.exp(-logits))


def optimiser(network: lite.Lite) -> torch.optim.AdamW:
    """Slower where the network is more general."""
    parts = [
        [network.stem, *network.blocks[:LOWER]],
        [*network.blocks[LOWER:], network.last],
        [network.answer],
    ]
    groups = [
        {"params": [one for module in part for one in module.parameters()], "lr": rate, "most": rate}
        for part, rate in zip(parts, RATES, strict=True)
    ]
    return torch.optim.AdamW(groups, weight_decay=DECAY)


def rate(step: int, steps: int) -> float:
    """Share of the full rate: up, level, and down in a line."""
    start = CROPPED * steps
    return min(1, (step + 1) / WARM_UP, (steps - step) / (steps - start))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True, help="folder for the ImageNet weights")
    parser.add_argument("--teacher", type=Path, help=".npz with paths and logit of train, out of fold")
    parser.add_argument("--out", type=Path, required=True, help="the checkpoint")
    parser.add_argument("--steps", type=int, default=520)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)
    everything = pictures.read_index(options.data)
    rows = [row for row in everything if row.split == "train" and heads.fold_of(row.source) != KEPT_OUT]
    share = store.weights(rows) / len(rows)
    labels = np.array([row.label for row in rows], dtype=np.float32)
    teacher = opinions(options.teacher, rows)
    print(f"{len(rows)} pictures, {np.isfinite(teacher).sum()} with the teacher's opinion", flush=True)
    target = np.where(np.isfinite(teacher), (1 - TEACHER) * labels + TEACHER * teacher, labels)

    network = lite.student(lite.fetch(options.weights)).to(memory_format=torch.channels_last).train()
    steering, first = optimiser(network), 0
    if options.out.exists():
        kept = torch.load(options.out, weights_only=True)
        network.load_state_dict(kept["network"])
        steering.load_state_dict(kept["optimiser"])
        first = kept["step"]
    saved, losses = time.monotonic(), []
    for step in range(first, options.steps):
        wait_while_quiet()
        chosen = np.random.default_rng([SEED, step]).choice(len(rows), BATCH, p=share)
        side = CROP if step < CROPPED * options.steps else lite.SIDE
        pixels = batch(options.data, [rows[index] for index in chosen], step, side)
        for group in steering.param_groups:
            group["lr"] = group["most"] * rate(step, options.steps)
        steering.zero_grad()
        wanted = torch.from_numpy(target[chosen].astype(np.float32))[:, None]
        loss = nn.functional.binary_cross_entropy_with_logits(network(pixels), wanted)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1)
        steering.step()
        losses.append(loss.item())
        last = step + 1 == options.steps
        if last or time.monotonic() - saved > CHECKPOINT_SECONDS:
            save(options.out, network, steering, step + 1)
            print(f"step {step + 1} of {options.steps}: loss {np.mean(losses):.3f}", flush=True)
            saved, losses = time.monotonic(), []


def save(target: Path, network: lite.Lite, steering: torch.optim.Optimizer, step: int) -> None:
    """Write the checkpoint, never half of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    torch.save({"network": network.state_dict(), "optimiser": steering.state_dict(), "step": step}, partial)
    partial.rename(target)


if __name__ == "__main__":
    main()
