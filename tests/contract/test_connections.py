"""Connections outlive an invocation: what is wired anew calls over those that are open."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from aliyunsdkcore.request import CommonRequest

from certbind.adapters.calls import kept
from certbind.adapters.calls.retry import Deadline, Retry
from certbind.adapters.calls.rpc.api import unlisted_request
from certbind.domain.model.identity import CertificateId
from certbind.errors import CloudError, CutOffError, UnavailableError
from certbind.events import EventType, certificate_event
from localcloud.faults import FaultKind, FaultRule
from localcloud.world import LocalCloud
from tests.contract.wired import LEDGER, Wired

QUEUE = "certbind-events"
EVENT = certificate_event(EventType.ISSUED, CertificateId(1, "cn-hangzhou"))

Call = Callable[[Wired], object]

CALLS: dict[str, Call] = {
    "oss": lambda wired: wired.journal().newest("domain/www.example.com"),
    "cas": lambda wired: wired.inventory().list_certificates(),
    "mns": lambda wired: wired.queue().send(EVENT),
}
"""One of each SDK."""


@pytest.fixture(scope="module")
def account() -> Iterator[LocalCloud]:
    """Over HTTPS, as the real one is called."""
    with LocalCloud(https=True, delays={}) as made, pytest.MonkeyPatch.context() as patch:
        made.oss.world.create_bucket(LEDGER, "cn-hangzhou")
        made.mns.model.create_queue(QUEUE, {})
        for name, value in made.env().items():
            patch.setenv(name, value)
        yield made


@pytest.fixture(params=sorted(CALLS))
def call(request: pytest.FixtureRequest) -> Call:
    return CALLS[request.param]


def test_what_is_wired_anew_opens_no_connection(account: LocalCloud, call: Call) -> None:
    call(Wired(account))
    before = account.connections
    for _ in range(3):
        call(Wired(account))
    assert account.connections == before


def test_other_credentials_get_a_connection_of_their_own(account: LocalCloud, call: Call) -> None:
    """A token that is replaced under a kept connection: the next call is signed by the new one."""
    first = _with_token(account)
    call(first)
    account.kernel.credentials.expire_role_keys("certbind")
    with pytest.raises(CloudError):
        call(first)
    before = account.connections
    call(_with_token(account))
    assert account.connections > before


def test_what_the_peer_closed_between_two_calls_is_opened_anew(
    account: LocalCloud, call: Call
) -> None:
    call(Wired(account))
    account.hang_up()
    call(Wired(account))


def test_what_the_peer_closes_in_the_middle_of_a_call_is_repeated_at_once(
    account: LocalCloud, call: Call
) -> None:
    wired, pauses = Wired(account), list[float]()
    wired.retry = Retry(Deadline(60), sleep=pauses.append)
    call(wired)
    for kind in (FaultKind.RESET, FaultKind.LOST_RESPONSE):
        account.kernel.faults.add(FaultRule(kind))
        call(wired)
    assert pauses == []


def test_what_lay_idle_is_not_used(
    account: LocalCloud, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gateway on the way may have forgotten it, and a call would wait for its time-out."""
    call(Wired(account))
    before = account.connections
    monkeypatch.setattr(kept, "LONGEST_IDLE", -1.0)
    call(Wired(account))
    assert account.connections > before


def test_a_call_that_nobody_repeats_goes_over_a_fresh_connection(account: LocalCloud) -> None:
    api = Wired(account)._sites["cn-hangzhou"]
    api.call(_listing(), {})
    before = account.connections
    api.call(_listing(), {}, is_once=True)
    assert account.connections == before + 1


def test_a_call_that_nobody_repeats_says_that_it_was_cut_off(account: LocalCloud) -> None:
    api = Wired(account)._sites["cn-hangzhou"]
    account.kernel.faults.add(FaultRule(FaultKind.RESET, "cas"))
    with pytest.raises(CutOffError, match="closed the connection without an answer"):
        api.call(_listing(), {}, is_once=True)


def test_a_root_that_is_not_told_is_not_trusted(
    account: LocalCloud, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "ALIBABA_CLOUD_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name)
    with pytest.raises(UnavailableError, match="not trusted"):
        call(Wired(account))


def _with_token(account: LocalCloud) -> Wired:
    key = account.kernel.credentials.issue_role_key("certbind")
    return Wired(
        account,
        ALIBABA_CLOUD_ACCESS_KEY_ID=key.key_id,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET=key.secret,
        ALIBABA_CLOUD_SECURITY_TOKEN=key.token,
    )


def _listing() -> CommonRequest:
    return unlisted_request("cas", "2020-04-07", "ListCertificates")
