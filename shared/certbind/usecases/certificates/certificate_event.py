"""A certificate event: which domains it touches, and one message for each that is to change.

The event decides nothing. Each domain is decided as whoever else asked would find it, and the
message carries the order to look again, not the decision.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from certbind.domain.decide.decision import Decision, Tone
from certbind.domain.decide.words import already_bound
from certbind.domain.lifecycle.looks import revoked_off_record
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import BoundTarget, ScanFailure, TargetScan
from certbind.domain.situation.assessed import Assessed
from certbind.domain.situation.certificates import Certificates
from certbind.domain.situation.reading import Known
from certbind.domain.situation.routing import in_order
from certbind.domain.situation.situation import Situation
from certbind.errors import CloudError, NotFoundError
from certbind.events import CertificateEvent, EventType, Step, going_on, line_step
from certbind.ports.queues import EventQueue
from certbind.usecases.account.canaries import Canaries, is_told, waiting
from certbind.usecases.account.rows import rows
from certbind.usecases.account.scanned import (
    Scanned,
    in_parallel,
    is_awaited,
    pause_of,
    situation_of,
    step_for,
)
from certbind.usecases.certificates.event_record import EventRecord, certificate_subject
from certbind.usecases.certificates.expiring import tell_ending
from certbind.usecases.certificates.touched import Touched
from certbind.usecases.renew.wanted import wants_a_renewal
from certbind.usecases.rotate.gather import Gather, read_certificates
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.world import Rules, Sources
from certbind.values import dataclass, field, replace

A_MESSAGE = 1000
"""Targets that one message sees to; what is behind them is sent on as its rest."""
_NO_NEED_OF_A_WORD = (Reason.BETTER_BOUND, Reason.PINNED_ELSEWHERE)


@dataclass(slots=True)
class Found:
    """What becomes of the domains that an event touches. rest: the last of them, where others
    behind it are left to the next message.
    """

    rest: Domain | None = None
    unread: tuple[ScanFailure, ...] = ()
    to_bind: list[Decision] = field(default_factory=list)
    steps: list[tuple[Step, timedelta]] = field(default_factory=list)
    is_ending: bool = False
    kept: list[Decision] = field(default_factory=list)
    refused: list[tuple[Decision, tuple[tuple[str, str], ...]]] = field(default_factory=list)

    def wants_a_renewal(self, now: datetime) -> bool:
        """Whether what nears its end stands where nothing better is at hand."""
        return self.is_ending and any(wants_a_renewal(one, now) for one in self.kept)


@dataclass(frozen=True, slots=True)
class _Read:
    """The account as this event found it."""

    gather: Gather
    certificates: Certificates
    scan: TargetScan


@dataclass(frozen=True, slots=True)
class HandleCertificateEvent:
    """Handles `issued`, `renewed`, `expiry_approaching` and `revoked`."""

    sources: Sources
    queue: EventQueue
    rules: Rules

    def __call__(self, event: CertificateEvent) -> Outcome:
        """The event to its recorded outcome; safe to repeat. What is wanted is wanted however
        often an event came: one that was handled is only told as such when nothing is left to do.
        So it is on record before its messages go out: where the ledger takes nothing, none does.
        """
        subject = certificate_subject(event.certificate)
        record = EventRecord(event, self.sources.journal.newest(subject))
        try:
            read = self._read()
            about = read.gather.read_or_raise(event.certificate)
        except NotFoundError as error:
            return self._unknown_certificate(record, error)
        if event.type in (EventType.EXPIRY_APPROACHING, EventType.REVOKED):
            found = self._where_it_stands(event, read)
            outcome = tell_ending(
                about.certificate, found.to_bind, found.kept, found.unread, event
            )
        else:
            found = self._whom_it_could_serve(event, read)
            outcome = _tell_new(event, about.certificate.names, found)
        if record.is_handled and not found.steps and found.rest is None:
            return record.duplicate()
        self._append(record, outcome, is_over=not found.unread)
        self.queue.send_all(found.steps)
        if found.rest is not None:  # last: of a message that comes again nothing behind it does
            self.queue.send(going_on(event, found.rest))
        if self.rules.policy.renews and found.wants_a_renewal(self.sources.clock.now()):
            self.queue.send(line_step(event.certificate, event.id))
        return outcome

    def _read(self) -> _Read:
        listed = read_certificates(self.sources, self.rules)
        gather = Gather(self.sources, self.rules, Known(listed))
        return _Read(gather, listed, self.sources.targets.scan())

    def _whom_it_could_serve(self, event: CertificateEvent, read: _Read) -> Found:
        new = read.gather.read_or_raise(event.certificate)
        replaces = event.replaces and read.certificates.best_known(event.replaces)
        touched = Touched(new, replaces or None)
        found = Found(unread=read.scan.failures)
        every = (one for one in in_order(read.scan) if _is_meant(touched, one, read.certificates))
        meant, found.rest = _part(event, every)
        asked = []
        for one in in_parallel(lambda bound: self._exactly(bound, new), meant):
            if self._has_it(one, new, read):
                found.kept.append(_already(one, new))
            else:
                asked.append(one)
        for situation, decision in self._decide(asked, read, event.certificate):
            self._sort(found, touched, situation, decision, event)
        return found

    def _has_it(self, bound: BoundTarget, new: Assessed, read: _Read) -> bool:
        """Whether the new one surely stands there, and serves, and no pin names another: then the
        event has nothing to say. What else the domain may want is the sweep's to find.
        """
        domain, id_ = bound.target.domain, new.certificate.id
        if not bound.binding_is_exact or not new.works or new.against_name(domain):
            return False
        if self.rules.policy.pinned(domain) not in (None, id_):
            return False
        return read.certificates.identify(bound.binding) == id_

    def _exactly(self, bound: BoundTarget, new: Assessed) -> BoundTarget:
        """With what is attached, where a list shows the new one's name there; as it is, where that
        is not told.
        """
        if bound.binding_is_exact or bound.binding.name != new.certificate.name:
            return bound
        with suppress(CloudError):
            binding = self.sources.targets.read(bound.target).binding
            return replace(bound, binding=binding, binding_is_exact=True)
        return bound

    def _where_it_stands(self, event: CertificateEvent, read: _Read) -> Found:
        found = Found(unread=read.scan.failures)
        found.is_ending = event.type is EventType.EXPIRY_APPROACHING
        every = (one for one in in_order(read.scan) if _may_stand(one, event, read))
        may_stand, found.rest = _part(event, every)
        for situation, decision in self._decide(may_stand, read, event.certificate):
            if decision.unread is not None:
                found.unread += (_failure(decision),)
            elif decision.stands is not None and decision.stands.id == event.certificate:
                if decision.bind is not None or waiting(decision) is not None:
                    self._queue(found, situation, decision, event)
                else:
                    found.kept.append(decision)
                    self._remember(found, situation, decision, event)
        return found

    @staticmethod
    def _remember(
        found: Found, situation: Situation, decision: Decision, event: CertificateEvent
    ) -> None:
        """A revocation that nothing can be done about is put on record where it stands."""
        memory = situation.memory
        if isinstance(memory, Known) and revoked_off_record(memory.value.state, decision.stands):
            found.steps.append((step_for(situation, decision, event.id), timedelta()))

    def _decide(
        self, targets: Iterable[BoundTarget], read: _Read, certificate: CertificateId
    ) -> tuple[tuple[Situation, Decision], ...]:
        """Where a list shows another certificate by name, that is enough: the step reads it."""
        exactly = {one.target: one for one in targets}
        known = tuple(exactly.get(one.target, one) for one in read.scan.targets)
        scanned = Scanned.of(replace(read.scan, targets=known))
        domains = {one.domain for one in exactly}
        read.gather.recall(domains, asks=lambda known: known.certificate_id == certificate)

        def decide(bound: BoundTarget) -> tuple[Situation, Decision]:
            situation = situation_of(read.gather, bound, scanned)
            situation = read.gather.knowing(situation, certificate)
            return situation, read.gather.decide(situation)

        return Canaries(self.rules.times).all_in_turn(in_parallel(decide, exactly.values()))

    def _sort(
        self,
        found: Found,
        touched: Touched,
        situation: Situation,
        decision: Decision,
        event: CertificateEvent,
    ) -> None:
        """Whatever holds a domain back is told with the domain's own word; a new certificate that
        is refused, with every reason.
        """
        if decision.unread is not None:
            found.unread += (_failure(decision),)
            return
        if decision.bind is not None or waiting(decision) is not None:
            self._queue(found, situation, decision, event)
            return
        against = touched.against(decision)
        if touched.is_near(decision.target.domain) and not decision.is_refusal:
            return
        if decision.tone in (Tone.LEFT, Tone.WAITS):
            found.kept.append(decision)
            self._await(found, situation, decision, event)
        elif against and against[0].reason not in _NO_NEED_OF_A_WORD:
            reasons = tuple((one.reason.value, one.told) for one in against)
            found.refused.append((decision, reasons))
        elif decision.is_refusal:
            found.refused.append((decision, decision.reasons))
        else:
            found.kept.append(decision)

    def _queue(
        self, found: Found, situation: Situation, decision: Decision, event: CertificateEvent
    ) -> None:
        """Who waits for another domain of the product, and was told so, comes by itself."""
        found.to_bind.append(decision)
        if decision.bind is not None or not is_told(situation):
            found.steps.append((step_for(situation, decision, event.id), pause_of(decision)))

    @staticmethod
    def _await(
        found: Found, situation: Situation, decision: Decision, event: CertificateEvent
    ) -> None:
        """The wait for a deployment job of CAS begins with its record: what nobody waited for is
        another hand's, and without its message only a sweep would bring the domain back.
        """
        if decision.awaits is not None and not is_awaited(situation, decision.awaits):
            found.steps.append((step_for(situation, decision, event.id), timedelta()))

    def _unknown_certificate(self, record: EventRecord, error: NotFoundError) -> Outcome:
        """CAS may show it a moment later, and the event come again: it is not over."""
        event = record.event
        refused = Outcome(Result.REFUSED, str(event.certificate), str(error), error.code, event.id)
        self._append(record, refused, is_over=False)
        return refused

    def _append(self, record: EventRecord, outcome: Outcome, *, is_over: bool) -> None:
        record.append(self.sources.journal, self.sources.clock, outcome, is_over=is_over)


def _is_meant(touched: Touched, bound: BoundTarget, certificates: Certificates) -> bool:
    id_ = certificates.identify(bound.binding)
    stands = None if id_ is None else certificates.best_known(id_)
    domain = bound.target.domain
    return (
        touched.covers(domain)
        or touched.is_near(domain)
        or touched.is_left_behind(bound, None if stands is None else stands.certificate)
    )


def _part(
    event: CertificateEvent, targets: Iterable[BoundTarget]
) -> tuple[list[BoundTarget], Domain | None]:
    """Those that this message sees to, all targets of a domain together; and the last of them,
    where more are left. A message ends in its time so, whatever the account holds.
    """
    found: list[BoundTarget] = []
    for one in targets:
        domain = one.target.domain
        if domain <= event.beyond:
            continue
        if len(found) >= A_MESSAGE and domain != found[-1].target.domain:
            return found, found[-1].target.domain
        found.append(one)
    return found, None


def _already(bound: BoundTarget, new: Assessed) -> Decision:
    found = already_bound(new)
    return Decision(
        bound.target, None, found.reason.value, found.detail, Tone.WELL, stands=new.certificate
    )


def _may_stand(bound: BoundTarget, event: CertificateEvent, read: _Read) -> bool:
    """A list may not tell which certificate is attached: then the names leave it open."""
    if bound.binding_is_exact:
        return read.certificates.identify(bound.binding) == event.certificate
    about = read.gather.read_or_raise(event.certificate)
    return not about.against_name(bound.target.domain)


def _tell_new(event: CertificateEvent, names: tuple[str, ...], found: Found) -> Outcome:
    details = rows(tuple(found.to_bind), tuple(found.kept), tuple(found.refused), found.unread)
    counts = details["counts"]
    message = (
        f"{event.type.value} {event.certificate} ({', '.join(names[:3])}): "
        f"{counts['bind']} to bind, {counts['keep']} kept, {counts['cannot']} cannot."
    )
    if found.unread:
        message += f" {len(found.unread)} part(s) of the account could not be read."
    is_refused = not counts["bind"] and counts["cannot"] > 0
    reason = found.refused[0][1][0][0] if is_refused else ""
    result = Result.PLANNED if counts["bind"] else Result.NOTHING_TO_DO
    return Outcome(
        Result.REFUSED if is_refused else result,
        str(event.certificate),
        message,
        reason,
        event.id,
        details,
    )


def _failure(decision: Decision) -> ScanFailure:
    unread = decision.unread
    if unread is None:
        raise TypeError("it was read")
    return ScanFailure(str(decision.target), unread.code, unread.detail, unread.retryable)
