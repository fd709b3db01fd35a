"""One certificate with all that can be said of it without a domain."""

from __future__ import annotations

from datetime import datetime, timedelta

from certbind.domain.lifecycle.state import KnownBinding
from certbind.domain.model.certificate import Certificate, LeafIdentity
from certbind.domain.model.identity import Domain
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Finding
from certbind.domain.model.target import Binding, BindingSource
from certbind.domain.situation.eligibility import (
    check_usable,
    names_against,
    read_chain,
    settled,
    works_at_all,
)
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import FetchedCrl
from certbind.values import dataclass, replace

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Assessed:
    """certificate: with its leaf's exact dates where the chain was read.

    against: why it must not be bound anywhere; empty: usable. works: whether it serves well where
    it is bound already.
    end: of the latest trusted path where the chain was read (design, promise 2), else of the leaf;
        at its earliest where a list told the day alone.
    is_exact: CAS was asked for it, and for its chain. A list's word is not enough to bind.
    is_judged: its chain was read, so that `against` is all that can be said before binding.
    """

    certificate: Certificate
    against: tuple[Finding, ...]
    works: bool
    name_lists: tuple[tuple[str, ...], ...]
    end: datetime
    is_exact: bool
    is_judged: bool = False

    @property
    def latest_end(self) -> datetime:
        """The last moment that `end` can mean; asking exactly only ever lowers it."""
        return self.end + (timedelta(0) if self.certificate.dates_are_exact else _A_DAY)

    def against_name(self, domain: Domain) -> tuple[Finding, ...]:
        """Why it does not cover the domain; empty: it does."""
        return names_against(self.name_lists, domain)

    def is_same_leaf(self, other: Assessed) -> bool:
        """CAS may hold one certificate twice under two ids."""
        mine, theirs = self.certificate, other.certificate
        same = mine.sha256 is not None and mine.sha256 == theirs.sha256
        return mine.id == theirs.id or same

    def as_bound(self) -> KnownBinding:
        """How it stands at a target once it is bound."""
        one = self.certificate
        binding = Binding(BindingSource.CAS, one.id, str(one.id), one.name, one.sha1, one.sha256)
        return KnownBinding(binding, LeafIdentity.of(one), self.latest_end)


def assess(
    certificate: Certificate,
    now: datetime,
    *,
    chain: tuple[bytes, ...] | None,
    is_exact: bool,
    anchors: TrustAnchors | None,
    policy: Policy,
    crls: tuple[FetchedCrl, ...] | None = None,
) -> Assessed:
    """Judge it once for all domains. chain: DER, leaf first, where it could be read; crls: the
    lists that it names, where they were asked for.
    """
    read = read_chain(chain, anchors, now, crls) if chain else None
    exact = settled(certificate, read)
    served = None if read is None or read.leaf is None else read.leaf.names
    end = None if read is None else read.end
    return Assessed(
        exact,
        check_usable(certificate, now, chain=read, anchors=anchors, policy=policy)
        if is_exact
        else check_usable(
            _at_its_best(certificate),
            now,
            chain=None,
            anchors=anchors,
            policy=_without_chain(policy),
        ),
        works_at_all(certificate, now, chain=read, anchors=anchors),
        (certificate.names,) if served is None else (certificate.names, served),
        exact.not_after if end is None else min(end, exact.not_after),
        is_exact,
        is_judged=is_exact and bool(chain) and anchors is not None,
    )


def _at_its_best(listed: Certificate) -> Certificate:
    """Of a list's days the better moment, so that it is asked for: a list's word alone neither
    binds nor passes over what began today or ends today.
    """
    if listed.dates_are_exact:
        return listed
    begins = listed.not_before - (_A_DAY if listed.uploaded else timedelta(0))
    return replace(listed, not_before=begins, not_after=listed.not_after + _A_DAY)


def _without_chain(policy: Policy) -> Policy:
    """Of a list no chain is to be had: that it was not seen says nothing yet."""
    return replace(policy, require_chain_seen=False)
