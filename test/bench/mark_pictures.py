"""Marks pictures of an evaluation folder with the reference encoder and counts what the reference decoder finds.

    /tmp/watermark/bin/python mark_pictures.py DIR OUT [COUNT]     (the environment is make_encoded.py's)
    npx vite-node test/bench/watermark-false-hits.ts -- OUT        what our decoder finds in the same files

A hit is a payload with no more wrong bits than utils/checks/watermark/payloads.ts tolerates.
"""

import json
import random
import sys
from collections import Counter
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "fixtures/watermark/encoded"))
import make_encoded as encoder  # noqa: E402

# Bits, whether the generator hands over floats, tolerated wrong bits.
PAYLOADS = {
    "SD1": (encoder.text_bits("StableDiffusionV1"), False, 22),
    "SD2": (encoder.text_bits("SDV2"), False, 2),
    "SDXL": (encoder.SDXL, True, 4),
    "FLUX": (encoder.FLUX, True, 4),
}
# Name, file ending, JPEG quality, chroma subsampling.
FORMATS = [("PNG", "png", 95, False), ("q95", "jpg", 95, False), ("q90", "jpg", 90, False), ("q95-420", "jpg", 95, True)]


def main(folder: Path, out: Path, count: int) -> None:
    encoder.FOLDER = out
    out.mkdir(parents=True, exist_ok=True)
    rows = [json.loads(line) for line in (folder / "index.jsonl").read_text().splitlines()]
    random.Random(4).shuffle(rows)
    found: Counter[str] = Counter()
    with open(out / "index.jsonl", "w") as index:
        for number, row in enumerate(rows[:count]):
            picture = cv2.imread(str(folder / row["path"])).astype(np.float64)
            for payload, (bits, floats, tolerance) in PAYLOADS.items():
                marked = encoder.embed(picture, bits, floats)
                for name, ending, quality, subsampled in FORMATS:
                    path = f"{payload}-{name}-{number}.{ending}"
                    encoder.save(path, marked, quality, subsampled)
                    label = f"{payload}-{name}"
                    index.write(json.dumps({"path": path, "label": label, "source": row["source"]}) + "\n")
                    read = encoder.load_encoder()([], wmLen=len(bits)).decode(cv2.imread(str(out / path)))
                    found[label] += int((read != np.array(bits)).sum() <= tolerance)
    for payload in PAYLOADS:
        for name, *_ in FORMATS:
            print(f"{payload}-{name}: the reference decoder finds {found[f'{payload}-{name}'] / count:.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 200)
