"""Reconcile what stands, what the ledger knows and what is served; the timer that trusts nobody.

Finds what no event told: a missed renewal, a rotation that got stuck, a binding changed by another
hand (told, not fought), an edge that serves something else, what will expire. The work itself
goes out by message, one domain each; nothing is written here but the report.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Protocol

from certbind.domain.decide.decide import decide_beside_a_look
from certbind.domain.decide.decision import Decision, LookNow
from certbind.domain.lifecycle.journal import Entry, EntryKind, Record, seal
from certbind.domain.model.target import BoundTarget, Target, TargetScan
from certbind.domain.situation.certificates import Certificates
from certbind.domain.situation.named import absent_names
from certbind.domain.situation.reading import Known, Read, Unread
from certbind.domain.situation.routing import in_order
from certbind.domain.situation.situation import Situation
from certbind.errors import (
    CertbindError,
    LedgerConflictError,
    LedgerNewerError,
    LedgerUnreadableError,
)
from certbind.ports.queues import EventQueue
from certbind.usecases.account.canaries import Canaries
from certbind.usecases.account.scanned import (
    Scanned,
    in_parallel,
    pause_of,
    situation_of,
    step_for,
)
from certbind.usecases.account.sweep_domain import (
    Findings,
    examine,
    wants_a_step,
    with_more,
    with_renewal,
    with_what_waits,
    word_of,
)
from certbind.usecases.account.sweep_news import before_in, carried, news, to_state
from certbind.usecases.account.sweep_report import DomainReport, SweepFinding, SweepReport
from certbind.usecases.account.turns.scouts import Scouts
from certbind.usecases.account.turns.sweep_turn import Due, due, in_turn, mark_of, reserve
from certbind.usecases.renew.due_lines import DueLines
from certbind.usecases.rotate.gather import Gather, list_certificates
from certbind.usecases.rotate.reads.looks_ahead import looking_ahead
from certbind.usecases.rotate.reads.memories import FILE
from certbind.usecases.rotate.reads.quotas import QUOTAS, read_quotas
from certbind.usecases.rotate.reads.resources import read_radar
from certbind.usecases.rotate.world import Rules, Sources
from certbind.values import dataclass, replace

SUBJECT = "recheck/report"


def _endless() -> float:
    return math.inf


class Audience(Protocol):
    """Who is told what a sweep saw, while it goes on; nothing of the sweep depends on it."""

    def hears(self, situation: Situation, decision: Decision, findings: Findings) -> None:
        """Of one target; several at once may be told."""

    def misses(self, target: Target, word: str, told: str) -> None:
        """One that was not reached, or where the look ended with an error."""

    def ends(self, scan: TargetScan, certificates: Read[Certificates], report: SweepReport) -> str:
        """The sweep is on record. What became of it: a word for the answer."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """`recheck`: one look at everything. seconds_left: of the run; without an end where a person
    waits for it. https_port: where visitors are looked at. hardens: sets what CERTBIND_HARDEN
    wants, and tells it.
    """

    sources: Sources
    queue: EventQueue
    rules: Rules
    seconds_left: Callable[[], float] = _endless
    audience: Audience | None = None
    https_port: int = 443
    hardens: Callable[[Situation, Decision], Findings] | None = None

    def __call__(self) -> SweepReport:
        """Raises what ended the look at a domain, when the others are done and the report is
        written.
        """
        report, trouble = self.run()
        if trouble is not None:
            raise trouble
        return report

    def run(self, since: str | None = None) -> tuple[SweepReport, Exception | None]:
        """The report, and what ended the look at the first domain that had such a trouble. since:
        of what is due, where it goes on with a round.

        Lists are read once; then each domain on its own, so that one trouble stays one. Where the
        ledger takes nothing that is raised at once: no message could be carried out. When the
        time is nearly up, no further domain is looked at, and the next sweep goes on there
        (sweep_turn.py).
        """
        kept_back = reserve(self.seconds_left())
        newest = self._newest_of_a_ledger_that_writes()
        certificates = list_certificates(self.sources, self.rules)
        scan = self.sources.targets.scan()
        scanned = Scanned.of(scan)
        gather = Gather(self.sources, self.rules, certificates)
        gather.recall(scanned.targets.keys())
        canaries, scouts = Canaries(self.rules.times), Scouts()
        turns = in_turn(in_order(scan), newest, self.sources.clock.now())
        lines = DueLines(self.sources, self.rules)

        def has_time() -> bool:
            return self.seconds_left() > kept_back

        def look(one: BoundTarget) -> tuple[DomainReport, Exception | None]:
            if not has_time():
                return self._not_reached(one.target), None
            return self._tried(gather, canaries, scouts, one, scanned, lines)

        with looking_ahead(self.sources.probe, turns, self.https_port, has_time) as probe:
            gather.looks_by(probe)
            tried = in_parallel(look, turns)
        trouble_of_lines = self._bring_on(lines)
        reports = tuple(report for report, _ in tried)
        trouble = next((error for _, error in tried if error is not None), trouble_of_lines)
        trouble = self._tell_who_waited(gather, canaries) or trouble
        reports, trouble_of_scouts = scouts.let_go(self.queue, reports)
        trouble = trouble or trouble_of_scouts
        listed = certificates.value if isinstance(certificates, Known) else None
        absent = absent_names(self.rules.policy, scan, listed)
        unread = (*_unread(scan), *_out_of_time(reports))
        if isinstance(certificates, Unread):
            unread = (f"CAS: {certificates.detail}", *unread)
        jobs = gather.jobs_unread()
        if jobs is not None:
            unread = (*unread, f"CAS's deployment jobs: {jobs.detail}")
        self._leave(gather)
        report = self._beside(SweepReport(reports, unread, absent), certificates, scan)
        report = self._on_record(report, since)
        report = replace(report, domains=tuple(sorted(report.domains, key=_place)))
        if self.audience is not None:
            kept = self.audience.ends(scan, certificates, report)
            report = replace(report, page=kept)
        return report, trouble

    def due(self) -> Due | None:
        """Whether a sweep is due, by the newest report; it is where none can be read."""
        try:
            newest = self.sources.journal.newest(SUBJECT)
        except (LedgerNewerError, LedgerUnreadableError):
            return Due()
        return due(newest, self.sources.clock.now())

    def _beside(
        self, report: SweepReport, certificates: Read[Certificates], scan: TargetScan
    ) -> SweepReport:
        """With what is no domain's: other products, and quotas."""
        now, products = self.sources.clock.now(), self.sources.products
        seen = read_radar(self.sources.resources, products, certificates, scan.targets, now)
        quotas = read_quotas(self.sources.quotas, scan, now)
        unread = report.unread
        if isinstance(seen, Unread):
            unread = (*unread, f"where else certificates stand: {seen.detail}")
        if isinstance(quotas, Unread):
            unread = (*unread, f"{QUOTAS}: {quotas.detail}")
        return replace(
            report,
            unread=unread,
            radar=seen.value if isinstance(seen, Known) else None,
            quotas=quotas.value if isinstance(quotas, Known) else (),
        )

    def _leave(self, gather: Gather) -> None:
        """What was read, for whoever asks next; where it cannot be kept that costs him calls."""
        if self.sources.kept is None or gather.memories is None:
            return
        with suppress(CertbindError):
            self.sources.kept.keep(FILE, "application/octet-stream", gather.memories.to_json())

    def _newest_of_a_ledger_that_writes(self) -> Entry | None:
        """The same, created once more, which changes nothing; where none can be read, an empty one
        is. No message is sent where the ledger takes nothing: it could not be carried out.
        """
        try:
            newest = self.sources.journal.newest(SUBJECT)
        except (LedgerNewerError, LedgerUnreadableError):
            return None
        proof = newest
        if not isinstance(proof, Entry):
            record = _record_of(SweepReport(()), to_state({}), "A sweep begins.")
            proof = seal(SUBJECT, newest, self.sources.clock.now(), record)
        with suppress(LedgerConflictError):  # another sweep just wrote there
            self.sources.journal.append(proof)
        return newest if isinstance(newest, Entry) else None

    def _tried(
        self,
        gather: Gather,
        canaries: Canaries,
        scouts: Scouts,
        bound: BoundTarget,
        scanned: Scanned,
        lines: DueLines,
    ) -> tuple[DomainReport, Exception | None]:
        """A report in any case, and what ended the look at this domain."""
        try:
            return self._examine(gather, canaries, scouts, bound, scanned, lines), None
        except Exception as error:  # noqa: BLE001 - a fault of ours in one domain stays in it
            known = isinstance(error, CertbindError)
            word = error.code if isinstance(error, CertbindError) else CertbindError.code
            told = str(error) if known else f"a fault in certbind: {type(error).__name__}"
            findings = ((SweepFinding.UNREAD, told),)
            target = bound.target
            if self.audience is not None:
                self.audience.misses(target, word, told)
            return DomainReport(str(target), target.domain, findings, (), word), error

    def _bring_on(self, lines: DueLines) -> Exception | None:
        """One message to each line that a person lets be renewed."""
        try:
            for hint in lines.hints():
                self.queue.send(hint)
        except CertbindError as error:
            return error
        return None

    def _on_record(self, report: SweepReport, since: str | None) -> SweepReport:
        """The sweep is done: what it found must not be lost with the place for its report."""
        try:
            return self._record(report, since)
        except (LedgerNewerError, LedgerUnreadableError) as error:
            # Nothing that may be compared with it: all of it is news.
            report = replace(report, unread=(*report.unread, str(error)))
            return replace(report, new=news(report, {}))

    def _tell_who_waited(self, gather: Gather, canaries: Canaries) -> CertbindError | None:
        """A sweep that sees a domain served well with a certificate proves it to those that wait.
        An error is no end of the sweep: they wait on, or come back by themselves.
        """
        try:
            for situation, decision in canaries.prove(gather.rollouts):
                self.queue.send(step_for(situation, decision, "recheck"))
        except CertbindError as error:
            return error
        return None

    def _examine(
        self,
        gather: Gather,
        canaries: Canaries,
        scouts: Scouts,
        bound: BoundTarget,
        scanned: Scanned,
        lines: DueLines,
    ) -> DomainReport:
        """A look at visitors, the decision, and a message where something is to be done."""
        situation = situation_of(gather, bound, scanned)
        if gather.can_be_looked_at(situation):
            situation = gather.look_now(situation)
        decision = canaries.in_turn(gather.decide(situation))
        canaries.saw(situation, decision)
        scouts.saw(situation, decision)
        queued: tuple[str, ...] = ()
        if wants_a_step(situation, decision):
            is_look = isinstance(decision.act, LookNow)
            message = step_for(situation, decision, "recheck", look=is_look)
            if not scouts.hold(situation, decision, message):
                self.queue.send(message, pause_of(decision))
                queued = (message.id,)
        findings = examine(situation, decision, is_queued=bool(queued))
        if isinstance(decision.act, LookNow):
            _, other = gather.decided(situation, decide_beside_a_look)
            findings = with_what_waits(findings, situation, other)
        findings = with_renewal(findings, lines.of(decision))
        if self.hardens is not None:
            findings = with_more(findings, self.hardens(situation, decision))
        if self.audience is not None:
            self.audience.hears(situation, decision, findings)
        target, word = bound.target, word_of(situation, decision)
        return DomainReport(str(target), target.domain, findings, queued, word)

    def _not_reached(self, target: Target) -> DomainReport:
        word, told = SweepFinding.NOT_REACHED, "nobody looked: the sweep's time was up"
        if self.audience is not None:
            self.audience.misses(target, word.value, told)
        return DomainReport(str(target), target.domain, ((word, told),), word=word.value)

    def _record(self, report: SweepReport, since: str | None) -> SweepReport:
        """The report with what is new in it, as it was written."""
        newest = self.sources.journal.newest(SUBJECT)
        before = before_in(newest)
        report = replace(report, new=news(report, before))
        told = f"{len(report.domains)} domains: {report.counts}."
        state = {**to_state(carried(report, before)), **mark_of(report.domains, since)}
        record = _record_of(report, state, told)
        with suppress(LedgerConflictError):  # two sweeps overlapped; the other report stands
            self.sources.journal.append(seal(SUBJECT, newest, self.sources.clock.now(), record))
        return report


def _record_of(report: SweepReport, state: Mapping[str, Any], told: str) -> Record:
    details = report.to_json()
    return Record(EntryKind.SNAPSHOT, "recheck", message=told, details=details, state=state)


def _out_of_time(reports: tuple[DomainReport, ...]) -> tuple[str, ...]:
    """A part that was not seen, as loud as a list that could not be read."""
    missed = sum(not one.is_reached for one in reports)
    told = f"{missed} of {len(reports)} domains were not reached in the time of one sweep"
    return (f"recheck: {told}; the next one begins with them",) if missed else ()


def _place(report: DomainReport) -> tuple[str, str]:
    return report.domain, report.target


def _unread(scan: TargetScan) -> tuple[str, ...]:
    return tuple(f"{f.where}: {f.message}" for f in scan.failures)
