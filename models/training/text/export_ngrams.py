"""The n-gram model as ONNX: `ids` int32 [1,N] and `values` float32 [1,N] to `logit` [1,1].

A weight is one byte: the root of its size, so that small weights are told apart as well as large ones are.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
LEVELS = 127


def rounded(weights: np.ndarray) -> tuple[np.ndarray, float]:
    """Codes q in int8 and a scale s, so that a weight is about s * q * |q|."""
    scale = float(np.abs(weights).max()) / LEVELS**2
    return (np.sign(weights) * np.rint(np.sqrt(np.abs(weights) / scale))).astype(np.int8), scale


def unrounded(codes: np.ndarray, scale: float) -> np.ndarray:
    """The weights that the product has."""
    wide = codes.astype(np.float32)
    return wide * np.abs(wide) * np.float32(scale)


def write(codes: np.ndarray, scale: float, bias: float, target: Path) -> None:
    """The file."""
    constants = {
        "codes": codes,
        "scale": np.array(scale, np.float32),
        "bias": np.array(bias, np.float32),
        "axis": np.array([1], np.int64),
    }
    nodes = [
        helper.make_node("Gather", ["codes", "ids"], ["found"], axis=0),
        helper.make_node("Cast", ["found"], ["wide"], to=TensorProto.FLOAT),
        helper.make_node("Abs", ["wide"], ["size"]),
        helper.make_node("Mul", ["wide", "size"], ["weights"]),
        helper.make_node("Mul", ["weights", "values"], ["parts"]),
        helper.make_node("ReduceSum", ["parts", "axis"], ["sum"], keepdims=1),
        helper.make_node("Mul", ["sum", "scale"], ["scaled"]),
        helper.make_node("Add", ["scaled", "bias"], ["logit"]),
    ]
    graph = helper.make_graph(
        nodes,
        "ai-text-ngrams",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT32, [1, "N"]),
            helper.make_tensor_value_info("values", TensorProto.FLOAT, [1, "N"]),
        ],
        [helper.make_tensor_value_info("logit", TensorProto.FLOAT, [1, 1])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, target)
