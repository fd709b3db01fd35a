"""CERTBIND_HARDEN: a sweep sets what differs, tells it, and fights nobody."""

from __future__ import annotations

import pytest

from certbind.domain.lifecycle.journal import Entry
from certbind.domain.model.identity import Domain
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Target
from certbind.domain.serving.functions import Measure
from certbind.domain.serving.values import POLICY, TLS_VERSIONS
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Attempt
from certbind.errors import PermissionDeniedError, UnknownProductError
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.serving.harden_by_policy import HardenByPolicy
from certbind.usecases.serving.patience import Patience
from certbind.usecases.serving.settings_journal import SettingsJournal
from certbind.usecases.serving.settings_write import WriteSettings
from tests.unit.usecases.account import CDN, WWW, CrashError
from tests.unit.usecases.serving.protecting import Scene

EVERYWHERE = Policy(harden=None)
SET, DRIFT = SweepFinding.HARDENED, SweepFinding.SETTINGS_DRIFT
HANDS = '{"enable": "on", "https_rewrite": "308"}'


def swept(scene: Scene, target: Target = CDN) -> dict[SweepFinding, str]:
    """What one sweep says of a domain's settings."""
    account, settings = scene.account, scene.settings
    sources, queue, rules = account.connected
    journal = SettingsJournal(sources.journal, sources.clock)
    no_wait = Patience(lambda _: pytest.fail("nobody waits here"), longest=0)
    write = WriteSettings(settings, journal, no_wait, is_narrow=True)
    keeps = HardenByPolicy(sources, settings, rules, write)
    report = Sweep(sources, queue, rules, hardens=keeps)()
    (domain,) = (one for one in report.domains if one.domain == target.domain)
    told = {SET, DRIFT, SweepFinding.WAITING}
    return {
        kind: "; ".join(detail for other, detail in domain.findings if other is kind)
        for kind, _ in domain.findings
        if kind in told
    }


def entries(scene: Scene, place: str) -> int:
    history = scene.account.journal.history(f"settings/{place}")
    return len([one for one in history if isinstance(one, Entry)])


def test_what_differs_is_set_once_told_once_and_all_is_well_after(anchors: TrustAnchors) -> None:
    scene = Scene(anchors, EVERYWHERE)
    told = swept(scene)
    assert "https_force: not set → enable=on, https_rewrite=301" in told[SET]
    assert scene.texts(WWW)[TLS_VERSIONS] == "TLSv1.2,TLSv1.3"
    written = entries(scene, f"cdn/{CDN.domain}")
    assert (swept(scene), swept(scene, WWW)) == ({}, {})
    assert entries(scene, f"cdn/{CDN.domain}") == written


def test_what_browsers_remember_and_policies_stay_a_persons_word(anchors: TrustAnchors) -> None:
    scene = Scene(anchors, EVERYWHERE)
    swept(scene)
    assert "HSTS" not in scene.texts(CDN)
    assert POLICY not in scene.texts(WWW)


@pytest.mark.parametrize("scope", [(), (Domain("other.example"),)])
def test_who_is_not_named_is_not_asked_for(
    anchors: TrustAnchors, scope: tuple[Domain, ...]
) -> None:
    scene = Scene(anchors, Policy(harden=scope))
    assert swept(scene) == {}
    assert scene.settings.trouble.calls["read"] == 0


def test_what_a_person_undid_is_left_and_told_until_he_asks_again(anchors: TrustAnchors) -> None:
    scene = Scene(anchors, EVERYWHERE)
    swept(scene)
    scene.harden(CDN.domain, undo=True)
    before = scene.texts(CDN)
    for _ in range(2):
        told = swept(scene)
        assert SET not in told
        assert "a person undid it, and it is left so" in told[DRIFT]
    assert scene.texts(CDN) == before == {}
    scene.harden(CDN.domain, measures=frozenset({Measure.GZIP}))
    assert "gzip" not in swept(scene)[DRIFT]
    scene.harden(CDN.domain)
    assert swept(scene) == {}
    scene.settings.set_by_hand(CDN, "gzip", None)
    assert "another hand set it since" in swept(scene)[DRIFT]


def test_what_a_hand_set_otherwise_is_left_with_what_it_excludes(anchors: TrustAnchors) -> None:
    """Back to HTTP, as somebody at the console wanted it: neither half of it is touched."""
    scene = Scene(anchors, EVERYWHERE)
    swept(scene)
    scene.settings.set_by_hand(CDN, "https_force", None)
    scene.settings.set_by_hand(CDN, "http_force", HANDS)
    before = scene.texts(CDN)
    assert "https_force: another hand set it" in swept(scene)[DRIFT]
    assert scene.texts(CDN) == before


def test_after_a_crash_before_the_write_it_goes_on(anchors: TrustAnchors) -> None:
    """What stands is as it was, and nobody's word: the intent is on record."""
    scene = Scene(anchors, Policy(harden=(CDN.domain,)))
    scene.settings.trouble.before("change", CrashError())
    with pytest.raises(CrashError):
        swept(scene)
    assert SET in swept(scene)
    assert "https_force" in scene.texts(CDN)


def test_nobody_is_sent_to_https_who_was_not_seen_to_get_it(anchors: TrustAnchors) -> None:
    scene = Scene(anchors, EVERYWHERE)
    scene.account.probe.fail(CDN.domain, Attempt.HANDSHAKE_TIMEOUT, "192.0.2.1")
    assert "is wanted, and not set: https_not_seen" in swept(scene)[DRIFT]
    assert scene.texts(CDN) == {}


def test_what_takes_no_writes_waits_for_the_next_sweep(anchors: TrustAnchors) -> None:
    scene = Scene(anchors, Policy(harden=(CDN.domain,)))
    scene.settings.busy = 1
    assert "the next sweep does" in swept(scene)[SweepFinding.WAITING]
    assert SET in swept(scene)
    assert "https_force" in scene.texts(CDN)


def test_a_role_that_may_not_is_told_with_what_it_lacks(anchors: TrustAnchors) -> None:
    scene = Scene(anchors, Policy(harden=(CDN.domain,)))
    denied = PermissionDeniedError("no", service="cdn", action="BatchSetCdnDomainConfig")
    scene.settings.trouble.before("change", denied)
    assert "BatchSetCdnDomainConfig" in swept(scene)[DRIFT]


def test_a_product_without_such_settings_has_nothing_to_say(anchors: TrustAnchors) -> None:
    scene = Scene(anchors, EVERYWHERE)
    unknown = UnknownProductError("none", service="vod", action="settings")
    scene.settings.trouble.before("read", unknown, times=2)
    assert swept(scene) == {}


def test_a_domain_on_plain_http_by_a_persons_word_is_left_alone(anchors: TrustAnchors) -> None:
    scene = Scene(anchors, EVERYWHERE)
    scene.downgrade(CDN)
    assert swept(scene) == {}
    assert scene.texts(CDN) == {}
