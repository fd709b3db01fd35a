"""The net under a binding, over real TLS: a certificate whose chain nobody can read before binding
goes to one domain of a product first.
"""

from __future__ import annotations

import json

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.identity import Domain
from localcloud.faults import FaultKind, FaultRule
from localcloud.services.cas.certificates import StoredCertificate
from tests.e2e.scene import Scene

DEFECTS = ("leaf_is_ca", "weak_key", "wrong_order")
UNREAD = FaultRule(
    FaultKind.ERROR,
    "cdn",
    "DescribeCdnCertificateDetailById",
    count=None,
    status=400,
    code="Certificate.NotFind",
    message="The certificate does not exist.",
)
"""CDN knows none of CAS's certificates, so that no chain is to be had without a key."""


def names(what: str) -> tuple[Domain, ...]:
    """Three domains that one certificate is for."""
    label = what.replace("_", "-")
    return tuple(Domain(f"{letter}.{label}.example") for letter in "abc")


def who_got(scene: Scene, certificate: StoredCertificate, domains: tuple[Domain, ...]) -> set[str]:
    """The domains at which certbind ever began to bind it."""
    return {
        domain
        for domain in domains
        for entry in scene.journal().entries(f"domain/{domain}")
        if entry.record.kind is EntryKind.INTENT
        and entry.record.details["after"] == certificate.identifier
    }


def test_what_only_the_edge_shows_meets_one_domain_and_goes_and_what_is_sound_meets_all(
    scene: Scene,
) -> None:
    """Each certificate for three domains at once: three with a defect, one without. What stood
    before a person had bound, so that only a look tells how visitors were served.
    """
    every = {what: names(what) for what in (*DEFECTS, "sound")}
    scene.map(*(domain for domains in every.values() for domain in domains))
    old = {what: scene.issue(*domains, days=60) for what, domains in every.items()}
    for what, domains in every.items():
        for domain in domains:
            scene.cloud.oss.world.bind("assets", domain, old[what].identifier)
    scene.pass_time(minutes=5)
    scene.cloud.kernel.faults.add(UNREAD)
    new = {
        what: scene.issue(*domains, days=90, defects=() if what == "sound" else (what,))
        for what, domains in every.items()
    }
    scene.pass_time(minutes=5)
    assert len(who_got(scene, new["sound"], every["sound"])) == 1
    scene.let_it_finish(minutes=12)
    scene.pass_time(minutes=8)
    scene.let_it_finish(minutes=2)
    plan = json.loads(scene.certbind("plan", "--json"))
    refused = {row["domain"]: row["reasons"][0]["reason"] for row in plan["cannot"]}
    waits = set()
    for what in DEFECTS:
        (canary,) = who_got(scene, new[what], every[what])
        for domain in every[what]:
            assert scene.bound(domain) == old[what].identifier
            assert scene.leaf(domain) == {old[what].facts.sha256.lower()}
        assert scene.journal().newest(f"domain/{canary}").record.kind is EntryKind.VERIFIED
        told = [one.record.reason for one in scene.journal().entries(f"domain/{canary}")]
        assert "rolled_back" in told
        for domain in set(every[what]) - {canary}:
            waits.add(domain)
            record = scene.journal().newest(f"domain/{domain}").record
            assert (record.kind, record.reason) == (EntryKind.REFUSED, "canary_failed")
    assert refused == dict.fromkeys(waits, "canary_failed")
    for domain in every["sound"]:
        assert scene.leaf(domain) == {new["sound"].facts.sha256.lower()}
        assert scene.kinds(domain)[-1] is EntryKind.VERIFIED
    assert scene.dead() == []
