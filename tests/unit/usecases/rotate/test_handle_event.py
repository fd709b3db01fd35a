"""What is no certificate event: a hint, and what is no event at all."""

from __future__ import annotations

from certbind.domain.trust.chain import TrustAnchors
from certbind.envelopes import parse
from certbind.events import (
    ChangeHint,
)
from certbind.usecases.certificates.handle_event import HandleEvent
from certbind.usecases.rotate.outcome import Result
from tests.unit.usecases.account import (
    WWW,
    Account,
    certificate,
    unbound,
)


def test_a_message_that_is_no_event_is_put_on_record_once(anchors: TrustAnchors) -> None:
    account = Account(anchors=anchors)
    (delivery,) = parse(b"not json")
    handler = HandleEvent(*account.connected)
    assert handler(delivery).result is Result.REJECTED
    assert handler(delivery).result is Result.REJECTED
    (subject,) = account.journal.subjects("rejected/")
    assert len(account.journal.entries(subject)) == 1


def test_a_hint_makes_certbind_look_at_the_list(anchors: TrustAnchors) -> None:
    account = Account(*unbound(WWW), anchors=anchors)
    account.handle(ChangeHint("hint-1", "ActionTrail"))
    account.hold(certificate(5))
    outcome = account.handle(ChangeHint("hint-2", "ActionTrail"))
    assert "issued-5-cn-hangzhou" in outcome.message
