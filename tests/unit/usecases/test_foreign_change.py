"""What the ledger knows after another hand changed a binding."""

from __future__ import annotations

from dataclasses import replace

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.certificate import Certificate, LeafIdentity
from certbind.domain.model.target import UNBOUND, Binding, BoundTarget
from certbind.domain.state import DomainState, KnownBinding, Phase
from certbind.usecases.change_binding import known_binding
from certbind.usecases.domain_journal import DomainJournal, Position
from certbind.usecases.foreign_change import accept, words
from tests.fakes.clock import FakeClock
from tests.fakes.journal import FakeJournal
from tests.unit.usecases.account import WWW, bound_to, certificate

OURS = known_binding(certificate(2, days_left=90))
BEFORE = known_binding(certificate(1, days_left=20))
THEIRS = certificate(3, days_left=60)
BOUND = DomainState(
    phase=Phase.BOUND,
    target=replace(WWW, region=""),
    current=OURS,
    previous=BEFORE,
    bound_sequence=2,
    rolled_back=True,
)


def accepted(stands: Binding, *listed: Certificate) -> Position:
    journal = DomainJournal(FakeJournal(), FakeClock())
    by_id = {one.id: one for one in listed}
    start = Position(WWW.domain, None, BOUND)
    return accept(journal, start, BoundTarget(WWW, stands), by_id)


def test_what_stands_is_known_and_what_was_taken_off_is_held_and_the_way_back() -> None:
    stands = replace(bound_to(THEIRS), sha1=None, sha256=None)  # as CDN tells it: by id alone
    position = accepted(stands, THEIRS)
    assert position.state == replace(
        BOUND,
        phase=Phase.IDLE,
        target=WWW,
        current=KnownBinding(stands, LeafIdentity.of(THEIRS), THEIRS.not_after),
        previous=OURS,
        held_to=OURS.not_after,
        rolled_back=False,
    )


def test_what_cas_does_not_list_is_known_by_what_the_target_shows() -> None:
    for stands in (bound_to(THEIRS), replace(bound_to(THEIRS), certificate_id=None)):
        current = accepted(stands).state.current
        assert current == KnownBinding(stands, LeafIdentity(THEIRS.sha256, THEIRS.sha1), None)


def test_the_entry_tells_both_certificates_and_what_comes_of_it() -> None:
    position = accepted(bound_to(THEIRS), THEIRS)
    assert position.entry is not None
    record = position.entry.record
    assert (record.kind, record.reason) == (EntryKind.FOREIGN_CHANGE, "foreign_change")
    assert "2-cn-hangzhou was bound by certbind, now 3-cn-hangzhou is" in words(position)
    assert words(position).endswith("leaves it until something better is issued.")


def test_https_that_was_turned_off_comes_back() -> None:
    told = words(accepted(UNBOUND))
    assert "now no certificate is" in told
    assert told.endswith("turns HTTPS on again where a certificate fits.")
