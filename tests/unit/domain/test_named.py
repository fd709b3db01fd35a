"""Names in settings that the account has not: said only of what was read whole."""

from __future__ import annotations

from typing import Any

import pytest

from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Absent, BoundTarget, ScanFailure, TargetScan
from certbind.domain.situation.certificates import Certificates, Listed, Sites
from certbind.domain.situation.named import absent_names
from tests.fakes.values import NOW, cas_id, cdn, certificate, oss

SHOP, WWW = Domain("shop.example.com"), Domain("www.example.com")
NO_DOMAIN = "no product of the account has a domain of this name"
NOT_LISTED = "CAS does not list this certificate: it was deleted, or has ended"
ABROAD = CertificateId(7, "ap-southeast-1")


def scan(*targets: BoundTarget, **more: Any) -> TargetScan:
    return TargetScan(targets, **more)


def cas(*held: Certificate, not_read: tuple[str, ...] = ()) -> Certificates:
    listed = Listed(held, NOW, anchors=None, policy=Policy())
    return Certificates(listed, sites=Sites(not_read=not_read))


def told(
    policy: Policy, seen: TargetScan, held: Certificates | None
) -> list[tuple[str, str, str]]:
    return [(one.where, one.setting, one.message) for one in absent_names(policy, seen, held)]


def test_what_is_there_is_not_told() -> None:
    policy = Policy(
        scope=(SHOP,), pins=((SHOP, cas_id(1)),), preferred_issuers=("digicert", "GlobalSign")
    )
    held = cas(certificate(1, SHOP, issuer="DigiCert Inc"), certificate(2, issuer="globalsign"))
    assert told(policy, scan(cdn(SHOP)), held) == []


def test_every_name_that_is_not_there_is_told_with_its_setting() -> None:
    policy = Policy(
        scope=(SHOP, WWW),
        pins=((SHOP, cas_id(1)), (Domain("old.example.com"), cas_id(2))),
        preferred_issuers=("DigiCert", "Nobody"),
    )
    held = cas(certificate(1, SHOP, issuer="DigiCert Inc"))
    assert told(policy, scan(oss(SHOP)), held) == [
        (WWW, "CERTBIND_BIND", NO_DOMAIN),
        ("old.example.com", "CERTBIND_PINS", NO_DOMAIN),
        ("2-cn-hangzhou", "CERTBIND_PINS", NOT_LISTED),
        ("Nobody", "CERTBIND_PREFERRED_ISSUERS", "no certificate in CAS is of this issuer"),
    ]


@pytest.mark.parametrize("is_abroad_read", [True, False])
def test_a_pin_of_a_site_that_is_not_read_is_told_apart(*, is_abroad_read: bool) -> None:
    policy = Policy(pins=((SHOP, ABROAD),))
    held = cas(not_read=() if is_abroad_read else ("ap-southeast-1",))
    why = "CAS of ap-southeast-1 is not read (CERTBIND_SITE)"
    assert told(policy, scan(cdn(SHOP)), held) == [
        (str(ABROAD), "CERTBIND_PINS", NOT_LISTED if is_abroad_read else why)
    ]


def test_of_what_was_not_read_nothing_is_said() -> None:
    """A bucket that could not be listed may hold the domain, and CAS the certificate."""
    policy = Policy(scope=(WWW,), pins=((SHOP, cas_id(1)),), preferred_issuers=("Nobody",))
    unread = ScanFailure("OSS bucket assets", "permission_denied", "the role may not read it")
    missing = Absent("assets", "CERTBIND_BUCKETS", "there is no such bucket")
    seen = scan(failures=(unread,), absent=(missing,))
    assert absent_names(policy, seen, None) == (missing,)
    assert {one.setting for one in absent_names(policy, seen, cas())} == {
        "CERTBIND_BUCKETS",
        "CERTBIND_PINS",
        "CERTBIND_PREFERRED_ISSUERS",
    }
    assert {one.where for one in absent_names(policy, scan(), None)} == {WWW, SHOP}


def test_a_setting_that_narrows_the_sight_is_told_beside() -> None:
    seen = scan(limits=("CERTBIND_BUCKETS", "CERTBIND_CDN_DOMAINS"))
    (one,) = absent_names(Policy(scope=(SHOP,)), seen, None)
    limits = "CERTBIND_BUCKETS, CERTBIND_CDN_DOMAINS"
    assert one.message == f"{NO_DOMAIN}, as far as {limits} lets it be seen"
