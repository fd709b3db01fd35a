"""Load balancers as CAS's deployment jobs reach them: one stand a certificate of a listener."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from localcloud.contracts import Stand
from localcloud.services.balancing.model import BalancingModel
from localcloud.services.balancing.values import RUNNING, Listener, Slot


@dataclass(frozen=True, slots=True)
class BalancingDeployable:
    """Implements contracts.Deployable. A stand's domain is the common name of its certificate."""

    model: BalancingModel

    def stands(self) -> Iterable[Stand]:
        """The default one of each listener, then those beside it."""
        for balancer in self.model.balancers():
            for listener in self.model.listeners(balancer.id):
                yield from self._of(balancer.region, listener)

    def attach(self, stand: Stand, identifier: str) -> None:
        """In the place of the one that stands there. LookupError where the listener is gone, is
        being changed, or has it no more, or CAS lacks the certificate.
        """
        model = self.model
        with model.lock:
            listener, held = model.listener(stand.listener), model.cas.get(identifier)
            if listener is None or held is None or listener.status != RUNNING:
                raise LookupError(stand.domain)
            if stand.is_default:
                model.bind(listener, held)
                return
            slot = _standing(listener, stand)
            if slot is None:
                raise LookupError(stand.domain)
            made = replace(slot, held=held, since=model.clock.now())
            model.keep(listener.without((slot.identifier,)).with_additional(made))

    def _of(self, region: str, listener: Listener) -> Iterator[Stand]:
        slots = [] if listener.default is None else [(listener.default, True)]
        slots += [(slot, False) for slot in listener.additional]
        for slot, is_default in slots:
            yield Stand(
                self.model.brand.site.upper(),
                slot.held.facts.common_name,
                listener.balancer,
                region,
                slot.identifier,
                slot.since,
                listener=listener.id,
                port=listener.port,
                is_default=is_default,
            )


def _standing(listener: Listener, stand: Stand) -> Slot | None:
    """That of this name, whatever its id is by now."""
    return next(
        (one for one in listener.additional if one.held.facts.common_name == stand.domain), None
    )
