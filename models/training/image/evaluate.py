"""What the shipped heads make of the shipped encoder's features: the figures of card and manifest.

Dev is only ever read here. Intervals draw whole sources, each label's apart. As in `touchstone eval`, what the check
abstains on has the lowest score and lies above no threshold; only calibration is measured without it.
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
    """Rows with what the check says of them: `flags`, for each rate, by the threshold that holds for the row."""

    rows: list[pictures.Row]
    probabilities: np.ndarray
    flags: dict[str, np.ndarray]
    abstained: np.ndarray

    def where(self, inside: Callable[[pictures.Row], bool]) -> Scored:
        """The rows that fulfil a condition."""
        places = np.array([place for place, row in enumerate(self.rows) if inside(row)], dtype=int)
        flags = {rate: flag[places] for rate, flag in self.flags.items()}
        return Scored([self.rows[place] for place in places], self.probabilities[places], flags, self.abstained[places])


def scored(data: Path, features: Path, name: str, model: Path, kind_model: Path, fit: dict) -> Scored:
    """Every row of a folder of shards, by the exported heads and the rules of utils/checks/ai-image.

    Of its abstentions, that of nearly empty pictures is not followed: the features do not tell them.
    """
    table = store.read(data, features, [name], ["pooled"])
    pooled = store.pooled(table)
    logits = exported.answered(model, "logit", pooled)[:, 0]
    probabilities = linear_head.probability(logits, (fit["slope"], fit["intercept"]))
    seen = kinds.told(exported.answered(kind_model, "kind", pooled))
    far = exported.answered(model, "distance", pooled)[:, 0] > fit["distance"]
    abstained = far | np.array([pictures.shorter_side(data, row) < pictures.SHORTEST for row in table.rows])
    own = [fit["thresholdsByKind"].get(kind, fit["thresholds"]) for kind in seen]
    flags = {rate: ~abstained & (probabilities > [row[rate] for row in own]) for rate in fit["thresholds"]}
    return Scored(table.rows, probabilities, flags, abstained)


def figures(part: Scored) -> dict:
    """Every figure of one group of rows."""
    labels = np.array([row.label for row in part.rows])
    sources = np.array([row.source for row in part.rows])
    return {
        "pictures": len(labels),
        "ai": int(labels.sum()),
        "sources": len(set(sources)),
        "abstained": round(float(part.abstained.mean()), 3),
        **measured(labels, part.probabilities, part.flags, sources, part.abstained),
    }


def measured(
    labels: np.ndarray,
    probabilities: np.ndarray,
    flags: dict[str, np.ndarray],
    drawn: np.ndarray,
    abstained: np.ndarray | None = None,
    bins: int = 10,
) -> dict[str, object]:
    """Ranking, shares above the thresholds, calibration. Intervals draw rows that share a value of `drawn` together."""
    judged = np.ones(len(labels), bool) if abstained is None else ~abstained
    ranked = np.where(judged, probabilities, -1)
    measures: dict[str, tuple[Callable, np.ndarray]] = {
        "auc": (metrics.auc, ranked),
        "found at 1 % of these": (lambda y, s: metrics.found_at(y, s, 0.01), ranked),
        "found at 5 % of these": (lambda y, s: metrics.found_at(y, s, 0.05), ranked),
    }
    for rate, flag in flags.items():
        measures[f"found at {rate}"] = (lambda y, s: float(s[y == 1].mean()), flag)
        measures[f"flagged at {rate}"] = (lambda y, s: float(s[y == 0].mean()), flag)
    out: dict[str, object] = {}
    for name, (measure, values) in measures.items():
        ends = metrics.interval(measure, labels, values, drawn)
        out[name] = [round(value, 3) for value in (measure(labels, values), *ends)]
    known, told = labels[judged], probabilities[judged]
    out["brier"] = round(metrics.brier(known, told), 3)
    out["reliability"] = [[round(value, 3) for value in row] for row in metrics.reliability(known, told, bins)]
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
