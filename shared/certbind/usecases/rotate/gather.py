"""Everything that a decision needs, read; nothing is decided here.

What could not be read is in the situation as not read. What a check turns out to need is read when
it asks for it, so that a quiet domain costs little.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from certbind.domain.decide import decide as deciding
from certbind.domain.decide.decision import Decision
from certbind.domain.decide.sight import SIGHT, unread
from certbind.domain.lifecycle.absorb import as_recorded, believed
from certbind.domain.lifecycle.state import DomainState, KnownBinding
from certbind.domain.model.certificate import Certificate, CertificateStatus, LeafIdentity
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.target import Binding, BoundTarget, Target
from certbind.domain.situation.assessed import Assessed
from certbind.domain.situation.certificates import Certificates, Listed
from certbind.domain.situation.direction import points_elsewhere
from certbind.domain.situation.reading import UNASKED, Ask, Known, Part, Read, Unread
from certbind.domain.situation.several_names import worst_of
from certbind.domain.situation.situation import Memory, Place, Served, Situation, Wish
from certbind.domain.trust.known_chains import KnownChains
from certbind.domain.trust.observation import Endpoint, Observation
from certbind.domain.trust.verdict import Expectation, judge
from certbind.errors import CertbindError, CloudError, NotFoundError
from certbind.ports.visitors import TlsProbe
from certbind.usecases.rotate.certificate_reads import CertificateReads
from certbind.usecases.rotate.directions import Directions
from certbind.usecases.rotate.domain_journal import DomainJournal, Position
from certbind.usecases.rotate.reads.jobs import JobsRead
from certbind.usecases.rotate.reads.memories import Memories, read_memories
from certbind.usecases.rotate.rollouts import Rollouts
from certbind.usecases.rotate.world import Rules, Sources
from certbind.values import replace

_MOST_ASKS = 24


class Gather:
    """For one event, step, sweep or plan: lists are given to it once, single reads remembered."""

    def __init__(
        self,
        sources: Sources,
        rules: Rules,
        certificates: Read[Certificates],
        *,
        is_snapshot: bool = False,
    ) -> None:
        """is_snapshot: the list is as `watch` saw it, and not of this moment: of what may be bound
        the status is read fresh then.
        """
        self._is_snapshot = is_snapshot
        self._sources = sources
        self._rules = rules
        self._certificates = certificates
        self._known_chains = KnownChains()
        self._reads = CertificateReads(sources.inventory, sources.clock, rules, sources.crls)
        self.journal = DomainJournal(sources.journal, sources.clock, rules.times)
        self.directions = Directions(sources.records)
        self.rollouts = Rollouts(sources.journal, sources.clock, sources.rollouts)
        self._jobs_unread: Unread | None = None
        self.memories: Memories | None = None
        self._asks: Callable[[Binding], bool] | None = None

    def recall(
        self, domains: Collection[Domain], *, asks: Callable[[Binding], bool] | None = None
    ) -> None:
        """What the ledger knows of many, read together. asks: where what a list tells inexactly
        is believed to be what the ledger or the last sweep knows of it, if they agree as far as
        the list tells: which of these are asked for all the same. None: all of them.
        """
        self._asks = asks
        sources, times = self._sources, self._rules.times
        self.memories = read_memories(sources.journal, sources.clock, times, sources.kept, domains)

    def looks_by(self, probe: TlsProbe | None) -> None:
        """In place of the sources' own."""
        self._sources = replace(self._sources, probe=probe)

    def read_or_raise(self, certificate: CertificateId) -> Assessed:
        """CAS's exact word; NotFoundError where it has none, CloudError where it does not say."""
        return self._reads.read_or_raise(certificate)

    def remember(self, target: Target) -> Read[Memory]:
        """What the ledger knows of the target's domain."""
        if self.memories is not None:
            return self.memories.of(target.domain)
        try:
            return memory_of(self.journal.read(target.domain))
        except (CloudError, CertbindError) as error:
            return as_unread(error)

    def situation(
        self,
        target: Target,
        place: Read[Place],
        memory: Read[Memory],
        wish: Wish | None = None,
    ) -> Situation:
        """One target; what is attached to it exactly, where it is there."""
        bound = None
        if isinstance(place, Known):
            found = _as_recorded(place.value, target, memory)
            bound = found.at(target)
            shown = self.directions.shown(target.domain, found.targets)
            place = Known(replace(found, shown=shown))
        return Situation(
            target if bound is None else bound.target,
            self._sources.clock.now(),
            self._rules.policy,
            self._rules.times,
            place,
            memory,
            UNASKED if bound is None else self._standing(bound, memory),
            self._certificates,
            UNASKED,
            wish,
        )

    def _standing(self, bound: BoundTarget, memory: Read[Memory]) -> Read[Binding]:
        """What is attached; a list may have told only that something is."""
        if bound.binding_is_exact:
            return Known(bound.binding)
        known = self._believed(bound, memory)
        if known is not None:
            return Known(known)
        try:
            binding = self._sources.targets.read(bound.target).binding
        except CloudError as error:
            return as_unread(error)
        if self.memories is not None:
            self.memories.saw(bound.target, binding)
        return Known(binding)

    def _believed(self, bound: BoundTarget, memory: Read[Memory]) -> Binding | None:
        if self._asks is None:
            return None
        listed = bound.binding
        standing = memory.value.state.standing if isinstance(memory, Known) else None
        left = self.memories.binding(bound.target) if self.memories is not None else None
        for known in (standing.binding if standing is not None else None, left):
            if known is None or not listed.name or self._asks(known):
                continue
            if (known.source, known.name) == (listed.source, listed.name):
                return known
        return None

    def place_of(self, target: Target, *, is_alone: bool) -> Read[Place]:
        """The target as it stands now, and what may stand in front of it.

        is_alone: somebody has just read that nothing does.
        """
        try:
            bound = self._sources.targets.read(target)
        except NotFoundError:
            return Known(Place(()))
        except CloudError as error:
            return as_unread(error)
        if is_alone:
            return Known(Place((bound,)))
        others = self._sources.targets.in_front(target)
        return Known(Place((bound, *others.targets), others.failures))

    def look(self, bound: BoundTarget, state: DomainState, binding: Binding) -> Read[Served]:
        """One look at every address of every name, judged by what is bound; the worst is told."""
        names = (bound.target.domain, *bound.names)
        return Known(worst_of([self._look(name, bound, state, binding) for name in names]))

    def _look(
        self, domain: Domain, bound: BoundTarget, state: DomainState, binding: Binding
    ) -> Served:
        if self._sources.probe is None:
            raise TypeError("nothing here may look at visitors")
        observation = _seen_at(self._sources.probe, domain, bound)
        before = state.replaced if state.look is not None else None
        expected = Expectation(domain, self._leaf(state, binding), _leaf(before))
        now = self._sources.clock.now()
        verdict = judge(observation, expected, self._rules.anchors, now, self._known_chains)
        names = observation.cname_chain
        return Served(verdict, points_elsewhere(bound, names), names)

    def decide(self, situation: Situation) -> Decision:
        """Decide, and read what the next check needs until nothing is asked for any more."""
        return self.decided(situation)[1]

    def decided(
        self, situation: Situation, how: Callable[[Situation], Decision | Ask] = deciding.decide
    ) -> tuple[Situation, Decision]:
        """The same, with the situation as it was read in the end."""
        for _ in range(_MOST_ASKS):
            answer = how(situation)
            if isinstance(answer, Decision):
                return situation, answer
            situation = self.answered(situation, answer)
        too_many = f"after {_MOST_ASKS} questions it is still not decided"
        return situation, unread(situation, Unread("unread", too_many))

    def asked(self) -> Certificates | None:
        """The certificates with CAS's exact word on all that were asked for so far; None where
        its list was not read.
        """
        if not isinstance(self._certificates, Known):
            return None
        return replace(self._certificates.value, exactly=self._reads.answers())

    def answered(self, situation: Situation, ask: Ask) -> Situation:
        """The situation with what was asked for."""
        if ask.part is Part.SERVED:
            return replace(situation, served=self._look_at(situation))
        if ask.part is Part.JOBS:
            return replace(situation, jobs=self.jobs())
        if ask.key is None:
            raise TypeError("a certificate is asked for by its id")
        if ask.part is Part.ROLLOUT:
            found = self.rollouts.read(ask.key, situation.target.kind)
            return replace(situation, rollouts={**situation.rollouts, ask.key: found})
        is_listed = self._is_listed(situation, ask.key)
        return self.knowing(situation, ask.key, is_listed=is_listed)

    def jobs(self) -> JobsRead:
        """CAS's own deployment jobs that are under way."""
        read = self._sources.jobs.read(self._sources.deployments, self._sources.clock)
        if isinstance(read, Unread):
            self._jobs_unread = read
        return read

    def jobs_unread(self) -> Unread | None:
        """Why they could not be read, where somebody asked: nothing is held back by it."""
        return self._jobs_unread

    def knowing(
        self, situation: Situation, certificate: CertificateId, *, is_listed: bool = False
    ) -> Situation:
        """With CAS's exact word on one certificate, whether or not its list has it. is_listed: of
        its status the list's is enough.
        """
        if not isinstance(situation.certificates, Known):
            return situation
        known = situation.certificates.value
        answer = self._reads.read(certificate, is_listed=is_listed)
        return replace(situation, certificates=Known(known.knowing(certificate, answer)))

    def _is_listed(self, situation: Situation, certificate: CertificateId) -> bool:
        """Whether the list tells enough of its status: one of this moment does; a snapshot for
        what stands there, which nobody is about to bind.
        """
        known, standing = situation.certificates, situation.standing
        if not isinstance(known, Known):
            return False
        listed = known.value.listed.of(certificate)
        if listed is None or listed.certificate.status is not CertificateStatus.ISSUED:
            return False
        if not self._is_snapshot:
            return True
        if not isinstance(standing, Known):
            return False
        return known.value.identify(standing.value) == certificate

    def can_be_looked_at(self, situation: Situation) -> bool:
        """Whether the target is one that visitors meet, and nobody is looking already."""
        if any(check(situation) is not None for check in SIGHT):
            return False
        memory = situation.memory
        return isinstance(memory, Known) and memory.value.state.look is None

    @property
    def can_look(self) -> bool:
        """Whether anybody here may look at visitors."""
        return self._sources.probe is not None

    def look_now(self, situation: Situation) -> Situation:
        """With a fresh look, where something is attached that could be looked at."""
        standing, memory = situation.standing, situation.memory
        if situation.served is not UNASKED or not isinstance(standing, Known):
            return situation
        if not isinstance(memory, Known):
            return situation
        if believed(memory.value.state, situation.target, standing.value).is_empty:
            return situation
        return replace(situation, served=self._look_at(situation))

    def look_to_tell(self, situation: Situation) -> Situation:
        """With a look that is only told, so that nothing is decided by it: also where nothing is
        attached, and while the looks after a change go on.
        """
        place, parts = situation.place, (situation.memory, situation.standing)
        is_there = isinstance(place, Known) and place.value.at(situation.target) is not None
        if situation.served is not UNASKED or not is_there:
            return situation
        if not all(isinstance(one, Known) for one in parts):
            return situation
        return replace(situation, served=self._look_at(situation))

    def _look_at(self, situation: Situation) -> Read[Served]:
        place, memory, standing = situation.place, situation.memory, situation.standing
        if not (
            isinstance(place, Known) and isinstance(memory, Known) and isinstance(standing, Known)
        ):
            raise TypeError("nothing is looked at before the rest was read")
        bound = place.value.at(situation.target)
        if bound is None:
            raise TypeError("nothing is looked at that is not there")
        state = memory.value.state
        return self.look(bound, state, believed(state, bound.target, standing.value))

    def _leaf(self, state: DomainState, binding: Binding) -> LeafIdentity | None:
        """What is bound, as it is recognised on the edge; the record knows more than a target's
        own API tells.
        """
        known = state.standing
        if known is not None and known.binding.same_as(binding):
            return _leaf(known)
        if binding.certificate_id is not None:
            held = self._held(binding.certificate_id)
            if held is not None:
                return LeafIdentity.of(held.certificate)
        return _leaf(KnownBinding(binding, LeafIdentity(binding.sha256, binding.sha1)))

    def _held(self, certificate: CertificateId) -> Assessed | None:
        """From the list where it tells, for a sweep looks at every domain."""
        if isinstance(self._certificates, Known):
            listed = self._certificates.value.listed.of(certificate)
            if listed is not None and (listed.certificate.sha256 or listed.certificate.sha1):
                return listed
        asked = self._reads.read(certificate)
        return asked.value if isinstance(asked, Known) else None


def _as_recorded(place: Place, target: Target, memory: Read[Memory]) -> Place:
    """Of several certificates at the target the one that the record means stands."""
    bound = place.at(target)
    if bound is None or not bound.beside or not isinstance(memory, Known):
        return place
    one = as_recorded(bound, memory.value.state)
    return replace(place, targets=tuple(one if t is bound else t for t in place.targets))


def _seen_at(probe: TlsProbe, domain: Domain, bound: BoundTarget) -> Observation:
    """As the name's own visitors come; where DNS leads it by other names, or not at all, at the
    target's entrance, asked for the name by SNI: who comes by addresses comes there too.
    """
    if bound.port is None:
        seen = probe.observe(domain)
    else:
        ((_, seen),) = probe.observe_all([Endpoint(domain, bound.port)])
    if bound.entrance and bound.entrance not in seen.cname_chain:
        ((_, seen),) = probe.observe_all([Endpoint(domain, bound.port, bound.entrance)])
    return seen


def list_certificates(sources: Sources, rules: Rules) -> Read[Certificates]:
    """CAS's list, all pages of all sites that are read."""
    try:
        return Known(read_certificates(sources, rules))
    except CloudError as error:
        return as_unread(error)


def read_certificates(sources: Sources, rules: Rules) -> Certificates:
    """As `list_certificates`; CloudError where it could not be read."""
    return certificates_of(sources.inventory.list_certificates(), sources, rules)


def certificates_of(listed: Iterable[Certificate], sources: Sources, rules: Rules) -> Certificates:
    """A list as `decide` takes it."""
    now = sources.clock.now()
    index = Listed(listed, now, anchors=rules.anchors, policy=rules.policy)
    return Certificates(index, {}, rules.sites)


def memory_of(position: Position) -> Known[Memory]:
    """What was read of the ledger."""
    is_broken = position.broken is not None
    return Known(Memory(position.state, position.sequence, position.skew, is_broken))


def as_unread(error: CertbindError) -> Unread:
    """An error as a part of a situation: its code, and its sentence with what to do."""
    return Unread(error.code, str(error), error.retryable)


def _leaf(known: KnownBinding | None) -> LeafIdentity | None:
    """None where nothing stood: the edges' default certificate is no other hand's."""
    if known is None or known.leaf is None:
        return None
    return known.leaf if known.leaf.sha256 or known.leaf.sha1 else None
