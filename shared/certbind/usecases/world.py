"""The ports and the rules that every use case is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from certbind.domain.model.policy import Policy
from certbind.domain.trust.chain import TrustAnchors
from certbind.ports import CertificateInventory, Clock, EventQueue, Journal, Targets, TlsProbe


@dataclass(frozen=True, slots=True)
class Ports:
    """The world, as bootstrap wires it for one invocation."""

    clock: Clock
    inventory: CertificateInventory
    targets: Targets
    queue: EventQueue
    journal: Journal
    probe: TlsProbe


@dataclass(frozen=True, slots=True)
class Rules:
    """What is configured.

    anchors: the roots that visitors' browsers trust.
    verify_after: from binding to the first look; CDN documentation speaks of a minute.
    confirm_after: between the two looks that "verified" takes: one good answer proves one machine.
    verify_within: after that time, what is not served everywhere is reported as not verified.
    lease: how long an intent without a result keeps other functions off the domain; longer than
        any invocation may last (300 s with EventBridge).
    max_attempts: of one bind command, before a person is needed.
    """

    policy: Policy
    anchors: TrustAnchors
    verify_after: timedelta = timedelta(seconds=60)
    confirm_after: timedelta = timedelta(seconds=30)
    verify_within: timedelta = timedelta(minutes=30)
    lease: timedelta = timedelta(seconds=300)
    max_attempts: int = 8


def retry_delay(attempt: int) -> timedelta:
    """30 s, 1, 2, 4, 8 minutes, then every 15."""
    return min(timedelta(seconds=30 * 2 ** (attempt - 1)), timedelta(minutes=15))
