"""Quantise the encoder's weights to 4 bits with GPTQ (Frantar et al., ICLR 2023), in MatMulNBits' layout.

Rounding each weight to the nearest step leaves errors that add up over a dot product. GPTQ rounds one
input column after the other and moves what is lost into the columns not yet rounded, weighed by how the
inputs of that layer really vary on a few pictures. Activations stay in 32 bits. The result is kept as
codes, scales and zero points (for the exported graph) and as the float weights that they stand for (so
that features for training come from exactly the weights that ship).
"""

from __future__ import annotations

import argparse
import copy
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from . import clip, pictures
from .quiet import wait_while_quiet

CALIBRATION_PICTURES = 48
HELD_OUT_PICTURES = 16
DAMPING = 0.01
LINEAR = ("qkv", "out", "fc1", "fc2")


@dataclass
class Codes:
    """One linear layer [out, in] as MatMulNBits stores it, before packing."""

    codes: np.ndarray  # uint8 [out, in], 0 to 15
    scales: np.ndarray  # float32 [out, in / group], exactly representable in float16
    zeros: np.ndarray  # uint8 [out, in / group]

    def weight(self) -> torch.Tensor:
        out, groups = self.scales.shape
        codes = self.codes.reshape(out, groups, -1).astype(np.float32)
        return torch.from_numpy(((codes - self.zeros[..., None]) * self.scales[..., None]).reshape(out, -1))


def grid(block: torch.Tensor, importance: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Scale and zero point for each row of [out, group]: the range, shrunk as far as the weighted error falls."""
    best = torch.full((len(block),), float("inf"))
    scale, zero = torch.ones(len(block)), torch.zeros(len(block))
    low, high = block.min(1).values.clamp(max=0), block.max(1).values.clamp(min=0)
    for shrink in np.linspace(1.0, 0.7, 13):
        candidate = ((high - low) * float(shrink) / 15).clamp(min=1e-6).half().float()
        offset = (-low * float(shrink) / candidate).round().clamp(0, 15)
        restored = ((block / candidate[:, None] + offset[:, None]).round().clamp(0, 15) - offset[:, None]) * candidate[
            :, None
        ]
        error = ((restored - block) ** 2 * importance).sum(1)
        better = error < best
        best = torch.where(better, error, best)
        scale, zero = torch.where(better, candidate, scale), torch.where(better, offset, zero)
    return scale, zero


def gptq(weight: torch.Tensor, hessian: torch.Tensor, group: int) -> Codes:
    """Codes for [out, in] given the layer's input second moments [in, in]."""
    weight, columns = weight.clone(), weight.shape[1]
    damped = hessian + torch.eye(columns) * DAMPING * hessian.diagonal().mean()
    inverse = torch.cholesky_inverse(torch.linalg.cholesky(damped.double()))
    upper = torch.linalg.cholesky(inverse, upper=True).float()
    importance = damped.diagonal() / damped.diagonal().mean()
    codes = torch.zeros_like(weight, dtype=torch.uint8)
    scales, zeros = [], []
    for start in range(0, columns, group):
        end = start + group
        block = weight[:, start:end].clone()
        errors = torch.zeros_like(block)
        scale, zero = grid(block, importance[start:end])
        corner = upper[start:end, start:end]
        for column in range(group):
            code = (block[:, column] / scale + zero).round().clamp(0, 15)
            codes[:, start + column] = code.to(torch.uint8)
            lost = (block[:, column] - (code - zero) * scale) / corner[column, column]
            block[:, column:] -= lost[:, None] * corner[column, column:][None]
            errors[:, column] = lost
        weight[:, end:] -= errors @ upper[start:end, end:]
        scales.append(scale)
        zeros.append(zero)
    return Codes(codes.numpy(), torch.stack(scales, 1).numpy(), torch.stack(zeros, 1).to(torch.uint8).numpy())


def quantised(tower: clip.Tower, pixels: torch.Tensor, group: int, method: str) -> tuple[clip.Tower, dict[str, Codes]]:
    """A copy of the tower with 4-bit weights; each block sees the inputs that the quantised ones before it give."""
    tower = copy.deepcopy(tower)
    return tower, rounded(tower.blocks, tower.embed(pixels), 0, group, method)


def rounded(blocks: Iterable[clip.Block], x: torch.Tensor, first: int, group: int, method: str) -> dict[str, Codes]:
    """Round blocks, numbered from `first`, in place, on the tokens `x` that reach them."""
    found = {}
    for number, block in enumerate(blocks, start=first):
        hessians = moments(block, x) if method == "gptq" else {}
        for name in LINEAR:
            wait_while_quiet()
            layer: nn.Linear = getattr(block, name)
            code = gptq(layer.weight.data, hessians.get(name, torch.eye(layer.in_features)), group)
            layer.weight.data = code.weight()
            found[f"blocks.{number}.{name}"] = code
        x = in_batches(block, x)
    return found


def moments(block: clip.Block, x: torch.Tensor) -> dict[str, torch.Tensor]:
    """Second moments of what reaches each linear layer when the block sees `x`."""
    totals, hooks = {}, []
    for name in LINEAR:
        layer: nn.Linear = getattr(block, name)
        total = totals[name] = torch.zeros(layer.in_features, layer.in_features)

        def add(
            _module: nn.Module, inputs: tuple[torch.Tensor], _output: torch.Tensor, total: torch.Tensor = total
        ) -> None:
            flat = inputs[0].reshape(-1, total.shape[0])
            total.addmm_(flat.T, flat)

        hooks.append(layer.register_forward_hook(add))
    in_batches(block, x)
    for hook in hooks:
        hook.remove()
    return {name: total / (x.shape[0] * x.shape[1]) for name, total in totals.items()}


def in_batches(module: nn.Module, x: torch.Tensor) -> torch.Tensor:
    """The module over a large batch, little by little."""
    parts = []
    for part in x.split(8):
        wait_while_quiet()
        parts.append(module(part))
    return torch.cat(parts)


def compared(reference: torch.Tensor, other: torch.Tensor) -> str:
    """How close tokens stay: mean and worst cosine, and the error's share of the variance between pictures."""
    cosine = torch.cosine_similarity(reference, other, dim=-1)
    cls, patches = cosine[:, 0], cosine[:, 1:]
    centred = reference[:, 0] - reference[:, 0].mean(0)
    noise = float(((other - reference)[:, 0] ** 2).sum() / (centred**2).sum())
    return (
        f"cls {cls.mean():.5f} (worst {cls.min():.5f}), "
        f"patches {patches.mean():.5f} (worst {patches.min():.5f}), cls noise {noise:.4f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--clip", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--blocks", type=int, default=8)
    parser.add_argument("--groups", type=int, nargs="+", default=[32])
    parser.add_argument("--methods", nargs="+", default=["gptq"], choices=["gptq", "nearest"])
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    rows = [row for row in pictures.read_index(options.data) if row.split == "train"]
    rows = pictures.ordered(rows)[: CALIBRATION_PICTURES + HELD_OUT_PICTURES]
    images = [pictures.square(pictures.opened(options.data, row)) for row in rows]
    pixels = torch.from_numpy(np.stack([pictures.tensor(image) for image in images]))
    tower = clip.load(clip.fetch(options.clip), options.blocks)
    options.out.mkdir(parents=True, exist_ok=True)
    with torch.inference_mode():
        held_out = pixels[CALIBRATION_PICTURES:]
        reference = in_batches(tower, held_out)
        for group in options.groups:
            for method in options.methods:
                result, codes = quantised(tower, pixels[:CALIBRATION_PICTURES], group, method)
                print(f"{method} {group}: {compared(reference, in_batches(result, held_out))}", flush=True)
                save(options.out / f"{method}-{group}-{options.blocks}.npz", codes)


TUNED = "tuned/"


def save(path: Path, codes: dict[str, Codes], tuned: dict[str, np.ndarray] | None = None) -> None:
    """Keep the codes of all layers in one file, with what else differs from CLIP: norms and biases, in 32 bits."""
    arrays = {f"{TUNED}{name}": array for name, array in (tuned or {}).items()}
    for name, code in codes.items():
        arrays |= {f"{name}/codes": code.codes, f"{name}/scales": code.scales, f"{name}/zeros": code.zeros}
    np.savez(path, **arrays)


def read(path: Path) -> dict[str, Codes]:
    """What `save` kept."""
    arrays = np.load(path)
    names = sorted({key.rsplit("/", 1)[0] for key in arrays.files if not key.startswith(TUNED)})
    return {name: Codes(*(arrays[f"{name}/{part}"] for part in ("codes", "scales", "zeros"))) for name in names}


def load(clip_folder: Path, codes: Path, blocks: int) -> clip.Tower:
    """The tower with the weights that ship: linear layers from their codes, the embedding rounded to 16 bits."""
    tower = clip.load(clip.fetch(clip_folder), blocks)
    layers = dict(tower.named_modules())
    for name, code in read(codes).items():
        if name in layers:  # a tower cut earlier has fewer
            layers[name].weight.data = code.weight()
    parameters = dict(tower.named_parameters())
    with np.load(codes) as arrays:
        for key in arrays.files:
            if key.startswith(TUNED) and key.removeprefix(TUNED) in parameters:
                parameters[key.removeprefix(TUNED)].data = torch.from_numpy(arrays[key])
    for parameter in (tower.patch.weight, tower.position):
        parameter.data = parameter.data.half().float()
    return tower


if __name__ == "__main__":
    main()
