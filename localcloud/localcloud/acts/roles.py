"""Roles: what the functions may do."""

from __future__ import annotations

from typing import Any

from localcloud.acts.refusal import Refusal
from localcloud.services.ram import Role
from localcloud.world import LocalCloud


class Roles:
    """Acts on RAM as a person at the console."""

    def __init__(self, world: LocalCloud) -> None:
        self._world = world

    def set(self, name: str, documents: list[str], *, service: str = "fc") -> dict[str, Any]:
        """A role with exactly these policies, which `<service>.aliyuncs.com` may take on."""
        return self._shown(self._world.ram.set_role(name, documents, service=service))

    def all(self) -> list[dict[str, Any]]:
        """Every role, and those of functions that RAM does not have."""
        known = [self._shown(role) for role in self._world.ram.roles()]
        names = {role["role"].lower() for role in known}
        wanted = {spec.role for spec in self._world.runner.functions if spec.role}
        reading = "may do nothing" if self._world.guard.strict_roles else "may do everything"
        return [
            *known,
            *({"role": name, "policies": f"not in RAM: {reading}"} for name in wanted - names),
        ]

    def rotate(self, name: str) -> dict[str, Any]:
        """End the role's tokens; functions get new ones with their next request."""
        if self._world.ram.find_role(name) is None and not self._is_used(name):
            raise Refusal(f"no role {name!r}, and no function runs under one")
        return {"role": name, "ended": self._world.rotate_credentials(name)}

    def uses(self, name: str) -> list[dict[str, Any]]:
        """What the role needed since the start: each action with its resource, once."""
        needed = self._world.guard.uses(f"role/{name}")
        return [{"action": action, "resource": resource} for action, resource in needed]

    def _is_used(self, name: str) -> bool:
        return any(spec.role == name.lower() for spec in self._world.runner.functions)

    @staticmethod
    def _shown(role: Role) -> dict[str, Any]:
        names = [name for _, name, _ in role.attached]
        return {"role": role.name, "policies": ", ".join(names) or "none"}
