"""Certificates judged once for all domains, and found again from what a target shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from certbind.domain.decide.eligibility import (
    check_usable,
    leaf_names,
    names_against,
    settled,
    works_at_all,
)
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain, Sha1, Sha256
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Finding
from certbind.domain.model.target import Binding
from certbind.domain.trust.chain import TrustAnchors

Chains = Mapping[CertificateId, tuple[bytes, ...]]


@dataclass(frozen=True, slots=True)
class Assessed:
    """A certificate with all that can be said of it without a domain.

    certificate: with its leaf's exact dates where the chain was read.
    against: why it must not be bound anywhere; empty: usable.
    works: whether it serves well where it is bound already.
    """

    certificate: Certificate
    against: tuple[Finding, ...]
    works: bool
    name_lists: tuple[tuple[str, ...], ...]

    def against_name(self, domain: Domain) -> tuple[Finding, ...]:
        """Why it does not cover the domain; empty: it does."""
        return names_against(self.name_lists, domain)


class Standing(Enum):
    """What is attached to a target, as far as it can be judged from CAS."""

    EMPTY = "empty"
    WORKS = "works"
    BROKEN = "broken"
    UNKNOWN = "unknown"  # CAS does not hold it, so it is compared with nothing


@dataclass(frozen=True, slots=True)
class Current:
    """What stands at a target; `certificate` where CAS holds it."""

    standing: Standing
    certificate: Certificate | None = None


class Assessments:
    """The certificates of CAS, each judged at most once for one plan."""

    def __init__(
        self,
        certificates: Mapping[CertificateId, Certificate],
        now: datetime,
        *,
        chains: Chains,
        anchors: TrustAnchors | None,
        policy: Policy,
    ) -> None:
        """All at one moment and against one set of roots."""
        self._certificates = certificates
        self._now = now
        self._chains = chains
        self._anchors = anchors
        self._policy = policy
        self._assessed: dict[CertificateId, Assessed] = {}
        self._by_sha256: dict[Sha256, CertificateId] = {}
        self._by_sha1: dict[Sha1, CertificateId] = {}
        for known in sorted(certificates.values(), key=lambda one: one.id, reverse=True):
            if known.sha256 is not None:
                self._by_sha256[known.sha256] = known.id
            if known.sha1:
                self._by_sha1[known.sha1] = known.id

    def of(self, id_: CertificateId) -> Assessed | None:
        """The certificate of this id; None when it is not known."""
        if id_ not in self._certificates:
            return None
        if id_ not in self._assessed:
            self._assessed[id_] = self._assess(self._certificates[id_])
        return self._assessed[id_]

    def _assess(self, certificate: Certificate) -> Assessed:
        chain = self._chains.get(certificate.id)
        served = leaf_names(chain)
        return Assessed(
            settled(certificate, chain),
            check_usable(
                certificate, self._now, chain=chain, anchors=self._anchors, policy=self._policy
            ),
            works_at_all(certificate, self._now, chain=chain, anchors=self._anchors),
            (certificate.names,) if served is None else (certificate.names, served),
        )

    def current(self, binding: Binding, domain: Domain) -> Current:
        """What this binding means for visitors of the domain."""
        if binding.is_empty:
            return Current(Standing.EMPTY)
        id_ = self._identify(binding)
        assessed = None if id_ is None else self.of(id_)
        if assessed is None:
            return Current(Standing.UNKNOWN)
        works = assessed.works and not assessed.against_name(domain)
        return Current(Standing.WORKS if works else Standing.BROKEN, assessed.certificate)

    def _identify(self, binding: Binding) -> CertificateId | None:
        """By id, else by fingerprint: a certificate that was pasted in may be in CAS as well."""
        if binding.certificate_id is not None:
            return binding.certificate_id
        if binding.sha256 is not None:
            return self._by_sha256.get(binding.sha256)
        return None if binding.sha1 is None else self._by_sha1.get(binding.sha1)
