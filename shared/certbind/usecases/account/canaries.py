"""Of many domains that would get a certificate whose chain could not be read, who goes first.

Each is decided on its own, and each would be the first of its product. The ledger settles who is
(usecases/rotate/rollouts.py); here one is let go ahead, so that the others need not ask in vain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from threading import Lock
from typing import TypeAlias

from certbind.domain.decide.brakes import again_after_canary, waits_for
from certbind.domain.decide.decision import Bind, Decision, Tone
from certbind.domain.decide.evidence import is_proof
from certbind.domain.lifecycle.pause import Times
from certbind.domain.lifecycle.rollout import Rollout
from certbind.domain.lifecycle.state import SeenAs
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.reasons import Reason
from certbind.domain.situation.reading import Known
from certbind.domain.situation.situation import Situation
from certbind.usecases.rotate.rollouts import Rollouts
from certbind.values import replace

Decided: TypeAlias = tuple[Situation, Decision]
_Key: TypeAlias = tuple[CertificateId, ProductName]


class Canaries:
    """One for each certificate and product; many threads may ask."""

    def __init__(self, times: Times) -> None:
        self._times = times
        self._first: dict[_Key, Domain] = {}
        self._waiting: defaultdict[_Key, list[Decided]] = defaultdict(list)
        self._served: dict[_Key, Domain] = {}
        self._lock = Lock()

    def all_in_turn(self, decided: Iterable[Decided]) -> tuple[Decided, ...]:
        """As `in_turn`, in the order given; first goes one that is on record as served well."""
        pairs = tuple(decided)
        for _, decision in sorted(pairs, key=_is_verified, reverse=True):
            self.in_turn(decision)
        return tuple((situation, self.in_turn(decision)) for situation, decision in pairs)

    def in_turn(self, decision: Decision) -> Decision:
        """As it is for the first that asks; those after it wait."""
        bind, target = decision.bind, decision.target
        if bind is None or not bind.is_canary:
            return decision
        with self._lock:
            first = self._first.setdefault((bind.certificate.id, target.kind), target.domain)
        if first == target.domain:
            return decision
        return replace(
            decision,
            act=None,
            would=bind,
            word=Reason.CANARY_FIRST.value,
            detail=waits_for(first, bind.certificate.id),
            tone=Tone.WAITS,
            again=again_after_canary(self._times, Rollout()),
        )

    def saw(self, situation: Situation, decision: Decision) -> None:
        """What a sweep's look at one domain tells for others, and who waits."""
        served, stands, product = situation.served, decision.stands, decision.target.kind
        waits = decision.bind if decision.bind and decision.bind.is_canary else waiting(decision)
        with self._lock:
            if stands is not None and isinstance(served, Known) and is_proof(served.value):
                self._served.setdefault((stands.id, product), decision.target.domain)
            if waits is not None:
                self._waiting[waits.certificate.id, product].append((situation, decision))

    def prove(self, rollouts: Rollouts) -> tuple[Decided, ...]:
        """Put on record what was seen to be served well and others wait for; who waited for it."""
        freed: list[Decided] = []
        for key in sorted(self._waiting.keys() & self._served.keys()):
            rollouts.prove(*key, self._served[key])
            freed += self._waiting[key]
        return tuple(freed)


def waiting(decision: Decision) -> Bind | None:
    """What is bound when another domain of the product is seen to be served well with it."""
    return decision.would if decision.word == Reason.CANARY_FIRST.value else None


def is_told(situation: Situation) -> bool:
    """Whether the domain was told that it waits: its own message brings it back then."""
    memory = situation.memory
    said = memory.value.state.said if isinstance(memory, Known) else ""
    return said == Reason.CANARY_FIRST.value


def _is_verified(decided: Decided) -> bool:
    memory = decided[0].memory
    seen = memory.value.state.seen if isinstance(memory, Known) else None
    return seen is not None and seen.verdict is SeenAs.VERIFIED
