"""A chain in a file, judged as if an edge served it as it stands there."""

from __future__ import annotations

from datetime import datetime

from certbind.domain.model.identity import Domain
from certbind.domain.trust.anchors import TrustAnchors
from certbind.domain.trust.observation import (
    AddressObservation,
    Attempt,
    Observation,
    Resolution,
)
from certbind.domain.trust.verdict import Check, Expectation, Verdict, judge
from certbind.values import replace

_NOT_ASKED = (Check.RESOLVE, Check.HANDSHAKE)


def judge_file(
    place: str, chain: tuple[bytes, ...], domain: Domain, anchors: TrustAnchors, now: datetime
) -> tuple[Observation, Verdict]:
    """What would be seen, and the judge's word on it. Nobody was asked, so nothing is said of the
    checks before the chain. place: what stands for the address.
    """
    served = AddressObservation(place, Attempt.COMPLETED, chain)
    seen = Observation(domain, now, Resolution.RESOLVED, (served,))
    verdict = judge(seen, Expectation(domain), anchors, now)
    addresses = tuple(
        replace(one, not_run=(*_NOT_ASKED, *one.not_run)) for one in verdict.addresses
    )
    return seen, replace(verdict, addresses=addresses)
