"""What the shipped heads make of the shipped encoder's features: the figures of card and manifest.

Dev is only ever read here. Intervals draw whole sources, each label's apart.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import exported, kinds, linear_head, metrics, pictures, store

GROUPS: dict[str, Callable[[pictures.Row], bool]] = {
    "dev": lambda row: True,
    "dev, newer": lambda row: row.newer,
    "dev, older": lambda row: not row.newer,
    "dev, newer photographs": lambda row: row.kind in ("photo", "portrait"),
    "dev, newer other than photographs": lambda row: row.newer and row.kind not in ("photo", "portrait"),
}


@dataclass
class Scored:
    """Rows with what the check would say of them: a flag for each rate, by the threshold of the kind it sees."""

    rows: list[pictures.Row]
    probabilities: np.ndarray
    flags: dict[str, np.ndarray]
    outside: np.ndarray

    def where(self, inside: Callable[[pictures.Row], bool]) -> Scored:
        """The rows that fulfil a condition."""
        places = np.array([place for place, row in enumerate(self.rows) if inside(row)], dtype=int)
        flags = {rate: flag[places] for rate, flag in self.flags.items()}
        return Scored([self.rows[place] for place in places], self.probabilities[places], flags, self.outside[places])


def scored(data: Path, features: Path, name: str, model: Path, kind_model: Path, fit: dict) -> Scored:
    """Every row of a folder of shards, by the exported heads."""
    table = store.read(data, features, [name], ["pooled"])
    pooled = store.pooled(table)
    logits = exported.answered(model, "logit", pooled)[:, 0]
    probabilities = linear_head.probability(logits, (fit["slope"], fit["intercept"]))
    seen = kinds.told(exported.answered(kind_model, "kind", pooled))
    flags = {
        rate: probabilities > [fit["thresholdsByKind"].get(kind, fit["thresholds"])[rate] for kind in seen]
        for rate in fit["thresholds"]
    }
    return Scored(
        table.rows, probabilities, flags, exported.answered(model, "distance", pooled)[:, 0] > fit["distance"]
    )


def figures(part: Scored) -> dict:
    """Every figure of one group of rows."""
    labels = np.array([row.label for row in part.rows])
    sources = np.array([row.source for row in part.rows])
    out: dict[str, object] = {"pictures": len(labels), "ai": int(labels.sum()), "sources": len(set(sources))}
    measures: dict[str, tuple[Callable, np.ndarray]] = {
        "auc": (metrics.auc, part.probabilities),
        "found at 1 % of these": (lambda y, s: metrics.found_at(y, s, 0.01), part.probabilities),
        "found at 5 % of these": (lambda y, s: metrics.found_at(y, s, 0.05), part.probabilities),
    }
    for rate, flag in part.flags.items():
        measures[f"found at {rate}"] = (lambda y, s: float(s[y == 1].mean()), flag)
        measures[f"flagged at {rate}"] = (lambda y, s: float(s[y == 0].mean()), flag)
    for name, (measure, values) in measures.items():
        out[name] = [round(measure(labels, values), 3)]
        out[name] += [round(end, 3) for end in metrics.interval(measure, labels, values, sources)]
    out["brier"] = round(metrics.brier(labels, part.probabilities), 3)
    out["outside"] = round(float(part.outside.mean()), 3)
    out["reliability"] = [[round(value, 3) for value in row] for row in metrics.reliability(labels, part.probabilities)]
    return out


def counted(part: Scored, name_of: Callable[[pictures.Row], str]) -> dict[str, dict[str, int]]:
    """How many rows of each name lie above each threshold."""
    table: dict[str, dict[str, int]] = {}
    for place, row in enumerate(part.rows):
        entry = table.setdefault(name_of(row), {"pictures": 0, **dict.fromkeys(part.flags, 0)})
        entry["pictures"] += 1
        for rate, flag in part.flags.items():
            entry[rate] += int(flag[place])
    return dict(sorted(table.items()))


def whose(row: pictures.Row) -> str:
    """The generator, or the source of a genuine picture."""
    return f"ai: {row.generator}" if row.label else f"genuine: {row.source}"


def of_kind(row: pictures.Row) -> str:
    """Label and kind."""
    return f"{'ai' if row.label else 'genuine'}: {kinds.kind_of(row) or 'mixed'}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--features", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="the exported head ai-image")
    parser.add_argument("--kind", type=Path, required=True, help="the exported head picture-kind")
    parser.add_argument("--fit", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--views", nargs="*", default=["clean"], help="of dev, as pictures.degrade names them")
    options = parser.parse_args()

    fit = json.loads(options.fit.read_text())
    report: dict[str, object] = {"fit": fit}

    def read(name: str) -> Scored:
        return scored(options.data, options.features, name, options.model, options.kind, fit)

    report["validation"] = figures(read("validation-clean"))
    clean = read("dev-clean")
    for view in options.views:
        whole = clean if view == "clean" else read(f"dev-{view}")
        for name, inside in GROUPS.items():
            if view not in ("clean", "social") and name not in ("dev", "dev, newer"):
                continue
            report[name if view == "clean" else f"{name}, {view}"] = figures(whole.where(inside))
        if view != "clean":
            same = {row.path for row in whole.rows}
            report[f"dev, newer, clean, the rows of {view}"] = figures(
                clean.where(lambda row, same=same: row.newer and row.path in same)
            )
    report["by name"], report["by kind"] = counted(clean, whose), counted(clean, of_kind)
    options.out.write_text(json.dumps(report, indent=1) + "\n")
    for name, part in report.items():
        if isinstance(part, dict) and "auc" in part:
            print(name, json.dumps({key: value for key, value in part.items() if key != "reliability"}))


if __name__ == "__main__":
    main()
