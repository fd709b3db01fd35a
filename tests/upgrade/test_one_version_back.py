"""What today's build writes, certbind 0.1 reads, and it means the same to it.

`docs/operations.md` promises that the version before can go on with a ledger of this one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from certbind.domain.lifecycle.journal import Entry
from certbind.domain.lifecycle.state import DomainState, KnownBinding, Purpose, SeenAs, Why
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import UNBOUND, Binding, BindingSource
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import PermissionDeniedError, UnavailableError
from certbind.events import step
from certbind.requests import RollbackRequest
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.rotate.domain_journal import state_of
from certbind.usecases.wishes.rollback import Rollback
from tests.fakes.trouble import Trouble
from tests.unit.usecases.account import WWW, Account, CrashError, bound_to, certificate, install
from tests.unit.usecases.authority import ROOT_PEM, chain_of
from tests.unit.usecases.sweeps import verified
from tests.upgrade.test_upgrade import NAMES, played
from tests.upgrade.test_v1_data import KINDS
from tests.upgrade.v1_reader import NotAStateError, check

LATER = certificate(3, days_left=200)
LOST = UnavailableError("no answer", service="oss", action="PutCname")
DENIED = PermissionDeniedError("no", service="oss", action="PutCname")


def renewing() -> Account:
    account, _, _ = verified(TrustAnchors.from_pem(ROOT_PEM))
    account.hold(LATER)
    return account


def bind(account: Account, *, by_hand: bool = False) -> None:
    after = len(account.entries(WWW.domain))
    account.handle(step(WWW, "renewed-3", after, candidate=LATER.id, by_hand=by_hand))


def a_rotation() -> Account:
    account = renewing()
    bind(account)
    account.run_queue()
    return account


def a_rollback() -> Account:
    account = a_rotation()
    asked = RollbackRequest(domain=WWW.domain, dry_run=False, request_id="manual-1")
    Rollback(*account.connected)(asked)
    account.run_queue()
    bind(account)
    return account


def a_crash_and_what_came_of_it() -> Account:
    account = renewing()
    account.targets.trouble.after("bind", CrashError())
    with pytest.raises(CrashError):
        bind(account)
    account.clock.advance(timedelta(minutes=6))
    Sweep(*account.connected)()
    account.run_queue()
    return account


def a_lost_answer() -> Account:
    account = renewing()
    account.targets.trouble.before("bind", LOST, times=3)
    bind(account, by_hand=True)
    account.run_queue()
    return account


def a_refusal_that_lasts() -> Account:
    account = renewing()
    account.targets.trouble.before("bind", DENIED, times=5)
    bind(account)
    account.run_queue()
    return account


def other_hands() -> Account:
    account = a_rotation()
    for stands in (bound_to(certificate(1)), Binding(BindingSource.UPLOAD, raw_id="900"), UNBOUND):
        account.targets.rebind_by_hand(WWW, stands)
        Sweep(*account.connected)()
        account.run_queue()
    return account


def a_domain_that_is_only_planned() -> Account:
    account = renewing()
    account.rules = type(account.rules)(Policy(scope=()), account.rules.anchors)
    bind(account)
    install(account, Trouble())
    bind(account, by_hand=True)
    return account


def a_wish_that_is_refused() -> Account:
    account = renewing()
    after = len(account.entries(WWW.domain))
    asked = step(WWW, "cli-1", after, candidate=certificate(1).id, by_hand=True)
    account.handle(asked)
    return account


def a_way_back_by_itself() -> Account:
    """What is refused where visitors get it: 0.1 holds the domain, or it would bind it again."""
    account = renewing()
    refused, chain = chain_of(LATER)
    account.inventory.add(refused, chain)
    account.handle(step(WWW, "renewed-3", len(account.entries(WWW.domain)), candidate=LATER.id))
    account.probe.serve(WWW.domain, chain[:1])
    account.run_queue()
    (newest,) = account.entries(WWW.domain)[-1:]
    assert _purpose(state_of(newest)) is Purpose.RETURN
    assert newest.record.state["held_to"] is not None
    return account


SCENARIOS: tuple[Callable[[], Account], ...] = (
    a_rotation,
    a_rollback,
    a_crash_and_what_came_of_it,
    a_lost_answer,
    a_refusal_that_lasts,
    other_hands,
    a_domain_that_is_only_planned,
    a_wish_that_is_refused,
    a_way_back_by_itself,
)


@pytest.fixture(scope="module")
def written() -> list[Entry]:
    """Every entry of a domain that today's build wrote in all of the scenarios."""
    accounts = (scenario() for scenario in SCENARIOS)
    entries = [entry for one in accounts for entry in one.entries(WWW.domain)]
    for name in NAMES:
        world = played(name)
        for subject in world.journal.subjects("domain/"):
            kept = sum(one["subject"] == subject for one in world.raw["journal"])
            entries += [e for e in world.journal.entries(subject) if e.sequence > kept]
    return entries


def test_every_state_is_one_that_0_1_reads(written: list[Entry]) -> None:
    for entry in written:
        assert entry.record.state["version"] == 2
        check(entry.record.state)
        assert entry.record.kind.value in KINDS


def test_every_phase_and_every_kind_of_entry_was_among_them(written: list[Entry]) -> None:
    phases = {entry.record.state["phase"] for entry in written}
    assert phases == {"idle", "intent", "bound", "verified", "not_verified"}
    assert {entry.record.kind.value for entry in written} == KINDS


def test_what_0_1_reads_means_the_same(written: list[Entry]) -> None:
    for entry in written:
        state, told = state_of(entry), entry.record.state
        assert told["phase"] == _phase(state), entry
        assert _place(told["target"]) == str(state.place)
        assert _stands(told["current"]) == _known(state.standing)
        assert _stands(told["previous"]) == _known(state.way_back)
        assert told["rolled_back"] is (_purpose(state) in (Purpose.BACK, Purpose.RETURN))
        held_to = told["held_to"] and datetime.fromisoformat(told["held_to"])
        ends = [one.end for one in state.refused_here if one.end is not None]
        assert held_to == max([*ends, *([state.hold.end] if state.hold else [])], default=None)
        assert told["bound_sequence"] == (state.ours.entry if state.ours else 0)


def test_an_intent_is_one_that_0_1_can_settle(written: list[Entry]) -> None:
    """It goes by what it was to bind, what stood there, and whether somebody is at work on it."""
    begun = [entry for entry in written if entry.record.state["phase"] == "intent"]
    assert begun
    for entry in begun:
        change, told = state_of(entry).change, entry.record.state
        assert change is not None
        assert told["intent_certificate"] == str(change.certificate)
        assert _stands(told["intent_before"]) == _known(change.before)
        assert told["intent_by_hand"] is (change.purpose in (Purpose.BACK, Purpose.RETURN))
        assert told["rest_phase"] in {"idle", "bound", "verified", "not_verified"}
        if change.answer_lost:
            assert told["intent_at"] is None
        else:
            assert _is_at(told["intent_at"], entry.at - change.ago)


def test_a_look_goes_on_in_0_1_where_it_stood(written: list[Entry]) -> None:
    looked_at = [entry for entry in written if entry.record.state["phase"] == "bound"]
    assert looked_at
    for entry in looked_at:
        look, told = state_of(entry).look, entry.record.state
        assert look is not None
        assert (told["looks"], told["good_rounds"]) == (look.tries, look.good)
        assert _is_at(told["bound_at"], entry.at - look.spent)
        assert _is_at(told["verify_deadline"], entry.at - look.spent + timedelta(minutes=30))


@pytest.mark.parametrize(
    ("field", "value"),
    [("phase", "changing"), ("looks", "1"), ("handled", None), ("held_to", "2027-01-01T00:00:00")],
)
def test_the_reader_of_0_1_is_as_strict_as_it_was(
    written: list[Entry], field: str, value: object
) -> None:
    state: dict[str, Any] = {**written[0].record.state, field: value}
    with pytest.raises(NotAStateError, match=field):
        check(state)
    del state[field]
    with pytest.raises(NotAStateError, match=field):
        check(state)


def _phase(state: DomainState) -> str:
    if state.change is not None:
        return "intent"
    if state.ours is None:
        return "idle"
    if state.look is not None and state.look.why is Why.BOUND:
        return "bound"
    if state.seen is None:
        return "idle"
    return "verified" if state.seen.verdict is SeenAs.VERIFIED else "not_verified"


def _is_at(told: str, moment: datetime) -> bool:
    """Spans are kept in whole seconds."""
    return abs(datetime.fromisoformat(told) - moment) <= timedelta(seconds=1)


def _purpose(state: DomainState) -> Purpose | None:
    return state.ours.purpose if state.ours else None


def _known(known: KnownBinding | None) -> object:
    if known is None:
        return None
    held = known.binding.certificate_id
    end = known.not_after.isoformat() if known.not_after else None
    return known.binding.source.value, str(held) if held else None, end


def _stands(told: dict[str, Any] | None) -> object:
    if told is None:
        return None
    return told["binding"]["source"], told["binding"]["certificate"], told["not_after"]


def _place(told: dict[str, Any] | None) -> str:
    if told is None:
        return "None"
    if told["kind"] == "cdn":
        return f"CDN {told['domain']}"
    return f"OSS bucket {told['bucket']} / {told['domain']}"
