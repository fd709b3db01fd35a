"""A downgrade as an entry carries it; reading is strict (state_json.py)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from certbind.domain.lifecycle.binding_json import (
    known_from_json,
    known_to_json,
    of,
    time_from_json,
    time_to_json,
)
from certbind.domain.lifecycle.state import Downgrade, Going, KnownBinding
from certbind.domain.serving.record import kept_from_json, kept_to_json


def downgrade_to_json(down: Downgrade) -> dict[str, Any]:
    """As it is written."""
    return {
        "going": down.going.value,
        "before": known_to_json(down.before),
        "kept": kept_to_json(down.kept),
        "ago": int(down.ago.total_seconds()),
        "remembered_until": time_to_json(down.remembered_until),
    }


def downgrade_from_json(raw: Mapping[str, Any] | None) -> Downgrade | None:
    """ValueError, KeyError, TypeError or AttributeError for anything else."""
    if raw is None:
        return None
    before: KnownBinding | None = known_from_json(raw["before"])
    ago = of(raw, "ago", int)
    if before is None or ago < 0:
        raise ValueError("a downgrade of nothing, or before its time")
    return Downgrade(
        Going(raw["going"]),
        before,
        kept_from_json(raw["kept"]),
        timedelta(seconds=ago),
        time_from_json(raw["remembered_until"]),
    )
