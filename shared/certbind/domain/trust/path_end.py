"""Until when a chain can be trusted, which may be weeks before its leaf ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from cryptography import x509

from certbind.domain.trust.chain import (
    MAX_PATHS,
    TrustAnchors,
    check_chain,
    date_faults,
    served_above,
)
from certbind.domain.trust.leaf import load_certificate, read_leaf
from certbind.domain.trust.paths.path import PathSearch
from certbind.domain.trust.stores.judgement import StoreVerdict, announced_ends, judge_stores

Path = tuple[x509.Certificate, ...]


def path_end(chain: tuple[bytes, ...], anchors: TrustAnchors, now: datetime) -> datetime | None:
    """The last second at which the chain is trusted; None: it is not trusted now.

    A path ends with the first of its certificates, the anchor included. RFC 5280, section 6.1.3,
    leaves the anchor's own dates open: Chromium heeds them of roots that were added by hand,
    OpenSSL and Go of all. The stricter reading is ours, as it is that of `check_chain`. Of several
    trusted paths the one that ends last counts, so an expired cross-sign beside a good one is no
    harm. Names are not judged, the leaf's dates are. A day that Chrome's or Mozilla's owners have
    announced for the root ends it as well; one that is only estimated does not.

    chain: DER as served, leaf first, the rest in any order.
    """
    if check_chain(chain, anchors, now):
        return None
    leaf = load_certificate(chain[0])
    paths = trusted_paths(leaf, chain, anchors, now)
    return end_of_paths(leaf, paths, judge_stores(leaf, paths, anchors, now), now)


def trusted_paths(
    leaf: x509.Certificate, chain: tuple[bytes, ...], anchors: TrustAnchors, now: datetime
) -> list[Path]:
    """Whatever stores say of their roots."""
    search = PathSearch(leaf, served_above(chain), anchors.by_subject)
    return list(islice(search.trusted(now.replace(microsecond=0)), MAX_PATHS))


def end_of_paths(
    leaf: x509.Certificate, paths: list[Path], stores: tuple[StoreVerdict, ...], now: datetime
) -> datetime | None:
    """When the last of them ends, or Chrome or Firefox drops the last of their roots; None: the
    leaf is out of its dates now.
    """
    if date_faults(read_leaf(leaf), now):
        return None
    last = max(min(one.not_valid_after_utc for one in path) for path in paths)
    return min((last, *(day - _SECOND for day in announced_ends(stores))))


_SECOND = timedelta(seconds=1)
