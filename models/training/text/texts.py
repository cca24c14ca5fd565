"""The rows of the labelled texts, normalised; which of their domains were left out of training; their windows' words.

DATA holds train.jsonl.gz, train-modern.jsonl, validation.jsonl.gz, dev.jsonl.gz and dev-modern.jsonl. A line has text,
label (`ai`, `human`), source, domain, and mostly generator; a line of dev also has part.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from .normalise import normalise

FILES = {
    "train": ["train.jsonl.gz", "train-modern.jsonl"],
    "validation": ["validation.jsonl.gz"],
    "dev": ["dev.jsonl.gz", "dev-modern.jsonl"],
}
WRITTEN = Path(__file__).with_name("written.jsonl")
MODERN = ("modern-train", "modern-llm", "written-here")
# DetectRL mixes the AI texts of its four domains under one name.
MIXED_SOURCE, MIXED_DOMAIN = "detectrl", "mix"
# What the shipped encoder never saw: blend, calibration and thresholds are chosen on these and on validation.
LEFT_OUT_DOMAINS = {"squad", "reddit", "News"}
LEFT_OUT_SOURCES = {"enron-ham"}
LEFT_OUT_MODERN = {"student essay", "news-like paragraph", "support reply", "how-to", "reddit-style story or rant"}


@dataclass(frozen=True)
class Row:
    """One text, normalised."""

    text: str
    ai: bool
    source: str
    domain: str
    generator: str
    split: str
    part: str

    @property
    def words(self) -> int:
        return len(self.text.split(" "))

    @property
    def modern(self) -> bool:
        return self.source in MODERN

    @property
    def left_out(self) -> bool:
        """Whether this row of train is kept from training, to choose on."""
        if self.modern:
            return self.domain in LEFT_OUT_MODERN
        return self.domain in LEFT_OUT_DOMAINS or self.source in LEFT_OUT_SOURCES


def read(data: Path, work: Path) -> list[Row]:
    """All rows; normalising takes minutes, so that its outcome is kept in `work`."""
    kept = work / "rows.jsonl.gz"
    if not kept.exists():
        rows = named_domains(
            [row for split, names in FILES.items() for name in names for row in parse(data / name, split)]
        )
        rows += [row for row in parse(WRITTEN, "train")] if WRITTEN.exists() else []
        work.mkdir(parents=True, exist_ok=True)
        with gzip.open(kept, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(row)) + "\n" for row in rows)
    with gzip.open(kept, "rt", encoding="utf-8") as file:
        return [Row(**json.loads(line)) for line in file]


def parse(path: Path, split: str):
    """The rows of one file."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield Row(
                text=normalise(row["text"]),
                ai=row["label"] == "ai",
                source=row["source"],
                domain=row["domain"],
                generator=row.get("generator") or row["source"],
                split=split,
                part=row.get("part", ""),
            )


def named_domains(rows: list[Row]) -> list[Row]:
    """The same rows; of DetectRL's mixed AI texts each has the domain whose human texts have the likeliest words."""
    counts: dict[str, Counter] = {}
    for row in rows:
        if row.source == MIXED_SOURCE and not row.ai and row.split == "train":
            counts.setdefault(row.domain, Counter()).update(set(row.text.lower().split(" ")))
    vocabulary = {word for counter in counts.values() for word in counter}
    scores = {}
    for domain, counter in counts.items():
        total = sum(counter.values()) + len(vocabulary)
        scores[domain] = {word: math.log((counter[word] + 1) / total) for word in vocabulary}

    def likeliest(text: str) -> str:
        words = [word for word in set(text.lower().split(" ")) if word in vocabulary]
        return max(scores, key=lambda domain: sum(scores[domain][word] for word in words))

    return [
        Row(**{**asdict(row), "domain": likeliest(row.text)}) if row.domain == MIXED_DOMAIN else row for row in rows
    ]


def domain_weights(rows: list[Row], modern_share: float, power: float = 0.5) -> np.ndarray:
    """A weight a row, mean 1: labels weigh the same, within a label a source's domain counts by its size^power.

    Present-day texts make up `modern_share` of the AI half.
    """
    groups = [(row.ai, row.modern, row.domain if row.ai else f"{row.source} {row.domain}") for row in rows]
    sizes = Counter(groups)
    weights = np.array([sizes[group] ** (power - 1) for group in groups])
    ai = np.array([row.ai for row in rows])
    modern = np.array([row.modern for row in rows])
    shares = [(~ai, 0.5), (ai & ~modern, 0.5 * (1 - modern_share)), (ai & modern, 0.5 * modern_share)]
    for chosen, share in shares:
        if chosen.any():
            weights[chosen] *= share / weights[chosen].sum()
    return weights / weights.mean()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    rows = read(options.data, options.work)
    print(Counter((row.split, row.ai, row.left_out) for row in rows))
    print(Counter(row.domain for row in rows if row.source == MIXED_SOURCE and row.ai))


if __name__ == "__main__":
    main()
