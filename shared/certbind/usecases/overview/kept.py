"""What the last kept report is still good for: what visitors were seen to get, and old events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from certbind.usecases.overview.report import SeenBy, Told, Visitors
from certbind.values import dataclass, field

FILE = "report.json"
VERSION = 1
"""Of the form that docs/schemas/ describes; another one is not read."""


@dataclass(frozen=True, slots=True)
class Kept:
    """By target, as it is written. at: when the report was made; None: there is none."""

    at: datetime | None = None
    visitors: Mapping[str, Visitors] = field(default_factory=dict)
    events: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)


def kept_in(data: bytes | None) -> Kept:
    """Nothing where there is none, or it is of another version or damaged."""
    if data is None:
        return Kept()
    try:
        raw = json.loads(data)
        if raw["version"] != VERSION:
            return Kept()
        rows = raw["domains"]
        return Kept(
            datetime.fromisoformat(raw["at"]),
            {row["target"]: _visitors(row["visitors"]) for row in rows if row["visitors"]},
            {row["target"]: tuple(map(_told, row.get("events", ()))) for row in rows},
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        return Kept()


def _visitors(raw: Mapping[str, Any]) -> Visitors:
    """What a sweep saw itself is the sweep's; the rest stays whose it was."""
    by = SeenBy(raw["by"])
    ends = raw["ends"]
    return Visitors(
        raw["seen"],
        datetime.fromisoformat(raw["at"]),
        SeenBy.SWEEP if by is SeenBy.NOW else by,
        raw["reason"],
        raw["text"],
        datetime.fromisoformat(ends) if ends else None,
    )


def _told(raw: Mapping[str, Any]) -> Told:
    at = datetime.fromisoformat(raw["at"])
    number, is_back = int(raw["number"]), bool(raw["rolled_back"])
    return Told(number, at, raw["kind"], raw["reason"], raw["message"], raw["asked_by"], is_back)
