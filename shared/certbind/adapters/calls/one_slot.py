"""Targets of a product that has room for one certificate each."""

from __future__ import annotations

from certbind.domain.model.target import Binding, Target
from certbind.errors import StalePlanError


class OneSlot:
    """What is bound takes the place of what was: nothing is left to be taken off."""

    def take_off(self, target: Target, old: Binding, keeps: Binding) -> str:  # noqa: ARG002
        """See Targets."""
        raise StalePlanError(
            "Nothing stands beside another certificate there.", subject=str(target)
        )
