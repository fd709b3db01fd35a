"""An account whose domain was just bound to a certificate that is not served yet."""

from __future__ import annotations

from certbind.domain.model.certificate import Certificate
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import (
    step,
)
from tests.unit.usecases.account import (
    WWW,
    Account,
    certificate,
    with_binding,
)
from tests.unit.usecases.authority import chain_of

ADDRESSES = ("192.0.2.1", "192.0.2.2", "192.0.2.3")


def serve_everywhere(account: Account, chain: tuple[bytes, ...]) -> None:
    for address in ADDRESSES:
        account.probe.serve(WWW.domain, chain, address)


def account_serving(anchors: TrustAnchors) -> tuple[Account, Certificate, tuple[bytes, ...]]:
    """An account whose domain has just been bound to a certificate that is not served yet."""
    old, old_chain = chain_of(certificate(1, days_left=20))
    new, new_chain = chain_of(certificate(2))
    account = Account(with_binding(WWW, old), anchors=anchors)
    account.inventory.add(old, old_chain)
    account.inventory.add(new, new_chain)
    serve_everywhere(account, old_chain)
    account.handle(step(WWW, "renewed-2", 0, candidate=new.id))
    return account, new, new_chain


def next_look(account: Account) -> str:
    account.clock.advance(account.queue.waiting()[0][0] - account.clock.now())
    (event,) = account.queue.take_due()
    return account.handle(event).message
