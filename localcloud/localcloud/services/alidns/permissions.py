"""What Alidns checks with RAM: `alidns:<Action>` on the zone, also of a record's id."""

from __future__ import annotations

from localcloud.gateway import Operation, ServiceError
from localcloud.http import Request
from localcloud.permissions import IdentityOnly, Permission
from localcloud.policies import Verdict
from localcloud.services.alidns.model import AlidnsModel
from localcloud.services.alidns.routes import ROUTES
from localcloud.services.rpc.parameters import request_parameters
from localcloud.services.rpc.permissions import forbidden

_OF_ALL = ("DescribeDomains", "AddDomain")


class AlidnsPermissions(IdentityOnly):
    """Per zone, as `domain/<name>` (Alidns's RAM tables)."""

    def __init__(self, account_id: str, model: AlidnsModel) -> None:
        self._account = account_id
        self._model = model

    def needed(self, request: Request, operation: Operation) -> tuple[Permission, ...]:
        """() for a record that is not there: Alidns refuses that itself."""
        if operation.action not in ROUTES:
            return ()
        values = request_parameters(request)
        name = values.get("DomainName", "").strip().lower()
        if values.get("RecordId"):
            held = self._model.record(values["RecordId"])
            name = held.zone if held else ""
        elif not name and values.get("SubDomain"):
            name = ".".join(values["SubDomain"].strip(".").lower().split(".")[-2:])
        if operation.action in _OF_ALL:
            name = "*"
        if not name:
            return ()
        resource = f"acs:alidns:*:{self._account}:domain/{name}"
        return (Permission(f"alidns:{operation.action}", resource),)

    def refusal(self, permission: Permission, verdict: Verdict) -> ServiceError:  # noqa: ARG002
        """403 Forbidden.RAM."""
        return forbidden()
