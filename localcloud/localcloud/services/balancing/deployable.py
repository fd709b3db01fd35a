"""Load balancers as CAS's deployment jobs reach them: one stand a certificate of a listener."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from localcloud.contracts import DEFAULT_SLOT, Stand
from localcloud.services.balancing.model import BalancingModel
from localcloud.services.balancing.values import Listener, Slot


@dataclass(frozen=True, slots=True)
class BalancingDeployable:
    """Implements contracts.Deployable. A stand's domain is the common name of its certificate."""

    model: BalancingModel

    def stands(self) -> Iterable[Stand]:
        """The default one of each listener, then those beside it."""
        for balancer in self.model.balancers():
            for listener in self.model.listeners(balancer.id):
                for place, slot in _slots(listener):
                    yield Stand(
                        self.model.brand.site.upper(),
                        slot.held.facts.common_name,
                        balancer.id,
                        balancer.region,
                        slot.identifier,
                        slot.since,
                        listener=listener.id,
                        port=listener.port,
                        slot=place,
                    )

    def attach(self, stand: Stand, identifier: str) -> None:
        """In the place of the one that stands there. LookupError where the listener is gone, is
        being changed, has that slot no more or the certificate in another one, or CAS lacks it.
        """
        model = self.model
        with model.lock:
            listener, held = model.listener(stand.listener), model.cas.get(identifier)
            if listener is None or held is None or listener.busy:
                raise LookupError(stand.domain)
            slot = dict(_slots(listener)).get(stand.slot)
            if slot is None:
                raise LookupError(stand.domain)
            if identifier != slot.identifier and listener.holds(identifier):
                raise LookupError(stand.domain)
            if stand.slot == DEFAULT_SLOT:
                model.bind(listener, held)
                return
            made = replace(slot, held=held, since=model.clock.now())
            beside = tuple(made if one is slot else one for one in listener.additional)
            model.keep(replace(listener, additional=beside))


def _slots(listener: Listener) -> Iterator[tuple[str, Slot]]:
    """Additional ones are told apart by their common names, and those of one name are counted."""
    if listener.default is not None:
        yield DEFAULT_SLOT, listener.default
    seen: Counter[str] = Counter()
    for slot in listener.additional:
        name = slot.held.facts.common_name
        seen[name] += 1
        yield f"{name} {seen[name]}", slot
