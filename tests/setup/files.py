"""Where the committed files are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVICE_FILE = ROOT / "s.yaml"
