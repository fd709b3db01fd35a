"""Chat groups' robots: what takes posts, and refuses them as the real ones do."""

from localcloud.robots.receiver import Robots

__all__ = ["Robots"]
