"""What each function asks of its ports, and hence what its role must be allowed."""

from __future__ import annotations

from collections.abc import Mapping

from certbind.domain.deployment.permissions import BY_THE_PLATFORM, Permission, unique
from certbind.values import replace

USES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "watch": {
        "inventory": ("list_certificates",),
        "queue": ("send",),
        "journal": ("newest", "sound", "append"),
    },
    "recheck": {
        "inventory": ("list_certificates", "certificate", "facts", "chain"),
        "targets": ("scan", "read"),
        "hosting": ("instance",),
        "deployments": ("under_way",),
        "resources": ("listed",),
        "quotas": ("held",),
        "queue": ("send",),
        "journal": ("newest", "head", "sound", "append"),
        "reports": ("read", "keep"),
    },
    "rollback": {
        "inventory": ("certificate", "facts", "chain"),
        "targets": ("find", "read", "in_front", "bind"),
        "settings": ("read",),
        "queue": ("send",),
        "journal": ("head", "sound", "append", "entries", "history", "subjects"),
    },
    "harden": {
        "targets": ("scan", "find", "read"),
        "settings": ("read", "change", "fetchers"),
        "journal": ("newest", "head", "sound", "append", "subjects"),
    },
    "emergency": {
        "inventory": ("list_certificates", "certificate", "facts", "chain"),
        "targets": ("scan", "find", "read", "in_front", "bind"),
        "settings": ("read", "change_access", "turn_off"),
        "queue": ("send",),
        "journal": ("newest", "head", "sound", "append", "entries", "history", "subjects"),
    },
    "certificate_event": {
        "inventory": ("list_certificates", "certificate", "facts", "chain"),
        "targets": ("scan", "read", "in_front", "bind", "take_off"),
        "orders": ("read", "task", "place"),
        "zones": ("zone_of", "standing", "add", "remove"),
        "deployments": ("under_way",),
        "settings": ("read",),
        "queue": ("send", "send_all"),
        "journal": ("newest", "head", "sound", "append"),
    },
}
"""Function of s.yaml → port → the methods that its use case calls. Its role's policy is made of
what the adapters of these ports declare (PERMISSIONS), and tests hold it to what is called.
"""

SETS_BY_POLICY: Mapping[str, tuple[str, ...]] = {"recheck": ("read", "change_serving")}
"""Function → the methods of the port `settings` that it calls only where CERTBIND_HARDEN names
something.
"""


def permissions_of(function: str) -> tuple[Permission, ...]:
    """What the role of a function of s.yaml must be allowed; LookupError for another name."""
    from certbind.wiring.permissions import permissions_by_port  # noqa: PLC0415

    called = (
        permission
        for port, methods in USES[function].items()
        for declared in permissions_by_port()[port]
        for method in methods
        for permission in declared[method]
    )
    by_policy = (
        replace(permission, if_hardening=True)
        for declared in permissions_by_port()["settings"]
        for method in SETS_BY_POLICY.get(function, ())
        for permission in declared[method]
    )
    return unique((*called, *by_policy, *BY_THE_PLATFORM))
