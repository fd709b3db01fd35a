"""What happened to a domain lately, from its journal; only what a kept report lacks is read."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from certbind.domain.lifecycle.journal import Entry
from certbind.domain.lifecycle.state import Purpose
from certbind.domain.model.identity import Domain
from certbind.errors import CertbindError
from certbind.ports.ledger import Journal
from certbind.usecases.overview.report import Told
from certbind.usecases.rotate.domain_journal import state_of, subject_of

SHOWN = timedelta(weeks=9)
_MOST = 40


def events_of(
    journal: Journal, domain: Domain, newest: int, before: tuple[Told, ...], now: datetime
) -> tuple[Told, ...]:
    """Oldest first. newest: the number of the newest entry, 0 for none. before: those of a kept
    report. Of a journal that grew, the newest few entries are read (Journal.sound); where that
    fails, what is known is shown.
    """
    known = {one.number: one for one in before}
    if newest and newest not in known:
        with suppress(CertbindError):
            sound = journal.sound(subject_of(domain))
            known |= {one.sequence: told_of(one) for one in sound}
    recent = (one for one in known.values() if now - one.at <= SHOWN)
    return tuple(sorted(recent, key=lambda one: one.number)[-_MOST:])


def told_of(entry: Entry) -> Told:
    """As far as people are shown it."""
    record = entry.record
    kind, told = record.kind.value, record.message
    is_back = _is_back(entry)
    return Told(entry.sequence, entry.at, kind, record.reason, told, record.event_id, is_back)


def _is_back(entry: Entry) -> bool:
    """Of a state that cannot be read nothing is said."""
    with suppress(CertbindError):
        ours = state_of(entry).ours
        return ours is not None and ours.purpose is Purpose.BACK
    return False
