"""A bind command, when a person changes or has changed the binding too."""

from __future__ import annotations

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import (
    BusyError,
)
from certbind.events import (
    bind_command,
)
from certbind.requests import RollbackRequest
from certbind.usecases.outcome import Result
from certbind.usecases.rollback import Rollback
from tests.unit.usecases.account import (
    WWW,
    bound_to,
    certificate,
)
from tests.unit.usecases.renewal import COMMAND, NEW, NEWER, OLD, account_with_old


def test_a_hand_between_plan_and_apply_is_noticed_and_planned_anew(
    anchors: TrustAnchors,
) -> None:
    account = account_with_old(anchors)
    theirs = certificate(7, days_left=30)
    account.hold(theirs)
    account.targets.trouble.act_before(
        "bind", lambda: account.targets.rebind_by_hand(WWW, bound_to(theirs))
    )
    assert account.handle(COMMAND).result is Result.BOUND
    assert account.kinds(WWW.domain) == [
        EntryKind.INTENT,
        EntryKind.REPLANNED,
        EntryKind.INTENT,
        EntryKind.BOUND,
    ]
    previous = account.state(WWW.domain).previous
    assert previous is not None
    assert previous.binding.certificate_id == theirs.id


def test_a_hand_that_bound_something_better_wins(anchors: TrustAnchors) -> None:
    account = account_with_old(anchors)
    theirs = certificate(7, days_left=180)
    account.hold(theirs)
    account.targets.trouble.before("bind", BusyError("x", service="oss", action="PutCname"))
    account.handle(COMMAND)
    account.targets.rebind_by_hand(WWW, bound_to(theirs))
    assert account.run_queue()[0].reason == "ends_earlier"
    assert account.binding(WWW).certificate_id == theirs.id


def test_a_second_event_for_what_was_rolled_back_does_not_bring_it_back(
    anchors: TrustAnchors,
) -> None:
    account = account_with_old(anchors)
    account.handle(COMMAND)
    rollback = Rollback(account.ports, account.rules)
    rollback(RollbackRequest(domain=WWW.domain, dry_run=False, request_id="hand"))
    outcome = account.handle(bind_command(WWW, NEW.id, cause="issued-2"))
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "held")
    assert account.binding(WWW).certificate_id == OLD.id
    account.hold(NEWER)
    account.handle(bind_command(WWW, NEWER.id, cause="renewed-3"))
    assert account.binding(WWW).certificate_id == NEWER.id
