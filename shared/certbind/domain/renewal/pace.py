"""How soon a line is looked at again, and what comes of a fact."""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.renewal.state import LineState, LineTrouble
from certbind.values import dataclass

LOOK_AGAIN = timedelta(seconds=30)
"""CAS is not asked more often for an order that is under way (its documentation's advice)."""

LONGEST_WAIT = timedelta(hours=1)
"""A longer pause after a trouble needs no message of its own: the sweep comes by."""

SELDOMEST_LOOK = timedelta(hours=6)
"""At what is under way. What a CA issues `watch` sees within minutes: a look only tells."""

KEPT_AFTER_REFUSAL = timedelta(hours=24)
"""So long records stay that the CA refused over: whoever applies in the console may want them."""

_PASSING = timedelta(minutes=15), timedelta(hours=8)
_A_PERSONS = timedelta(hours=1), timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class LineAdvanced:
    """follow: after this time a message is to bring the line back; None: the sweep does."""

    state: LineState
    kind: EntryKind
    follow: timedelta | None = None


def pause_after(trouble: LineTrouble) -> timedelta:
    """`min(cap, base · 2^(n-1))`: 15 min to 8 h for what passes, 1 h to 24 h for what a person
    must mend. A call that may order is never repeated sooner.
    """
    base, cap = _PASSING if trouble.retryable else _A_PERSONS
    pause: timedelta = min(cap, base * (1 << min(trouble.times - 1, 16)))
    return pause


def until_next_look(state: LineState) -> timedelta:
    """Half of the time that it has taken so far: minutes for what takes minutes, some hours for
    what takes days or never ends.
    """
    return min(max(state.since / 2, LOOK_AGAIN), SELDOMEST_LOOK)


def one_more(before: LineTrouble | None, word: str, *, retryable: bool) -> LineTrouble:
    """The trouble that follows `before`: those of one class are counted."""
    is_same = before is not None and before.retryable == retryable
    return LineTrouble(word, retryable, before.times + 1 if before and is_same else 1)


def by_message(pause: timedelta) -> timedelta | None:
    """None where the sweep comes by before that."""
    return pause if pause <= LONGEST_WAIT else None
