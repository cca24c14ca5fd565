"""Write manifest.json and golden.json of the encoder and of the head, as models/README.md and the product's schema ask.

python -m image.describe encoder --folder models/image-encoder
python -m image.describe head --folder models/ai-image --data DATA --fit fit.json --report report.json
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np

import golden

from . import clip, pictures, store

ENCODER = {"id": "image-encoder", "version": "1.0.0"}
HEAD_VERSION = "1.0.0"
SEEDS = (1, 2)
# Backends in 32 bits differ by 1e-3 (measured, WebAssembly against native); values reach 80.
ENCODER_TOLERANCE = {"absolute": 0.02, "relative": 0.01}
HEAD_TOLERANCE = {"absolute": 0.005, "relative": 0.005}
CLIP_SOURCE = {
    "source": "CLIP ViT-B/16 by OpenAI (Radford et al., arXiv:2103.00020): 400 million captioned pictures, unpublished",
    "licence": "weights MIT, pictures not stated",
}
# Of the training pictures, one in 200 is smaller than 128 and hardly any smaller than this.
SHORTER_SIDE = 100
# The flattest training picture has 4.7.
FLAT_DEVIATION = 4


def encoder(folder: Path) -> None:
    """Manifest and golden vectors of the encoder whose file lies in `folder`."""
    file = "image-encoder.onnx"
    manifest = {
        "format": 1,
        **ENCODER,
        "task": "image-features",
        "title": "What a picture shows, in numbers: CLIP ViT-B/16 by OpenAI, 8 of 12 blocks, 4-bit weights",
        **stamp(folder / file),
        "input": {
            "kind": "image",
            "name": "pixels",
            "shape": ["batch", 3, clip.SIDE, clip.SIDE],
            "layout": "NCHW",
            "colourOrder": "RGB",
            "mean": list(clip.MEAN),
            "scale": list(clip.STD),
            "resize": "centre-crop",
            "interpolation": "bilinear-antialiased",
        },
        "outputs": [{"name": "tokens", "shape": ["batch", clip.TOKENS, clip.WIDTH]}],
        "calibration": {"method": "none"},
        "abstention": [],
        "licence": "MIT",
        "training": [CLIP_SOURCE],
        "figures": [],
        "card": "card.md",
        "golden": "golden.json",
    }
    write(folder, manifest)
    inputs = [(seed, pixels(seed, batch)) for seed, batch in zip(SEEDS, (1, 2), strict=True)]
    golden.write(folder / file, folder / "golden.json", inputs, ENCODER_TOLERANCE)


def pixels(seed: int, batch: int) -> np.ndarray:
    """Golden pictures as the encoder takes them."""
    values = golden.pictures(seed, batch, clip.SIDE).astype(np.float32).transpose(0, 3, 1, 2) / 255
    return ((values - pictures.MEAN) / pictures.STD).astype(np.float32)


def head(folder: Path, data: Path, features: Path, fit: dict, report: dict) -> None:
    """Manifest and golden vectors of the head whose file lies in `folder`."""
    file = "ai-image.onnx"
    seen = store.read(data, features, ["train-augmented"], []).rows
    manifest = {
        "format": 1,
        "id": "ai-image",
        "version": HEAD_VERSION,
        "task": "ai-image",
        "title": "Whether a picture was made by a generative model: a linear head on the image encoder",
        **stamp(folder / file),
        "encoder": ENCODER,
        "input": {"kind": "features", "name": "tokens", "shape": ["batch", clip.TOKENS, clip.WIDTH]},
        "outputs": [{"name": "logit", "shape": ["batch", 1]}, {"name": "patches", "shape": ["batch", clip.TOKENS - 1]}],
        "calibration": {"method": "platt", "slope": fit["slope"], "intercept": fit["intercept"]},
        "thresholds": fit["thresholds"],
        "abstention": [
            {"rule": "shorter-side", "pixels": SHORTER_SIDE},
            {"rule": "flat", "deviation": FLAT_DEVIATION},
        ],
        "licence": "MIT",
        "training": [
            CLIP_SOURCE,
            *({"source": name, "licence": "not stated"} for name in sorted({row.source for row in seen})),
        ],
        "figures": list(figures(report)),
        "card": "card.md",
        "golden": "golden.json",
    }
    write(folder, manifest)
    card = folder / "card.md"
    if card.exists():
        card.write_text(with_figures(card.read_text(), manifest["figures"], report))
    inputs = [
        (seed, golden.features(seed, batch, [clip.TOKENS, clip.WIDTH]))
        for seed, batch in zip(SEEDS, (1, 2), strict=True)
    ]
    golden.write(folder / file, folder / "golden.json", inputs, HEAD_TOLERANCE)


REPORTED = (
    "dev",
    "dev, newer",
    "dev, older",
    "dev, newer photographs",
    "dev, newer other than photographs",
    "dev, social",
    "dev, newer, social",
)
NAMED = {
    "auc": "AUC",
    "found at 1 % of these": "found at 1 % false alarms",
    "found at 5 % of these": "found at 5 % false alarms",
    "found at falsePositiveRate1": "found at the 1 % threshold",
    "flagged at falsePositiveRate1": "flagged wrongly at the 1 % threshold",
    "found at falsePositiveRate5": "found at the 5 % threshold",
    "flagged at falsePositiveRate5": "flagged wrongly at the 5 % threshold",
}


def figures(report: dict):
    """The figures of dev, each with its interval, under names that the card repeats."""
    for group in REPORTED:
        part = report[group]
        for key, name in NAMED.items():
            value, low, high = part[key]
            yield {"name": f"{group}: {name}", "value": value, "interval": [low, high]}
        yield {"name": f"{group}: Brier score", "value": part["brier"]}


def with_figures(card: str, entries: list[dict], report: dict) -> str:
    """The card with its section of figures written anew."""
    lines = ["| figure | value | 95 % interval |", "| --- | --- | --- |"]
    for entry in entries:
        low, high = entry.get("interval", ("", ""))
        lines.append(
            f"| {entry['name']} | {entry['value']} | {low} to {high} |"
            if low != ""
            else f"| {entry['name']} | {entry['value']} | |"
        )
    lines += ["", "What was measured:", "", "| group | pictures | of them AI | sources |", "| --- | --- | --- | --- |"]
    for group, part in report.items():
        if "pictures" in part:
            lines.append(f"| {group} | {part['pictures']} | {part['ai']} | {part['sources']} |")
    lines += [
        "",
        "Probability and truth on dev:",
        "",
        "| probability | pictures | mean | of them AI |",
        "| --- | --- | --- | --- |",
    ]
    for start, end, count, mean, share in report["dev"]["reliability"]:
        lines.append(f"| {start} to {end} | {count} | {mean} | {share} |")
    lines += ["", "Dev by generator (AI) and by source (genuine): how many lie above a threshold.", ""]
    lines += ["| whose | pictures | above the 1 % threshold | above the 5 % threshold |", "| --- | --- | --- | --- |"]
    for name, counts in report["by name"].items():
        lines.append(
            f"| {name} | {counts['pictures']} | {counts['falsePositiveRate1']} | {counts['falsePositiveRate5']} |"
        )
    before, rest = card.split("## Figures\n", 1)
    intro, _, after = rest.partition("## Licence")
    words = intro.split("\n| figure", 1)[0].strip()
    return f"{before}## Figures\n\n{words}\n\n" + "\n".join(lines) + f"\n\n## Licence{after}"


def stamp(file: Path) -> dict[str, object]:
    """Name, hash and size of a model's file."""
    content = file.read_bytes()
    return {"file": file.name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def write(folder: Path, manifest: dict) -> None:
    """Write the manifest."""
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["encoder", "head"])
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--features", type=Path)
    parser.add_argument("--fit", type=Path)
    parser.add_argument("--report", type=Path)
    options = parser.parse_args()
    if options.what == "encoder":
        encoder(options.folder)
    else:
        fit, report = (json.loads(path.read_text()) for path in (options.fit, options.report))
        head(options.folder, options.data, options.features, fit, report)


if __name__ == "__main__":
    main()
