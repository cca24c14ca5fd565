"""The trained network as ONNX, its weights packed as the first look's are."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from first_look import export, lite

from . import crops


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="the .onnx file")
    options = parser.parse_args()
    network = lite.Lite()
    network.load_state_dict(torch.load(options.checkpoint, weights_only=True)["network"])
    difference = export.export(network, options.out, crops.SIDE)
    print(f"largest difference of a logit: {difference:.4f}; {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
