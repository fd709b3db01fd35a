"""`convert`, `upload` and the judging of a file, wired; no function needs these."""

from __future__ import annotations

from certbind.config import ProbeSettings
from certbind.ports.files import Keystores
from certbind.usecases.certificates import near
from certbind.usecases.certificates.convert import Convert, IssuersInAccount
from certbind.usecases.certificates.roots import TellRoots
from certbind.usecases.certificates.upload import UploadCertificate
from certbind.wiring import visitors
from certbind.wiring.clock import SystemClock
from certbind.wiring.commands.material import account, client_machine, keystores, open_uploads
from certbind.wiring.invocation import Wiring
from certbind.wiring.required_settings import Environment


def files() -> Keystores:
    """What a person hands in, and what is written for them."""
    return keystores()


def open_account(environment: Environment, seconds_left: float) -> Wiring:
    """Credentials and CAS alone."""
    return account(environment, seconds_left)


def make_convert(environment: Environment, opened: Wiring | None) -> Convert:
    """opened: the account that a chain is completed from; without one no setting is needed."""
    anchors = visitors.trust_anchors(ProbeSettings.from_env(environment))
    issuers = None if opened is None else IssuersInAccount(opened.inventory())
    return Convert(keystores(), anchors, SystemClock(), issuers)


def make_upload(opened: Wiring, site: str, *, key_in_url: bool) -> UploadCertificate:
    """To one site of CAS."""
    return UploadCertificate(
        opened.inventory(site),
        open_uploads(opened, site, key_in_url=key_in_url),
        visitors.trust_anchors(opened.settings.probe),
        opened.clock,
    )


def make_roots(environment: Environment) -> TellRoots:
    """Needs no account."""
    anchors = visitors.trust_anchors(ProbeSettings.from_env(environment))
    return TellRoots(anchors, SystemClock(), client_machine())


_PATIENCE = 10.0
"""Seconds: what is told beside a look keeps nobody waiting for long."""


def near_certificate(environment: Environment, said: str) -> str:
    """See `near.meant`."""
    return near.meant(lambda: account(environment, _PATIENCE).inventory(), said)
