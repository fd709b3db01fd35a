"""Whom people are told by."""

from __future__ import annotations

from typing import Protocol


class Notifier(Protocol):
    """Where people read notices: a group's robot, or an address of their own."""

    @property
    def name(self) -> str:
        """As settings and records call it; no part of its address."""

    def post(self, text: str) -> None:
        """Returns when it was taken. RejectedError where the answer says that it was not, though
        the status may be 200; nothing that is raised holds the address.
        """
