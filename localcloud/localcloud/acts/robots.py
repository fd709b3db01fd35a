"""Chat groups and their robots."""

from __future__ import annotations

from typing import Any

from localcloud.acts.refusal import Refusal
from localcloud.robots.kinds import Robot
from localcloud.world import LocalCloud


class RobotActs:
    """Acts on the robots of groups."""

    def __init__(self, world: LocalCloud) -> None:
        self._world = world

    def add(self, kind: str, *, signed: bool = True, keyword: str = "") -> dict[str, str]:
        """A robot, as its page shows it: address and secret."""
        return self._shown(self._world.robots.add(kind, signed=signed, keyword=keyword))

    def remove(self, kind: str) -> dict[str, int]:
        """All robots of this kind."""
        found = [one for one in self._world.robots.all() if one.kind == kind]
        if not found:
            raise Refusal(f"there is no robot of the kind {kind}")
        for one in found:
            self._world.robots.remove(one.token)
        return {"removed": len(found)}

    def all(self) -> list[dict[str, str]]:
        """Every robot."""
        return [self._shown(one) for one in self._world.robots.all()]

    def posts(self) -> list[dict[str, Any]]:
        """What the groups read, oldest first."""
        return self._world.robots.posts()

    def _shown(self, robot: Robot) -> dict[str, str]:
        return {
            "kind": robot.kind,
            "address": f"{self._world.robots_url}{self._world.robots.path(robot)}",
            "secret": robot.secret,
            "keyword": robot.keyword,
        }
