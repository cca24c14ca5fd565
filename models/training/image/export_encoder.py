"""Write the cut, quantised encoder as ONNX: pixels [N,3,224,224] to tokens [N,197,768].

Linear weights are MatMulNBits' (4 bits, weight only). Scales and the embedding are stored in 16 bits with
a Cast behind them, which the runtime folds into 32-bit constants when it loads the graph.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper, numpy_helper

from . import clip, quantise

OPSET = 17
BITS = 4
CONTRIBUTED = "com.microsoft"


def packed(values: np.ndarray) -> np.ndarray:
    """Pairs of 4-bit values along the last axis as bytes, the first of a pair in the low half."""
    if values.shape[-1] % 2:
        values = np.concatenate([values, np.zeros_like(values[..., :1])], axis=-1)
    return (values[..., 0::2] | (values[..., 1::2] << 4)).astype(np.uint8)


def halved(graph: onnx.GraphProto, name: str, array: np.ndarray) -> list[onnx.NodeProto]:
    """Store `array` in 16 bits; the node returned gives it back in 32 under `name`."""
    graph.initializer.append(numpy_helper.from_array(array.astype(np.float16), f"{name}_half"))
    return [helper.make_node("Cast", [f"{name}_half"], [name], name=f"{name}_cast", to=onnx.TensorProto.FLOAT)]


def with_codes(model: onnx.ModelProto, codes: dict[str, quantise.Codes]) -> onnx.ModelProto:
    """Put MatMulNBits in place of each linear layer's MatMul."""
    graph = model.graph
    initializers = {i.name: i for i in graph.initializer}
    replaced, casts, nodes = set(), [], []
    for node in graph.node:
        layer = node.name.strip("/").removesuffix("/MatMul").replace("/", ".")
        if node.op_type != "MatMul" or layer not in codes:
            nodes.append(node)
            continue
        code = codes[layer]
        out, columns = code.codes.shape
        groups = code.scales.shape[1]
        values = packed(code.codes.reshape(out, groups, columns // groups))
        graph.initializer.append(numpy_helper.from_array(values, f"{layer}.codes"))
        graph.initializer.append(numpy_helper.from_array(packed(code.zeros).reshape(-1), f"{layer}.zeros"))
        casts += halved(graph, f"{layer}.scales", code.scales.reshape(-1))
        nodes.append(
            helper.make_node(
                "MatMulNBits",
                [node.input[0], f"{layer}.codes", f"{layer}.scales", f"{layer}.zeros"],
                list(node.output),
                name=node.name,
                domain=CONTRIBUTED,
                K=columns,
                N=out,
                bits=BITS,
                block_size=columns // groups,
            )
        )
        replaced.add(node.input[1])
    for name in ("patch.weight", "position"):
        casts += halved(graph, name, numpy_helper.to_array(initializers[name]))
        replaced.add(name)
    kept = [i for i in graph.initializer if i.name not in replaced]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(casts + nodes)
    model.opset_import.append(helper.make_opsetid(CONTRIBUTED, 1))
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clip", type=Path, required=True)
    parser.add_argument("--codes", type=Path, required=True)
    parser.add_argument("--blocks", type=int, default=8)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()

    tower = quantise.load(options.clip, options.codes, options.blocks)
    torch.manual_seed(0)
    pixels = torch.randn(2, 3, clip.SIDE, clip.SIDE)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        tower,
        pixels,
        str(options.out),
        dynamo=False,
        opset_version=OPSET,
        input_names=["pixels"],
        output_names=["tokens"],
        dynamic_axes={"pixels": {0: "batch"}, "tokens": {0: "batch"}},
    )
    codes = quantise.read(options.codes)
    model = with_codes(onnx.load(str(options.out)), codes)
    replaced = sum(node.op_type == "MatMulNBits" for node in model.graph.node)
    if replaced != len(codes):
        raise SystemExit(f"{replaced} of {len(codes)} layers found in the graph")
    onnx.save(model, str(options.out))

    session = onnxruntime.InferenceSession(str(options.out), providers=["CPUExecutionProvider"])
    with torch.inference_mode():
        worst = np.abs(session.run(None, {"pixels": pixels.numpy()})[0] - tower(pixels).numpy()).max()
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB, largest difference to PyTorch {worst:.1e}")
    if worst > 5e-3:
        raise SystemExit("the exported graph does not agree with PyTorch")


if __name__ == "__main__":
    main()
