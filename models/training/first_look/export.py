"""The student as ONNX: the weights of its 1 x 1 convolutions, nine tenths of them all, in 8 bits a channel.

They are written as integers, a Cast and a Mul by the channel's step. A runtime folds these when it loads the file,
so that it runs on the same floats that are measured here: activations are never quantised.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper, numpy_helper

from . import lite

OPSET = 17
LEVELS = 127
# Below it, a tensor costs more names than it saves bytes.
LEAST_WEIGHTS = 1024


def steps(weight: np.ndarray) -> np.ndarray:
    """Of every output channel: the distance of two levels, [O,1,1,1]."""
    largest = np.abs(weight).reshape(len(weight), -1).max(1)
    return (np.maximum(largest, 1e-12) / LEVELS).astype(np.float32).reshape(-1, 1, 1, 1)


def pack(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same model with 8-bit weights in its 1 x 1 convolutions."""
    graph = model.graph
    wanted = {node.input[1] for node in graph.node if node.op_type == "Conv"}
    unpacking = []
    for tensor in list(graph.initializer):
        weight = numpy_helper.to_array(tensor)
        if tensor.name not in wanted or weight.shape[2:] != (1, 1) or weight.size < LEAST_WEIGHTS:
            continue
        step = steps(weight)
        codes = np.clip(np.rint(weight / step), -LEVELS, LEVELS).astype(np.int8)
        name = tensor.name
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(codes, f"{name}.codes"))
        graph.initializer.append(numpy_helper.from_array(step, f"{name}.step"))
        unpacking += [
            helper.make_node("Cast", [f"{name}.codes"], [f"{name}.whole"], to=onnx.TensorProto.FLOAT),
            helper.make_node("Mul", [f"{name}.whole", f"{name}.step"], [name]),
        ]
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend([*unpacking, *nodes])
    onnx.checker.check_model(model)
    return model


def fuse_padding(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same model whose convolutions pad themselves, which saves a copy of what they take."""
    graph = model.graph
    makers = {output: node for node in graph.node for output in node.output}
    for node in graph.node:
        pad = makers.get(node.input[0]) if node.op_type == "Conv" else None
        if pad is None or pad.op_type != "Pad":
            continue
        kernel = next(attribute for attribute in node.attribute if attribute.name == "kernel_shape").ints[0]
        pads = next(attribute for attribute in node.attribute if attribute.name == "pads")
        before, after = (kernel - 2) // 2, (kernel - 1) // 2
        pads.ints[:] = [before, before, after, after]
        node.input[0] = pad.input[0]
    return without_unused(model)


def without_unused(model: onnx.ModelProto) -> onnx.ModelProto:
    """Nodes whose output nobody takes are gone."""
    graph = model.graph
    wanted = {output.name for output in graph.output}
    kept = []
    for node in reversed(graph.node):
        if any(output in wanted for output in node.output):
            kept.append(node)
            wanted.update(node.input)
    del graph.node[:]
    graph.node.extend(reversed(kept))
    for tensor in [one for one in graph.initializer if one.name not in wanted]:
        graph.initializer.remove(tensor)
    return model


def export(network: lite.Lite, target: Path, side: int) -> float:
    """Write the file; answers by how much its logits differ at the most from those of the floats, on noise."""
    torch.manual_seed(1)
    pixels = torch.rand(4, 3, side, side) * 2 - 1
    target.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        network.eval(),
        pixels,
        str(target),
        dynamo=False,
        opset_version=OPSET,
        input_names=["pixels"],
        output_names=["logit"],
        dynamic_axes={name: {0: "batch"} for name in ("pixels", "logit")},
    )
    onnx.save(pack(fuse_padding(onnx.load(target))), target)
    session = onnxruntime.InferenceSession(str(target), providers=["CPUExecutionProvider"])
    with torch.inference_mode():
        return float(np.abs(network(pixels).numpy() - session.run(None, {"pixels": pixels.numpy()})[0]).max())


def main(side: int = lite.SIDE) -> None:
    """The command, for a network that takes squares of `side` pixels."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="the .onnx file")
    options = parser.parse_args()
    network = lite.Lite()
    network.load_state_dict(torch.load(options.checkpoint, weights_only=True)["network"])
    print(
        f"largest difference of a logit: {export(network, options.out, side):.4f}; {options.out.stat().st_size} bytes"
    )


if __name__ == "__main__":
    main()
