"""Until when a chain can be trusted, which may be weeks before its leaf ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from cryptography import x509

from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.leaf import Leaf, read_leaf
from certbind.domain.trust.stores.asked import StoreVerdict
from certbind.domain.trust.stores.judgement import announced_ends

Path = tuple[x509.Certificate, ...]


def date_faults(leaf: Leaf, at: datetime) -> tuple[Fault, ...]:
    """Whether the leaf itself is out of its dates at that moment; its last second still counts."""
    at = at.replace(microsecond=0)
    if at > leaf.not_after:
        return (Fault(FaultClass.EXPIRED, f"ended {leaf.not_after:%Y-%m-%d %H:%M} UTC"),)
    if at < leaf.not_before:
        return (Fault(FaultClass.NOT_YET_VALID, f"begins {leaf.not_before:%Y-%m-%d %H:%M} UTC"),)
    return ()


def end_of_paths(
    leaf: x509.Certificate,
    paths: Sequence[Path],
    stores: tuple[StoreVerdict, ...],
    now: datetime,
) -> datetime | None:
    """The last second at which one of these paths is trusted; None: the leaf is out of its dates
    now.

    A path ends with the first of its certificates, the anchor included. RFC 5280, section 6.1.3,
    leaves the anchor's own dates open: Chromium heeds them of roots that were added by hand,
    OpenSSL and Go of all. The stricter reading is ours, as it is that of the search. Of several
    trusted paths the one that ends last counts, so an expired cross-sign beside a good one is no
    harm. A day that Chrome's or Mozilla's owners have announced for the root ends it as well; one
    that is only estimated does not.
    """
    if date_faults(read_leaf(leaf), now):
        return None
    last = max(min(one.not_valid_after_utc for one in path) for path in paths)
    return min((last, *(day - _SECOND for day in announced_ends(stores))))


_SECOND = timedelta(seconds=1)
