"""Whether DNS sends a domain's visitors to the target that holds its certificate."""

from __future__ import annotations

import re

from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import BoundTarget


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
    return name == bound.cname or bool(bound.dns_pattern and re.fullmatch(bound.dns_pattern, name))
