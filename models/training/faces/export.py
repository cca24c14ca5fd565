"""The trained network as ONNX, its weights packed as the first look's are."""

from __future__ import annotations

from first_look import export

from . import crops

if __name__ == "__main__":
    export.main(crops.SIDE)
