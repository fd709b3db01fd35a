"""What an action of STS is given: RAM, and who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from localcloud.credentials import AccessKey
from localcloud.guard import Principal
from localcloud.services.ram.store import RamStore


@dataclass(frozen=True, slots=True)
class StsCaller:
    """One call. `context`: condition keys of the request."""

    ram: RamStore
    key: AccessKey = field(default_factory=lambda: AccessKey("", "", "anonymous"))
    context: Mapping[str, str] = field(default_factory=dict)

    @property
    def principal(self) -> Principal:
        """Who asks."""
        return Principal.of(self.key.principal)

    def is_also(self) -> set[tuple[str, str]]:
        """Every name under which a trust policy may mean the caller: its own, and its account."""
        account, principal = self.ram.account, self.principal
        own = f"acs:ram::{account}:{principal.kind}/{principal.name}"
        return {("RAM", f"acs:ram::{account}:root"), ("RAM", own)}
