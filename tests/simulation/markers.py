"""Branches that chance seldom takes. What no seed reached was not tried."""

from __future__ import annotations

from collections import Counter

from tests.simulation.faults import Trouble

OF_THE_WORLD = (
    "a hand in the midst of a run",
    "a message was delivered twice at once",
    "a write was done and its answer lost",
    "a process died between a write and its record",
    "a sweep died in the middle",
    "a hand's binding went under between a read and a write",
    "a control tick ran",
    "a calm was examined",
    "visitors saw two certificates at once",
    "a wish was carried out",
    "a rollback was carried out",
    "a hold held something back",
    "what was dead was replaced",
    "nothing was attached, and it was turned on",
    "what CAS has lost was replaced",
    "an event of an unknown certificate",
    "a message became a dead letter",
    "a clock was ahead",
    "a clock was behind",
    "a certificate was bound although its chain was not seen",
    "a due renewal was told, and not under way after calm",
    "a validation record was written",
    "a validation record was taken away",
)
OF_OUTCOMES = (
    "outcome: planned",
    "outcome: nothing_to_do",
    "outcome: duplicate",
    "outcome: refused",
    "outcome: bound",
    "outcome: deferred",
    "outcome: failed",
    "outcome: pending",
    "outcome: verified",
    "outcome: not_verified",
)
OF_ENTRIES = tuple(
    f"entry: {kind}"
    for kind in (
        "intent",
        "bound",
        "bind_failed",
        "deferred",
        "replanned",
        "pending",
        "verified",
        "not_verified",
        "kept",
        "refused",
        "foreign_change",
        "quarantined",
    )
)
OF_WORDS = tuple(
    f"word: {word}"
    for word in (
        "lost_race",
        "stale_plan",
        "busy_domain",
        "target_busy",
        "clock_off",
        "held",
        "plan_only",
        "binding_not_restorable",
        "cdn_in_front",
        "target_offline",
        "ends_earlier",
        "better_bound",
        "same_end",
        "no_certificate",
        "already_rolled_back",
        "nothing_to_restore",
        "ledger_unreadable",
        "permission_denied",
        "throttled",
        "unavailable",
        "looking",
    )
)
RARE = tuple(
    f"rare: {what}"
    for what in (
        "another was first at the ledger, twice in one run",
        "another was first at the ledger, until the run gave up",
        "a lost answer, and what was wanted stood there",
        "a lost answer, and what stood before stood there",
        "a look was contradicted by the one after",
        "a damaged entry was set aside",
        "no sound entry was left",
        "what CAS has lost was replaced by what ends earlier: nobody knew its end",
        "what was spoilt was overtaken by who had written it",
        "the list of CAS was read for want of a snapshot",
        "a message found its end on record",
        "what was revoked and deleted is known from the record",
    )
)
ALL = (
    *OF_THE_WORLD,
    *(f"trouble: {trouble.value}" for trouble in Trouble),
    *OF_OUTCOMES,
    *OF_ENTRIES,
    *OF_WORDS,
    *RARE,
)


class Markers:
    """What a run reached, and how often."""

    def __init__(self, counted: Counter[str]) -> None:
        self._counted = counted

    def hit(self, what: str) -> None:
        """It was reached."""
        self._counted[what] += 1


def never_reached(counted: Counter[str]) -> list[str]:
    """Of what can be reached."""
    return [one for one in ALL if not counted[one]]
