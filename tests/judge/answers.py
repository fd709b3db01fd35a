"""The two who are asked: Chromium, and certbind with its own probe and judgement."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright
from playwright.sync_api import TimeoutError as NothingShownError

from certbind.adapters.edge.lookup import Lookup
from certbind.adapters.edge.probe import HandshakeProbe, ProbeLimits
from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.observation import Resolution
from certbind.domain.trust.verdict import Expectation, Verdict, judge
from tests.judge.cases import HOST
from tests.judge.endpoints import HOST as ADDRESS
from tests.judge.making import pem_of

CHROMIUM, CERTUTIL = shutil.which("chromium"), shutil.which("certutil")
OK = "ok"
IF_FETCHED = "ok if fetched"
"""Of a chain that certbind calls broken: desktop Chrome may mend it, with what is not seen."""

_LIMITS = ProbeLimits(connect=3, handshake=5, overall=10)
_PATIENCE = 8_000  # milliseconds


class WallClock:
    """Chromium's clock cannot be set, so certbind goes by the same."""

    def now(self) -> datetime:
        """In UTC."""
        return datetime.now(timezone.utc)


class _Loopback:
    def resolve(self, name: str) -> Lookup:
        return Lookup(Resolution.RESOLVED, (ADDRESS,))


def ask_certbind(port: int, anchors: TrustAnchors) -> Verdict:
    """A handshake as `certbind verify` makes it, judged with these roots."""
    clock = WallClock()
    observation = HandshakeProbe(_Loopback(), clock, port, _LIMITS).observe(Domain(HOST))
    return judge(observation, Expectation(Domain(HOST)), anchors, clock.now())


def answer_of(verdict: Verdict) -> str:
    """The error that certbind says a browser shows."""
    if verdict.headline is None:
        return OK
    fetched = verdict.headline.kind is FaultClass.CHAIN_FETCHED
    return IF_FETCHED if fetched else verdict.headline.kind.browser_error or OK


def ask_chromium(page: Page, port: int) -> str:
    """`ok`, or the error of the page.

    The page of an error is shown after the error is told, of some after three seconds, and would
    interrupt the next visit: a visit is over when its frame shows something, whatever that is.
    """
    told = "no answer"
    with suppress(NothingShownError), page.expect_event("framenavigated", timeout=_PATIENCE):
        try:
            page.goto(f"https://{HOST}:{port}/", timeout=_PATIENCE, wait_until="commit")
            told = OK
        except Error as error:
            found = re.search(r"net::(ERR_\w+)", error.message)
            told = found[1] if found else told
    return told


@contextmanager
def chromium(home: Path, roots: list[bytes]) -> Iterator[Page]:
    """Debian's, headless, that trusts these roots and finds every name on loopback."""
    trust(home, roots)
    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=CHROMIUM,
            env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
            args=[
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update",
                "--disable-sync", f"--host-resolver-rules=MAP * {ADDRESS}",
            ],
        )  # fmt: skip
        try:
            yield browser.new_page()
        finally:
            browser.close()


def trust(home: Path, roots: list[bytes]) -> None:
    """As an administrator would add them for this user."""
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    database = ["-d", f"sql:{store}"]
    assert CERTUTIL is not None
    subprocess.run([CERTUTIL, *database, "-N", "--empty-password"], check=True)
    for number, der in enumerate(roots):
        file = home / f"root-{number}.der"
        file.write_bytes(der)
        subprocess.run(
            [CERTUTIL, *database, "-A", "-t", "C,,", "-n", f"root-{number}", "-i", str(file)],
            check=True,
        )


def anchors_of(roots: list[bytes]) -> TrustAnchors:
    """The same roots for certbind."""
    return TrustAnchors.from_pem("".join(map(pem_of, roots)))
