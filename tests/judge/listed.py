"""Cases on which certbind and Chromium differ on purpose, each with its reason."""

from __future__ import annotations

LISTED: dict[str, str] = {}
