"""Write the face detector's golden.json: what onnxruntime answers on a CPU to the seeds of models/README.md.

    python -m face_detector.describe
"""

from __future__ import annotations

import json
import math

import numpy as np
import onnxruntime

from .fetch import FILE, FOLDER

SIDE = 256
GRID = 8
SEEDS = (1, 2)
SAMPLES = 64
# Backends in 32 bits differ by 1e-3 at most (measured); a wrong one is off by far more than two tenths of a pixel.
TOLERANCE = {"absolute": 0.02, "relative": 0.002}


def main() -> None:
    session = onnxruntime.InferenceSession(str(FOLDER / FILE), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    cases = []
    for seed in SEEDS:
        picture = golden_picture(seed).astype(np.float32) / 127.5 - 1
        answers = session.run(names, {session.get_inputs()[0].name: picture[None]})
        outputs = {name: expected(answer) for name, answer in zip(names, answers, strict=True)}
        cases.append({"seed": seed, "batch": 1, "outputs": outputs})
    golden = json.dumps({"tolerance": TOLERANCE, "cases": cases}, separators=(",", ":"))
    (FOLDER / "golden.json").write_text(golden + "\n")


def golden_picture(seed: int) -> np.ndarray:
    """The picture of models/README.md, [SIDE, SIDE, 3], 0 to 255."""
    count = GRID * GRID * 3 + SIDE * SIDE * 3
    values = np.array(mulberry32(seed, count))
    grid = values[: GRID * GRID * 3].reshape(GRID, GRID, 3)
    places = np.arange(SIDE) * (GRID - 1) / (SIDE - 1)
    first = np.minimum(GRID - 2, np.floor(places).astype(int))
    share = places - first
    along = grid[:, first] * (1 - share)[None, :, None] + grid[:, first + 1] * share[None, :, None]
    smooth = along[first] * (1 - share)[:, None, None] + along[first + 1] * share[:, None, None]
    grain = values[GRID * GRID * 3 :].reshape(SIDE, SIDE, 3)
    return np.floor(256 * np.minimum(0.999, np.maximum(0, 0.75 * smooth + 0.25 * grain)))


def mulberry32(seed: int, count: int) -> list[float]:
    values = []
    state = seed
    for _ in range(count):
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((state ^ (state >> 15)) * (state | 1)) & 0xFFFFFFFF
        t ^= (t + ((t ^ (t >> 7)) * (t | 61))) & 0xFFFFFFFF
        values.append((t ^ (t >> 14)) / 2**32)
    return values


def expected(answer: np.ndarray) -> dict[str, object]:
    flat = answer.ravel()
    if len(flat) <= SAMPLES:
        indices = range(len(flat))
    else:
        indices = (math.floor(k * len(flat) / SAMPLES) for k in range(SAMPLES))
    return {"shape": list(answer.shape), "samples": [[index, float(flat[index])] for index in indices]}


if __name__ == "__main__":
    main()
