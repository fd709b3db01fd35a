"""Which names of a listener's certificate are served there: those that DNS leads to it.

A certificate of many names stands at many products, and a listener serves some of them. A name
that DNS leads elsewhere is not this target's; one that leads nowhere that tells may be (a wildcard
has no address of its own). Where DNS leads none here (behind another edge, or inside a VPC) all of
them count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from certbind.adapters.calls.product import Led
from certbind.domain.model.identity import Domain
from certbind.domain.trust.names import InvalidNameError, parse_reference, probe_name
from certbind.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Served:
    """names: in the order in which they stand for the target: those led here first. here: how many
    of them DNS leads here. is_unsure: for none DNS leads here, and of some it did not say.
    """

    names: tuple[Domain, ...]
    here: int
    is_unsure: bool = False


@dataclass(slots=True)
class Leading:
    """Where DNS leads names, each asked once."""

    look_up: Callable[[str], Led]
    _known: dict[str, Led] = field(default_factory=dict)

    def of(self, name: str) -> Led:
        """An answer, or that there is none."""
        if name not in self._known:
            self._known[name] = self.look_up(name)
        return self._known[name]

    def served(self, presented: Iterable[str], entrance: str) -> Served:
        """presented: the names of a certificate. entrance: where the load balancer is reached."""
        here: list[Domain] = []
        nowhere: list[Domain] = []
        elsewhere: list[Domain] = []
        is_unsure = False
        for domain in sorted(_readable(presented)):
            led = self.of(probe_name(domain))
            is_unsure = is_unsure or not led.is_told
            place = (
                here if self._is_here(led, entrance) else elsewhere if led.addresses else nowhere
            )
            place.append(domain)
        named = (*here, *nowhere) or tuple(elsewhere)
        return Served(named, len(here), is_unsure and not here)

    def _is_here(self, led: Led, entrance: str) -> bool:
        if entrance in led.names:
            return True
        own = set(self.of(entrance).addresses) if led.addresses and entrance else set()
        return bool(own) and set(led.addresses) <= own


def _readable(presented: Iterable[str]) -> set[Domain]:
    """A wildcard in the form of the edges, `.example.com`; an address is no name."""
    found = set()
    for name in presented:
        try:
            found.add(parse_reference(name.removeprefix("*")))
        except InvalidNameError:
            continue
    return found
