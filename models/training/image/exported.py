"""Heads as ONNX: tokens [N,197,768] in, their outputs out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn

from . import clip, heads

OPSET = 17


def write(head: nn.Module, target: Path, names: list[str]) -> None:
    """Write a head with these outputs and check it against PyTorch on random tokens."""
    torch.manual_seed(heads.SEED)
    tokens = torch.randn(2, clip.TOKENS, clip.WIDTH)
    target.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        head.eval(),
        tokens,
        str(target),
        dynamo=False,
        opset_version=OPSET,
        input_names=["tokens"],
        output_names=names,
        dynamic_axes={name: {0: "batch"} for name in ["tokens", *names]},
    )
    session = onnxruntime.InferenceSession(str(target), providers=["CPUExecutionProvider"])
    with torch.inference_mode():
        answers = head(tokens)
    for ours, theirs in zip(
        answers if isinstance(answers, tuple) else [answers],
        session.run(names, {"tokens": tokens.numpy()}),
        strict=True,
    ):
        if not np.allclose(ours.numpy(), theirs, rtol=1e-3, atol=1e-3):
            raise SystemExit("the exported head does not agree with PyTorch")


def answered(model: Path, output: str, features: np.ndarray) -> np.ndarray:
    """One output of an exported head on pooled features [N,1536]."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    parts = np.array_split(features, len(features) // 64 + 1)
    return np.concatenate([session.run([output], {"tokens": as_tokens(part)})[0] for part in parts])


def as_tokens(features: np.ndarray) -> np.ndarray:
    """Tokens [N,197,768] that pool to the features: heads that are linear in the patches are told the same."""
    halves = features.reshape(len(features), 2, clip.WIDTH).astype(np.float32)
    return np.concatenate([halves[:, :1], np.repeat(halves[:, 1:], clip.TOKENS - 1, axis=1)], axis=1)
