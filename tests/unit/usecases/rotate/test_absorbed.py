"""What the ledger knows after another hand changed a binding."""

from __future__ import annotations

from dataclasses import replace

from certbind.domain.lifecycle.facts import OtherHand
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.pause import Times
from certbind.domain.lifecycle.state import (
    DomainState,
    Hold,
    KnownBinding,
    Ours,
    Purpose,
    Seen,
    SeenAs,
)
from certbind.domain.model.certificate import Certificate, LeafIdentity
from certbind.domain.model.target import UNBOUND
from certbind.usecases.rotate.domain_journal import DomainJournal, Position
from certbind.usecases.rotate.sentences import absorbed
from tests.fakes.clock import FakeClock
from tests.fakes.journal import FakeJournal
from tests.unit.usecases.account import WWW, bound_to, certificate


def known(held: Certificate) -> KnownBinding:
    return KnownBinding(bound_to(held), LeafIdentity.of(held), held.not_after)


OURS = known(certificate(2, days_left=90))
BEFORE = known(certificate(1, days_left=20))
THEIRS = known(certificate(3, days_left=60))
BOUND = DomainState(
    place=WWW,
    standing=OURS,
    way_back=BEFORE,
    ours=Ours(2, Purpose.BACK),
    seen=Seen(SeenAs.VERIFIED),
    said="already_bound",
)


def accepted(stands: KnownBinding, state: DomainState = BOUND) -> Position:
    journal = DomainJournal(FakeJournal(), FakeClock(), Times())
    start = Position(WWW.domain, None, state)
    fact = OtherHand(stands)
    return journal.advance(start, fact, absorbed(fact, start, WWW, "recheck"))


def test_what_stands_is_known_and_what_was_taken_off_is_held_and_the_way_back() -> None:
    assert OURS.not_after is not None
    assert accepted(THEIRS).state == DomainState(
        place=WWW, standing=THEIRS, way_back=OURS, hold=Hold(OURS.not_after)
    )


def test_what_is_known_of_no_end_holds_nothing_new() -> None:
    pasted = replace(OURS, not_after=None)
    state = replace(BOUND, standing=pasted, hold=Hold(certificate(4).not_after))
    assert accepted(THEIRS, state).state.hold == state.hold
    assert accepted(THEIRS, replace(state, hold=None)).state.hold is None


def test_the_entry_tells_both_certificates_and_what_comes_of_it() -> None:
    position = accepted(THEIRS)
    assert position.entry is not None
    record = position.entry.record
    assert (record.kind, record.reason) == (EntryKind.FOREIGN_CHANGE, "foreign_change")
    assert "2-cn-hangzhou was bound by certbind, now 3-cn-hangzhou is" in record.message
    assert record.message.endswith("leaves it until something better is issued.")


def test_https_that_was_turned_off_comes_back_and_holds_nothing() -> None:
    position = accepted(KnownBinding(UNBOUND))
    assert position.entry is not None
    assert "now no certificate is" in position.entry.record.message
    assert position.entry.record.message.endswith("turns HTTPS on again where a certificate fits.")
    assert position.state.hold is None
