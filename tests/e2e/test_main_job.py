"""The main job, end to end, as `make demo` plays it, held to its facts."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from demo.short import PAGE
from demo.stage import ROOT
from tests.e2e.scene import CDN, STATIC, WWW, Scene
from tests.waiting import until


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


@pytest.mark.timeout(450)
def test_the_story_ends_well_and_leaves_nothing(tmp_path: Path) -> None:
    """`make demo STORY=full` runs this very command. Function instances have the folder for
    temporary files from it, so this folder's name is in the environment of all that it starts.
    """
    folders = set((ROOT / "build").glob("demo-*"))
    with subprocess.Popen(
        [sys.executable, "-m", "demo", "full"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as demo:
        try:
            until(lambda: demo.pid in processes_with(tmp_path))
            output, errors = demo.communicate(timeout=400)  # half a minute, alone
        finally:
            demo.kill()
    assert demo.returncode == 0, errors
    until(lambda: processes_with(tmp_path) == [])
    assert set((ROOT / "build").glob("demo-*")) <= folders
    assert re.search(r"Every step ended as expected, in \d+ s", output)
    assert "2 of 3 addresses serve it" in output
    assert "would replace certificate" in output


def test_the_short_story_shows_bad_bound_and_served_and_writes_its_page() -> None:
    """What `make demo` tells, in at most ninety lines with what `make` adds."""
    PAGE.unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "demo"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) < 89, len(lines)
    for told in ("browsers refuse it", "is bound (", "verified: all 3 addresses", "act by "):
        assert told in done.stdout
    assert "build/demo/page.html" in done.stdout
    page = PAGE.read_text("utf-8")
    assert "blog.other.example" in page
    assert "现在" in page


def processes_with(folder: Path) -> list[int]:
    """The processes whose environment names the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it ended meanwhile, or is somebody else's
            if str(folder).encode() in (process / "environ").read_bytes():
                found.append(int(process.name))
    return found
