"""Which domains try again where something is wrong with a whole product, not with one domain.

A permission, the account's balance, a product that was not opened: no domain has that
alone. Each sweep lets those few try again that waited longest, and all others once a domain of the
product was bound since they failed. So a month of it costs messages by domains, and a few a sweep,
and not by domains and days; and what was mended shows within two sweeps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from threading import Lock
from typing import TypeAlias

from certbind.domain.decide.decision import Bind, Decision
from certbind.domain.lifecycle.state import DomainState, Trouble, Why
from certbind.domain.model.identity import ProductName
from certbind.domain.situation.reading import Known
from certbind.domain.situation.situation import Situation
from certbind.errors import ArrearsError, CertbindError, NotOpenedError, PermissionDeniedError
from certbind.events import Step
from certbind.ports.queues import EventQueue
from certbind.usecases.account.sweep_report import DomainReport
from certbind.values import dataclass, replace

FEW = 4
"""Of a product and a word, in one sweep: a permission may lack for some of its domains alone."""

_OF_PRODUCTS = frozenset(one.code for one in (PermissionDeniedError, ArrearsError, NotOpenedError))
_Key: TypeAlias = tuple[ProductName, str]


@dataclass(frozen=True, slots=True)
class Held:
    """A message that waits for the end of the sweep. ago: since its domain was tried last."""

    ago: timedelta
    target: str
    message: Step


class Scouts:
    """Of one sweep; many threads may ask."""

    def __init__(self) -> None:
        self._held: defaultdict[_Key, list[Held]] = defaultdict(list)
        self._bound: dict[ProductName, timedelta] = {}
        self._lock = Lock()

    def saw(self, situation: Situation, decision: Decision) -> None:
        """Where a domain was bound lately, its product takes bindings."""
        memory = situation.memory
        ago = _bound_ago(memory.value.state) if isinstance(memory, Known) else None
        if ago is None:
            return
        product = decision.target.kind
        with self._lock:
            self._bound[product] = min(ago, self._bound.get(product, ago))

    def hold(self, situation: Situation, decision: Decision, message: Step) -> bool:
        """Whether the message waits for `let_go`; only a bind does that failed so before."""
        trouble = trouble_of_product(situation, decision)
        if trouble is None or decision.absorbed or not isinstance(decision.act, Bind):
            return False
        held = Held(trouble.ago, str(decision.target), message)
        with self._lock:
            self._held[decision.target.kind, trouble.word].append(held)
        return True

    def let_go(
        self, queue: EventQueue, reports: tuple[DomainReport, ...]
    ) -> tuple[tuple[DomainReport, ...], CertbindError | None]:
        """The sweep is at its end: who tries again is sent for, and his report says so. What
        could not be sent is the next sweep's.
        """
        sent: dict[str, tuple[str, ...]] = {}
        trouble = None
        try:
            for one in self._in_turn():
                queue.send(one.message)
                sent[one.target] = (one.message.id,)
        except CertbindError as error:
            trouble = error
        told = (replace(one, queued=sent.get(one.target, one.queued)) for one in reports)
        return tuple(told), trouble

    def _in_turn(self) -> Iterator[Held]:
        """Those that waited longest; all that failed before a domain of the product was bound."""
        for (product, _), held in sorted(self._held.items()):
            bound = self._bound.get(product)
            in_turn = sorted(held, key=lambda one: (-one.ago, one.target))
            yield from in_turn[:FEW]
            yield from (one for one in in_turn[FEW:] if bound is not None and bound < one.ago)


def trouble_of_product(situation: Situation, decision: Decision) -> Trouble | None:
    """That the last try with this certificate ended with, where it is none of one domain."""
    memory, bind = situation.memory, decision.bind
    trouble = memory.value.state.trouble if isinstance(memory, Known) else None
    if trouble is None or bind is None or trouble.word not in _OF_PRODUCTS:
        return None
    return trouble if trouble.certificate in (None, bind.certificate.id) else None


def _bound_ago(state: DomainState) -> timedelta | None:
    """Since certbind bound there, as far as its looks tell."""
    look, seen = state.look, state.seen
    if state.ours is None:
        return None
    if look is not None and look.why is Why.BOUND:
        return look.spent
    return seen.ago if seen is not None else None
