"""Write manifest.json and golden.json of the encoder and of the head, as models/README.md and the product's schema ask.

python -m image.describe encoder --folder models/image-encoder
python -m image.describe head --folder models/ai-image --data DATA --features FEATURES --fit FIT --report REPORT
python -m image.describe kind --folder models/picture-kind --report kinds.json
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np

import golden

from . import clip, kinds, linear_head, picture_kind, pictures, store

ENCODER = {"id": "image-encoder", "version": "1.0.0"}
HEAD_VERSION = "1.1.0"
KIND_VERSION = "1.0.0"
SEEDS = (1, 2)
# Backends in 32 bits differ by 1e-3 (measured, WebAssembly against native); values reach 80.
ENCODER_TOLERANCE = {"absolute": 0.02, "relative": 0.01}
HEAD_TOLERANCE = {"absolute": 0.005, "relative": 0.005}
CLIP_SOURCE = {
    "source": "CLIP ViT-B/16 by OpenAI (Radford et al., arXiv:2103.00020): 400 million captioned pictures, unpublished",
    "licence": "weights MIT, pictures not stated",
}
# The flattest training picture has 4.7.
FLAT_DEVIATION = 4
RENDERED = "rendered here"
RENDERED_LICENCE = "MIT, as the project"


def trained_on(sources: Iterable[str]) -> list[dict[str, str]]:
    """CLIP's own pictures, those of the sources, and those rendered here."""
    named = [
        {"source": name, "licence": RENDERED_LICENCE if name.startswith(RENDERED) else "not stated"}
        for name in sorted(set(sources))
    ]
    return [CLIP_SOURCE, *named]


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


def head(folder: Path, data: Path, features: Path, fit: dict, report: dict, trained: list[str]) -> None:
    """Manifest and golden vectors of the head whose file lies in `folder`."""
    file = "ai-image.onnx"
    seen = store.read(data, features, trained, []).rows
    manifest = {
        "format": 1,
        "id": "ai-image",
        "version": HEAD_VERSION,
        "task": "ai-image",
        "title": "Whether a picture was made by a generative model: a linear head on the image encoder",
        **stamp(folder / file),
        "encoder": ENCODER,
        "input": {"kind": "features", "name": "tokens", "shape": ["batch", clip.TOKENS, clip.WIDTH]},
        "outputs": [
            {"name": "logit", "shape": ["batch", 1]},
            {"name": "patches", "shape": ["batch", clip.TOKENS - 1]},
            {"name": "distance", "shape": ["batch", 1]},
        ],
        "calibration": {"method": "platt", "slope": fit["slope"], "intercept": fit["intercept"]},
        "thresholds": fit["thresholds"],
        **({"thresholdsByKind": fit["thresholdsByKind"]} if fit["thresholdsByKind"] else {}),
        "abstention": [
            {"rule": "shorter-side", "pixels": pictures.SHORTEST},
            {"rule": "flat", "deviation": FLAT_DEVIATION},
            {"rule": "outside-training", "distance": fit["distance"]},
        ],
        "licence": "MIT",
        "training": trained_on(row.source for row in seen),
        "figures": list(figures(report)),
        "card": "card.md",
        "golden": "golden.json",
    }
    write(folder, manifest)
    card = folder / "card.md"
    if card.exists():
        card.write_text(with_figures(card.read_text(), manifest["figures"], report))
    golden.write(folder / file, folder / "golden.json", feature_inputs(), HEAD_TOLERANCE)


def kind(folder: Path, report: dict) -> None:
    """Manifest, golden vectors and the card's figures of the head `picture-kind`."""
    file = "picture-kind.onnx"
    named = {"told": "dev: a kind told", "right": "dev: of the kinds told, right"}
    entries = []
    for key, name in named.items():
        value, low, high = (round(number, 3) for number in report["dev"][key])
        entries.append({"name": name, "value": value, "interval": [low, high]})
    manifest = {
        "format": 1,
        "id": "picture-kind",
        "version": KIND_VERSION,
        "task": "picture-kind",
        "title": "What kind of picture it is, from photograph to document: a linear head on the image encoder",
        **stamp(folder / file),
        "encoder": ENCODER,
        "input": {"kind": "features", "name": "tokens", "shape": ["batch", clip.TOKENS, clip.WIDTH]},
        "outputs": [{"name": "kind", "shape": ["batch", len(kinds.KINDS)]}],
        "calibration": {"method": "none"},
        "classes": list(kinds.KINDS),
        "abstention": [],
        "licence": "MIT",
        "training": trained_on(report["sources"]),
        "figures": entries,
        "card": "card.md",
        "golden": "golden.json",
    }
    write(folder, manifest)
    card = folder / "card.md"
    if card.exists():
        card.write_text(with_tables(card.read_text(), [figure_table(manifest["figures"]), confusion_table(report)]))
    golden.write(folder / file, folder / "golden.json", feature_inputs(), HEAD_TOLERANCE)


def confusion_table(report: dict) -> str:
    """Which kind of dev was taken for which."""
    columns = [*kinds.KINDS, picture_kind.LEFT_OPEN]
    lines = ["Dev, each kind (rows) and what it was taken for:", "", f"| | {' | '.join(columns)} |"]
    lines.append("| --- |" + " --- |" * len(columns))
    for name, counts in report["dev"]["confusion"].items():
        lines.append(f"| {name} | {' | '.join(str(counts.get(other, 0)) for other in columns)} |")
    return "\n".join(lines)


def feature_inputs() -> list[tuple[int, np.ndarray]]:
    """Golden tokens."""
    return [
        (seed, golden.features(seed, batch, [clip.TOKENS, clip.WIDTH]))
        for seed, batch in zip(SEEDS, (1, 2), strict=True)
    ]


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
    for group, part in report.items():
        if not group.startswith("dev") or "auc" not in part:
            continue
        for key, name in NAMED.items():
            value, low, high = part[key]
            yield {"name": f"{group}: {name}", "value": value, "interval": [low, high]}
        yield {"name": f"{group}: Brier score", "value": part["brier"]}


def with_figures(card: str, entries: list[dict], report: dict) -> str:
    """The card with its section of figures written anew."""
    groups = ["What was measured:", "", "| group | pictures | of them AI | sources |", "| --- | --- | --- | --- |"]
    for group, part in report.items():
        if isinstance(part, dict) and "sources" in part:
            groups.append(f"| {group} | {part['pictures']} | {part['ai']} | {part['sources']} |")
    tables = [figure_table(entries), "\n".join(groups), truth_table(report, "AI")]
    for title, part in (("by generator (AI) and by source (genuine)", "by name"), ("by kind", "by kind")):
        lines = [f"Dev {title}: how many lie above a threshold.", ""]
        lines += [
            "| whose | pictures | above the 1 % threshold | above the 5 % threshold |",
            "| --- | --- | --- | --- |",
        ]
        for name, counts in report[part].items():
            lines.append(
                f"| {name} | {counts['pictures']} | {counts['falsePositiveRate1']} | {counts['falsePositiveRate5']} |"
            )
        tables.append("\n".join(lines))
    return with_tables(card, tables)


def figure_table(entries: list[dict]) -> str:
    """The figures of a manifest, as the card repeats them."""
    lines = ["| figure | value | 95 % interval |", "| --- | --- | --- |"]
    for entry in entries:
        low, high = entry.get("interval", ("", ""))
        lines.append(f"| {entry['name']} | {entry['value']} | {f'{low} to {high}' if low != '' else ''} |")
    return "\n".join(lines)


def truth_table(report: dict, what: str) -> str:
    """How many pictures of dev with which probability are what was looked for."""
    lines = ["Probability and truth on dev:", "", f"| probability | pictures | mean | of them {what} |"]
    lines.append("| --- | --- | --- | --- |")
    for start, end, count, mean, share in report["dev"]["reliability"]:
        lines.append(f"| {start} to {end} | {count} | {mean} | {share} |")
    return "\n".join(lines)


def with_tables(card: str, tables: list[str]) -> str:
    """The card with the tables of its section of figures put in anew, after the section's words."""
    before, rest = card.split("## Figures\n", 1)
    intro, _, after = rest.partition("## Licence")
    words = intro.split("\n| figure", 1)[0].strip()
    return f"{before}## Figures\n\n{words}\n\n" + "\n\n".join(tables) + f"\n\n## Licence{after}"


def stamp(file: Path) -> dict[str, object]:
    """Name, hash and size of a model's file."""
    content = file.read_bytes()
    return {"file": file.name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def write(folder: Path, manifest: dict) -> None:
    """Write the manifest."""
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["encoder", "head", "kind"])
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--features", type=Path)
    parser.add_argument("--train", nargs="+", default=linear_head.TRAINED_ON, help="as the head was fitted on")
    parser.add_argument("--fit", type=Path)
    parser.add_argument("--report", type=Path)
    options = parser.parse_args()
    if options.what == "encoder":
        encoder(options.folder)
    elif options.what == "kind":
        kind(options.folder, json.loads(options.report.read_text()))
    else:
        fit, report = (json.loads(path.read_text()) for path in (options.fit, options.report))
        head(options.folder, options.data, options.features, fit, report, options.train)


if __name__ == "__main__":
    main()
