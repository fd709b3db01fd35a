"""Whether DNS sends a domain's visitors to the target that holds its certificate."""

from __future__ import annotations

import re

from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import BoundTarget, TargetKind

_CDN_EDGE = re.compile(r"\.(?:ali)?kunlun[a-z]*\.com$")
"""CDN's own names; the suffixes are not documented in full, so any of the family counts."""


def points_elsewhere(bound: BoundTarget, cname_chain: tuple[str, ...]) -> Finding | None:
    """A finding when the look-up passed through names, and none of them is the target's.

    Without any CNAME nothing can be said: the address may be anybody's.
    """
    if not cname_chain or any(_is_of(bound, name) for name in cname_chain):
        return None
    return Finding(
        Reason.DNS_ELSEWHERE,
        f"DNS sends visitors of {bound.target.domain} to {cname_chain[-1]}, "
        f"not to {bound.cname or bound.target}",
    )


def _is_of(bound: BoundTarget, name: str) -> bool:
    if name == bound.cname:
        return True
    if bound.target.kind is TargetKind.CDN:
        return _CDN_EDGE.search(name) is not None
    return name.startswith(f"{bound.target.bucket}.oss-")
