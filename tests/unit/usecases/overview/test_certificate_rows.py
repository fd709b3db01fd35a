"""Certificates: what each serves, what else it could, and what took its place."""

from __future__ import annotations

from dataclasses import replace

from certbind.domain.model.target import Binding, BindingSource, BoundTarget
from certbind.domain.trust.chain import TrustAnchors
from certbind.usecases.overview.read_account import ReadAccount
from certbind.usecases.overview.report import CertificateKind, CertificateRow
from tests.unit.usecases.account import STATIC, WWW, Account, certificate, unbound, with_binding


def rows(account: Account) -> dict[str, CertificateRow]:
    found = ReadAccount(account.sources, account.rules)().certificates
    assert found is not None
    return {one.id: one for one in found}


def test_what_it_serves_and_what_it_could(anchors: TrustAnchors) -> None:
    both = certificate(1, WWW.domain, STATIC.domain)
    account = Account(with_binding(WWW, both), *unbound(STATIC), anchors=anchors)
    account.hold(both)
    row = rows(account)[str(both.id)]
    assert (row.serves, row.could_serve) == ((WWW.domain,), (STATIC.domain,))
    assert row.name == "cert-1"


def test_a_renewal_supersedes_what_it_renews(anchors: TrustAnchors) -> None:
    old, new = certificate(1, days_left=20), certificate(2, days_left=90)
    other = certificate(3, "other.example", days_left=200)
    account = Account(with_binding(WWW, old), anchors=anchors)
    account.hold(old, new, other)
    found = rows(account)
    assert found[str(old.id)].superseded_by == str(new.id)
    assert found[str(new.id)].superseded_by == ""
    assert found[str(other.id)].superseded_by == ""


def test_kinds_are_those_that_the_lists_tell(anchors: TrustAnchors) -> None:
    account = Account(anchors=anchors)
    account.hold(
        certificate(1),
        replace(certificate(2), uploaded=True),
        replace(certificate(3), is_test=True),
    )
    kinds = [one.kind for one in rows(account).values()]
    assert sorted(kinds, key=lambda kind: kind.value) == [
        CertificateKind.ORDER,
        CertificateKind.TEST,
        CertificateKind.UPLOAD,
    ]


def test_what_a_product_shows_and_cas_lacks_is_there_with_what_is_known(
    anchors: TrustAnchors,
) -> None:
    pasted = Binding(BindingSource.UPLOAD, raw_id="", name="pasted [/red]<b>")
    account = Account(BoundTarget(WWW, pasted), BoundTarget(STATIC, pasted), anchors=anchors)
    found = ReadAccount(account.sources, account.rules)().certificates
    assert found is not None
    assert [(one.kind, one.name, one.serves) for one in found] == [
        (CertificateKind.UNKNOWN, pasted.name, (STATIC.domain,)),
        (CertificateKind.UNKNOWN, pasted.name, (WWW.domain,)),
    ]
