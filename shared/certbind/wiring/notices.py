"""Whom people are told by; no account is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certbind.config import NoticeSettings

if TYPE_CHECKING:
    from certbind.ports.notices import Notifier


def notifiers(settings: NoticeSettings) -> tuple[Notifier, ...]:
    """One a robot that settings name."""
    if not settings.robots:
        return ()
    from certbind.adapters.notice.post import RobotNotifier  # noqa: PLC0415

    return tuple(RobotNotifier(robot) for robot in settings.robots)
