"""Until when a chain can be trusted, which may be weeks before its leaf ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cryptography import x509
from cryptography.x509.verification import Store

from certbind.domain.trust.chain import TrustAnchors, check_chain, date_faults, served_above
from certbind.domain.trust.leaf import Leaf, load_certificate, read_leaf
from certbind.domain.trust.path import anchored_paths
from certbind.domain.trust.verifier import trusted_path

Certificates = tuple[x509.Certificate, ...]


def path_end(chain: tuple[bytes, ...], anchors: TrustAnchors, now: datetime) -> datetime | None:
    """The last second at which the chain is trusted; None: it is not trusted now.

    A path ends with the first of its certificates, the anchor included (RFC 5280, section
    6.1.3, leaves the anchor's own dates open: Chromium heeds them of roots that were added by
    hand, OpenSSL, Go and `cryptography` of all; the stricter reading is ours, and that of
    `check_chain`). Of several trusted paths the one that ends last counts, so an expired
    cross-sign beside a good one is no harm. Names are not judged, the leaf's dates are.

    chain: DER as served, leaf first, the rest in any order.
    """
    if check_chain(chain, anchors, now):
        return None
    leaf = load_certificate(chain[0])
    facts = read_leaf(leaf)
    if date_faults(facts, now):
        return None
    at = now.replace(microsecond=0)
    return next(map(_end, _trusted_paths(leaf, facts, chain, anchors, at)), None)


def _trusted_paths(
    leaf: x509.Certificate,
    facts: Leaf,
    chain: tuple[bytes, ...],
    anchors: TrustAnchors,
    at: datetime,
) -> Iterator[Certificates]:
    """Those that the verifier takes, each asked for alone, the one that ends last first.

    Last comes the one that it finds by itself: our search is bounded otherwise.
    """
    pool = served_above(chain)
    found = anchored_paths(leaf, pool, anchors.by_subject)
    for path in sorted(found, key=_end, reverse=True):
        asked = trusted_path(leaf, facts, path[1:-1], Store([path[-1]]), at)
        if asked is not None:
            yield asked
    asked = trusted_path(leaf, facts, pool, anchors.store, at)
    if asked is not None:
        yield asked


def _end(path: Certificates) -> datetime:
    return min(one.not_valid_after_utc for one in path)
