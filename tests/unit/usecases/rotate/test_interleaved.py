"""Two functions at once, at every edge of every call: one end, and nobody's hand is made up."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import cache, partial

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.state import Hold
from certbind.domain.model.certificate import Certificate
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Resolution
from certbind.events import EventType, certificate_event, step
from certbind.requests import RollbackRequest
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.wishes.rollback import Rollback
from certbind.usecases.wishes.rollback_report import RollbackReport
from tests.unit.usecases.account import (
    WWW,
    Account,
    CrashPoint,
    Interleaved,
    certificate,
    edges_of,
    install,
)
from tests.unit.usecases.sweeps import verified

LATER = certificate(3, days_left=200)


def rotated(anchors: TrustAnchors) -> tuple[Account, Certificate]:
    """2 stands and was verified, 1 stood before it, 3 is in CAS now. Made once and copied."""
    account, standing = _blueprint(anchors)
    return deepcopy(account, {id(account.rules): account.rules}), standing


@cache
def _blueprint(anchors: TrustAnchors) -> tuple[Account, Certificate]:
    account, standing, _ = verified(anchors)
    account.hold(LATER)
    account.probe.resolve(WWW.domain, Resolution.NXDOMAIN)  # what is served is nothing to these
    return account, standing


def bind(account: Account) -> object:
    return account.handle(step(WWW, "renewed-3", 4, candidate=LATER.id))


def put_back(account: Account) -> RollbackReport:
    asked = RollbackRequest(domain=WWW.domain, dry_run=False, request_id="manual-1")
    return Rollback(*account.connected)(asked)


def sweep(account: Account) -> object:
    return Sweep(*account.connected)()


def tell(account: Account) -> object:
    return account.handle(certificate_event(EventType.ISSUED, LATER.id))


def edges(anchors: TrustAnchors, work: Callable[[Account], object]) -> range:
    account, _ = rotated(anchors)
    return edges_of(account, partial(work, account), least=20)


@pytest.mark.parametrize("other", [sweep, tell], ids=["a sweep", "an event"])
def test_whoever_looks_while_a_step_binds_ends_in_one_binding(
    anchors: TrustAnchors, other: Callable[[Account], object]
) -> None:
    for at in edges(anchors, bind):
        account, standing = rotated(anchors)
        install(account, Interleaved(at, partial(other, account)))
        bind(account)
        install(account, CrashPoint(0))
        account.run_queue(steps=200)
        where = f"at edge {at}"
        assert account.binding(WWW).certificate_id == LATER.id, where
        kinds = account.kinds(WWW.domain)
        assert kinds.count(EntryKind.BOUND) == 2, where
        assert EntryKind.FOREIGN_CHANGE not in kinds, where
        way_back = account.state(WWW.domain).way_back
        assert way_back is not None, where
        assert way_back.binding.certificate_id == standing.id, where


def test_a_rollback_while_a_step_binds_is_never_lost(anchors: TrustAnchors) -> None:
    """It goes back, or says that a function is at work; what it took off is held."""
    told = set()
    for at in edges(anchors, bind):
        account, standing = rotated(anchors)
        reports: list[RollbackReport] = []

        def go_back(account: Account = account, to: list[RollbackReport] = reports) -> None:
            to.append(put_back(account))

        install(account, Interleaved(at, go_back))
        bind(account)
        install(account, CrashPoint(0))
        account.run_queue(steps=200)
        sweep(account)
        account.run_queue(steps=200)
        (outcome,) = reports[0].outcomes
        told.add(outcome.result.value)
        where = f"at edge {at}: {outcome.message}"
        kinds = account.kinds(WWW.domain)
        assert EntryKind.FOREIGN_CHANGE not in kinds, where
        stands = account.binding(WWW).certificate_id
        if outcome.result.value == "bound":
            hold = account.state(WWW.domain).hold
            took_off_later = hold == Hold(LATER.not_after)
            # What ends later than what it took off is bound by itself, whenever it comes.
            assert stands == (standing.id if took_off_later else LATER.id), where
            assert took_off_later or hold is None, where
        else:
            assert (outcome.reason, stands) == ("busy_domain", LATER.id), where
    assert told == {"bound", "failed"}
