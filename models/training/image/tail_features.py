"""Final features of kept tokens: what the last blocks, with the weights that ship, make of the block below them.

Of every picture: class token and mean of the patch tokens after the last block, as float16, in shards that mirror
those of the tokens.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from . import quantise
from .quiet import wait_while_quiet

BATCH = 16


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clip", type=Path, required=True)
    parser.add_argument("--codes", type=Path, required=True)
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--folders", nargs="+", default=["validation-clean", "dev-clean", "rendered-augmented", "train-augmented"]
    )
    parser.add_argument("--most", type=int, help="shards of each folder")
    parser.add_argument("--block", type=int, default=6)
    parser.add_argument("--blocks", type=int, default=8)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    tail = quantise.load(options.clip, options.codes, options.blocks).blocks[options.block :]
    for folder in options.folders:
        (options.out / folder).mkdir(parents=True, exist_ok=True)
        for shard in sorted((options.tokens / folder).glob("[0-9]*[0-9].npz"))[: options.most]:
            target = options.out / folder / shard.name
            if target.exists():
                continue
            with np.load(shard) as content:
                paths, tokens = content["paths"], torch.from_numpy(content[f"tokens{options.block}"])
            parts = []
            for batch in tokens.split(BATCH):
                wait_while_quiet()
                with torch.inference_mode():
                    x = batch.float()
                    for block in tail:
                        x = block(x)
                    parts.append(torch.stack([x[:, 0], x[:, 1:].mean(1)], dim=1)[:, None].half().numpy())
            partial = target.with_suffix(".partial.npz")
            np.savez(partial, paths=paths, pooled=np.concatenate(parts))
            partial.rename(target)
            print(f"{folder} {shard.stem}", flush=True)


if __name__ == "__main__":
    main()
