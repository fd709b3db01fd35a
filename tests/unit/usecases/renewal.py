"""A domain whose certificate ends soon, and the command that binds its renewal."""

from __future__ import annotations

from certbind.domain.model.policy import Policy
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import UnavailableError
from certbind.events import step
from tests.unit.usecases.account import WWW, Account, certificate, with_binding

OLD = certificate(1, days_left=20)
NEW = certificate(2, days_left=90)
NEWER = certificate(3, days_left=120)
COMMAND = step(WWW, "renewed-2", 0, candidate=NEW.id)
LOST = UnavailableError("no answer", service="cdn", action="SetCdnDomainSSLCertificate")


def account_with_old(anchors: TrustAnchors, policy: Policy | None = None) -> Account:
    account = Account(with_binding(WWW, OLD), anchors=anchors, policy=policy)
    account.hold(OLD, NEW)
    return account
