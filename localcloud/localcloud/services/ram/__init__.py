"""RAM, 2015-05-01: roles, policies and who holds them."""

from localcloud.services.ram.actions import ACTIONS
from localcloud.services.ram.entities import Role, StoredPolicy, Version
from localcloud.services.ram.routes import ROUTES
from localcloud.services.ram.service import RamService
from localcloud.services.ram.store import RamStore

__all__ = ["ACTIONS", "ROUTES", "RamService", "RamStore", "Role", "StoredPolicy", "Version"]
