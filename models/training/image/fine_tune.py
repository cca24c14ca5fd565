"""Fine-tune the last blocks of the encoder on kept tokens of the block below them.

Low-rank adapters (Hu et al., ICLR 2022) on every linear layer of the last blocks, their norms, and the linear
head that ships, so that the encoder stays near CLIP. The blocks start from CLIP's weights before rounding; the
tokens below come from the rounded trunk that ships. Each picture is shown with a random part of its patches,
which costs less and leaves no single patch to lean on. Some sources are left out: on them it is seen whether
anything was learned that holds for strangers. What was learned does not ship: README.md says why. Stopped, it goes
on from its last checkpoint, with all shards that are there by then.
"""

from __future__ import annotations

import argparse
import copy
import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from . import clip, heads, metrics, store
from .quiet import wait_while_quiet

SMOOTHING = 0.05
NOISE = 0.05
# Share of the running average of the weights that each step keeps (Polyak and Juditsky, 1992).
# The average is what is judged and saved.
AVERAGE = 0.99
WARM_UP = 40
FIRST_HEAD_ROWS = 512
CHECK_EVERY = 100
# Genuine portraits in the pose of the generators' faces: as rare in train as generated ones are frequent.
DRAWN_MORE = {"FFHQ-real-q": 3.0}


class Adapted(nn.Module):
    """A frozen linear layer with a low-rank correction that is learned."""

    def __init__(self, layer: nn.Linear, rank: int) -> None:
        super().__init__()
        self.layer = layer.requires_grad_(False)
        self.down = nn.Parameter(torch.randn(rank, layer.in_features) / layer.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(layer.out_features, rank))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x) + (x @ self.down.T) @ self.up.T

    def merged(self) -> nn.Linear:
        """The plain layer that gives the same."""
        layer = copy.deepcopy(self.layer)
        layer.weight.data += self.up.data @ self.down.data
        return layer


class Tail(nn.Module):
    """The last blocks with adapters, and the head on class token and mean patch."""

    def __init__(self, blocks: list[clip.Block], rank: int) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(copy.deepcopy(block) for block in blocks)
        for block in self.blocks:
            for name in ("qkv", "out", "fc1", "fc2"):
                setattr(block, name, Adapted(getattr(block, name), rank))
        self.head = nn.Linear(2 * clip.WIDTH, 1)
        self.register_buffer("mean", torch.zeros(2 * clip.WIDTH))
        self.register_buffer("deviation", torch.ones(2 * clip.WIDTH))

    def pooled(self, x: torch.Tensor) -> torch.Tensor:
        """Class token and mean patch of any number of tokens, [N,1536]."""
        for block in self.blocks:
            x = through(block, x)
        return torch.cat([x[:, 0], x[:, 1:].mean(1)], dim=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head((self.pooled(x) - self.mean) / self.deviation).squeeze(1)


def through(block: clip.Block, x: torch.Tensor) -> torch.Tensor:
    """A block over any number of tokens."""
    pictures_, tokens, _ = x.shape
    qkv = block.qkv(block.norm1(x)).view(pictures_, tokens, 3, clip.HEADS, -1).permute(2, 0, 3, 1, 4)
    attended = nn.functional.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2])
    x = x + block.out(attended.transpose(1, 2).reshape(pictures_, tokens, clip.WIDTH))
    hidden = block.fc1(block.norm2(x))
    return x + block.fc2(hidden * torch.sigmoid(1.702 * hidden))


def merged(tail: Tail) -> list[clip.Block]:
    """The blocks of a tail as plain blocks."""
    plain = copy.deepcopy(tail.blocks)
    for block in plain:
        for name in ("qkv", "out", "fc1", "fc2"):
            setattr(block, name, getattr(block, name).merged())
    return list(plain)


@dataclass
class Pool:
    """Kept tokens of all rows, the chance of each to be drawn, and which are left out."""

    table: store.Table
    tokens: np.ndarray
    inside: np.ndarray
    outside: np.ndarray
    chance: torch.Tensor

    def batch(self, places: np.ndarray, patches: int = clip.TOKENS - 1) -> torch.Tensor:
        """Tokens of some rows, the class token and a random choice of patches (another one for each row)."""
        if patches == clip.TOKENS - 1:
            return torch.from_numpy(self.tokens[places]).float()
        keep = torch.rand(len(places), clip.TOKENS - 1).argsort(1)[:, :patches].numpy() + 1
        keep = np.concatenate([np.zeros((len(places), 1), int), keep], axis=1)
        return torch.from_numpy(self.tokens[places[:, None], keep]).float()


def gathered(data: Path, tokens: Path, block: int, left_out: set[int]) -> Pool:
    """What is there so far of train."""
    name = f"tokens{block}"
    table = store.read(data, tokens, ["train-augmented"], [name])
    folds = np.array([heads.fold_of(row.source) for row in table.rows])
    outside = np.isin(folds, list(left_out))
    inside = np.flatnonzero(~outside)
    weight = store.weights([table.rows[place] for place in inside])
    weight *= [DRAWN_MORE.get(table.rows[place].source, 1.0) for place in inside]
    return Pool(table, table.arrays[name], inside, np.flatnonzero(outside), torch.from_numpy(weight / weight.sum()))


def first_head(tail: Tail, pool: Pool) -> None:
    """Start the head at the logistic regression on what the untouched blocks give."""
    places = pool.inside[:FIRST_HEAD_ROWS]
    x = features(tail, pool, places)
    rows = [pool.table.rows[place] for place in places]
    weight = store.weights(rows)
    mean, deviation = heads.standardiser(x, weight)
    affine = heads.logistic(x, np.array([row.label for row in rows]), weight, 0.1)
    tail.mean.copy_(torch.from_numpy(mean))
    tail.deviation.copy_(torch.from_numpy(deviation))
    tail.head.weight.data[0] = torch.from_numpy((affine.slope * deviation).astype(np.float32))
    tail.head.bias.data[0] = float(affine.offset + affine.slope @ mean)


def features(tail: Tail, pool: Pool, places: np.ndarray) -> np.ndarray:
    """Pooled features of some rows, from all their patches."""
    parts = []
    with torch.inference_mode():
        for start in range(0, len(places), 16):
            wait_while_quiet()
            parts.append(tail.pooled(pool.batch(places[start : start + 16])).numpy())
    return np.concatenate(parts)


def judged(tail: Tail, pool: Pool, most: int) -> dict[str, float]:
    """Ranking of left-out sources, by the head in training."""
    places = pool.outside[:most]
    x = torch.from_numpy(features(tail, pool, places))
    with torch.inference_mode():
        scores = tail.head((x - tail.mean) / tail.deviation).squeeze(1).numpy()
    rows = [pool.table.rows[place] for place in places]
    labels = np.array([row.label for row in rows])
    newer = np.array([row.newer for row in rows])
    return {
        "weighted AUC": round(metrics.auc(labels, scores, store.weights(rows)), 4),
        "AUC": round(metrics.auc(labels, scores), 4),
        "newer": round(metrics.auc(labels[newer], scores[newer]), 4),
        "at 1 %": round(metrics.found_at(labels, scores, 0.01), 3),
        "at 5 %": round(metrics.found_at(labels, scores, 0.05), 3),
    }


def step(tail: Tail, pool: Pool, size: int, patches: int, optimiser: torch.optim.Optimizer) -> float:
    """One step on a drawn batch; its loss."""
    places = pool.inside[torch.multinomial(pool.chance, size).numpy()]
    x = pool.batch(places, patches)
    x += torch.randn_like(x) * (NOISE * x.std())
    target = torch.from_numpy(pool.table.labels[places]).float() * (1 - SMOOTHING) + SMOOTHING / 2
    loss = nn.functional.binary_cross_entropy_with_logits(tail(x), target)
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(tail.parameters(), 1.0)
    optimiser.step()
    return loss.item()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--clip", type=Path, required=True)
    parser.add_argument("--tokens", type=Path, required=True, help="shards with the tokens of the block below")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the blocks")
    parser.add_argument("--block", type=int, default=6, help="the block whose tokens are kept")
    parser.add_argument("--blocks", type=int, default=8, help="the last block")
    parser.add_argument("--left-out", type=int, nargs="*", default=[0], help="folds of sources not trained on")
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--decay", type=float, default=0.05)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--patches", type=int, default=64, help="patches shown of each picture")
    parser.add_argument("--judged", type=int, default=500, help="left-out rows at each check")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(heads.SEED)
    pool = gathered(options.data, options.tokens, options.block, set(options.left_out))
    print(f"{len(pool.inside)} rows to train on, {len(pool.outside)} left out", flush=True)
    options.out.mkdir(parents=True, exist_ok=True)
    tower = clip.load(clip.fetch(options.clip), options.blocks)
    tail = Tail(list(tower.blocks)[options.block :], options.rank)
    plain = [parameter for name, parameter in tail.named_parameters() if ".up" in name or ".down" in name]
    rest = [parameter for name, parameter in tail.named_parameters() if "norm" in name or "head" in name]
    optimiser = torch.optim.AdamW(
        [{"params": plain, "weight_decay": options.decay}, {"params": rest, "lr": options.rate / 5}],
        lr=options.rate,
        weight_decay=0,
    )
    rates = [group["lr"] for group in optimiser.param_groups]
    checkpoint = options.out / "checkpoint.pt"
    began, resumed = 0, checkpoint.exists()
    if resumed:
        saved = torch.load(checkpoint, weights_only=False)
        tail.load_state_dict(saved["tail"])
        optimiser.load_state_dict(saved["optimiser"])
        torch.set_rng_state(saved["random"])
        average, began = saved["average"], saved["step"]
        print(f"on from step {began}", flush=True)
    else:
        first_head(tail, pool)
        average = copy.deepcopy(tail.state_dict())
    losses, clock = [], time.time()
    for number in range(began, options.steps + 1):
        if number % CHECK_EVERY == 0 and (number > began or not resumed):
            mean = copy.deepcopy(tail)
            mean.load_state_dict(average)
            line = {
                "step": number,
                "loss": round(float(np.mean(losses or [0])), 4),
                "seconds": round(time.time() - clock),
            }
            print(json.dumps(line | judged(mean, pool, options.judged)), flush=True)
            state = {"tail": tail.state_dict(), "optimiser": optimiser.state_dict(), "average": average}
            torch.save(state | {"step": number, "random": torch.get_rng_state()}, checkpoint)
            torch.save([block.state_dict() for block in merged(mean)], options.out / f"blocks-{number:05d}.pt")
            losses, clock = [], time.time()
        wait_while_quiet()
        factor = min(1.0, (number + 1) / WARM_UP)
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * factor
        losses.append(step(tail, pool, options.batch, options.patches, optimiser))
        with torch.no_grad():
            for name, value in tail.state_dict().items():
                average[name].lerp_(value, 1 - AVERAGE if number > WARM_UP else 0.2)
        if number % 20 == 19:
            print(
                f"{number + 1}: {np.mean(losses[-20:]):.4f}, {(time.time() - clock) / len(losses):.1f} s a step",
                flush=True,
            )


if __name__ == "__main__":
    main()
