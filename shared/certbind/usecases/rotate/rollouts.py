"""How certificates whose chain could not be read do at each product: read, claimed, settled.

Read once in 30 s by an instance, however many domains ask. Creating the next entry is the claim:
of two instances one wins, and the other decides anew.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Lock

from certbind.domain.lifecycle.journal import ChainBreak, Entry, EntryKind, Record, seal
from certbind.domain.lifecycle.rollout import (
    Rollout,
    RolloutStage,
    aged,
    claimed,
    failed,
    proven,
    rollout_from_json,
    rollout_to_json,
    subject_of_rollout,
)
from certbind.domain.lifecycle.state_json import NewerStateError
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.situation.reading import Known, Unread
from certbind.errors import CertbindError, LedgerConflictError, LedgerNewerError
from certbind.ports.clock import Clock
from certbind.ports.ledger import Head, Journal
from certbind.usecases.rotate.domain_journal import RACES_PER_RUN, age_of
from certbind.values import dataclass

_KEPT_FOR = timedelta(seconds=30)
_KINDS = {
    RolloutStage.TRYING: EntryKind.INTENT,
    RolloutStage.PROVEN: EntryKind.VERIFIED,
    RolloutStage.FAILED: EntryKind.NOT_VERIFIED,
}
_NO_STATE = (AttributeError, KeyError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Kept:
    """newest: what the next entry is sealed after. rollout: as it was `at` that moment."""

    newest: Entry | ChainBreak | None
    rollout: Rollout
    at: datetime


class RolloutsKept:
    """By subject. It lives as long as the instance, and one that is forgotten is read again."""

    def __init__(self) -> None:
        self._kept: dict[str, Kept] = {}
        self._lock = Lock()

    def of(self, subject: str) -> Kept | None:
        """What was read last; its age is for the reader to judge."""
        with self._lock:
            return self._kept.get(subject)

    def keep(self, subject: str, kept: Kept) -> None:
        """In place of what was kept of it."""
        with self._lock:
            self._kept[subject] = kept

    def forget(self, subject: str) -> None:
        """It may be another by now."""
        with self._lock:
            self._kept.pop(subject, None)


class Rollouts:
    """The journals `rollout/<product>-<certificate>`."""

    def __init__(self, journal: Journal, clock: Clock, kept: RolloutsKept) -> None:
        """kept: what this instance read lately."""
        self._journal = journal
        self._clock = clock
        self._kept = kept

    def read(self, certificate: CertificateId, product: ProductName) -> Known[Rollout] | Unread:
        """As of at most 30 s ago, aged to now."""
        try:
            return Known(self._read(subject_of_rollout(certificate, product)).rollout)
        except CertbindError as error:
            return Unread(error.code, str(error), error.retryable)

    def claim(self, certificate: CertificateId, product: ProductName, domain: Domain) -> None:
        """The domain is the first that gets it. LedgerConflictError where another was faster, or
        it is settled meanwhile: decide anew.
        """
        subject = subject_of_rollout(certificate, product)
        kept = self._read(subject)
        if kept.rollout.is_claimed_by(domain):
            return
        new = None
        if not kept.rollout.is_tried_elsewhere(domain):
            new = claimed(kept.rollout, domain)
        if new is None:
            self._kept.forget(subject)
            raise LedgerConflictError("Another domain tries it, or it ended.", subject=subject)
        told = f"{certificate}, whose chain could not be read before, goes to {domain} first."
        self._append(subject, kept, new, told)

    def prove(self, certificate: CertificateId, product: ProductName, domain: Domain) -> None:
        """Visitors of the domain get it: the others may have it too."""
        told = f"Visitors of {domain} are seen to get {certificate}."
        self._settle(certificate, product, told, lambda rollout: proven(rollout, domain))

    def fail(
        self, certificate: CertificateId, product: ProductName, domain: Domain, fault: str
    ) -> None:
        """It is at fault there: it is bound nowhere else by itself."""
        told = f"{certificate} is found at fault at {domain} ({fault})."
        self._settle(certificate, product, told, lambda rollout: failed(rollout, domain, fault))

    def _settle(
        self,
        certificate: CertificateId,
        product: ProductName,
        told: str,
        step: Callable[[Rollout], Rollout | None],
    ) -> None:
        """Whoever else wrote meanwhile: what was seen was seen. A message may come twice."""
        subject = subject_of_rollout(certificate, product)
        for _ in range(RACES_PER_RUN):
            kept = self._read(subject)
            new = step(kept.rollout)
            if new is None:
                return
            with suppress(LedgerConflictError):
                self._append(subject, kept, new, told)
                return
        raise LedgerConflictError("Others kept writing.", subject=subject)

    def _append(self, subject: str, kept: Kept, new: Rollout, told: str) -> None:
        now = self._clock.now()
        state = rollout_to_json(new)
        record = Record(_KINDS[new.stage], "rollout", new.fault, told, state=state)
        entry = seal(subject, kept.newest, now, record)
        try:
            self._journal.append(entry)
        except CertbindError:
            self._kept.forget(subject)
            raise
        self._kept.keep(subject, Kept(entry, new, now))

    def _read(self, subject: str) -> Kept:
        now = self._clock.now()
        kept = self._kept.of(subject)
        if kept is None or not timedelta() <= now - kept.at < _KEPT_FOR:
            head = self._journal.head(subject)
            kept = Kept(head.entry, self._rollout(subject, head), now)
            self._kept.keep(subject, kept)
        return Kept(kept.newest, aged(kept.rollout, now - kept.at), now)

    def _rollout(self, subject: str, head: Head) -> Rollout:
        """Of the newest sound entry: damage costs an hour more, and freezes nobody."""
        if head.entry is None:
            return Rollout()
        found = self._of(head, subject)
        if found is not None:
            return found
        sound = (self._of(Head(one), subject) for one in self._journal.sound(subject))
        return next((one for one in sound if one is not None), Rollout())

    def _of(self, head: Head, subject: str) -> Rollout | None:
        if not isinstance(head.entry, Entry):
            return None
        try:
            return aged(
                rollout_from_json(head.entry.record.state), age_of(head, self._clock.now())
            )
        except NewerStateError as error:
            raise LedgerNewerError(str(error), subject=subject) from None
        except _NO_STATE:
            return None
