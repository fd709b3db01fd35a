"""What the ledger gives back of a domain, and what it does when that is no state."""

from __future__ import annotations

from typing import Any

import pytest

from certbind.domain.lifecycle.journal import EntryKind, Record, seal
from certbind.domain.model.identity import Domain
from certbind.domain.state import DomainState
from certbind.domain.state_json import state_to_json
from certbind.errors import LedgerUnreadableError
from certbind.usecases.domain_journal import DomainJournal, subject_of
from tests.fakes.clock import FakeClock
from tests.fakes.journal import FakeJournal

SHOP = Domain("shop.example.com")


@pytest.mark.parametrize(
    "spoilt",
    [
        {"phase": "of another version"},
        {"handled": None},
        {"intent_certificate": 12345678},
        {"current": {}},
    ],
    ids=lambda spoilt: next(iter(spoilt)),
)
def test_what_is_no_state_is_told_with_its_place(spoilt: dict[str, Any]) -> None:
    """Whatever reading stumbles over: a word, a type, a method or a name that is missing."""
    journal, clock = FakeJournal(), FakeClock()
    state = {**state_to_json(DomainState()), **spoilt}
    record = Record(EntryKind.BOUND, "issued-1", state=state)
    journal.append(seal(subject_of(SHOP), None, clock.now(), record))
    with pytest.raises(LedgerUnreadableError, match=f"domain/{SHOP}.*Entry 1 holds no state"):
        DomainJournal(journal, clock).read(SHOP)
