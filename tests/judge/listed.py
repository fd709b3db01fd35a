"""Cases on which certbind and Chromium differ on purpose, each with its reason."""

from __future__ import annotations

_ALGORITHMS = "told twice and differently: Chromium calls that invalid, certbind not signed"

LISTED: dict[str, str] = {
    "malformed/leaf-stamps": "the library reads no extension where one is rubbish; no CA does it",
    "malformed/signature-told-otherwise": _ALGORITHMS,
    "malformed/ca-signature-told-otherwise": _ALGORITHMS,
    "names/trailing-dot": "no name by RFC 9525, and no CA issues it; Chromium drops the dot",
    "peer/alert-20": "a broken server's alert, for which Chromium has a name of its own",
    "peer/alert-51": "a broken server's alert, for which Chromium has a name of its own",
}
