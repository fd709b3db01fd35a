"""Situations in few words, with the answers to whatever a decision asks for on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from certbind.domain.decide.decide import decide
from certbind.domain.decide.decision import Decision
from certbind.domain.lifecycle.pause import Times
from certbind.domain.lifecycle.rollout import Rollout
from certbind.domain.lifecycle.state import DomainState, Hold, KnownBinding
from certbind.domain.model.certificate import Certificate, LeafIdentity
from certbind.domain.model.identity import CertificateId, Domain, Sha1, Sha256
from certbind.domain.model.job import Job
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Finding
from certbind.domain.model.target import Binding, BindingSource, BoundTarget, ScanFailure
from certbind.domain.situation.assessed import Assessed, assess
from certbind.domain.situation.certificates import Certificates, Listed
from certbind.domain.situation.reading import UNASKED, Ask, Known, Part, Read
from certbind.domain.situation.situation import Memory, Place, Served, Situation, Wish, WishKind
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.leaf import KeyKind, Leaf
from certbind.domain.trust.verdict import AddressVerdict, Match, Outcome, Verdict
from tests.fakes.values import DAY, NOW

SHOP = Domain("shop.example.com")
TIMES = Times()
MOST_ASKS = 24
"""The bound that gather keeps: a decision that asks more often never ends."""


def look(outcome: Outcome, *faults: FaultClass, elsewhere: Finding | None = None) -> Served:
    """One look at one address: what it means, and what browsers would find."""
    found = tuple(Fault(kind, "as told") for kind in faults)
    served = None if outcome is Outcome.UNREACHABLE else _LEAF
    address = AddressVerdict("192.0.2.1", served, _MATCHES.get(outcome), found)
    headline = found[0] if found else None
    return Served(Verdict(SHOP, NOW, "roots", outcome, headline, (address,)), elsewhere)


_LEAF = Leaf(
    (SHOP,),
    NOW - 30 * DAY,
    NOW + 60 * DAY,
    "1",
    Sha1("d" * 40),
    Sha256("c" * 64),
    "leaf",
    "Test CA",
    KeyKind.EC,
    256,
    "secp256r1",
    is_self_issued=False,
    is_ca=False,
)
_MATCHES = {Outcome.ALL_NEW: Match.NEW, Outcome.OLD: Match.OLD, Outcome.OTHER: Match.OTHER}
UNSEEN = look(Outcome.UNREACHABLE)
WELL = look(Outcome.ALL_NEW)
REFUSED = look(Outcome.BROKEN, FaultClass.UNTRUSTED_ROOT)
ENDED = look(Outcome.BROKEN, FaultClass.EXPIRED)


@dataclass(frozen=True)
class Scene:
    """A domain's world. held: what CAS has. look: what one sees who looks; is_seen: somebody has.

    listed: what CAS's list tells of `held`, where that is less than asking exactly does.
    rollouts: at the product; of others nobody has tried any. jobs: of CAS, that are under way.
    """

    bound: BoundTarget
    held: tuple[Certificate, ...] = ()
    chains: Mapping[CertificateId, tuple[bytes, ...]] = field(default_factory=dict)
    anchors: TrustAnchors | None = None
    policy: Policy = field(default_factory=Policy)
    state: DomainState = field(default_factory=DomainState)
    beside: tuple[BoundTarget, ...] = ()
    unread: tuple[ScanFailure, ...] = ()
    skew: timedelta = timedelta()
    wish: Wish | None = None
    look: Served = UNSEEN
    is_seen: bool = False
    now: datetime = NOW
    listed: tuple[Certificate, ...] | None = None
    rollouts: Mapping[CertificateId, Rollout] = field(default_factory=dict)
    jobs: tuple[Job, ...] = ()

    @property
    def situation(self) -> Situation:
        """Everything that CAS holds is read exactly."""
        known = self.lazily
        certificates = Certificates(
            self._index(), {one.id: Known(self.exactly(one.id)) for one in self.held}
        )
        rollouts = {one.id: Known(self.rollouts.get(one.id, Rollout())) for one in self.held}
        return replace(
            known, certificates=Known(certificates), rollouts=rollouts, jobs=Known(self.jobs)
        )

    @property
    def lazily(self) -> Situation:
        """Only what every reader of a domain has: nothing was asked for exactly yet."""
        served: Read[Served] = Known(self.look) if self.is_seen else UNASKED
        return Situation(
            self.bound.target,
            self.now,
            self.policy,
            TIMES,
            Known(Place((self.bound, *self.beside), self.unread)),
            Known(Memory(self.state, 7, self.skew)),
            Known(self.bound.binding),
            Known(Certificates(self._index())),
            served,
            self.wish,
        )

    def exactly(self, certificate: CertificateId) -> Assessed | None:
        """CAS's own word on one."""
        for one in self.held:
            if one.id == certificate:
                return assess(
                    one,
                    self.now,
                    chain=self.chains.get(one.id),
                    is_exact=True,
                    anchors=self.anchors,
                    policy=self.policy,
                )
        return None

    def answered(self, situation: Situation, ask: Ask) -> Situation:
        """With what was asked for."""
        if ask.part is Part.SERVED:
            return replace(situation, served=Known(self.look))
        if ask.part is Part.JOBS:
            return replace(situation, jobs=Known(self.jobs))
        assert ask.key is not None
        if ask.part is Part.ROLLOUT:
            found = Known(self.rollouts.get(ask.key, Rollout()))
            return replace(situation, rollouts={**situation.rollouts, ask.key: found})
        known = situation.need_certificates().knowing(ask.key, Known(self.exactly(ask.key)))
        return replace(situation, certificates=Known(known))

    def decide(self, situation: Situation | None = None) -> Decision:
        """The decision, after every question was answered."""
        situation = situation or self.situation
        for _ in range(MOST_ASKS):
            answer = decide(situation)
            if isinstance(answer, Decision):
                return answer
            situation = self.answered(situation, answer)
        raise AssertionError(f"still asking after {MOST_ASKS} questions")

    def _index(self) -> Listed:
        listed = self.held if self.listed is None else self.listed
        return Listed(listed, self.now, anchors=self.anchors, policy=self.policy)


def scene(bound: BoundTarget, *held: Certificate, **more: Any) -> Scene:
    """A target and what CAS holds; the rest by name."""
    return Scene(bound, held, **more)


def known(held: Certificate) -> KnownBinding:
    """A certificate of CAS as the ledger remembers it."""
    return KnownBinding(_binding(held), LeafIdentity.of(held), held.not_after)


def record(bound: BoundTarget, standing: Certificate | None = None, **more: Any) -> DomainState:
    """A domain whose certificate certbind put there, or accepted."""
    stands = KnownBinding(bound.binding) if standing is None else known(standing)
    return DomainState(place=bound.target, standing=stands, **more)


def held_until(end: datetime) -> Hold:
    """A person took off what ends then."""
    return Hold(end)


def order(kind: WishKind = WishKind.BIND, certificate: CertificateId | None = None) -> Wish:
    """A person's wish."""
    return Wish(kind, "hand-1", certificate)


def _binding(held: Certificate) -> Binding:
    return Binding(BindingSource.CAS, held.id, str(held.id), held.name, held.sha1, held.sha256)
