"""python -m unittest image.test_corrections, from models/training."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

import numpy as np

from image import corrections, store

ENCODER = json.loads(corrections.MANIFEST.read_text())["sha256"]


def token(value: float, width: int = 768) -> str:
    return base64.b64encode(np.full(width, value, "<f2").tobytes()).decode()


def record(start: str, label: str = "not-ai", **changes: object) -> dict:
    features = {"encoder": {"sha256": ENCODER}, "classToken": token(0.5), "meanPatchToken": token(-2)}
    return {"format": 1, "sha256": start * 32, "label": label, "features": features, **changes}


class Corrections(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.work = Path(folder.name)
        (self.work / "index.jsonl").write_text("")

    def command(self, export: Path) -> subprocess.CompletedProcess[str]:
        call = [sys.executable, "-m", "image.corrections", str(export), "--out", str(self.work / "corrections-kept")]
        return subprocess.run(call, capture_output=True, text=True, cwd=Path(__file__).parents[1], check=False)

    def export(self, *records: dict | str) -> Path:
        file = self.work / "touchstone-corrections.jsonl"
        lines = [one if isinstance(one, str) else json.dumps(one) for one in records]
        file.write_text("".join(f"{line}\n" for line in lines))
        return file

    def test_become_rows_beside_others(self) -> None:
        origin = {"name": "cat.jpg", "address": "https://cdn.example/cat.jpg", "page": "https://news.example/"}
        self.command(self.export(record("a1", "ai-made", origin=origin), record("b2")))
        table = store.read(self.work, self.work, ["corrections-kept"], ["pooled"])
        self.assertEqual(table.labels.tolist(), [1, 0])
        self.assertEqual(table.sources.tolist(), ["cdn.example", "corrections"])
        features = store.pooled(table)
        self.assertEqual(features.shape, (2, 1536))
        self.assertEqual((features[0, 0], features[0, 768]), (0.5, -2))

    def test_stand_beside_shards_that_keep_more_blocks(self) -> None:
        self.command(self.export(record("a1", "ai-made")))
        (self.work / "train-augmented").mkdir()
        row = {"path": "a.png", "label": "real", "generator": "", "source": "s", "split": "train"}
        (self.work / "index.jsonl").write_text(json.dumps(row))
        more = np.arange(6 * 3 * 768).reshape(1, 6, 3, 768)
        np.savez(self.work / "train-augmented" / "0000.npz", paths=np.array(["a.png"]), pooled=more)
        features = store.pooled(store.read(self.work, self.work, ["train-augmented", "corrections-kept"], ["pooled"]))
        self.assertEqual(features[:, 0].tolist(), [more[0, -1, 0, 0], 0.5])

    def test_come_from_the_zip_as_well(self) -> None:
        with zipfile.ZipFile(self.work / "touchstone-corrections.zip", "w") as archive:
            archive.write(self.export(record("a1"), record("b2", "ai-made")), "corrections.jsonl")
        done = self.command(self.work / "touchstone-corrections.zip")
        self.assertEqual(done.stdout, "2 corrections: 1 made by a model, 1 genuine\n")

    def test_are_left_out_and_counted_where_they_cannot_be_used(self) -> None:
        tokens = record("a1")["features"]
        done = self.command(
            self.export(
                record("a1"),
                record("b2", "ai-edited"),
                record("c3", "unknown"),
                record("d4", features={"missing": "not-kept"}),
                record("e5", features={**tokens, "encoder": {"sha256": "0" * 64}}),
                record("f6", features={**tokens, "classToken": token(1, 12)}),
                record("07", features={**tokens, "classToken": token(float("nan"))}),
                record("18", format=2),
                "no JSON",
            )
        )
        said = done.stdout.splitlines()
        self.assertEqual(said[-1], "1 corrections: 0 made by a model, 1 genuine")
        self.assertIn("left out: 3 that are damaged", said)
        self.assertIn("left out: 2 with a label that does not answer the question", said)
        self.assertIn("left out: 1 with features of another encoder", said)

    def test_leave_what_is_there_when_none_can_be_used(self) -> None:
        self.command(self.export(record("a1")))
        done = self.command(self.export(record("a1", "unknown")))
        self.assertIn("no correction can be used", done.stderr)
        self.assertEqual(len(store.read(self.work, self.work, ["corrections-kept"], []).rows), 1)

    def test_views_of_a_picture_share_its_weight(self) -> None:
        self.command(self.export(record("a1", "ai-made"), record("b2"), record("c3")))
        rows = store.read(self.work, self.work, ["corrections-kept"], []).rows
        weights = store.weights([*rows, rows[1]])
        self.assertAlmostEqual(weights[1] + weights[3], weights[2])


if __name__ == "__main__":
    unittest.main()
