"""What a call needs: the actions and resources that a product checks, and how it refuses.

Each service has a module `permissions` with its `ServicePermissions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from localcloud.credentials import AccessKey
from localcloud.gateway import Operation, ServiceError
from localcloud.http import Request
from localcloud.policies import Verdict


@dataclass(frozen=True, slots=True)
class Permission:
    """One check. `context`: condition keys of the product's own, such as `oss:Prefix`."""

    action: str
    resource: str
    context: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """As the call log and a person see it."""
        return f"{self.action} on {self.resource}"


class ServicePermissions(Protocol):
    """One product's checks."""

    def needed(self, request: Request, operation: Operation) -> tuple[Permission, ...]:
        """Every permission that the call needs; () for a call that the product refuses anyway
        (unknown, not built, without its object's name) or that needs none.
        """

    def granted_elsewhere(self, request: Request, permission: Permission, key: AccessKey) -> bool:
        """Whether a policy of the resource itself allows what no policy of the caller mentions."""

    def refusal(self, permission: Permission, verdict: Verdict) -> ServiceError:
        """In the product's own words."""


class IdentityOnly:
    """Products whose resources carry no policies: the caller's decide alone."""

    def granted_elsewhere(
        self,
        request: Request,  # noqa: ARG002 - the protocol's
        permission: Permission,  # noqa: ARG002
        key: AccessKey,  # noqa: ARG002
    ) -> bool:
        """Never."""
        return False
