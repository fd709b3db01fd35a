"""What history tells of a domain's settings."""

from __future__ import annotations

from certbind.domain.lifecycle.journal import Entry
from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import TrustAnchors
from certbind.usecases.account.history import read_history
from certbind.usecases.serving.settings_history import read_settings_histories
from tests.unit.usecases.account import CDN, STATIC, WWW
from tests.unit.usecases.serving.protecting import Scene


def places(scene: Scene, domain: str, entries: tuple[Entry, ...] = ()) -> list[str]:
    found = read_settings_histories(scene.account.journal, Domain(domain), entries)
    return [one.place for one in found]


def test_a_domains_own_settings_and_its_buckets_are_told(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    scene.harden(CDN.domain, WWW.domain)
    assert places(scene, CDN.domain) == [f"cdn/{CDN.domain}"]
    assert places(scene, WWW.domain) == ["oss/assets"]
    assert places(scene, "other.example") == []


def test_those_of_a_bucket_are_told_to_each_domain_that_was_bound_there(
    anchors: TrustAnchors,
) -> None:
    """Another domain of the bucket was hardened: what is set holds for this one too."""
    scene = Scene(anchors)
    scene.harden(WWW.domain)
    assert places(scene, STATIC.domain) == []
    scene.downgrade(WWW)
    entries = read_history(scene.account.journal, WWW.domain).entries
    assert places(scene, STATIC.domain, entries) == ["oss/assets"]


def test_what_is_damaged_is_told_with_the_rest(anchors: TrustAnchors) -> None:
    scene = Scene(anchors)
    scene.harden(CDN.domain)
    subject = f"settings/cdn/{CDN.domain}"
    scene.account.journal.put(subject, 1, b"{")
    (told,) = read_settings_histories(scene.account.journal, CDN.domain, ())
    assert told.breaks
    assert [one["sequence"] for one in told.to_json()["breaks"]][:1] == [1]
