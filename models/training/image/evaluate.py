"""What the shipped head makes of kept tokens of the shipped encoder: the figures of card and manifest.

Dev is only ever read here. Intervals draw whole sources, each label's apart.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime

from . import linear_head, metrics, pictures


def scored(data: Path, features: Path, name: str, model: Path) -> tuple[list[pictures.Row], np.ndarray]:
    """Rows of a folder of shards with the logits that the exported head gives."""
    index = {row.path: row for row in pictures.read_index(data)}
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    rows: list[pictures.Row] = []
    logits = []
    for shard in sorted((features / name).glob("[0-9]*[0-9].npz")):
        with np.load(shard) as content:
            rows += [index[path] for path in content["paths"]]
            logits.append(session.run(["logit"], {"tokens": content["tokens8"].astype(np.float32)})[0][:, 0])
    return rows, np.concatenate(logits)


def figures(rows: list[pictures.Row], logits: np.ndarray, fit: dict) -> dict:
    """Every figure of one group of rows."""
    labels = np.array([row.label for row in rows])
    sources = np.array([row.source for row in rows])
    probabilities = linear_head.probability(logits, (fit["slope"], fit["intercept"]))
    out: dict[str, object] = {"pictures": len(rows), "ai": int(labels.sum()), "sources": len(set(sources))}
    measures = {
        "auc": metrics.auc,
        "found at 1 % of these": lambda y, s: metrics.found_at(y, s, 0.01),
        "found at 5 % of these": lambda y, s: metrics.found_at(y, s, 0.05),
    }
    for name, threshold in fit["thresholds"].items():
        measures[f"found at {name}"] = lambda y, s, t=threshold: float((s[y == 1] > t).mean())
        measures[f"flagged at {name}"] = lambda y, s, t=threshold: float((s[y == 0] > t).mean())
    for name, measure in measures.items():
        out[name] = [round(measure(labels, probabilities), 3)]
        out[name] += [round(end, 3) for end in metrics.interval(measure, labels, probabilities, sources)]
    out["brier"] = round(metrics.brier(labels, probabilities), 3)
    out["reliability"] = [[round(value, 3) for value in row] for row in metrics.reliability(labels, probabilities)]
    return out


def by_name(rows: list[pictures.Row], logits: np.ndarray, fit: dict) -> dict:
    """Share above each threshold, by generator (AI) and by source (genuine)."""
    probabilities = linear_head.probability(logits, (fit["slope"], fit["intercept"]))
    table: dict[str, dict] = {}
    for row, value in zip(rows, probabilities, strict=True):
        name = f"ai: {row.generator}" if row.label else f"genuine: {row.source}"
        entry = table.setdefault(name, {"pictures": 0, **{threshold: 0 for threshold in fit["thresholds"]}})
        entry["pictures"] += 1
        for threshold, least in fit["thresholds"].items():
            entry[threshold] += int(value > least)
    return dict(sorted(table.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--features", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="the exported head")
    parser.add_argument("--fit", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--views", nargs="*", default=["clean"], help="of dev: clean, jpeg, webp, social")
    options = parser.parse_args()

    fit = json.loads(options.fit.read_text())
    report: dict[str, object] = {"fit": fit}
    rows, logits = scored(options.data, options.features, "validation-clean", options.model)
    report["validation"] = figures(rows, logits, fit)
    for view in options.views:
        rows, logits = scored(options.data, options.features, f"dev-{view}", options.model)
        groups = {
            "dev": lambda row: True,
            "dev, newer": lambda row: row.newer,
            "dev, older": lambda row: not row.newer,
            "dev, newer photographs": lambda row: row.kind in ("photo", "portrait"),
            "dev, newer other than photographs": lambda row: row.newer and row.kind not in ("photo", "portrait"),
        }
        for name, inside in groups.items():
            places = [place for place, row in enumerate(rows) if inside(row)]
            label = name if view == "clean" else f"{name}, {view}"
            report[label] = figures([rows[place] for place in places], logits[places], fit)
        if view == "clean":
            report["by name"] = by_name(rows, logits, fit)
    options.out.write_text(json.dumps(report, indent=1) + "\n")
    for name, part in report.items():
        if isinstance(part, dict) and "auc" in part:
            print(name, json.dumps({key: value for key, value in part.items() if key != "reliability"}))


if __name__ == "__main__":
    main()
