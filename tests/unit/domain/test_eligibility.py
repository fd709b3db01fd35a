"""Every reason against binding a certificate, and that none hides another."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from certbind.domain.model.certificate import (
    Certificate,
    CertificateStatus,
    ChainLink,
    KeyAlgorithm,
)
from certbind.domain.model.identity import Domain, Sha1, Sha256
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Reason
from certbind.domain.situation.assessed import Assessed, assess
from certbind.domain.situation.eligibility import _chain_finding, latest_end
from certbind.domain.trust.chain import TrustAnchors, parse_leaf
from certbind.domain.trust.faults import Fault, FaultClass
from tests.fakes.certificates import CA_SPEC, Authority, Issued, Spec, pem_of, self_signed
from tests.fakes.values import DAY, NOW, SOUND_SUMMARY, certificate

SHOP = Domain("shop.example.com")
ROOT = Authority.root("Root")
INTERMEDIATE = ROOT.subordinate()
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT))
SMALL_KEY = rsa.generate_private_key(65537, 1024)  # noqa: S505 - the defect under test


def reasons(
    subject: Certificate,
    domain: Domain = SHOP,
    now: datetime = NOW,
    chain: tuple[bytes, ...] | None = None,
    anchors: TrustAnchors | None = ANCHORS,
    policy: Policy | None = None,
) -> list[Reason]:
    one = exactly(subject, now, chain, anchors, policy)
    findings = (*one.against_name(domain), *one.against)
    assert all(finding.detail for finding in findings)
    return [finding.reason for finding in findings]


def exactly(
    subject: Certificate,
    now: datetime = NOW,
    chain: tuple[bytes, ...] | None = None,
    anchors: TrustAnchors | None = ANCHORS,
    policy: Policy | None = None,
) -> Assessed:
    return assess(
        subject, now, chain=chain, is_exact=True, anchors=anchors, policy=policy or Policy()
    )


def works(
    subject: Certificate, now: datetime = NOW, chain: tuple[bytes, ...] | None = None
) -> bool:
    """Where it is bound already."""
    one = exactly(subject, now, chain)
    return one.works and not one.against_name(SHOP)


def in_cas(issued: Issued, *names: str, **more: Any) -> Certificate:
    """What CAS would say of this very certificate."""
    made = issued.certificate
    return certificate(
        7,
        *names,
        **{
            "not_before": made.not_valid_before_utc,
            "not_after": made.not_valid_after_utc,
            "sha256": None,
            "sha1": parse_leaf(issued.der).sha1,
            **more,
        },
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, []),
        ({"chain_summary": SOUND_SUMMARY}, []),
        ({"status": CertificateStatus.REVOKED}, [Reason.REVOKED]),
        ({"status": CertificateStatus.UNKNOWN}, [Reason.NOT_ISSUED]),
        ({"not_after": NOW - timedelta(seconds=1)}, [Reason.EXPIRED]),
        ({"not_after": NOW}, []),
        ({"not_before": NOW, "uploaded": True}, []),
        ({"not_before": NOW + timedelta(seconds=1)}, [Reason.NOT_YET_VALID]),
        ({"not_before": NOW}, []),
        ({"names": ("other.example.com",)}, [Reason.NAME_MISMATCH]),
        ({"names": ()}, [Reason.NAME_MISMATCH]),
        ({"algorithm": KeyAlgorithm.SM2}, [Reason.SM2_UNSUPPORTED]),
        ({"has_private_key": False}, [Reason.NO_PRIVATE_KEY]),
        ({"has_private_key": None}, []),
    ],
)
def test_reasons_from_what_cas_says(more: dict[str, Any], expected: list[Reason]) -> None:
    subject = replace(certificate(1, "shop.example.com"), **more)
    assert reasons(subject) == expected


def test_the_last_second_is_valid_to_its_end() -> None:
    subject = certificate(1, "shop.example.com", not_after=NOW)
    assert reasons(subject, now=NOW + timedelta(microseconds=999_999)) == []
    assert reasons(subject, now=NOW + timedelta(seconds=1)) == [Reason.EXPIRED]


def test_all_reasons_are_given_at_once() -> None:
    subject = certificate(
        1, "a.test", days=-1, status=CertificateStatus.REVOKED, has_private_key=False
    )
    assert reasons(subject) == [
        Reason.NAME_MISMATCH,
        Reason.REVOKED,
        Reason.EXPIRED,
        Reason.NO_PRIVATE_KEY,
    ]


@pytest.mark.parametrize("domain", ["a.shop.example.com", ".shop.example.com"])
def test_a_wildcard_one_label_short_is_named_as_that(domain: str) -> None:
    assert reasons(certificate(1, "*.example.com"), Domain(domain)) == [Reason.WILDCARD_TOO_DEEP]


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ((), []),
        ((ChainLink("leaf", "Test Intermediate"),), [Reason.CHAIN_INCOMPLETE]),
        ((ChainLink("leaf", "Root"),), []),
        ((ChainLink("leaf", "leaf"),), [Reason.CHAIN_UNTRUSTED]),
        ((ChainLink("leaf", "CA"), ChainLink("CA", "Gone Root")), [Reason.CHAIN_UNTRUSTED]),
        ((ChainLink("leaf", "CA"), ChainLink("CA", "")), []),  # a root without a common name
        # a root that is known, cross-signed by one that is not
        ((ChainLink("leaf", "CA"), ChainLink("CA", "Root"), ChainLink("Root", "Old Root")), []),
    ],
)
def test_reasons_from_a_chain_that_is_only_named(
    summary: tuple[ChainLink, ...], expected: list[Reason]
) -> None:
    assert reasons(certificate(1, "shop.example.com", chain_summary=summary)) == expected


def test_without_roots_only_a_leaf_alone_tells_something() -> None:
    alone = certificate(1, "shop.example.com", chain_summary=SOUND_SUMMARY[:1])
    longer = certificate(1, "shop.example.com", chain_summary=SOUND_SUMMARY)
    own = certificate(1, "shop.example.com", chain_summary=(ChainLink("leaf", "leaf"),))
    assert reasons(alone, anchors=None) == [Reason.CHAIN_INCOMPLETE]
    assert reasons(own, anchors=None) == [Reason.CHAIN_UNTRUSTED]
    assert reasons(longer, anchors=None) == []
    issued = INTERMEDIATE.leaf("shop.example.com")
    assert reasons(in_cas(issued, "shop.example.com"), chain=issued.chain, anchors=None) == []


def test_an_untrusted_chain_is_told_by_its_last_issuer() -> None:
    links = (ChainLink("leaf", "CA"), ChainLink("CA", "Gone Root"))
    subject = certificate(1, "shop.example.com", chain_summary=links)
    (finding,) = exactly(subject).against
    assert finding.detail == "it ends at Gone Root, which is no root that browsers trust"


def test_a_policy_can_ask_to_see_the_chain_first() -> None:
    issued = INTERMEDIATE.leaf("shop.example.com")
    subject = in_cas(issued, "shop.example.com", chain_summary=SOUND_SUMMARY)
    strict = Policy(require_chain_seen=True)
    assert reasons(subject, policy=strict) == [Reason.CHAIN_NOT_SEEN]
    assert reasons(subject, policy=strict, chain=issued.chain) == []
    alone = replace(subject, chain_summary=SOUND_SUMMARY[:1])
    assert reasons(alone, policy=strict) == [Reason.CHAIN_INCOMPLETE, Reason.CHAIN_NOT_SEEN]


def test_a_chain_that_was_read_is_judged_and_the_summary_is_not() -> None:
    issued = INTERMEDIATE.leaf("shop.example.com")
    subject = in_cas(issued, "shop.example.com", chain_summary=(ChainLink("leaf", "CA"),))
    assert reasons(subject, chain=issued.chain) == []
    assert reasons(subject, chain=issued.chain[:1]) == [Reason.CHAIN_INCOMPLETE]
    assert reasons(subject, chain=(b"rubbish",)) == [Reason.CHAIN_INVALID]


@pytest.mark.parametrize(
    ("issued", "reason"),
    [
        (Authority.root("Gone").subordinate().leaf("shop.example.com"), Reason.CHAIN_INCOMPLETE),
        (
            ROOT.subordinate(spec=replace(CA_SPEC, not_after=NOW - DAY)).leaf("shop.example.com"),
            Reason.CHAIN_EXPIRED,
        ),
        (
            ROOT.subordinate(spec=replace(CA_SPEC, is_ca=False)).leaf("shop.example.com"),
            Reason.CHAIN_INVALID,
        ),
        (INTERMEDIATE.leaf("shop.example.com", spec=Spec(is_ca=True)), Reason.LEAF_IS_CA),
        (self_signed("shop.example.com"), Reason.CHAIN_UNTRUSTED),
        (
            INTERMEDIATE.leaf(
                "shop.example.com", spec=Spec(purposes=(ExtendedKeyUsageOID.CLIENT_AUTH,))
            ),
            Reason.WRONG_PURPOSE,
        ),
        (
            INTERMEDIATE.leaf("shop.example.com", spec=Spec(key=SMALL_KEY)),
            Reason.WEAK_KEY,
        ),
    ],
)
def test_reasons_from_a_chain_that_was_read(issued: Issued, reason: Reason) -> None:
    assert reasons(in_cas(issued, "shop.example.com"), chain=issued.chain) == [reason]


@pytest.mark.parametrize("spec", [Spec(is_ca=True), Spec(key=SMALL_KEY)])
def test_what_no_visitor_minds_stands_against_binding_alone(spec: Spec) -> None:
    """Else what stands works until somebody reads its chain, and one that ends earlier takes its
    place.
    """
    issued = INTERMEDIATE.leaf("shop.example.com", spec=spec)
    subject = in_cas(issued, "shop.example.com")
    assert reasons(subject, chain=issued.chain) != []
    assert works(subject, chain=issued.chain)


def test_a_chain_s_fault_keeps_its_word_where_reasons_have_the_same() -> None:
    of_the_leaf = {FaultClass.NAME_MISMATCH, FaultClass.EXPIRED, FaultClass.NOT_YET_VALID}
    shared = {kind.value for kind in FaultClass} & {reason.value for reason in Reason}
    kinds = {FaultClass(word) for word in shared} - of_the_leaf
    assert len(kinds) >= 7
    assert {_chain_finding(Fault(kind, "x")).reason.value for kind in kinds} == {
        kind.value for kind in kinds
    }


def test_the_leaf_counts_more_than_what_a_list_says_of_it() -> None:
    issued = INTERMEDIATE.leaf("a.example.com", spec=Spec(not_after=NOW - DAY))
    flattering = in_cas(issued, "shop.example.com", not_after=NOW + 50 * DAY)
    found = reasons(flattering, chain=issued.chain)
    assert found == [Reason.NAME_MISMATCH, Reason.EXPIRED]


def test_both_cas_and_the_leaf_must_name_the_domain() -> None:
    issued, other = (INTERMEDIATE.leaf(name) for name in ("shop.example.com", "a.example.com"))
    assert reasons(in_cas(issued, "a.test"), chain=issued.chain) == [Reason.NAME_MISMATCH]
    subject = in_cas(other, "shop.example.com")
    assert reasons(subject, chain=other.chain) == [Reason.NAME_MISMATCH]
    assert not works(subject, chain=other.chain)


def test_the_leaf_s_own_first_moment_settles_what_a_list_leaves_open() -> None:
    issued = INTERMEDIATE.leaf("shop.example.com", spec=Spec(not_before=NOW - DAY / 24))
    listed = in_cas(
        issued, "shop.example.com", uploaded=True, not_before=NOW + DAY, dates_are_exact=False
    )
    assert reasons(listed) == [Reason.NOT_YET_VALID]
    assert reasons(listed, chain=issued.chain) == []


def test_a_chain_of_another_certificate_is_noticed() -> None:
    issued = INTERMEDIATE.leaf("shop.example.com")
    sha1 = parse_leaf(issued.der).sha1
    for subject in (
        certificate(1, "shop.example.com", sha256=Sha256("0" * 64)),
        certificate(1, "shop.example.com", sha256=Sha256("0" * 64), sha1=sha1),
        certificate(1, "shop.example.com", sha256=None, sha1=Sha1("0" * 40)),
    ):
        assert reasons(subject, chain=issued.chain) == [Reason.OTHER_LEAF]
        assert reasons(subject, chain=issued.chain[:1]) == [
            Reason.OTHER_LEAF,
            Reason.CHAIN_INCOMPLETE,
        ]
    unknown = certificate(1, "shop.example.com", sha256=None, sha1=Sha1(""))
    assert reasons(unknown, chain=issued.chain) == []


def test_the_dates_of_another_leaf_mend_nothing() -> None:
    issued = INTERMEDIATE.leaf("shop.example.com")
    ended = certificate(1, "shop.example.com", days=-1)
    assert reasons(ended, chain=issued.chain) == [Reason.EXPIRED, Reason.OTHER_LEAF]


def test_the_days_of_a_list_are_read_as_their_worse_moment() -> None:
    today = NOW.replace(hour=0)
    listed = certificate(
        1, "shop.example.com", dates_are_exact=False, not_before=today, not_after=today + 90 * DAY
    )
    assert reasons(listed) == []  # a CA has dated it no later than when it issued it
    assert reasons(replace(listed, uploaded=True)) == [Reason.NOT_YET_VALID]
    assert reasons(replace(listed, uploaded=True), now=today + DAY) == []
    assert reasons(listed, now=today + 90 * DAY + timedelta(hours=1)) == [Reason.EXPIRED]


def test_what_is_bound_has_the_benefit_of_the_doubt() -> None:
    today = NOW.replace(hour=0)
    listed = certificate(
        1,
        "shop.example.com",
        dates_are_exact=False,
        not_before=today - 90 * DAY,
        not_after=today,
        has_private_key=False,
        uploaded=True,
    )
    assert reasons(listed) == [Reason.EXPIRED, Reason.NO_PRIVATE_KEY]
    assert works(listed)
    assert latest_end(listed) == today + DAY
    assert not works(listed, today + DAY)
    strange = replace(listed, status=CertificateStatus.UNKNOWN)
    assert works(strange)
    begun = replace(listed, not_before=today, not_after=today + 90 * DAY)
    assert works(begun)
    assert works(begun, today)
    assert not works(begun, today - DAY)


@pytest.mark.parametrize(
    "more",
    [
        {"not_after": NOW - DAY},
        {"names": ("a.test",)},
        {"status": CertificateStatus.REVOKED},
        {"chain_summary": SOUND_SUMMARY[:1]},
    ],
)
def test_what_is_bound_and_serves_nobody_does_not_work(more: dict[str, Any]) -> None:
    subject = replace(certificate(1, "shop.example.com"), **more)
    assert not works(subject)
