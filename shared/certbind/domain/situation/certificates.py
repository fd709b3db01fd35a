"""The certificates of CAS, as far as they were read, found by the domain that they cover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain, Sha1, Sha256
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Binding
from certbind.domain.situation.assessed import Assessed, assess
from certbind.domain.situation.reading import UNASKED, Known, Read
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.names import covering_names, short_wildcard, wildcard_above
from certbind.values import dataclass, field, replace

Exactly = Mapping[CertificateId, Read[Assessed | None]]
"""What was asked for by id. Known(None): CAS has none of this id."""


class Listed:
    """A list of CAS, indexed by presented name so that no domain looks at every certificate.

    Judging a certificate is done once, when a domain first needs it.
    """

    def __init__(
        self,
        certificates: Iterable[Certificate],
        now: datetime,
        *,
        anchors: TrustAnchors | None,
        policy: Policy,
    ) -> None:
        """All at one moment and against one set of roots; the order of the list is nothing."""
        self._now = now
        self._anchors = anchors
        self._policy = policy
        self._by_id = {one.id: one for one in sorted(certificates, key=repr)}
        self._assessed: dict[CertificateId, Assessed] = {}
        self._by_name: defaultdict[str, set[CertificateId]] = defaultdict(set)
        self._by_sha256: dict[Sha256, CertificateId] = {}
        self._by_sha1: dict[Sha1, CertificateId] = {}
        for one in sorted(self._by_id.values(), key=lambda c: c.id, reverse=True):
            for name in one.names:
                self._by_name[name.lower()].add(one.id)
            if one.sha256 is not None:
                self._by_sha256[one.sha256] = one.id
            if one.sha1:
                self._by_sha1[one.sha1] = one.id

    def __len__(self) -> int:
        return len(self._by_id)

    def certificates(self) -> tuple[Certificate, ...]:
        """All of them, in the order of their ids."""
        return tuple(self._by_id[id_] for id_ in sorted(self._by_id))

    def named(self, names: Iterable[str]) -> set[CertificateId]:
        """The ids of all that present one of these names."""
        return {found for name in names for found in self._by_name.get(name, ())}

    def by_fingerprint(self, binding: Binding) -> CertificateId | None:
        """One that was pasted into a product may be in CAS as well."""
        if binding.sha256 is not None:
            return self._by_sha256.get(binding.sha256)
        return None if binding.sha1 is None else self._by_sha1.get(binding.sha1)

    def of(self, certificate: CertificateId) -> Assessed | None:
        """As the list tells it; None where it does not."""
        if certificate not in self._by_id:
            return None
        if certificate not in self._assessed:
            self._assessed[certificate] = assess(
                self._by_id[certificate],
                self._now,
                chain=None,
                is_exact=False,
                anchors=self._anchors,
                policy=self._policy,
            )
        return self._assessed[certificate]


@dataclass(frozen=True, slots=True)
class Sites:
    """CAS is several stores: those that are read, and those that this configuration leaves out."""

    read: tuple[str, ...] = ()
    not_read: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificates:
    """A list and what was asked for exactly, which goes before it."""

    listed: Listed
    exactly: Exactly = field(default_factory=dict)
    sites: Sites = field(default_factory=Sites)

    def covering(self, domain: Domain) -> tuple[Assessed, ...]:
        """All whose names cover the domain, by id; one that CAS turned out not to have is none."""
        return self._of(self._named(covering_names(domain)))

    def nearly_covering(self, domain: Domain) -> tuple[Assessed, ...]:
        """Those with a wildcard that stands one label too high."""
        near = self._named((wildcard_above(domain),))
        return self._of(near) if near and short_wildcard(domain) is not None else ()

    def identify(self, binding: Binding) -> CertificateId | None:
        """Which certificate of CAS a binding shows: by its id, else by its fingerprint."""
        return binding.certificate_id or self.listed.by_fingerprint(binding)

    def exact(self, certificate: CertificateId) -> Read[Assessed | None]:
        """What asking for it brought; UNASKED where nobody has."""
        return self.exactly.get(certificate, UNASKED)

    def best_known(self, certificate: CertificateId) -> Assessed | None:
        """The exact word where there is one, else the list's."""
        asked = self.exact(certificate)
        if isinstance(asked, Known):
            return asked.value
        return self.listed.of(certificate)

    def knowing(self, certificate: CertificateId, answer: Read[Assessed | None]) -> Certificates:
        """With one more that was asked for."""
        return replace(self, exactly={**self.exactly, certificate: answer})

    def _named(self, names: Iterable[str]) -> set[CertificateId]:
        wanted = tuple(names)
        asked = {
            key
            for key, one in self.exactly.items()
            if isinstance(one, Known)
            and one.value is not None
            and any(n.lower() in wanted for n in one.value.certificate.names)
        }
        return self.listed.named(wanted) | asked

    def _of(self, ids: Iterable[CertificateId]) -> tuple[Assessed, ...]:
        found = (self.best_known(one) for one in sorted(ids))
        return tuple(one for one in found if one is not None)
