"""Where an installation keeps what it writes; told without Django."""

import os
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]


def data_folder() -> Path:
    """Return KEDJAN_DATA, or the folder var beside the source."""
    return Path(os.environ.get("KEDJAN_DATA", SOURCE.parent / "var")).resolve()


def demo_folder() -> Path:
    """Return the demo's own part of the data folder."""
    return data_folder() / "demo"
