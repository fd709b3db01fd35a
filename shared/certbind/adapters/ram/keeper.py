"""RAM 2015-05-01: roles and policies, for setup.

Calls are repeated when the answer was lost, so a creation that finds its own thing there, and a
deletion that finds nothing, have succeeded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi, unlisted_request
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import EVERY_POLICY, EVERY_ROLE, POLICIES, ROLES
from certbind.domain.deployment.resources import PolicySeen, RoleSeen, compact
from certbind.errors import ConflictError, NotFoundError

CUSTOM = "Custom"
_VERSION = "2015-05-01"


def _role(action: str, why: str) -> Permission:
    return Permission(f"ram:{action}", ROLES, why)


def _policy(action: str, why: str) -> Permission:
    return Permission(f"ram:{action}", POLICIES, why)


PERMISSIONS: Permissions = {
    "role": (
        _role("GetRole", "whether a role is there"),
        _role("ListPoliciesForRole", "what it holds"),
    ),
    "create_role": (Permission("ram:CreateRole", EVERY_ROLE, "makes the roles"),),
    "change_trust": (_role("UpdateRole", "only Function Compute may take them on"),),
    "delete_role": (_role("DeleteRole", "teardown"),),
    "policy": (_policy("GetPolicy", "whether a policy is there, and what it says"),),
    "create_policy": (Permission("ram:CreatePolicy", EVERY_POLICY, "makes them"),),
    "change_policy": (_policy("CreatePolicyVersion", "after an upgrade that needs others"),),
    "delete_policy": (_policy("DeletePolicy", "teardown"),),
    "attach": tuple(
        Permission("ram:AttachPolicyToRole", on, "the role holds its policy")
        for on in (ROLES, POLICIES)
    ),
    "detach": tuple(
        Permission("ram:DetachPolicyFromRole", on, "teardown") for on in (ROLES, POLICIES)
    ),
}


class RamRoles:
    """The account's roles and custom policies (RoleKeeper)."""

    def __init__(self, api: OpenApi, retry: Retry) -> None:
        """`api`: an OpenApi of service `ram`."""
        self._api = api
        self._retry = retry

    def role(self, name: str) -> RoleSeen | None:
        """See RoleKeeper."""
        try:
            answer = self._call("GetRole", RoleName=name)["Role"]
            held = self._call("ListPoliciesForRole", RoleName=name)["Policies"]["Policy"]
            return RoleSeen(
                _document(answer["AssumeRolePolicyDocument"]),
                str(answer.get("Description") or ""),
                tuple((str(one["PolicyType"]), str(one["PolicyName"])) for one in held),
            )
        except NotFoundError:
            return None
        except (KeyError, TypeError, ValueError) as error:
            raise self._api.unreadable("GetRole", str(error), f"role {name}") from None

    def create_role(self, name: str, trust: Mapping[str, Any], description: str) -> None:
        """See RoleKeeper."""
        with _unless(lambda: _describes(self.role(name), description)):
            self._call(
                "CreateRole",
                RoleName=name,
                AssumeRolePolicyDocument=compact(trust),
                Description=description,
            )

    def change_trust(self, name: str, trust: Mapping[str, Any], description: str) -> None:
        """See RoleKeeper."""
        self._call(
            "UpdateRole",
            RoleName=name,
            NewAssumeRolePolicyDocument=compact(trust),
            NewDescription=description,
        )

    def delete_role(self, name: str) -> None:
        """See RoleKeeper."""
        with suppress(NotFoundError):
            self._call("DeleteRole", RoleName=name)

    def policy(self, name: str) -> PolicySeen | None:
        """See RoleKeeper."""
        try:
            answer = self._call("GetPolicy", PolicyName=name, PolicyType=CUSTOM)
            return PolicySeen(
                _document(answer["DefaultPolicyVersion"]["PolicyDocument"]),
                str(answer["Policy"].get("Description") or ""),
            )
        except NotFoundError:
            return None
        except (KeyError, TypeError, ValueError) as error:
            raise self._api.unreadable("GetPolicy", str(error), f"policy {name}") from None

    def create_policy(self, name: str, document: Mapping[str, Any], description: str) -> None:
        """See RoleKeeper."""
        with _unless(lambda: _describes(self.policy(name), description)):
            self._call(
                "CreatePolicy",
                PolicyName=name,
                PolicyDocument=compact(document),
                Description=description,
            )

    def change_policy(self, name: str, document: Mapping[str, Any]) -> None:
        """See RoleKeeper."""
        self._call(
            "CreatePolicyVersion",
            PolicyName=name,
            PolicyDocument=compact(document),
            SetAsDefault="true",
            RotateStrategy="DeleteOldestNonDefaultVersionWhenLimitExceeded",
        )

    def delete_policy(self, name: str) -> None:
        """See RoleKeeper."""
        with suppress(NotFoundError):
            self._call("DeletePolicy", PolicyName=name, CascadingDelete="true")

    def attach(self, name: str) -> None:
        """See RoleKeeper."""
        with _unless(lambda: True):
            self._call("AttachPolicyToRole", PolicyType=CUSTOM, PolicyName=name, RoleName=name)

    def detach(self, role: str, kind: str, policy: str) -> None:
        """See RoleKeeper."""
        with suppress(NotFoundError):
            self._call("DetachPolicyFromRole", PolicyType=kind, PolicyName=policy, RoleName=role)

    def _call(self, action: str, **params: str) -> dict[str, Any]:
        """Documents go in the body: as part of an address they may be too long."""
        subject = params.get("RoleName") or params.get("PolicyName", "")
        body = {name: value for name, value in params.items() if name.endswith("Document")}
        query = {name: value for name, value in params.items() if name not in body}
        return self._retry.call(
            lambda: self._api.call(
                unlisted_request("Ram", _VERSION, action),
                query,
                subject=subject,
                secret_params=body,
                is_write=not action.startswith(("Get", "List")),
            )
        )


@contextmanager
def _unless(is_ours: Callable[[], bool]) -> Iterator[None]:
    """EntityAlreadyExists is a success when what is there is what was to be made."""
    try:
        yield
    except ConflictError:
        if not is_ours():
            raise


def _describes(there: RoleSeen | PolicySeen | None, description: str) -> bool:
    return there is not None and there.description == description


def _document(text: str) -> Mapping[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise TypeError("a policy document is an object")
    return found
