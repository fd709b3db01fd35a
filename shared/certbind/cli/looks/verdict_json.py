"""A verification for programs."""

from __future__ import annotations

from certbind.domain.trust.edges.spread import spread_of
from certbind.domain.trust.observation import Attempt, Observation
from certbind.domain.trust.summary import summarise
from certbind.domain.trust.verdict import Verdict
from certbind.usecases.certificates.whose import Whose


def verdict_json(
    observation: Observation, verdict: Verdict, whose: Whose | None = None
) -> dict[str, object]:
    """For `--json`: the verdict, with what only the observation knows, and by whose which
    certificates of CAS were served.
    """
    spread = spread_of(verdict.addresses)
    return {
        **verdict.to_json(),
        "summary": summarise(verdict),
        "spread": None if spread is None else spread.to_json(),
        "server_name": observation.server_name,
        "cname_chain": list(observation.cname_chain),
        "handshakes": {
            one.address: {"ended": one.attempt.value, "milliseconds": one.milliseconds}
            for one in observation.addresses
        },
        "cas_certificates": _of_cas(verdict, whose),
        "complete": all(one.attempt is Attempt.COMPLETED for one in observation.addresses),
    }


def _of_cas(verdict: Verdict, whose: Whose | None) -> dict[str, str] | None:
    """By SHA-256 of the leaf; None where no account was asked, or could be read."""
    leaves = {one.served.sha256: one.served for one in verdict.addresses if one.served}
    if whose is None or not leaves or not whose.is_known:
        return None
    found = {sha256: whose.of(leaf) for sha256, leaf in leaves.items()}
    return {str(sha256): str(one.id) for sha256, one in found.items() if one is not None}
