"""When the timers' functions were last at work, by what they left in the ledger."""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.lifecycle.journal import Entry
from certbind.ports.ledger import Journal
from certbind.usecases.account.sweep import SUBJECT as SWEEP
from certbind.usecases.overview.report import Runs
from certbind.usecases.rotate.lists.snapshot import SUBJECT as WATCH

TWO_SWEEPS = timedelta(hours=13)
"""The timer runs every 6 hours: a report that is older was followed by none twice. As
deploy/alarms/recheck-is-silent.
"""


def read_runs(journal: Journal, swept: Entry | None) -> Runs:
    """swept: recheck's newest report, which the caller has read. May raise CertbindError."""
    watched = journal.newest(WATCH)
    return Runs(
        swept.at if swept is not None else None,
        watched.at if isinstance(watched, Entry) else None,
        _fails(journal, "recheck"),
        _fails(journal, "watch"),
    )


def newest_sweep(entry: object) -> Entry | None:
    """A report that is sound; one of no domain is what a sweep begins with."""
    return entry if isinstance(entry, Entry) and entry.subject == SWEEP else None


def _fails(journal: Journal, timer: str) -> str:
    """The code that its calls end with since it worked last (timer_failures.py)."""
    newest = journal.newest(f"timer/{timer}")
    if not isinstance(newest, Entry) or newest.record.state.get("fails") is not True:
        return ""
    return newest.record.reason
