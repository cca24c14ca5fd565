"""Scores texts with both models, as the product does: the mean of a text's windows, weighed by their pieces.

Writes work/scores.npz: validation, a sample of train's left-out domains (by the n-gram model that never saw them), dev,
and a sample of dev under each attack. The encoder, which takes much longer, scores only some of each group; the
others have no number of it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import onnxruntime

from image.quiet import wait_while_quiet

from . import augment, minilm, texts, train_ngrams, windows
from .normalise import normalise

SEED = 20261126
MOST_LEFT_OUT = 120
# Of a group, the encoder scores so many human texts, AI texts of dev, and other AI texts.
MOST_HUMAN = 400
MOST_OF_DEV = 400
MOST_AI = 100
ATTACKED = 100
ATTACKED_MODERN = 20
BATCH = 16
SAVE_SECONDS = 60
# Shorter ones are not answered.
LEAST_WORDS = 60


class Encoder:
    """The exported file, and the logits that it has given already."""

    def __init__(self, file: Path, kept: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        self._file, self._kept = hashlib.sha256(file.read_bytes()).hexdigest(), kept

    def logits(self, drawn: list[list[int]], until: float = math.inf) -> np.ndarray:
        """Of every window, of equal ones once; not a number, where there was no time."""
        keys = [" ".join(map(str, window)) for window in drawn]
        known = self._known()
        wanted = list(dict.fromkeys(key for key in keys if key not in known))
        # Those of like length together, but otherwise as they come: what is there early are whole texts.
        batches = []
        for start in range(0, len(wanted), BATCH * 10):
            chunk = sorted(wanted[start : start + BATCH * 10], key=len)
            batches += [chunk[at : at + BATCH] for at in range(0, len(chunk), BATCH)]
        saved = time.time()
        for part in batches:
            wait_while_quiet()
            if time.time() > until:
                break
            ids, mask = minilm.padded([[int(one) for one in key.split()] for key in part])
            logits = self._session.run(None, {"input_ids": ids.numpy(), "attention_mask": mask.numpy()})[0][:, 0]
            known.update(zip(part, map(float, logits), strict=True))
            if time.time() - saved > SAVE_SECONDS:
                self._keep(known)
                saved = time.time()
        self._keep(known)
        return np.array([known.get(key, np.nan) for key in keys])

    def _known(self) -> dict[str, float]:
        found = json.loads(self._kept.read_text()) if self._kept.exists() else {}
        return found["logits"] if found.get("file") == self._file else {}

    def _keep(self, known: dict[str, float]) -> None:
        self._kept.with_suffix(".new").write_text(json.dumps({"file": self._file, "logits": known}))
        self._kept.with_suffix(".new").replace(self._kept)


def plan(rows: list[texts.Row]) -> list[tuple[str, int, str, bool]]:
    """What is scored: the name of a set, the row, the text, and whether the encoder scores it too."""
    rng = random.Random(SEED)
    taken: Counter = Counter()
    encoded: Counter = Counter()
    planned = []
    for index in rng.sample(range(len(rows)), len(rows)):
        row = rows[index]
        # Of dev every generator counts by itself, but for the two hundred of the assistants' answers.
        generator = row.generator if row.part == "H1_unseen_gen" else ""
        group = (row.split, row.source, row.domain, row.ai, generator)
        if row.split == "train" and not (row.left_out and taken[group] < MOST_LEFT_OUT):
            continue
        most = MOST_HUMAN if not row.ai else MOST_OF_DEV if row.split == "dev" else MOST_AI
        both = row.words >= LEAST_WORDS and encoded[group] < most
        planned.append(("left-out" if row.split == "train" else row.split, index, row.text, both))
        taken[group] += 1
        encoded[group] += both
    long = [index for name, index, _, both in planned if both and name == "dev"]
    modern = [index for index in long if rows[index].modern]
    others = [index for index in long if not rows[index].modern]
    sample = [
        *[index for index in others if rows[index].ai][: ATTACKED // 2 - ATTACKED_MODERN],
        *modern[:ATTACKED_MODERN],
        *[index for index in others if not rows[index].ai][: ATTACKED // 2],
    ]
    attacked = [
        (name, index, normalise(attack(rows[index].text, rng)), True)
        for name, attack in augment.ATTACKS.items()
        for index in sample
    ]
    return attacked + planned


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="ai-text.onnx")
    parser.add_argument("--until", type=float, default=math.inf, help="stop the encoder then, in seconds since 1970")
    options = parser.parse_args()
    rows = texts.read(options.data, options.work)
    planned = plan(rows)
    cutter = windows.Cutter(minilm.pieces(options.minilm))
    cut = [cutter.cut(text) for _, _, text, _ in planned]
    owners = np.repeat(np.arange(len(cut)), [len(one) for one in cut])
    sizes = np.maximum(1, [len(ids) for one in cut for _, ids in one])

    def of_texts(logits: np.ndarray) -> np.ndarray:
        return np.bincount(owners, logits * sizes) / np.bincount(owners, sizes)

    whole, unseen = (train_ngrams.load(options.work / f"ngrams-{name}.npz") for name in ("all", "left-out"))
    by_ngrams = [
        (unseen if name == "left-out" else whole).logit(words)
        for (name, *_), one in zip(planned, cut, strict=True)
        for words, _ in one
    ]
    both = np.array([one for *_, one in planned])[owners]
    by_encoder = np.full(len(owners), np.nan)
    drawn = [ids for one, taken in zip(cut, planned, strict=True) if taken[-1] for _, ids in one]
    by_encoder[both] = Encoder(options.encoder, options.work / "encoder-logits.json").logits(drawn, options.until)
    np.savez(
        options.work / "scores.npz",
        set=np.array([name for name, *_ in planned]),
        row=np.array([index for _, index, *_ in planned]),
        ngrams=of_texts(np.array(by_ngrams)),
        encoder=of_texts(by_encoder),
        words=np.array([len(text.split(" ")) for _, _, text, _ in planned]),
    )


if __name__ == "__main__":
    main()
