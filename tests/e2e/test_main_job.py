"""The main job, end to end, as `make demo` plays it, held to its facts."""

from __future__ import annotations

import subprocess
import sys

from certbind.domain.journal import EntryKind
from tests.e2e.scene import CDN, STATIC, WWW, Scene


def test_an_issued_certificate_is_bound_served_and_verified(scene: Scene) -> None:
    """watch, queue, trigger, handler, OSS and CDN, edges, ledger: one event through all of it."""
    scene.map(WWW, STATIC)
    scene.cloud.cdn.model.add_domain(CDN, [])
    scene.pass_time(minutes=5)
    issued = scene.issue(WWW, STATIC, CDN)
    scene.pass_time(minutes=5)
    assert scene.bound(WWW) == scene.bound(STATIC) == issued.identifier
    assert scene.bound_on_cdn(CDN) == issued.number
    scene.let_it_finish(minutes=4)
    for domain in (WWW, STATIC, CDN):
        assert scene.leaf(domain) == {issued.facts.sha256.lower()}
        assert scene.kinds(domain)[-1] is EntryKind.VERIFIED
    assert scene.dead() == []


def test_no_secret_is_left_where_the_main_job_passed(scene: Scene) -> None:
    """Promise 6, in what functions log and answer and in what the ledger keeps."""
    scene.map(WWW)
    scene.cloud.cdn.model.add_domain(CDN, [])
    scene.pass_time(minutes=5)
    issued = scene.issue(WWW, CDN)
    scene.pass_time(minutes=5)
    scene.let_it_finish(minutes=4)
    assert scene.kinds(CDN)[-1] is EntryKind.VERIFIED
    logs, answers, objects = scene.logs(), scene.answers(), scene.ledger_objects()
    for told, mark in ((logs, "FC Invoke Start"), (answers, "bound"), (objects, WWW)):
        assert mark in told
    keys = scene.cloud.kernel.credentials._all()
    roles = [key for key in keys if key.principal.startswith("role/")]
    assert roles
    secrets = [s for key in roles for s in (key.secret, key.token)]
    pem = issued.key_pem.strip().splitlines()[1:-1]
    for secret in ("PRIVATE KEY", "Signature=", *secrets, *pem):
        assert secret not in logs
        assert secret not in answers
        assert secret not in objects


def test_the_story_ends_well() -> None:
    """`make demo` runs this very command."""
    done = subprocess.run(
        [sys.executable, "-m", "demo"], capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stderr
    assert "Every step ended as expected" in done.stdout
    assert "2 of 3 addresses serve it" in done.stdout
    assert "would replace certificate" in done.stdout
