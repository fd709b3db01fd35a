"""The certificates that CDN serves: its own copies, which outlive what CAS holds."""

from __future__ import annotations

from collections.abc import Iterable

from localcloud.services.accelerated.domains import AcceleratedDomain
from localcloud.services.cas import CasStore, StoredCertificate
from localcloud.store import Store

FREE = "free"
"""Stands for the region of CDN's own free certificates, which CAS knows nothing of."""


class Copies:
    """By identifier. What stands at a domain, or stood there before its last write, is kept."""

    def __init__(self, store: Store, cas: CasStore, product: str) -> None:
        self._cas = cas
        self._records = store.table(f"{product}.certificates")

    def get(self, identifier: str) -> StoredCertificate | None:
        """The copy; of a state that was kept before there were copies, what CAS holds."""
        record = self._records.get(identifier)
        return self._cas.get(identifier) if record is None else StoredCertificate.from_json(record)

    def add(self, certificate: StoredCertificate) -> None:
        """Keep one that CAS does not have."""
        self._records[certificate.identifier] = certificate.to_json()

    def follow(
        self,
        former: AcceleratedDomain | None,
        domain: AcceleratedDomain | None,
        every: Iterable[AcceleratedDomain],
    ) -> None:
        """A domain has changed, came or went: copy what came to it, forget what none of `every`
        has any more.
        """
        for identifier in identifiers(domain):
            found = self._cas.get(identifier)
            if found is not None and identifier not in self._records:
                self.add(found)
        gone = identifiers(former) - identifiers(domain)
        if gone:
            self._forget(gone - {held for each in every for held in identifiers(each)})

    def _forget(self, unused: Iterable[str]) -> None:
        for identifier in unused:
            self._records.pop(identifier, None)


def identifiers(domain: AcceleratedDomain | None) -> set[str]:
    """Of the certificates that the domain has, or had before its last write."""
    if domain is None:
        return set()
    held = (domain.binding, domain.before_last)
    return {binding.identifier for binding in held if binding is not None}
