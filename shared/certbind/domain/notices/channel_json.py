"""What receivers were told, as an entry of the ledger carries it.

Reading is lenient where a record of a domain is strict: what cannot be read was not told, and is
told once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from certbind.domain.notices.due import Channel, Marks, Told


def channels_to_json(channels: Mapping[str, Channel]) -> dict[str, Any]:
    """By the receiver's name."""
    return {name: _channel_to_json(channel) for name, channel in channels.items()}


def channels_from_json(raw: object) -> dict[str, Channel]:
    """Those that can be read."""
    if not isinstance(raw, Mapping):
        return {}
    return {str(name): _channel(one) for name, one in raw.items() if isinstance(one, Mapping)}


def marks_to_json(marks: Marks) -> dict[str, list[str]]:
    """Sorted, so that equal marks are equal bytes."""
    return {what: sorted(each) for what, each in sorted(marks.items())}


def marks_from_json(raw: object) -> dict[str, frozenset[str]]:
    """Those that can be read."""
    if not isinstance(raw, Mapping):
        return {}
    return {
        str(what): frozenset(map(str, each))
        for what, each in raw.items()
        if isinstance(each, list)
    }


def _channel_to_json(channel: Channel) -> dict[str, Any]:
    return {
        "last": None if channel.last is None else channel.last.isoformat(),
        "failed": channel.failed,
        "told": {what: _told_to_json(one) for what, one in sorted(channel.told.items())},
    }


def _told_to_json(told: Told) -> dict[str, Any]:
    return {
        "marks": sorted(told.marks),
        "since": told.since.isoformat(),
        "at": told.at.isoformat(),
    }


def _channel(raw: Mapping[str, Any]) -> Channel:
    told = raw.get("told")
    known = told.items() if isinstance(told, Mapping) else ()
    read = {str(what): _told(one) for what, one in known}
    failed = raw.get("failed")
    return Channel(
        {what: one for what, one in read.items() if one is not None},
        _moment(raw.get("last")),
        failed if isinstance(failed, str) else "",
    )


def _told(raw: object) -> Told | None:
    if not isinstance(raw, Mapping):
        return None
    since, at = _moment(raw.get("since")), _moment(raw.get("at"))
    marks = raw.get("marks")
    if since is None or at is None or not isinstance(marks, list):
        return None
    return Told(frozenset(map(str, marks)), since, at)


def _moment(raw: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        return None
    return None if found is None or found.tzinfo is None else found
