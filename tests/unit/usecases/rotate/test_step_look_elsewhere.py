"""Looks at a domain that is gone, or that DNS leads away from."""

from __future__ import annotations

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Resolution
from tests.unit.usecases.account import (
    WWW,
    certificate,
)
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.looks import ADDRESSES, account_serving, next_look


def test_visitors_who_are_sent_elsewhere_are_told_of_while_it_is_not_served(
    anchors: TrustAnchors,
) -> None:
    account, _, chain = account_serving(anchors)
    account.probe.resolve(WWW.domain, Resolution.RESOLVED, "www.other-cdn.example")
    assert "DNS sends visitors of www.shop.example to www.other-cdn.example" in next_look(account)
    account.probe.resolve(WWW.domain, Resolution.RESOLVED, "assets.oss-cn-hangzhou.aliyuncs.com")
    assert next_look(account).endswith("looking again in 120 s.")
    account.probe.resolve(WWW.domain, Resolution.RESOLVED, "www.other-cdn.example")
    for address in ADDRESSES:
        account.probe.serve(WWW.domain, chain, address)
    assert next_look(account).endswith("once more in 30 s to be sure.")


def test_a_domain_that_is_gone_is_not_looked_at_for_ever(anchors: TrustAnchors) -> None:
    """Whatever is served under its name, or wherever DNS leads."""
    account, _, _ = account_serving(anchors)
    _, chain = chain_of(certificate(9))
    account.probe.serve(WWW.domain, chain, "192.0.2.1")
    account.probe.resolve(WWW.domain, Resolution.RESOLVED, "elsewhere.example")
    account.targets.remove(WWW)
    looks = account.probe.trouble.calls["observe"]
    assert f"the account has no {WWW}" in next_look(account)
    newest = account.entries(WWW.domain)[-1].record
    assert (newest.kind, newest.reason) == (EntryKind.REFUSED, "not_found")
    assert account.queue.waiting() == []
    assert account.probe.trouble.calls["observe"] == looks
