"""Manners on a shared machine: stand still while somebody measures."""

from __future__ import annotations

import os
import time
from pathlib import Path

QUIET = Path(os.environ.get("TRAINING_QUIET_FILE", "/tmp/QUIET"))


def wait_while_quiet() -> None:
    """Return at once, or as soon as the quiet file is gone."""
    while QUIET.exists():
        time.sleep(1)
