"""Cases on which certbind and Chromium differ on purpose, each with its reason."""

from __future__ import annotations

LISTED: dict[str, str] = {
    "names/trailing-dot": "no name by RFC 9525, and no CA issues it; Chromium drops the dot",
    "peer/alert-20": "a broken server's alert, for which Chromium has a name of its own",
    "peer/alert-51": "a broken server's alert, for which Chromium has a name of its own",
}
