"""Cases on which certbind and Chromium differ on purpose, each with its reason."""

from __future__ import annotations

_ALGORITHMS = "told twice and differently: Chromium calls that invalid, certbind not signed"
_FETCHED = "certbind fetches nothing: it says broken, and that desktop Chrome may mend it"
_LIBRARY = "the library reads no such form, and no CA may issue it (RFC 5280); not told ok"
_NAMED = "Chromium holds names alike in other letters; CAs repeat them byte for byte (BR 7.1.4.1)"
_GIVEN_UP = "given up after 20 steps; Chromium names the fault of the path that it tried last"
_EARLY = "neither is told ok; Chromium stops in the handshake, where it reads the leaf first"

LISTED: dict[str, str] = {
    "malformed/leaf-stamps": "the library reads no extension where one is rubbish; no CA does it",
    "malformed/signature-told-otherwise": _ALGORITHMS,
    "malformed/ca-signature-told-otherwise": _ALGORITHMS,
    "names/trailing-dot": "no name by RFC 9525, and no CA issues it; Chromium drops the dot",
    "peer/alert-20": "a broken server's alert, for which Chromium has a name of its own",
    "root-extension/points-rubbish": _LIBRARY,
    **dict.fromkeys(
        (
            "fetched/expired", "fetched/not-a-ca", "fetched/forged", "fetched/sha1",
            "fetched/client", "fetched/below-untrusted",
        ),
        _FETCHED,
    ),
    **dict.fromkeys(
        (
            "algorithm/ca-ec-with-null", "algorithm/ca-pss-salt-20", "encoding/ca-false-told",
            "encoding/path-length-on-leaf", "subject/latin", "subject/printable-with-star",
            "san/x400", "limits/star",
        ),
        _LIBRARY,
    ),
    **dict.fromkeys(
        ("subject/issuer-in-other-case", "subject/issuer-in-printable"), _NAMED
    ),
    **dict.fromkeys(
        (
            "algorithm/leaf-key-without-null", "encoding/usage-dirty-bits", "encoding/version-2",
            "subject/printable-with-underscore",
        ),
        _EARLY,
    ),
    **dict.fromkeys(("amount/7-expired-copies", "amount/12-expired-copies"), _GIVEN_UP),
    "option/client-verify-required": "the server leaves, and Chromium meets that or the alert",
    "groups/x448-x25519-2": "`ssl` offers all groups or one, and one hides a leaf on another",
    "san/wildcard-with-dot": "as names/trailing-dot",
    "peer/alert-51": "a broken server's alert, for which Chromium has a name of its own",
}  # fmt: skip


NOW_AND_THEN = frozenset({"option/client-verify-required"})
"""Of them those on which Chromium answers now so, now so."""


def reason(name: str) -> str:
    """Why the case may differ: it, or one of the two changes it is made of, is listed."""
    return next(filter(None, (LISTED.get(part, "") for part in (name, *name.split(" + ")))), "")
