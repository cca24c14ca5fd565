"""Golden vectors of a model, as models/README.md defines them: seeded inputs, answers of onnxruntime on a CPU."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnxruntime

GRID = 8
SAMPLES = 64


def mulberry32(seed: int, count: int) -> np.ndarray:
    """The first `count` values that the generator gives from `seed`."""
    # The state only ever grows by a constant, so all states are known at once.
    state = (np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x6D2B79F5)) & np.uint64(0xFFFFFFFF)
    state = state.astype(np.uint32)
    with np.errstate(over="ignore"):
        mixed = (state ^ (state >> np.uint32(15))) * (state | np.uint32(1))
        mixed = (mixed + (mixed ^ (mixed >> np.uint32(7))) * (mixed | np.uint32(61))) ^ mixed
    return (mixed ^ (mixed >> np.uint32(14))).astype(np.float64) / 2**32


def pictures(seed: int, batch: int, side: int) -> np.ndarray:
    """Pictures [batch, side, side, 3], 0 to 255: a smooth coloured ground with grain."""
    corner, grain = GRID * GRID * 3, side * side * 3
    values = mulberry32(seed, batch * (corner + grain)).reshape(batch, corner + grain)
    places = np.arange(side) * (GRID - 1) / (side - 1)
    first = np.minimum(GRID - 2, np.floor(places).astype(int))
    share = places - first
    made = []
    for row in values:
        grid = row[:corner].reshape(GRID, GRID, 3)
        along = grid[:, first] * (1 - share)[None, :, None] + grid[:, first + 1] * share[None, :, None]
        smooth = along[first] * (1 - share)[:, None, None] + along[first + 1] * share[:, None, None]
        mixed = 0.75 * smooth + 0.25 * row[corner:].reshape(side, side, 3)
        made.append(np.floor(256 * np.clip(mixed, 0, 0.999)))
    return np.stack(made)


def features(seed: int, batch: int, shape: list[int]) -> np.ndarray:
    """Tensors [batch, *shape] between -3 and 3."""
    count = batch * int(np.prod(shape))
    return (6 * mulberry32(seed, count) - 3).astype(np.float32).reshape(batch, *shape)


def write(model: Path, target: Path, inputs: list[tuple[int, np.ndarray]], tolerance: dict[str, float]) -> None:
    """Write golden.json for pairs of seed and prepared input."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    cases = []
    for seed, tensor in inputs:
        answers = session.run(names, {session.get_inputs()[0].name: tensor})
        outputs = {name: expected(answer) for name, answer in zip(names, answers, strict=True)}
        cases.append({"seed": seed, "batch": len(tensor), "outputs": outputs})
    golden = json.dumps({"tolerance": tolerance, "cases": cases}, separators=(",", ":"))
    target.write_text(golden + "\n")


def expected(answer: np.ndarray) -> dict[str, object]:
    """Shape and samples of one output."""
    flat = answer.ravel()
    count = min(SAMPLES, len(flat))
    indices = [k * len(flat) // count for k in range(count)]
    return {"shape": list(answer.shape), "samples": [[index, float(flat[index])] for index in indices]}
