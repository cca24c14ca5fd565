"""Run the frozen encoder once over the pictures and keep what heads can use, in restartable shards.

Of every picture: class token, mean and deviation of the patch tokens after each late block, and all
tokens after one or two blocks, as float16. Rows come in an order in which every prefix is usable, the
sources interleaved so that small ones come early.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch

from . import clip, pictures, quantise
from .quiet import wait_while_quiet

POOLED_FROM = 3
SHARD = 64
BATCH = 4


def extract(
    tower: clip.Tower, data: Path, rows: list[pictures.Row], view: str, keep: list[int]
) -> dict[str, np.ndarray]:
    """Features of some rows; stands still between batches while the quiet file is there."""
    pooled, kept = [], {block: [] for block in keep}
    for start in range(0, len(rows), BATCH):
        wait_while_quiet()
        batch = [pictures.degrade(pictures.opened(data, row), row.path, view) for row in rows[start : start + BATCH]]
        pixels = torch.from_numpy(np.stack([pictures.tensor(pictures.square(image)) for image in batch]))
        with torch.inference_mode():
            x = tower.embed(pixels)
            stages = []
            for number, block in enumerate(tower.blocks, start=1):
                x = block(x)
                if number >= POOLED_FROM:
                    patches = x[:, 1:]
                    stages.append(torch.stack([x[:, 0], patches.mean(1), patches.std(1)], dim=1))
                if number in kept:
                    kept[number].append(x.half().numpy())
            pooled.append(torch.stack(stages, dim=1).half().numpy())
    out = {"paths": np.array([row.path for row in rows]), "pooled": np.concatenate(pooled)}
    for block, parts in kept.items():
        out[f"tokens{block}"] = np.concatenate(parts)
    return out


def planned(plan: list[str], rows: dict[str, list[pictures.Row]], most: int) -> list[tuple[str, int]]:
    """Shards in turn: `train-augmented:3 dev-clean:1` takes three of the one for each of the other."""
    turns = []
    for part in plan:
        folder, share = part.split(":")
        count = -(-min(len(rows[folder.split("-")[0]]), most) // SHARD)
        turns += [((index + 1) / float(share), folder, index) for index in range(count)]
    return [(folder, index) for _, folder, index in sorted(turns)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with index.jsonl")
    parser.add_argument("--clip", type=Path, required=True, help="folder for CLIP's file")
    parser.add_argument("--codes", type=Path, help="quantised weights; without, those of the file")
    parser.add_argument("--out", type=Path, required=True, help="folder for the shards")
    parser.add_argument("--plan", nargs="+", required=True, help="SPLIT-VIEW:SHARE ...")
    parser.add_argument("--most", type=int, default=10**9, help="rows of each")
    parser.add_argument("--blocks", type=int, default=8)
    parser.add_argument("--keep", type=int, nargs="*", default=[], help="blocks whose tokens are all kept")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--part", default="0/1", help="N/M: every M-th shard, from the N-th, for processes side by side"
    )
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    everything = pictures.read_index(options.data)
    rows = {
        split: pictures.ordered([row for row in everything if row.split == split])
        for split in ("train", "validation", "dev", "rendered")
    }
    if options.codes:
        tower = quantise.load(options.clip, options.codes, options.blocks)
    else:
        tower = clip.load(clip.fetch(options.clip), options.blocks)
    part, parts = map(int, options.part.split("/"))
    for folder, index in planned(options.plan, rows, options.most)[part::parts]:
        split, view = folder.split("-")
        target = options.out / folder / f"{index:04d}.npz"
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        began = time.time()
        chosen = rows[split][index * SHARD : (index + 1) * SHARD]
        shard = extract(tower, options.data, chosen, view, options.keep)
        partial = target.with_suffix(".partial.npz")
        np.savez(partial, **shard)
        partial.rename(target)
        print(f"{folder} {index:04d}: {(time.time() - began) / len(chosen):.3f} s a picture", flush=True)


if __name__ == "__main__":
    main()
