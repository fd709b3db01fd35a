"""The net under a binding, over real TLS: a certificate whose chain nobody can read before binding
goes to one domain of a product first.
"""

from __future__ import annotations

import json

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.identity import Domain
from localcloud.faults import FaultKind, FaultRule
from localcloud.services.cas.certificates import StoredCertificate
from tests.e2e.scene import SITE, Scene

DOMAINS = tuple(Domain(f"{name}.shop.example") for name in ("a", "b", "c"))
BY_ITSELF = 60
"""Minutes that nobody does anything."""


def served_well(scene: Scene) -> StoredCertificate:
    """Three domains of a bucket, each seen to be served well; then chains cannot be read."""
    scene.map(*DOMAINS)
    scene.pass_time(minutes=5)
    old = scene.issue(*DOMAINS, days=60)
    scene.pass_time(minutes=5)
    scene.let_it_finish(minutes=4)
    assert {scene.kinds(domain)[-1] for domain in DOMAINS} == {EntryKind.VERIFIED}
    unread = FaultRule(
        FaultKind.ERROR,
        "cdn",
        "DescribeCdnCertificateDetailById",
        count=None,
        status=400,
        code="Certificate.NotFind",
        message="The certificate does not exist.",
    )
    scene.cloud.kernel.faults.add(unread)
    return old


def who_got(scene: Scene, certificate: StoredCertificate) -> set[str]:
    """The domains at which certbind ever began to bind it."""
    return {
        domain
        for domain in DOMAINS
        for entry in scene.journal().entries(f"domain/{domain}")
        if entry.record.kind is EntryKind.INTENT
        and entry.record.details["after"] == certificate.identifier
    }


@pytest.mark.parametrize("defect", ["leaf_is_ca", "weak_key", "wrong_order"])
def test_a_defect_that_only_the_edge_shows_meets_one_domain_and_goes_by_itself(
    scene: Scene, defect: str
) -> None:
    old = served_well(scene)
    bad = scene.issue(*DOMAINS, days=90, defects=(defect,))
    scene.pass_time(minutes=5)
    scene.let_it_finish(minutes=BY_ITSELF)
    (canary,) = who_got(scene, bad)
    for domain in DOMAINS:
        assert scene.bound(domain) == old.identifier
        assert scene.leaf(domain) == {old.facts.sha256.lower()}
    newest = scene.journal().newest(f"domain/{canary}")
    assert newest.record.kind is EntryKind.VERIFIED
    told = scene.certbind("history", canary)
    assert "rolled back by itself" in told
    plan = json.loads(scene.certbind("plan", "--json"))
    others = {row["domain"]: row["reasons"][0]["reason"] for row in plan["cannot"]}
    assert others == dict.fromkeys(set(DOMAINS) - {canary}, "canary_failed")
    for domain in others:
        entry = scene.journal().newest(f"domain/{domain}")
        assert (entry.record.kind, entry.record.reason) == (EntryKind.REFUSED, "canary_failed")
    assert scene.dead() == []


def test_what_is_sound_is_bound_everywhere_after_the_first_is_seen_to_serve_it(
    scene: Scene,
) -> None:
    served_well(scene)
    good = scene.issue(*DOMAINS, days=90)
    scene.pass_time(minutes=5)
    scene.outcomes()
    assert len(who_got(scene, good)) == 1
    scene.let_it_finish(minutes=10)
    for domain in DOMAINS:
        assert scene.bound(domain) == good.identifier
        assert scene.kinds(domain)[-1] is EntryKind.VERIFIED
    assert scene.dead() == []
    assert SITE in good.identifier
