"""What `setup` makes and removes in the account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # functions start without what only an operator's commands or orders handle
    from certbind.domain.deployment.resources import (
        BucketSeen,
        PolicySeen,
        QueueAttributes,
        RoleSeen,
    )


class QueueKeeper(Protocol):
    """The account's queues, for setup."""

    def read(self, name: str) -> QueueAttributes | None:
        """None: there is no such queue."""

    def holds_messages(self, name: str) -> bool:
        """Whether one is visible; none is taken."""

    def create(self, name: str, attributes: QueueAttributes) -> None:
        """Creating what is there with the same attributes succeeds."""

    def change(self, name: str, attributes: QueueAttributes) -> None:
        """Set all attributes of a queue that is there."""

    def delete(self, name: str) -> None:
        """With every message in it."""


class LedgerKeeper(Protocol):
    """The ledger's bucket, for setup."""

    def read(self) -> BucketSeen | None:
        """None: the account has no bucket of this name."""

    def create(self) -> None:
        """Private, in the functions' region. ConflictError when another account has the name."""

    def make_private(self) -> None:
        """Its ACL."""

    def block_public_access(self) -> None:
        """No ACL and no policy opens it to the public any more."""

    def other_key(self) -> str:
        """The key of an object that is none of the ledger's; "" where there is none."""

    def delete(self) -> None:
        """The ledger's entries, then the bucket; RejectedError when it holds anything else."""


class RoleKeeper(Protocol):
    """RAM, for setup: roles, custom policies, and which role holds which."""

    def role(self, name: str) -> RoleSeen | None:
        """None: there is no such role."""

    def create_role(self, name: str, trust: Mapping[str, Any], description: str) -> None:
        """ConflictError when there is one."""

    def change_trust(self, name: str, trust: Mapping[str, Any], description: str) -> None:
        """Who may take it on."""

    def delete_role(self, name: str) -> None:
        """RejectedError while it holds policies."""

    def policy(self, name: str) -> PolicySeen | None:
        """None: there is no such custom policy."""

    def create_policy(self, name: str, document: Mapping[str, Any], description: str) -> None:
        """ConflictError when there is one."""

    def change_policy(self, name: str, document: Mapping[str, Any]) -> None:
        """A new default version; the oldest one goes when there are five."""

    def delete_policy(self, name: str) -> None:
        """With all its versions; RejectedError while a role or user holds it."""

    def attach(self, name: str) -> None:
        """The policy `name` to the role `name`."""

    def detach(self, role: str, kind: str, policy: str) -> None:
        """kind: `Custom` or `System`."""
