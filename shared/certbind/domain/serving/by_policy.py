"""What differs at a target from how CERTBIND_HARDEN wants it, and whose it is to mend.

Only what can be taken back at once and denies nobody: HSTS, which browsers remember, and a
bucket's policy stay a person's word, and nothing is taken away. A person who undid a setting, or
set it otherwise since certbind did, is not fought (docs/decisions/0008).
"""

from __future__ import annotations

from collections.abc import Iterable

from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.serving.functions import BACK, REDIRECT, Measure
from certbind.domain.serving.hardening import Hardening
from certbind.domain.serving.record import Kept
from certbind.domain.serving.values import SettingChange
from certbind.values import dataclass

WANTED = Hardening(frozenset(Measure) - {Measure.HSTS, Measure.DENY_HTTP})

_TOGETHER = frozenset({REDIRECT, BACK})
"""They exclude each other: whoever chose one of them chose about both."""


@dataclass(frozen=True, slots=True)
class Drift:
    """changes: to be made. left: what a person wants otherwise."""

    changes: tuple[SettingChange, ...] = ()
    left: tuple[Finding, ...] = ()


def drift(
    changes: Iterable[SettingChange],
    kept: Iterable[Kept],
    undone: frozenset[str],
    *,
    is_interrupted: bool,
) -> Drift:
    """changes: to what is wanted. kept: what certbind set. undone: what a person took back.
    is_interrupted: a change was begun whose end is not on record, so that what stood before it is
    nobody's word.
    """
    wanted = tuple(changes)
    ours = {one.name: one for one in kept}
    theirs = undone | {one.name for one in wanted if _is_anothers(one, ours, is_interrupted)}
    theirs |= {one.name for one in wanted if one.after is None}
    if theirs & _TOGETHER:
        theirs |= _TOGETHER
    left = (_left(one, undone) for one in wanted if one.name in theirs)
    return Drift(tuple(one for one in wanted if one.name not in theirs), tuple(left))


def _is_anothers(change: SettingChange, ours: dict[str, Kept], is_interrupted: bool) -> bool:
    one = ours.get(change.name)
    if one is None or change.before == one.wrote:
        return False
    return not (is_interrupted and change.before == one.before)


def _left(change: SettingChange, undone: frozenset[str]) -> Finding:
    how = "another hand set it since certbind did"
    if change.after is None:
        how = "it excludes what is wanted, and only a person's `certbind harden` takes it away"
    elif change.name in undone:
        how = "a person undid it"
    return Finding(Reason.SETTINGS_CHANGED, f"{change.name}: {how}, and it is left so")
