"""Where DNS leads the visitors of a domain that several edges have; nothing else asks for it."""

from __future__ import annotations

from collections.abc import Iterable

from certbind.domain.model.identity import Domain
from certbind.domain.model.target import BoundTarget
from certbind.domain.situation.routing import edges_of, other_in_front
from certbind.domain.trust.names import probe_name
from certbind.ports.dns import RecordLookup

_MOST_NAMES = 8
"""On one way: more is a loop."""


class Directions:
    """Each domain is looked up once; () where nobody can, or DNS does not say."""

    def __init__(self, records: RecordLookup | None) -> None:
        self._records = records
        self._known: dict[Domain, tuple[str, ...]] = {}

    def shown(self, domain: Domain, targets: Iterable[BoundTarget]) -> tuple[str, ...]:
        """The names that DNS leads through; () too where there is nothing to tell apart."""
        if len(edges_of(domain, targets)) < 2:  # noqa: PLR2004
            return ()
        if domain not in self._known:
            self._known[domain] = self._look_up(domain)
        return self._known[domain]

    def is_met(self, bound: BoundTarget, targets: tuple[BoundTarget, ...]) -> bool:
        """Whether visitors meet this one of the domain's targets."""
        shown = self.shown(bound.target.domain, targets)
        return other_in_front(bound, targets, shown) is None

    def _look_up(self, domain: Domain) -> tuple[str, ...]:
        names: list[str] = []
        name: str = probe_name(domain)
        while self._records is not None and len(names) < _MOST_NAMES:
            found = self._records.values(name, "CNAME")
            if not found or found[0] in names:
                break
            name = found[0]
            names.append(name)
        return tuple(names)
