"""A target whose certificate serves several names: what visitors of all of them get."""

from __future__ import annotations

from collections.abc import Sequence

from certbind.domain.situation.situation import Served
from certbind.domain.trust.verdict_values import Outcome

_FROM_GOOD_TO_BAD = (
    Outcome.SOUND,
    Outcome.ALL_NEW,
    Outcome.NOT_ALL_SEEN,
    Outcome.UNREACHABLE,
    Outcome.PARTLY,
    Outcome.OLD,
    Outcome.OTHER,
    Outcome.BROKEN,
)


def worst_of(looks: Sequence[Served]) -> Served:
    """The look that says the worst, of equal ones the first; there is one at least. All names are
    well only where each is.
    """
    return max(looks, key=lambda one: _FROM_GOOD_TO_BAD.index(one.verdict.outcome))
