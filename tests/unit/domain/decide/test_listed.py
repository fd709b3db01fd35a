"""A list of CAS: found by name, id and fingerprint, in whatever order it came."""

from __future__ import annotations

from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import Sha1
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Binding, BindingSource
from certbind.domain.situation.certificates import Listed
from tests.fakes.situations import SHOP, scene
from tests.fakes.values import NOW, cas_id, cdn, certificate


def listed(*certificates: Certificate) -> Listed:
    return Listed(certificates, NOW, anchors=None, policy=Policy())


def test_a_certificate_that_came_twice_counts_once() -> None:
    one = certificate(1, SHOP)
    assert len(listed(one, one, certificate(2, SHOP))) == 2


def test_one_whose_fingerprint_cas_did_not_tell_is_no_pasted_one() -> None:
    unknown = certificate(1, SHOP, sha1=Sha1(""), sha256=None)
    index = listed(unknown)
    assert index.by_fingerprint(Binding(BindingSource.UPLOAD, sha1=Sha1(""))) is None
    assert index.by_fingerprint(Binding(BindingSource.UPLOAD)) is None
    assert index.named([SHOP]) == {cas_id(1)}


def test_a_decision_gives_its_reasons_the_decisive_one_first() -> None:
    decision = scene(cdn(SHOP), certificate(1, SHOP, days=-1)).decide()
    assert decision.reasons == (
        ("no_certificate", "one in CAS covers shop.example.com, but none can be used"),
        ("expired", "1-cn-hangzhou ended 2026-11-23 12:00 UTC"),
    )
