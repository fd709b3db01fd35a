"""What CDN checks with RAM: `cdn:<Action>` on the domain, on `*` where there is none.

Source: CDN's documentation. That SetCdnDomainSSLCertificate with a certificate of CAS needs
no `yundun-cert` permission of the caller is inferred from CDN's table: a switch. Which permission
it would be is a guess: the one under which other products' roles read certificates.
"""

from __future__ import annotations

from localcloud.gateway import Operation, ServiceError
from localcloud.http import Request
from localcloud.permissions import IdentityOnly, Permission
from localcloud.policies import Verdict
from localcloud.services.cdn.routes import ROUTES
from localcloud.services.rpc.parameters import request_parameters
from localcloud.services.rpc.permissions import forbidden
from localcloud.switches import Switches

_LISTS = ("DescribeUserDomains", "DescribeCdnHttpsDomainList")
"""Their DomainName or Keyword is a filter, not an object."""
_READS_CERTIFICATE = Permission("yundun-cert:GetUserCertificateDetail", "*")


class CdnPermissions(IdentityOnly):
    """Per domain; a batch needs its action on each of its domains."""

    def __init__(self, account_id: str, switches: Switches) -> None:
        self._account = account_id
        self._switches = switches

    def needed(self, request: Request, operation: Operation) -> tuple[Permission, ...]:
        """() also when the domain that the action wants is not named: CDN refuses that itself."""
        own = self._of_cdn(request, operation)
        binds = operation.action == "SetCdnDomainSSLCertificate" and (
            request_parameters(request).get("CertType") == "cas"
        )
        if own and binds and self._switches["cdn.needs_cas_permission"] == "yes":
            return (*own, _READS_CERTIFICATE)
        return own

    def _of_cdn(self, request: Request, operation: Operation) -> tuple[Permission, ...]:
        route = ROUTES.get(operation.action)
        if route is None:
            return ()
        action = f"cdn:{operation.action}"
        parameters = request_parameters(request)
        for name in ("DomainName", "DomainNames"):
            declared = [p for p in route.parameters if p.name == name]
            if not declared or operation.action in _LISTS:
                continue
            domains = [
                part for raw in parameters.get(name, "").split(",") if (part := raw.strip())
            ]
            if domains or declared[0].required:
                return tuple(Permission(action, self._arn(domain)) for domain in domains)
        return (Permission(action, "*"),)

    def refusal(self, permission: Permission, verdict: Verdict) -> ServiceError:  # noqa: ARG002
        """403 Forbidden.RAM."""
        return forbidden()

    def _arn(self, domain: str) -> str:
        return f"acs:cdn:*:{self._account}:domain/{domain.lower()}"
