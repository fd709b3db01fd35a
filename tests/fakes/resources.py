"""CAS's list of where certificates stand, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from certbind.domain.model.resource import CloudResource
from tests.fakes.trouble import Trouble


@dataclass
class FakeResources:
    """See CloudResources. asked: how often."""

    held: list[CloudResource] = field(default_factory=list)
    trouble: Trouble = field(default_factory=Trouble)
    asked: int = 0

    def listed(self) -> tuple[CloudResource, ...]:
        """See CloudResources."""
        self.asked += 1
        with self.trouble.around("listed"):
            return tuple(self.held)
