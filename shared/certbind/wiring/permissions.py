"""What the adapters declare that their calls must be allowed, by the port that they stand for."""

from __future__ import annotations

from collections.abc import Mapping

from certbind.adapters import registry
from certbind.adapters.alidns import zones
from certbind.adapters.cas import inventory as cas
from certbind.adapters.cas import orders
from certbind.adapters.cas.deploying import jobs, resources
from certbind.adapters.ledger import journal as ledger
from certbind.adapters.ledger import reports
from certbind.adapters.mns import queue as mns
from certbind.domain.deployment.permissions import Permissions


def permissions_by_port() -> Mapping[str, tuple[Permissions, ...]]:
    """Of a function's ports; of targets, every product's."""
    return {
        "inventory": (cas.PERMISSIONS,),
        "targets": tuple(product.permissions for product in registry.load_all()),
        "settings": tuple(one.served_permissions for one in registry.load_all() if one.served),
        "orders": (orders.PERMISSIONS,),
        "hosting": (orders.HOSTING_PERMISSIONS,),
        "zones": (zones.PERMISSIONS,),
        "deployments": (jobs.PERMISSIONS,),
        "resources": (resources.PERMISSIONS,),
        "quotas": tuple(one.quota_permissions for one in registry.load_all() if one.quotas),
        "queue": (mns.PERMISSIONS,),
        "journal": (ledger.PERMISSIONS,),
        "reports": (reports.PERMISSIONS,),
    }
