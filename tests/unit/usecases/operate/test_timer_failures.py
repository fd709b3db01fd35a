"""A failing timer tells it by one letter, however long it fails."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certbind.domain.lifecycle.journal import Entry, EntryKind, Record, seal
from certbind.errors import PermissionDeniedError, UnavailableError
from certbind.usecases.operate.timer_failures import TimerFailures
from tests.fakes.clock import NOON, FakeClock
from tests.fakes.journal import FakeJournal

DOWN = UnavailableError("down", service="cas", action="List")
DENIED = PermissionDeniedError("no", service="cas", action="List")
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def journal(clock: FakeClock) -> FakeJournal:
    return FakeJournal(clock)


@pytest.fixture
def watch(journal: FakeJournal, clock: FakeClock) -> TimerFailures:
    return TimerFailures(journal, clock, "watch")


def test_a_month_of_failures_is_news_once(
    watch: TimerFailures, journal: FakeJournal, clock: FakeClock
) -> None:
    told = []
    for number in range(8640):
        told.append(watch.is_news(DENIED if number % 2 else DOWN))
        clock.advance(timedelta(minutes=5))
    assert (told[0], sum(told)) == (True, 1)
    (entry,) = journal.entries("timer/watch")
    assert (entry.record.kind, entry.record.reason) == (EntryKind.SNAPSHOT, "unavailable")


def test_what_works_again_is_on_record_once_and_its_next_failure_is_news(
    watch: TimerFailures, journal: FakeJournal, clock: FakeClock
) -> None:
    watch.worked()
    assert journal.entries("timer/watch") == (), "a timer that never failed writes nothing"
    assert watch.is_news(DOWN)
    clock.advance(DAY)
    watch.worked()
    watch.worked()
    newest = journal.newest("timer/watch")
    assert isinstance(newest, Entry)
    assert (newest.sequence, newest.record.message) == (2, "watch works again.")
    assert watch.is_news(DOWN)


def test_a_timer_that_fails_every_other_time_is_news_once_a_day(
    watch: TimerFailures, journal: FakeJournal, clock: FakeClock
) -> None:
    told = 0
    for _ in range(10 * 24):
        told += watch.is_news(DOWN)
        clock.advance(timedelta(minutes=30))
        watch.worked()
        clock.advance(timedelta(minutes=30))
    assert told == 10
    assert len(journal.entries("timer/watch")) == 20


@pytest.mark.parametrize(
    "state", [{}, {"fails": False, "told": "soon"}, {"told": (NOON + DAY).isoformat()}], ids=str
)
def test_where_nothing_sound_is_remembered_a_failure_is_news(
    watch: TimerFailures, journal: FakeJournal, state: dict[str, object]
) -> None:
    record = Record(EntryKind.SNAPSHOT, "watch", state=state)
    journal.append(seal("timer/watch", None, NOON, record))
    assert watch.is_news(DOWN)
    journal.put("timer/watch", 2, b"{")
    assert watch.is_news(DOWN)
    assert not watch.is_news(DOWN)


def test_where_the_ledger_takes_nothing_that_is_raised(
    watch: TimerFailures, journal: FakeJournal
) -> None:
    journal.trouble.before("append", DENIED)
    with pytest.raises(PermissionDeniedError):
        watch.is_news(DOWN)
