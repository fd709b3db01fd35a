"""Which services RAM guards, and by which checks."""

from __future__ import annotations

from collections.abc import Mapping

from localcloud.gateway import ServiceError
from localcloud.guard import Guard
from localcloud.services.alb.routes import ROUTES as ALB
from localcloud.services.alidns.model import AlidnsModel
from localcloud.services.alidns.permissions import AlidnsPermissions
from localcloud.services.balancing import BalancingModel
from localcloud.services.balancing.permissions import BalancingPermissions
from localcloud.services.cas.permissions import CasPermissions
from localcloud.services.cdn.permissions import CdnPermissions
from localcloud.services.dcdn.routes import ROUTES as DCDN
from localcloud.services.esa.routes import ROUTES as ESA
from localcloud.services.mns.permissions import MnsPermissions
from localcloud.services.nlb.routes import ROUTES as NLB
from localcloud.services.oss.account import OssAccount
from localcloud.services.oss.permissions import OssPermissions
from localcloud.services.ram.permissions import RamPermissions
from localcloud.services.rpc.permissions import SubjectPermissions, forbidden
from localcloud.services.sts.permissions import StsPermissions
from localcloud.services.vod.routes import ROUTES as VOD

# The products' error codes pages.
_OF_VOD = ServiceError(
    403, "Forbidden", "User not authorized to operate on the specified resource."
)
_OF_NLB = ServiceError(403, "Forbidden.NoPermission", "Authentication is failed for NoPermission.")


def guard_services(
    guard: Guard,
    oss: OssAccount,
    balancing: Mapping[str, BalancingModel],
    zones: AlidnsModel,
) -> None:
    """All of them."""
    account_id = oss.owner_id
    guard.register("oss", OssPermissions(oss))
    guard.register("cas", CasPermissions())
    guard.register("cdn", CdnPermissions(account_id, oss.switches))
    for product, routes, kind, refused in (
        ("dcdn", DCDN, "domain", forbidden()),
        ("esa", ESA, "site", forbidden()),
        ("vod", VOD, "", _OF_VOD),
    ):
        checks = SubjectPermissions(product, account_id, routes, kind=kind, refused=refused)
        guard.register(product, checks)
    for name, model in balancing.items():
        of_listeners, told = {"alb": (ALB, forbidden()), "nlb": (NLB, _OF_NLB)}[name]
        guard.register(name, BalancingPermissions(account_id, model, of_listeners, told))
    guard.register("alidns", AlidnsPermissions(account_id, zones))
    guard.register("mns", MnsPermissions())
    guard.register("ram", RamPermissions(account_id))
    guard.register("sts", StsPermissions())
