"""The composition root: settings in, use cases with their adapters out, one factory a function.

Use cases and SDKs are imported inside the factories, so that a function imports what it uses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from certbind.wiring import (
    Environment,
    SystemClock,
    Wiring,
    probe,
    required_settings,
    rules,
)

if TYPE_CHECKING:  # what one function needs, another must not import
    from certbind.domain.deployment.permissions import Permission
    from certbind.envelopes import Delivery
    from certbind.requests import RollbackRequest
    from certbind.usecases.outcome import Outcome
    from certbind.usecases.recheck import Recheck
    from certbind.usecases.rollback_report import RollbackReport
    from certbind.usecases.watch_certificates import WatchCertificates
    from certbind.usecases.world import Ports, Rules

USES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "watch": {
        "inventory": ("list_certificates",),
        "queue": ("send",),
        "journal": ("newest", "append"),
    },
    "recheck": {
        "inventory": ("list_certificates", "certificate"),
        "targets": ("scan", "read"),
        "queue": ("send",),
        "journal": ("newest", "append"),
    },
    "rollback": {
        "inventory": ("certificate", "chain"),
        "targets": ("find", "read", "bind"),
        "queue": ("send",),
        "journal": ("newest", "append", "entries", "subjects"),
    },
    "certificate_event": {
        "inventory": ("list_certificates", "certificate", "chain"),
        "targets": ("scan", "read", "bind"),
        "queue": ("send",),
        "journal": ("newest", "append"),
    },
}
"""Function of s.yaml → port → the methods that its use case calls. Its role's policy is made of
what the adapters of these ports declare (PERMISSIONS), and tests hold it to what is called.
"""


def certificate_event(
    environment: Environment, seconds_left: float
) -> Callable[[Delivery], Outcome]:
    """The handler of the queue's messages; ConfigError when settings are missing."""
    connected = connect(environment, seconds_left)
    from certbind.usecases.handle_event import HandleEvent  # noqa: PLC0415

    return HandleEvent(*connected)


def watch(environment: Environment, seconds_left: float) -> WatchCertificates:
    """The short timer's work: CAS, the ledger and the queue, no target."""
    settings = required_settings(environment)
    from certbind.usecases.watch_certificates import WatchCertificates  # noqa: PLC0415

    wiring = Wiring(settings, seconds_left)
    return WatchCertificates(SystemClock(), wiring.inventory(), wiring.queue(), wiring.journal())


def recheck(environment: Environment, seconds_left: float) -> Recheck:
    """The long timer's work."""
    connected = connect(environment, seconds_left)
    from certbind.usecases.recheck import Recheck  # noqa: PLC0415

    return Recheck(*connected)


def rollback(
    environment: Environment, seconds_left: float
) -> Callable[[RollbackRequest], RollbackReport]:
    """The manual way back."""
    connected = connect(environment, seconds_left)
    from certbind.usecases.rollback import Rollback  # noqa: PLC0415

    return Rollback(*connected)


def connect(environment: Environment, seconds_left: float) -> tuple[Ports, Rules]:
    """Every port and the rules, for one invocation of `seconds_left` seconds."""
    settings = required_settings(environment)
    from certbind.usecases.world import Ports  # noqa: PLC0415

    wiring = Wiring(settings, seconds_left)
    ports = Ports(
        SystemClock(),
        wiring.inventory(),
        wiring.targets(),
        wiring.queue(),
        wiring.journal(),
        probe(settings.probe),
    )
    return ports, rules(settings)


def permissions_of(function: str) -> tuple[Permission, ...]:
    """What the role of a function of s.yaml must be allowed; LookupError for another name."""
    from certbind.domain.deployment.permissions import BY_THE_PLATFORM, unique  # noqa: PLC0415
    from certbind.wiring.permissions import permissions_by_port  # noqa: PLC0415

    called = (
        permission
        for port, methods in USES[function].items()
        for declared in permissions_by_port()[port]
        for method in methods
        for permission in declared[method]
    )
    return unique((*called, *BY_THE_PLATFORM))
