"""What is said where nothing can be bound: why each certificate in question cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from certbind.domain.decide.decision import Decision, Tone
from certbind.domain.model.certificate import CertificateStatus, ChainLink, KeyAlgorithm
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import UNBOUND, Binding
from certbind.domain.situation.certificates import Certificates, Listed, Sites
from certbind.domain.situation.reading import Known
from tests.fakes.situations import SHOP, scene
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, cdn, certificate, uploaded


def words(decision: Decision) -> list[str]:
    return [word for word, _ in decision.reasons]


def test_says_that_nothing_covers_the_domain() -> None:
    decision = scene(cdn(SHOP), certificate(1, "shop.example.org")).decide()
    assert decision.reasons == (
        ("no_certificate", "no certificate in CAS covers shop.example.com"),
    )
    assert (decision.act, decision.tone) == (None, Tone.PERSON)


def test_says_why_those_that_cover_it_cannot_be_used() -> None:
    decision = scene(
        cdn(SHOP),
        certificate(1, SHOP, days=-3),
        certificate(2, "*.example.com", status=CertificateStatus.REVOKED),
    ).decide()
    assert decision.reasons == (
        (
            "no_certificate",
            "2 certificates in CAS cover shop.example.com, but none can be used",
        ),
        ("revoked", "2-cn-hangzhou CAS says that it is revoked"),
        ("expired", "1-cn-hangzhou ended 2026-11-21 12:00 UTC"),
    )


def test_says_that_the_only_wildcard_is_one_label_short() -> None:
    decision = scene(cdn("a.b.example.com"), certificate(1, "*.example.com")).decide()
    assert words(decision) == ["no_certificate", "wildcard_too_deep"]


def test_a_domain_one_label_too_deep_that_is_served_well_is_well() -> None:
    deep = cdn("a.shop.example.com", bound_by_id(1))
    decision = scene(
        deep, certificate(1, "a.shop.example.com"), certificate(9, "*.example.com")
    ).decide()
    assert decision.word == "already_bound"
    (near,) = decision.passed
    assert near.certificate == cas_id(9)
    assert [finding.reason for finding in near.against] == [Reason.WILDCARD_TOO_DEEP]


def test_sites_of_cas_that_are_not_read_are_named() -> None:
    one = scene(cdn(SHOP))
    sites = Sites(("cn-hangzhou",), ("ap-southeast-1",))
    index = Listed((), NOW, anchors=None, policy=Policy())
    situation = one.lazily
    decision = one.decide(replace(situation, certificates=Known(Certificates(index, {}, sites))))
    assert decision.detail == (
        "no certificate in CAS covers shop.example.com; read was CAS of cn-hangzhou, not of "
        "ap-southeast-1 (CERTBIND_SITE)"
    )


@pytest.mark.parametrize("binding", [UNBOUND, bound_by_id(1)])
def test_an_expired_binding_with_nothing_to_replace_it_needs_a_person(binding: Binding) -> None:
    dead = certificate(1, SHOP, not_before=NOW - 90 * DAY, days=-1)
    decision = scene(cdn(SHOP, binding), dead).decide()
    assert words(decision) == ["no_certificate", "expired"]
    assert decision.is_refusal
    assert decision.detail == "one in CAS covers shop.example.com, but none can be used"


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"days": -1}, Reason.EXPIRED),
        ({"not_before": NOW + DAY}, Reason.NOT_YET_VALID),
        ({"status": CertificateStatus.REVOKED}, Reason.REVOKED),
        ({"status": CertificateStatus.UNKNOWN}, Reason.NOT_ISSUED),
        ({"algorithm": KeyAlgorithm.SM2}, Reason.SM2_UNSUPPORTED),
        ({"has_private_key": False}, Reason.NO_PRIVATE_KEY),
        ({"chain_summary": (ChainLink("leaf", "CA"),)}, Reason.CHAIN_INCOMPLETE),
    ],
)
@pytest.mark.parametrize("binding", [UNBOUND, bound_by_id(1), uploaded()])
def test_a_certificate_that_is_no_good_changes_nothing_and_says_why(
    more: dict[str, Any], reason: Reason, binding: Binding
) -> None:
    old, bad = certificate(1, SHOP, days=20), certificate(9, SHOP, **more)
    held = (old, bad) if binding == bound_by_id(1) else (bad,)
    decision = scene(cdn(SHOP, binding), *held).decide()
    assert decision.act is None
    against = {one.certificate: one.against for one in decision.passed}
    assert reason in {finding.reason for finding in against[cas_id(9)]}


def test_each_one_that_is_not_taken_says_why() -> None:
    old, new = certificate(1, SHOP, days=40), certificate(2, SHOP, days=80)
    earlier, as_long = certificate(3, SHOP, days=20), certificate(4, SHOP, days=60)
    decision = scene(cdn(SHOP, bound_by_id(1)), old, new, earlier, as_long).decide()
    told = {one.certificate.number: one.against[0] for one in decision.passed}
    assert {number: finding.reason for number, finding in told.items()} == {
        3: Reason.BETTER_BOUND,
        4: Reason.BETTER_BOUND,
    }
    assert told[4].detail == "2-cn-hangzhou is better for shop.example.com"


@pytest.mark.parametrize(
    ("other", "reason", "detail"),
    [
        (
            certificate(2, SHOP, days=20),
            Reason.ENDS_EARLIER,
            "ends 2026-12-14; 1-cn-hangzhou, which is bound there, 2027-01-03",
        ),
        (
            certificate(2, SHOP, days=40, not_before=NOW - 20 * DAY),
            Reason.BETTER_BOUND,
            "1-cn-hangzhou ends 2027-01-03 too",
        ),
        (
            certificate(2, "*.example.com", days=80),
            Reason.BETTER_BOUND,
            "1-cn-hangzhou names shop.example.com itself and lasts until 2027-01-03",
        ),
    ],
)
def test_beside_what_works_each_says_why_it_stays(other: Any, reason: Reason, detail: str) -> None:
    old = certificate(1, SHOP, days=40)
    decision = scene(cdn(SHOP, bound_by_id(1)), old, other).decide()
    assert decision.act is None
    (finding,) = decision.passed[0].against
    assert (finding.reason, finding.detail) == (reason, detail)
