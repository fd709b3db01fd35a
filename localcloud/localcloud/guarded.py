"""Which services RAM guards, and by which checks."""

from __future__ import annotations

from localcloud.guard import Guard
from localcloud.services.alidns.model import AlidnsModel
from localcloud.services.alidns.permissions import AlidnsPermissions
from localcloud.services.cas.permissions import CasPermissions
from localcloud.services.cdn.permissions import CdnPermissions
from localcloud.services.dcdn.permissions import DcdnPermissions
from localcloud.services.esa.permissions import EsaPermissions
from localcloud.services.mns.permissions import MnsPermissions
from localcloud.services.oss.account import OssAccount
from localcloud.services.oss.permissions import OssPermissions
from localcloud.services.ram.permissions import RamPermissions
from localcloud.services.sts.permissions import StsPermissions
from localcloud.services.vod.permissions import VodPermissions


def guard_services(guard: Guard, oss: OssAccount, zones: AlidnsModel) -> None:
    """All of them."""
    account_id = oss.owner_id
    guard.register("oss", OssPermissions(oss))
    guard.register("cas", CasPermissions())
    guard.register("cdn", CdnPermissions(account_id, oss.switches))
    guard.register("dcdn", DcdnPermissions(account_id))
    guard.register("vod", VodPermissions())
    guard.register("esa", EsaPermissions(account_id))
    guard.register("alidns", AlidnsPermissions(account_id, zones))
    guard.register("mns", MnsPermissions())
    guard.register("ram", RamPermissions(account_id))
    guard.register("sts", StsPermissions())
