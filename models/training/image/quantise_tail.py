"""Round the fine-tuned last blocks to 4 bits as `quantise` does, on tokens that the rounded trunk gives.

The result holds the trunk's own codes, those of the last blocks, and the norms and biases that differ from CLIP's.
"""

from __future__ import annotations

import argparse
import copy
from pathlib import Path

import numpy as np
import torch

from . import clip, quantise

CALIBRATION_PICTURES = 64
HELD_OUT_PICTURES = 32


def first_tokens(folder: Path, block: int, count: int) -> torch.Tensor:
    """Kept tokens of the first rows of a folder of shards."""
    parts, found = [], 0
    for shard in sorted(folder.glob("[0-9]*[0-9].npz")):
        with np.load(shard) as content:
            parts.append(content[f"tokens{block}"])
        found += len(parts[-1])
        if found >= count:
            break
    return torch.from_numpy(np.concatenate(parts)[:count]).float()


def tuned_blocks(path: Path) -> list[clip.Block]:
    """The blocks that `fine_tune` kept."""
    blocks = []
    for state in torch.load(path):
        block = clip.Block()
        block.load_state_dict(state)
        blocks.append(block.eval())
    return blocks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trunk", type=Path, required=True, help="codes of the encoder before fine-tuning")
    parser.add_argument("--tuned", type=Path, required=True, help="blocks from fine_tune")
    parser.add_argument("--tokens", type=Path, required=True, help="shards with the tokens of the block below")
    parser.add_argument("--out", type=Path, required=True, help="codes of the whole")
    parser.add_argument("--block", type=int, default=6)
    parser.add_argument("--group", type=int, default=32)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    blocks = tuned_blocks(options.tuned)
    tokens = first_tokens(options.tokens / "train-augmented", options.block, CALIBRATION_PICTURES + HELD_OUT_PICTURES)
    with torch.inference_mode():
        plain = torch.nn.Sequential(*copy.deepcopy(blocks))
        codes = quantise.rounded(blocks, tokens[:CALIBRATION_PICTURES], options.block, options.group, "gptq")
        held_out = tokens[CALIBRATION_PICTURES:]
        reference = quantise.in_batches(plain, held_out)
        print(quantise.compared(reference, quantise.in_batches(torch.nn.Sequential(*blocks), held_out)), flush=True)
    kept = quantise.read(options.trunk)
    layers = tuple(f"blocks.{options.block + place}." for place in range(len(blocks)))
    codes = {name: code for name, code in kept.items() if not name.startswith(layers)} | codes
    linear = {f"{name}.weight" for name in quantise.LINEAR}
    tuned = {
        f"{layer}{name}": value.numpy()
        for layer, block in zip(layers, blocks, strict=True)
        for name, value in block.state_dict().items()
        if name not in linear
    }
    quantise.save(options.out, codes, tuned)


if __name__ == "__main__":
    main()
