"""What a browser says of an edge: headless Chromium, which nobody here has written."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from certbind.config import ProbeSettings
from certbind.domain.trust.names import parse_reference
from certbind.usecases.account.look import Look
from certbind.wiring import visitors
from certbind.wiring.clock import SystemClock
from localcloud.world import LocalCloud

CHROMIUM = shutil.which("chromium")
CERTUTIL = shutil.which("certutil")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None or CERTUTIL is None,
    reason="needs Chromium and certutil: apt-get install chromium libnss3-tools",
)
WWW, STATIC = "www.shop.example", "static.shop.example"


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Two mapped domains, neither with a certificate."""
    with LocalCloud(tmp_path_factory.mktemp("cloud")) as made:
        made.edges.set_delay("oss", 0)
        made.oss.world.create_bucket("assets", "cn-hangzhou")
        for host in (WWW, STATIC):
            made.oss.world.map_domain("assets", host)
        yield made


@pytest.fixture(scope="module")
def browser(cloud: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium that trusts the local roots, and finds every name at one edge."""
    home = tmp_path_factory.mktemp("home")
    _trust(home, cloud.authorities.roots_pem())
    with sync_playwright() as player:
        launched = player.chromium.launch(
            executable_path=CHROMIUM,
            env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
            args=[
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--host-resolver-rules=MAP * 127.31.1.1",
            ],
        )  # fmt: skip
        yield launched
        launched.close()


def _trust(home: Path, roots_pem: str) -> None:
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    database = ["-d", f"sql:{store}"]
    subprocess.run([str(CERTUTIL), *database, "-N", "--empty-password"], check=True)
    end = "-----END CERTIFICATE-----"
    for number, body in enumerate(roots_pem.split(end)[:-1]):
        subprocess.run(
            [str(CERTUTIL), *database, "-A", "-t", "C,,", "-n", f"root-{number}", "-a"],
            input=body + end + "\n", text=True, check=True,
        )  # fmt: skip


def _bind(cloud: LocalCloud, host: str, *names: str, defects: tuple[str, ...] = ()) -> str:
    made = cloud.authorities.issue(list(names) or [host], defects=defects)
    held = cloud.cas.add_issued(
        made.chain_pem, made.key_pem, site="cn-hangzhou", name=f"{host}-{made.serial[:8]}"
    )
    cloud.oss.world.bind("assets", host, held.identifier)
    return made.sha256


def test_a_bound_certificate_opens_the_page(cloud: LocalCloud, browser: Browser) -> None:
    fingerprint = _bind(cloud, WWW)
    page = browser.new_page()
    answer = page.goto(f"https://{WWW}:{cloud.edges.port}/")
    assert answer is not None
    assert answer.ok
    assert page.locator("#sha256").inner_text() == fingerprint
    page.close()


@pytest.mark.parametrize(
    ("defects", "names", "error"),
    [
        ((), ("other.shop.example",), "ERR_CERT_COMMON_NAME_INVALID"),
        (("expired",), (), "ERR_CERT_DATE_INVALID"),
        (("untrusted_root",), (), "ERR_CERT_AUTHORITY_INVALID"),
        (("self_signed",), (), "ERR_CERT_AUTHORITY_INVALID"),
    ],
    ids=["name", "expired", "untrusted", "self-signed"],
)
def test_certbind_names_the_error_that_the_browser_shows(
    cloud: LocalCloud,
    browser: Browser,
    defects: tuple[str, ...],
    names: tuple[str, ...],
    error: str,
) -> None:
    _bind(cloud, STATIC, *names, defects=defects)
    page = browser.new_page()
    with pytest.raises(Error, match=error):
        page.goto(f"https://{STATIC}:{cloud.edges.port}/")
    page.close()
    assert _verdict(cloud) == error


def _verdict(cloud: LocalCloud) -> str:
    settings = ProbeSettings.from_env(cloud.env())
    look = Look(SystemClock(), visitors.probe(settings), visitors.trust_anchors(settings))
    _, verdict = look(parse_reference(STATIC))
    assert verdict.headline is not None
    return verdict.headline.kind.browser_error
