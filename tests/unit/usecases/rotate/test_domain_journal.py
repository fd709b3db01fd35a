"""What the ledger gives back of a domain, and what it does when that is no state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from certbind.domain.lifecycle.facts import Looked, LookResult, Told
from certbind.domain.lifecycle.journal import EntryKind, Record, seal
from certbind.domain.lifecycle.pause import Times
from certbind.domain.lifecycle.state import Damaged, DomainState
from certbind.domain.lifecycle.state_json import state_to_json
from certbind.domain.model.identity import Domain
from certbind.errors import CertbindError, LedgerNewerError
from certbind.usecases.rotate.domain_journal import DomainJournal, Note, subject_of
from tests.fakes.clock import NOON, FakeClock
from tests.fakes.journal import FakeJournal

SHOP = Domain("shop.example.com")


def holding(**spoilt: Any) -> DomainJournal:
    journal, clock = FakeJournal(), FakeClock()
    state = {**state_to_json(DomainState(), clock.now()), **spoilt}
    record = Record(EntryKind.BOUND, "issued-1", state=state)
    journal.append(seal(subject_of(SHOP), None, clock.now(), record))
    return DomainJournal(journal, clock, Times())


@pytest.mark.parametrize(
    "spoilt",
    [
        {"version": 1, "phase": "of another version"},
        {"version": 1, "handled": None},
        {"version": 1, "phase": "intent", "intent_certificate": 12345678},
        {"version": 1, "current": {}},
        {"domain": None},
        {"domain": {}},
        {"domain": {**state_to_json(DomainState(), NOON)["domain"], "hold": {"end": "soon"}}},
    ],
    ids=str,
)
def test_what_is_no_state_is_set_aside_with_its_place(spoilt: dict[str, Any]) -> None:
    """Whatever reading stumbles over: a word, a type, a method or a name that is missing."""
    position = holding(**spoilt).read(SHOP)
    assert position.broken is not None
    assert position.broken.sequence == 1
    assert "Entry 1 holds no state" in position.broken.problem
    assert position.state == DomainState(damaged=Damaged(1))


@pytest.mark.parametrize("version", [4, "2", 2.0])
def test_a_state_of_a_newer_version_is_told_and_nothing_can_be_written_after_it(
    version: object,
) -> None:
    journal = holding(version=version)
    with pytest.raises(CertbindError) as caught:
        journal.read(SHOP)
    assert isinstance(caught.value, LedgerNewerError)
    assert f"of version {version!r}" in str(caught.value)


def test_a_state_is_as_old_as_the_ledger_says_whatever_this_machine_s_clock_does() -> None:
    ledger, here = FakeClock(), FakeClock(NOON + timedelta(hours=3))
    kept = FakeJournal(ledger)
    journal = DomainJournal(kept, here, Times())
    look = Looked(LookResult.NOT_YET, "", "nobody serves it")
    journal.advance(journal.read(SHOP), look, Note("x", "looked"))
    ledger.advance(timedelta(minutes=5))
    position = journal.read(SHOP)
    assert position.state.look is not None
    assert position.state.look.spent == timedelta(minutes=5)
    assert position.skew == timedelta(hours=3) - timedelta(minutes=5)


def test_an_entry_from_the_future_has_waited_long_enough() -> None:
    """Where the ledger tells no age: some clock was wrong, and nobody shall wait for it."""
    clock = FakeClock(NOON + timedelta(days=10))
    kept = FakeJournal()
    ahead = DomainJournal(kept, clock, Times())
    look = Looked(LookResult.NOT_YET, "", "nobody serves it")
    ahead.advance(ahead.read(SHOP), look, Note("x", "looked"))
    state = DomainJournal(kept, FakeClock(), Times()).read(SHOP).state
    assert state.look is not None
    assert state.look.last_ago == timedelta(days=1)


def test_a_position_moves_with_each_fact() -> None:
    journal = DomainJournal(FakeJournal(), FakeClock(), Times())
    position = journal.read(SHOP)
    assert (position.sequence, position.next_sequence) == (0, 1)
    moved = journal.advance(position, Told("held", is_refusal=False), Note("x", "kept"))
    assert (moved.sequence, moved.state.said) == (1, "held")
    assert journal.read(SHOP).state == moved.state
