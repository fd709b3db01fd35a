"""An event for more domains than one message sees to: each message sends its rest on."""

from __future__ import annotations

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.identity import Domain, ProductName
from certbind.domain.model.target import Target
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import QuotaError
from certbind.events import CertificateEvent, EventType, Step, certificate_event, going_on
from certbind.usecases.certificates import certificate_event as module
from tests.unit.usecases.account import Account, certificate, unbound
from tests.unit.usecases.authority import ROOT_PEM, chain_of

NAMES = [f"d{number:02}.shop.example" for number in range(10)]
ISSUED = certificate_event(EventType.ISSUED, certificate(7).id)


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setattr(module, "A_MESSAGE", 4)
    targets = (Target(ProductName("cdn"), Domain(name)) for name in NAMES)
    made = Account(*unbound(*targets), anchors=TrustAnchors.from_pem(ROOT_PEM))
    new, chain = chain_of(certificate(7, "*.shop.example"))
    made.inventory.add(new, chain)
    return made


def rests(account: Account) -> list[CertificateEvent]:
    return [one for one in account.queue.sent if isinstance(one, CertificateEvent)]


def hinted(account: Account) -> list[str]:
    return [one.target.domain for one in account.queue.sent if isinstance(one, Step)]


def test_each_message_sends_on_what_is_behind_it(account: Account) -> None:
    account.handle(ISSUED)
    assert hinted(account) == NAMES[:4]
    assert [one.beyond for one in rests(account)] == [NAMES[3]]
    account.handle(rests(account)[0])
    account.handle(rests(account)[1])
    assert hinted(account) == NAMES
    assert [one.beyond for one in rests(account)] == [NAMES[3], NAMES[7]]
    assert len({one.id for one in (ISSUED, *rests(account))}) == 3


def test_a_rest_that_comes_twice_repeats_its_own_part_alone(account: Account) -> None:
    account.handle(ISSUED)
    rest = rests(account)[0]
    account.handle(rest)
    before = hinted(account)
    account.handle(rest)
    assert hinted(account) == [*before, *NAMES[4:8]]
    assert going_on(ISSUED, Domain(NAMES[3])) == rest


def test_a_message_that_fails_while_it_sends_goes_on_where_it_stopped(account: Account) -> None:
    account.queue.trouble.after("send", QuotaError("full", service="mns", action="SendMessage"))
    with pytest.raises(QuotaError):
        account.handle(ISSUED)
    account.handle(ISSUED)
    assert hinted(account) == [NAMES[0], *NAMES[:4]]
    assert [one.beyond for one in rests(account)] == [NAMES[3]]


def test_in_the_end_all_are_bound_once(account: Account) -> None:
    account.handle(ISSUED)
    account.run_queue(steps=60)
    for name in NAMES:
        target = Target(ProductName("cdn"), Domain(name))
        assert account.binding(target).certificate_id == ISSUED.certificate
        assert account.kinds(Domain(name)).count(EntryKind.BOUND) == 1
