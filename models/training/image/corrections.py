"""Corrections as the extension exports them (utils/records/README.md), as rows that a head can be trained on.

    python -m image.corrections touchstone-corrections.jsonl --out FEATURES/corrections-kept

Takes the JSON Lines or the zip. The features were kept beside each correction, so that no picture is needed; only those
of the encoder that ships can stand beside other rows. `store.read` finds what is written by the folder's name.
"""

from __future__ import annotations

import argparse
import base64
import json
import zipfile
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from . import clip, pictures

MANIFEST = Path(__file__).resolve().parents[2] / "image-encoder" / "manifest.json"
MEMBER = "corrections.jsonl"
FORMAT = 1
# Of what a person can say, what answers the question of the head `ai-image`: a part that was edited does not.
LABELS = {"ai-made": "ai", "not-ai": "real"}
NAMELESS = "corrections"


def lines_of(file: Path) -> list[str]:
    """The records of either export."""
    if not zipfile.is_zipfile(file):
        return file.read_text().splitlines()
    with zipfile.ZipFile(file) as archive:
        return archive.read(MEMBER).decode().splitlines()


def source_of(record: dict) -> str:
    """What belongs together when data are split, as in the export's own index: pictures of one host."""
    origin = record.get("origin") or {}
    return urlsplit(origin.get("address") or origin.get("page") or "").hostname or NAMELESS


def vector(text: str) -> np.ndarray:
    """The numbers of one token; ValueError where they are not as many as the encoder gives, or not finite."""
    numbers = np.frombuffer(base64.b64decode(text, validate=True), "<f2")
    if numbers.shape != (clip.WIDTH,) or not np.isfinite(numbers).all():
        raise ValueError("not the tokens of the encoder")
    return numbers


def usable(line: str, encoder: str) -> tuple[dict[str, str], np.ndarray] | str:
    """Row of an index and pooled features [2,768] of a record, or why not. `encoder` is the SHA-256 of its file."""
    try:
        record = json.loads(line)
        if record["format"] != FORMAT:
            return "of another format"
        label = LABELS.get(record["label"])
        if label is None:
            return "with a label that does not answer the question"
        features = record["features"]
        if "missing" in features:
            return "without features"
        if features["encoder"]["sha256"] != encoder:
            return "with features of another encoder"
        pooled = np.stack([vector(features["classToken"]), vector(features["meanPatchToken"])])
        row = {"path": f"corrections/{record['sha256']}", "label": label, "source": source_of(record)}
    except (ValueError, KeyError, TypeError, AttributeError):
        return "that are damaged"
    return {**row, "generator": "corrected" if label == "ai" else "", "split": "train"}, pooled


def read(lines: list[str], encoder: str) -> tuple[list[dict[str, str]], np.ndarray, Counter[str]]:
    """Rows, their features [N,1,2,768], and how many records were left out why; the last of a picture counts."""
    found: dict[str, tuple[dict[str, str], np.ndarray]] = {}
    refused: Counter[str] = Counter()
    for line in filter(str.strip, lines):
        one = usable(line, encoder)
        if isinstance(one, str):
            refused[one] += 1
        else:
            found[one[0]["path"]] = one
    features = [pooled[None] for _, pooled in found.values()]
    empty = np.zeros((0, 1, 2, clip.WIDTH), np.float16)
    return [row for row, _ in found.values()], np.stack(features) if features else empty, refused


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", type=Path, help="the .jsonl or the .zip")
    parser.add_argument("--out", type=Path, required=True, help="a folder beside those of the other features")
    options = parser.parse_args()

    encoder = json.loads(MANIFEST.read_text())["sha256"]
    rows, features, refused = read(lines_of(options.export), encoder)
    for why, count in sorted(refused.items()):
        print(f"left out: {count} {why}")
    if not rows:
        raise SystemExit("no correction can be used")
    options.out.mkdir(parents=True, exist_ok=True)
    index = "".join(json.dumps(row) + "\n" for row in rows)
    (options.out / pictures.INDEX).write_text(index)
    np.savez(options.out / "0000.npz", paths=np.array([row["path"] for row in rows]), pooled=features)
    made = sum(row["label"] == "ai" for row in rows)
    print(f"{len(rows)} corrections: {made} made by a model, {len(rows) - made} genuine")


if __name__ == "__main__":
    main()
