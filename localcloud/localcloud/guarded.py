"""Which services RAM guards, and by which checks."""

from __future__ import annotations

from collections.abc import Mapping

from localcloud.gateway import ServiceError
from localcloud.guard import Guard
from localcloud.services.alb.routes import ROUTES as ALB
from localcloud.services.balancing import BalancingModel
from localcloud.services.balancing.permissions import BalancingPermissions
from localcloud.services.cas.permissions import CasPermissions
from localcloud.services.cdn.permissions import CdnPermissions
from localcloud.services.dcdn.permissions import DcdnPermissions
from localcloud.services.esa.permissions import EsaPermissions
from localcloud.services.mns.permissions import MnsPermissions
from localcloud.services.nlb.routes import ROUTES as NLB
from localcloud.services.oss.account import OssAccount
from localcloud.services.oss.permissions import OssPermissions
from localcloud.services.ram.permissions import RamPermissions
from localcloud.services.rpc.permissions import forbidden
from localcloud.services.sts.permissions import StsPermissions
from localcloud.services.vod.permissions import VodPermissions

_OF_NLB = ServiceError(403, "Forbidden.NoPermission", "Authentication is failed for NoPermission.")


def guard_services(guard: Guard, oss: OssAccount, balancing: Mapping[str, BalancingModel]) -> None:
    """All of them."""
    account_id = oss.owner_id
    guard.register("oss", OssPermissions(oss))
    guard.register("cas", CasPermissions())
    guard.register("cdn", CdnPermissions(account_id, oss.switches))
    guard.register("dcdn", DcdnPermissions(account_id))
    guard.register("vod", VodPermissions())
    guard.register("esa", EsaPermissions(account_id))
    for product, routes, refused in (("alb", ALB, forbidden()), ("nlb", NLB, _OF_NLB)):
        checks = BalancingPermissions(account_id, balancing[product], routes, refused)
        guard.register(product, checks)
    guard.register("mns", MnsPermissions())
    guard.register("ram", RamPermissions(account_id))
    guard.register("sts", StsPermissions())
