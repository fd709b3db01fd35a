"""A verification for programs."""

from __future__ import annotations

from certbind.domain.trust.edges.spread import spread_of
from certbind.domain.trust.observation import Attempt, Observation
from certbind.domain.trust.summary import summarise
from certbind.domain.trust.verdict import Verdict


def verdict_json(observation: Observation, verdict: Verdict) -> dict[str, object]:
    """For `--json`: the verdict, with what only the observation knows."""
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
        "complete": all(one.attempt is Attempt.COMPLETED for one in observation.addresses),
    }
