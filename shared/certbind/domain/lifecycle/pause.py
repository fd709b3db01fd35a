"""How long after a trouble, or between two looks, nothing is tried."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from certbind.domain.lifecycle.state import DomainState, Look, Trouble
from certbind.errors import UnfinishedJobError
from certbind.values import dataclass

_QUARTER_HOUR = timedelta(minutes=15)
_FOUR_HOURS = timedelta(hours=4)
_HALF_MINUTE = timedelta(seconds=30)
_TRIES_OF_A_JOB = 8

ROUNDING = timedelta(seconds=1)
"""The ledger's clock tells whole seconds: what is left of less is over."""


@dataclass(frozen=True, slots=True)
class Times:
    """What is configured.

    verify_after: from binding to the first look; CDN's documentation speaks of a minute.
    confirm_after: between the two looks that a verdict takes: one answer proves one machine.
    verify_within: after that, what is not served everywhere is reported as not verified.
    lease: how long a change without an answer keeps others off; longer than any invocation may
        last (300 s with EventBridge).
    """

    verify_after: timedelta = timedelta(seconds=60)
    confirm_after: timedelta = timedelta(seconds=30)
    verify_within: timedelta = timedelta(minutes=30)
    lease: timedelta = timedelta(seconds=300)


def pause_after(trouble: Trouble, seed: str) -> timedelta:
    """`min(cap, base · 2^(n-1))`, lengthened by up to a quarter that `seed` decides: domains that
    failed together do not come back together.

    A passing trouble: 30 s to 4 h, so that no sweep (each 6 h) is held back. What a person must
    mend: 15 min to 24 h.
    """
    base, cap = (
        (_HALF_MINUTE, _FOUR_HOURS) if trouble.retryable else (_QUARTER_HOUR, timedelta(hours=24))
    )
    before = trouble.times - 1 + (trouble.others if trouble.retryable else 0)
    plain: timedelta = min(cap, base * (1 << min(before, 16)))
    return plain + plain * (_fraction(seed) / 4)


def pause_left(trouble: Trouble, seed: str) -> timedelta | None:
    """How much of the pause is still to come; None: it is over."""
    left = pause_after(trouble, seed) - trouble.ago
    return left if left > ROUNDING else None


def passes_by_itself(trouble: Trouble) -> bool:
    """Whether waiting may mend it. A job that a product was given and that has not ended after so
    many pauses (more than an hour together) ends no more without somebody's help.
    """
    if trouble.word == UnfinishedJobError.code and trouble.times >= _TRIES_OF_A_JOB:
        return False
    return trouble.retryable


def pause_between_looks(look: Look, times: Times) -> timedelta:
    """`confirm_after` where a second opinion is wanted; else growing to a quarter of an hour."""
    if not look.tries:
        return times.verify_after
    if look.good or look.bad:
        return times.confirm_after
    doublings: int = min(max(look.tries - 1, 0), 4)
    grown: timedelta = times.verify_after * (1 << doublings)
    return max(min(grown, _QUARTER_HOUR), timedelta(seconds=1))


def _fraction(seed: str) -> float:
    """In [0, 1), the same for the same seed."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") / 2**32


def until_look(state: DomainState, times: Times) -> timedelta | None:
    """How long from now until the next look is due; None: no look is open."""
    look = state.look
    if look is None:
        return None
    return max(pause_between_looks(look, times) - look.last_ago, timedelta())


def promised(state: DomainState, times: Times) -> timedelta | None:
    """How long from now until the message is due that the newest entry promised; None: it
    promised none, or the sweep brings the domain back.
    """
    if state.look is not None or state.trouble is None:
        return until_look(state, times)
    pause = pause_after(state.trouble, str(state.place))
    return max(pause - state.trouble.ago, timedelta()) if pause <= LONGEST_MESSAGE else None


def until_wish(state: DomainState) -> timedelta | None:
    """How long from now until a person's wish is tried again, however long the pause: no sweep
    knows of wishes. Without a trouble it waited for its target. None: the trouble was for good.
    """
    trouble = state.trouble
    if trouble is None:
        return _HALF_MINUTE
    if not trouble.retryable:
        return None
    return max(pause_after(trouble, str(state.place)) - trouble.ago, timedelta())


LONGEST_MESSAGE = timedelta(hours=1)
"""A longer pause needs no message of its own: the sweep comes by."""
