"""The figures of each model alone and of both together: ranking, what is found, false alarms, calibration.

Intervals are 95 % by bootstrap, whole domains of sources drawn at a time (of generators too, for AI texts).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from image import metrics

from . import augment, fit, scores

LENGTHS = [(40, 60), (60, 100), (100, 150), (150, 10**9)]
ROUNDS = 200


def drawn_together(scored: fit.Scored) -> np.ndarray:
    """What the bootstrap draws as one."""
    return np.array([f"{row.source} {row.domain} {row.generator if row.ai else ''}" for row in scored.rows])


def measured(probabilities: np.ndarray, scored: fit.Scored, thresholds: dict, rounds: int) -> dict:
    """Figures of a group that has both labels, each with its interval if it is drawn anew in `rounds`."""
    ai = scored.ai.astype(int)
    sources = drawn_together(scored)

    def figure(measure) -> list[float]:
        value = measure(ai, probabilities)
        if not rounds:
            return [round(value, 3)]
        low, high = metrics.interval(measure, ai, probabilities, sources, rounds)
        return [round(number, 3) for number in (value, min(low, value), max(high, value))]

    def above(label: int, at: float):
        return lambda labels, scores: float((scores[labels == label] > at).mean())

    return {
        "texts": len(ai),
        "ai": int(ai.sum()),
        "groups": len(set(sources)),
        "AUROC": figure(metrics.auc),
        "found at 1 % false alarms": figure(lambda labels, scores: metrics.found_at(labels, scores, 0.01)),
        "found at 5 % false alarms": figure(lambda labels, scores: metrics.found_at(labels, scores, 0.05)),
        "found at the 1 % threshold": figure(above(1, thresholds["falsePositiveRate1"])),
        "flagged wrongly at the 1 % threshold": figure(above(0, thresholds["falsePositiveRate1"])),
        "found at the 5 % threshold": figure(above(1, thresholds["falsePositiveRate5"])),
        "flagged wrongly at the 5 % threshold": figure(above(0, thresholds["falsePositiveRate5"])),
        "Brier score": round(metrics.brier(ai, probabilities), 3),
    }


def shares(probabilities: np.ndarray, names: np.ndarray, thresholds: dict) -> dict:
    """Of each name: texts, and the shares above the two thresholds."""
    table = {}
    for name in np.unique(names):
        these = probabilities[names == name]
        table[str(name)] = {"texts": len(these)} | {
            key: round(float((these > at).mean()), 3) for key, at in thresholds.items()
        }
    return table


def attacked(scored: fit.Scored) -> dict[str, np.ndarray]:
    """Which texts are of an attack, and which are the same ones as they were."""
    sets = {attack: scored.sets == attack for attack in augment.ATTACKS}
    changed = {row.text for row, one in zip(scored.rows, next(iter(sets.values())), strict=True) if one}
    untouched = np.array([row.text in changed for row in scored.rows]) & (scored.sets == "dev")
    return {"none, the same texts": untouched} | sets


def report(probabilities: np.ndarray, scored: fit.Scored, thresholds: dict) -> dict:
    """Everything of one model."""
    part = np.array([row.part for row in scored.rows])
    human, modern = ~scored.ai, scored.modern
    dev = scored.sets == "dev"
    long = scored.words >= scores.LEAST_WORDS
    # Present-day assistants' texts and assistants' answers have no human texts of their own.
    groups = {
        "validation": (scored.sets == "validation") & long,
        "left-out domains of train": (scored.sets == "left-out") & long,
        "dev": dev & long,
        "dev, unseen generators": dev & long & (part == "H1_unseen_gen"),
        "dev, assistants' answers": dev & long & (human | (part == "assistant_answers")),
        "dev, present-day assistants": dev & long & (human | modern),
    }
    for low, high in LENGTHS:
        name = f"dev, {low} to {high - 1} words" if high < 10**9 else f"dev, {low} words and more"
        groups[name] = dev & (scored.words >= low) & (scored.words < high)
    found = {
        name: measured(probabilities[chosen], scored.of(chosen), thresholds, 0 if "words" in name else ROUNDS)
        for name, chosen in groups.items()
        if (chosen & human).any() and (chosen & scored.ai).any()
    }
    found["attacks"] = {
        name: {
            label: [int(chosen.sum())]
            + [round(float((probabilities[chosen] > at).mean()), 3) for at in thresholds.values()]
            for label, chosen in (("AI", where & scored.ai), ("human", where & human))
        }
        for name, where in attacked(scored).items()
    }
    of_dev = scored.of(dev & long)
    values = probabilities[dev & long]
    generator = np.array(
        [row.generator if not row.part == "assistant_answers" else "alpaca_eval" for row in of_dev.rows]
    )
    domain = np.array([f"{row.source}: {row.domain}" for row in of_dev.rows])
    found["by generator"] = shares(values[of_dev.ai], generator[of_dev.ai], thresholds)
    found["by AI domain"] = shares(values[of_dev.ai], domain[of_dev.ai], thresholds)
    found["by human domain"] = shares(values[~of_dev.ai], domain[~of_dev.ai], thresholds)
    for name in ("validation", "left-out"):
        chosen = (scored.sets == name) & long & human
        found[f"by human domain of {name}"] = shares(
            probabilities[chosen],
            np.array([f"{row.source}: {row.domain}" for row in scored.of(chosen).rows]),
            thresholds,
        )
    found["reliability"] = [
        [round(low, 1), round(high, 1), count, round(mean, 3), round(share, 3)]
        for low, high, count, mean, share in metrics.reliability(of_dev.ai.astype(int), values)
    ]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    everything = fit.read(options.data, options.work)
    fitted = json.loads((options.work / "fit.json").read_text())
    found = {}
    for name in fit.MODELS:
        scored = everything if name == "ngrams" else everything.by_both()
        logits = fit.blended(scored, fitted["blend"]) if name == "blend" else getattr(scored, name)
        own = fitted[f"{name} settings"]
        found[name] = report(fit.probability(logits, own), scored, own["thresholds"])
        for group, figures in found[name].items():
            if "AUROC" in figures:
                print(
                    name,
                    group,
                    {key: value[0] for key, value in figures.items() if isinstance(value, list)},
                    flush=True,
                )
    (options.work / "report.json").write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
