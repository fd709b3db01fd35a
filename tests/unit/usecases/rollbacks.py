"""A domain that was rotated, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from certbind.domain.trust.chain import TrustAnchors
from certbind.events import step
from certbind.requests import RollbackRequest
from certbind.usecases.wishes.rollback import Rollback
from certbind.usecases.wishes.rollback_report import RollbackReport
from tests.unit.usecases.account import (
    WWW,
    Account,
    CrashError,
    certificate,
    unbound,
    with_binding,
)

OLD = certificate(1, days_left=40)
NEW = certificate(2, days_left=90)
THIRD = certificate(3, days_left=120)
_INVOCATIONS = count(1)


def rotated(anchors: TrustAnchors) -> Account:
    account = Account(with_binding(WWW, OLD), anchors=anchors)
    account.hold(OLD, NEW)
    account.handle(step(WWW, "renewed-2", 0, candidate=NEW.id))
    return account


def first_binding(anchors: TrustAnchors) -> Account:
    return Account(*unbound(WWW), anchors=anchors)


def rollback(account: Account, seconds_left: Any = None, **request: object) -> RollbackReport:
    """Every invocation has an id of its own."""
    asked = RollbackRequest(request_id=f"manual-{next(_INVOCATIONS)}", **request)  # type: ignore[arg-type]
    limits = () if seconds_left is None else (seconds_left,)
    return Rollback(*account.connected, *limits)(asked)


def crash_before_the_record(account: Account, step: Callable[[], object]) -> None:
    """The function dies when its write at the target is done."""
    account.targets.trouble.after("bind", CrashError())
    with pytest.raises(CrashError):
        step()
