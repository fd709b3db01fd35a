"""What `setup` makes: the deployment that the settings describe, and the account to hold it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from certbind.config import Settings
from certbind.domain.deployment.permissions import Permission, unique
from certbind.domain.deployment.policy_resources import Scope
from certbind.domain.model.identity import ProductName

if TYPE_CHECKING:
    from certbind.ports.keepers import LedgerKeeper, QueueKeeper, RoleKeeper
    from certbind.wiring.invocation import Wiring

LOG_STORE = "functions"
ZONES_OF = ProductName("alidns")


def scope_of(settings: Settings, unused: Collection[ProductName] = ()) -> Scope:
    """The names that policies are written for; ConfigError without an account number. unused:
    products that the account has not opened; those that settings name are used all the same.
    """
    from certbind.adapters import registry  # noqa: PLC0415

    products = registry.load_all(settings.products)
    in_use = {one.name for one in products if settings.products or one.name not in unused}

    settings.require("CERTBIND_ACCOUNT_ID", "CERTBIND_LEDGER_BUCKET", "MNS_ENDPOINT")
    return Scope(
        account_id=settings.account_id,
        region=settings.region,
        queue=settings.queue,
        dead_letters=settings.dead_letter_queue,
        ledger_bucket=settings.ledger_bucket,
        ledger_prefix=settings.ledger_prefix,
        log_project=f"{settings.prefix}-logs",
        log_store=LOG_STORE,
        prefix=settings.prefix,
        only={one.name: one.named(settings) for one in products}
        | {ZONES_OF: settings.policy.zones or ()},
        without=tuple(name for name in registry.PRODUCTS if name not in in_use),
        renews=settings.policy.renews,
        validates=settings.policy.validates,
        hardens=settings.policy.hardens,
    )


def settings_that_name(scope: Scope) -> tuple[str, ...]:
    """Those by which names got into the policies."""
    from certbind.adapters import registry  # noqa: PLC0415

    products = (one.named_by for one in registry.load_all() if scope.narrowed(one.name))
    return (*products, *(("CERTBIND_VALIDATE",) if scope.narrowed(ZONES_OF) else ()))


def keepers(wiring: Wiring) -> tuple[QueueKeeper, LedgerKeeper, RoleKeeper]:
    """What makes and removes queues, the ledger's bucket and roles."""
    from certbind.adapters.calls.rpc.api import OpenApi  # noqa: PLC0415
    from certbind.adapters.ledger.keeper import OssLedgerKeeper  # noqa: PLC0415
    from certbind.adapters.mns.keeper import MnsQueues  # noqa: PLC0415
    from certbind.adapters.ram.errors import RAM_ERRORS  # noqa: PLC0415
    from certbind.adapters.ram.keeper import RamRoles  # noqa: PLC0415

    settings, retry = wiring.settings, wiring.retry
    credentials, endpoints = settings.credentials, settings.endpoints
    ram = OpenApi("ram", endpoints.ram, credentials, settings.region, RAM_ERRORS)
    return (
        MnsQueues(endpoints.mns, credentials, retry),
        OssLedgerKeeper(wiring.oss(), settings.ledger_bucket, settings.ledger_prefix, retry),
        RamRoles(ram, retry),
    )


def permissions_of_setup() -> tuple[Permission, ...]:
    """What whoever runs setup and teardown must be allowed."""
    from certbind.adapters.ledger import keeper as setup_oss  # noqa: PLC0415
    from certbind.adapters.mns import keeper as setup_mns  # noqa: PLC0415
    from certbind.adapters.ram import keeper as ram  # noqa: PLC0415

    return unique(
        permission
        for adapter in (ram, setup_mns, setup_oss)
        for permissions in adapter.PERMISSIONS.values()
        for permission in permissions
    )


def permissions_to_read_orders() -> tuple[Permission, ...]:
    """What saying what a renewal would take, takes."""
    from certbind.adapters.cas import orders  # noqa: PLC0415

    return orders.PERMISSIONS["read"]


def permissions_to_read_zones() -> tuple[Permission, ...]:
    """What saying where a CA's records would be written, takes."""
    from certbind.adapters.alidns import zones  # noqa: PLC0415

    return (*zones.PERMISSIONS["zone_of"], *zones.PERMISSIONS["standing"])


def permissions_of_letters() -> tuple[Permission, ...]:
    """What handling dead letters and examining the queues takes."""
    from certbind.adapters.mns import dead_letters  # noqa: PLC0415
    from certbind.adapters.mns import keeper as setup_mns  # noqa: PLC0415

    of_letters = (p for each in dead_letters.PERMISSIONS.values() for p in each)
    return (*of_letters, *setup_mns.PERMISSIONS["read"])
