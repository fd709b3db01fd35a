"""A situation that could be seen, judged: what stands, and what could take its place."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from certbind.domain.decide.choice import by_preference
from certbind.domain.decide.evidence import read_look
from certbind.domain.lifecycle.facts import Fact, LookResult
from certbind.domain.lifecycle.looks import is_known_as_revoked
from certbind.domain.lifecycle.rollout import Rollout, RolloutStage
from certbind.domain.lifecycle.state import DomainState, KnownBinding, SeenAs
from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import Binding, BindingSource, BoundTarget
from certbind.domain.situation.assessed import Assessed
from certbind.domain.situation.certificates import Certificates
from certbind.domain.situation.reading import Ask, Known, NeedsError, Part, Unread
from certbind.domain.situation.situation import Situation
from certbind.values import dataclass


class UnreadableError(Exception):
    """On its way from a check that cannot go on to `decide`, which says what was not read."""

    def __init__(self, unread: Unread) -> None:
        super().__init__()
        self.unread = unread


class Health(Enum):
    """What is attached to a target, as far as it can be judged."""

    EMPTY = "empty"
    WORKS = "works"
    DEAD = "dead"  # revoked, ended, for other names, or seen so twice: it needs no protection
    UNKNOWN = "unknown"  # CAS does not hold it, and visitors were not seen to be refused


@dataclass(frozen=True, slots=True)
class Standing:
    """What is attached. one: where CAS holds it. end: None where nobody knows it.

    is_lost: CAS held it and does not any more, so that nobody can put it back. is_revoked: of a
    lost one, that CAS told so before.
    """

    binding: Binding
    health: Health
    one: Assessed | None = None
    end: datetime | None = None
    is_lost: bool = False
    is_revoked: bool = False

    @property
    def known(self) -> KnownBinding:
        """As the ledger keeps it."""
        if self.one is not None:
            leaf = LeafIdentity.of(self.one.certificate)
            return KnownBinding(self.binding, leaf, self.one.latest_end)
        leaf = LeafIdentity(self.binding.sha256, self.binding.sha1)
        return KnownBinding(self.binding, leaf, self.end)


@dataclass(frozen=True, slots=True)
class Case:
    """state: after `absorbed`, what stands and the record lacks, in entry number `entry`.

    bound: the target as it was read.
    """

    situation: Situation
    state: DomainState
    bound: BoundTarget
    standing: Standing
    entry: int
    absorbed: Fact | None = None

    @property
    def pause_seed(self) -> str:
        """As `advance` takes it: domains that failed together do not come back together."""
        return str(self.state.place)

    @property
    def domain(self) -> Domain:
        """The domain that is decided."""
        return self.situation.domain

    @property
    def certificates(self) -> Certificates:
        """All that is known of CAS."""
        return self.situation.need_certificates()

    def against(self, one: Assessed) -> tuple[Finding, ...]:
        """Every reason why a certificate must not serve this domain now, or another of the names
        that its target has.
        """
        names = (self.domain, *self.bound.names)
        against_names = (finding for name in names for finding in one.against_name(name))
        return (*against_names, *one.against, *self._refused_here(one))

    def usable(self) -> tuple[Assessed, ...]:
        """All that cover the domain and have nothing against them, as far as is known."""
        covering = self.certificates.covering(self.domain)
        return tuple(one for one in covering if not self.against(one))

    def with_what_it_costs(self, why: str) -> str:
        """Why it is bound; and, where HTTPS is turned on by it, that the product begins to bill
        each request (cas-cdn-api, section 3.1).
        """
        if not self.bound.bills_https or self.standing.health is not Health.EMPTY:
            return why
        return f"{why}; static HTTPS requests are billed from then on"

    def _refused_here(self, one: Assessed) -> tuple[Finding, ...]:
        return tuple(
            Finding(Reason.REFUSED_HERE, f"it was found at fault here ({refused.fault})")
            for refused in self.state.refused_here
            if refused.certificate == one.certificate.id
        )

    def best(self, among: tuple[Assessed, ...]) -> Assessed | None:
        """The best of them, and exactly so: a list's word never decides, it only asks. What failed
        at another domain of the product is taken where nothing else is there.
        """
        situation = self.situation
        failed: Assessed | None = None
        for one in by_preference(among, self.domain, situation.now, situation.policy):
            if not one.is_exact:
                self.exactly(one.certificate.id)
            if not self._has_failed(one):
                return one
            failed = failed or one
        return failed

    def rollout(self, one: Assessed) -> Rollout | None:
        """How it does at this product; None where its chain was read before binding."""
        if one.is_judged:
            return None
        found = self.situation.need_rollout(one.certificate.id)
        if isinstance(found, Unread):
            raise UnreadableError(found)
        return found.value

    def _has_failed(self, one: Assessed) -> bool:
        rollout = self.rollout(one)
        return rollout is not None and rollout.stage is RolloutStage.FAILED

    def exact_standing(self) -> Standing:
        """What stands, with its exact end: the record of a change keeps what it takes off."""
        if self.standing.one is not None and not self.standing.one.is_exact:
            self.exactly(self.standing.one.certificate.id)
        return self.standing

    def exactly(self, certificate: CertificateId) -> Assessed | None:
        """CAS's own word on one; None where it has none of this id.

        NeedsError where nobody has asked, UnreadableError where asking was in vain.
        """
        asked = self.certificates.exact(certificate)
        if isinstance(asked, Known):
            return asked.value
        if isinstance(asked, Unread):
            raise UnreadableError(asked)
        raise NeedsError(Ask(Part.CERTIFICATE, certificate))


def judge_standing(situation: Situation, state: DomainState, binding: Binding) -> Standing:
    """What this binding means for visitors of the domain; NeedsError where CAS must be asked.

    A list hides expired certificates, so one that is bound and not listed is asked for.
    """
    if binding.is_empty:
        return Standing(binding, Health.EMPTY)
    certificates = situation.need_certificates()
    id_ = certificates.identify(binding)
    one = None if id_ is None else _known(certificates, id_)
    if one is None:
        is_lost = binding.source is BindingSource.CAS and id_ is not None
        end = _remembered_end(state, binding)
        is_revoked = is_lost and is_known_as_revoked(state, id_)
        health = Health.DEAD if is_revoked else _health_unknown(situation, state, end)
        if end is None and is_lost:
            end = _served_end(situation)
        return Standing(binding, health, None, end, is_lost, is_revoked)
    works = one.works and not one.against_name(situation.domain)
    return Standing(binding, Health.WORKS if works else Health.DEAD, one, one.end)


def _known(certificates: Certificates, certificate: CertificateId) -> Assessed | None:
    known = certificates.best_known(certificate)
    if known is not None:
        return known
    asked = certificates.exact(certificate)
    if isinstance(asked, Unread):
        raise UnreadableError(asked)
    if isinstance(asked, Known):
        return None
    raise NeedsError(Ask(Part.CERTIFICATE, certificate))


def _health_unknown(situation: Situation, state: DomainState, end: datetime | None) -> Health:
    """What CAS lacks is dead when it is known to have ended, or was seen dead in two looks."""
    if end is not None and situation.now > end:
        return Health.DEAD
    return Health.DEAD if _is_seen_dead(situation, state) else Health.UNKNOWN


def _is_seen_dead(situation: Situation, state: DomainState) -> bool:
    """What was seen a while ago may have been mended since, under the same id (CDN renews its own
    certificates), so that only a new look counts. A person's wish takes the record's word.
    """
    seen = state.seen
    if seen is None or seen.verdict is not SeenAs.DEAD:
        return False
    is_old = situation.wish is None and seen.ago >= situation.times.verify_within
    served = situation.need_served() if is_old else situation.served
    result = read_look(served.value).result if isinstance(served, Known) else LookResult.NOT_SEEN
    if result is LookResult.NOT_SEEN:  # that nobody could look is no news of the site
        return not is_old
    return result is LookResult.DEAD


def _served_end(situation: Situation) -> datetime | None:
    """Of what CAS lost and the record never knew visitors may be seen to get the leaf: the latest
    end of those that were seen for this domain.
    """
    if not isinstance(situation.served, Known) or situation.served.value.elsewhere is not None:
        return None
    seen = (one.served for one in situation.served.value.verdict.addresses)
    return max((leaf.not_after for leaf in seen if leaf is not None), default=None)


def _remembered_end(state: DomainState, binding: Binding) -> datetime | None:
    known = state.standing
    return known.not_after if known and known.binding.same_as(binding) else None
