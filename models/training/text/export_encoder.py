"""The encoder as ONNX: `input_ids` and `attention_mask` int64 [batch,length] to `logit` [batch,1], weights in 8 bits.

Weights of linear layers are integers with a step a channel, which the runtime unfolds when it loads the file. A piece's
row of the embedding is unfolded when it is looked up. Activations are floats throughout.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

from . import encoder, minilm

OPSET = 17
LEVELS = 127
# Below it, a tensor costs more names than it saves bytes.
LEAST_WEIGHTS = 4096


def codes_of(weight: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Integers and the step of each slice along `axis`, which keeps its dimension."""
    step = np.maximum(np.abs(weight).max(axis=1 - axis, keepdims=True), 1e-12) / LEVELS
    return np.clip(np.rint(weight / step), -LEVELS, LEVELS).astype(np.int8), step.astype(np.float32)


def pack(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same model with 8-bit weights."""
    graph = model.graph
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    nodes, unpacking, gone = [], [], set()

    def store(name: str, array: np.ndarray) -> None:
        graph.initializer.append(numpy_helper.from_array(array, name))

    for node in graph.node:
        if node.op_type == "Gather" and arrays.get(node.input[0], np.empty(0)).shape == (minilm.PIECES, minilm.WIDTH):
            name, (codes, step) = node.input[0], codes_of(arrays[node.input[0]], 0)
            store(f"{name}.codes", codes)
            store(f"{name}.step", step)
            nodes += [
                helper.make_node("Gather", [f"{name}.codes", node.input[1]], [f"{name}.row"], axis=0),
                helper.make_node("Cast", [f"{name}.row"], [f"{name}.whole"], to=TensorProto.FLOAT),
                helper.make_node("Gather", [f"{name}.step", node.input[1]], [f"{name}.rowstep"], axis=0),
                helper.make_node("Mul", [f"{name}.whole", f"{name}.rowstep"], list(node.output)),
            ]
            gone.add(name)
            continue
        nodes.append(node)
        weight = node.input[1] if node.op_type == "MatMul" else None
        if weight not in arrays or arrays[weight].size < LEAST_WEIGHTS or weight in gone:
            continue
        codes, step = codes_of(arrays[weight], 1)
        store(f"{weight}.codes", codes)
        store(f"{weight}.step", step)
        unpacking += [
            helper.make_node("Cast", [f"{weight}.codes"], [f"{weight}.whole"], to=TensorProto.FLOAT),
            helper.make_node("Mul", [f"{weight}.whole", f"{weight}.step"], [weight]),
        ]
        gone.add(weight)
    for tensor in [one for one in graph.initializer if one.name in gone]:
        graph.initializer.remove(tensor)
    del graph.node[:]
    graph.node.extend([*unpacking, *nodes])
    onnx.checker.check_model(model)
    return model


def export(network: encoder.Classifier, target: Path) -> float:
    """Write the file; answers by how much its logits differ at the most from those of the floats, on random pieces."""
    generator = torch.Generator().manual_seed(1)
    ids = torch.randint(1000, minilm.PIECES, (3, minilm.LENGTH), generator=generator)
    mask = torch.ones_like(ids)
    mask[1, 40:] = 0
    target.parent.mkdir(parents=True, exist_ok=True)
    axes = {name: {0: "batch", 1: "length"} for name in ("input_ids", "attention_mask")}
    torch.onnx.export(
        network.eval(),
        (ids, mask),
        str(target),
        dynamo=False,
        opset_version=OPSET,
        input_names=["input_ids", "attention_mask"],
        output_names=["logit"],
        dynamic_axes={**axes, "logit": {0: "batch"}},
    )
    onnx.save(pack(onnx.load(target)), target)
    session = onnxruntime.InferenceSession(str(target), providers=["CPUExecutionProvider"])
    with torch.inference_mode():
        floats = network(ids, mask).numpy()
    packed = session.run(None, {"input_ids": ids.numpy(), "attention_mask": mask.numpy()})[0]
    return float(np.abs(floats - packed).max())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="the .onnx file")
    options = parser.parse_args()
    worst = export(encoder.trained(options.minilm, options.checkpoint), options.out)
    print(f"largest difference of a logit: {worst:.4f}; {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
