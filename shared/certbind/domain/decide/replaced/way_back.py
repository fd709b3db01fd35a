"""The way back by itself: what certbind bound makes visitors worse off.

Two kinds of evidence: what the target's own API says is bound is certbind's at this moment
(another hand's would have been absorbed), and two looks in a row blame it at half or more of the
addresses. One try a binding, then a person is called.
"""

from __future__ import annotations

from collections.abc import Iterator

from certbind.domain.decide.case import Case
from certbind.domain.decide.decision import Bind, Tone, Want
from certbind.domain.lifecycle.state import Ours, Purpose
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.situation.assessed import Assessed

_TRIED = Finding(
    Reason.ALREADY_ROLLED_BACK, "it had been put back by itself, and that is tried once"
)


def restored(case: Case) -> Want | None:
    """What stood before comes back: it was seen to serve visitors, and can be bound still."""
    ours = _blamed(case)
    if ours is None or ours.purpose is not Purpose.AUTOMATIC:
        return None
    found = _way_back(case, ours)
    if isinstance(found, Finding):
        return None
    why = f"{_refused(case)}, and {found.certificate.id} served them well before"
    before = case.exact_standing().known
    bind = Bind(found.certificate, found.as_bound(), before, Purpose.RETURN, why)
    return Want(bind, Reason.ROLLED_BACK.value, why, candidate=found)


def left_broken(case: Case) -> Want | None:
    """There is no way back, or it was taken and is refused too; and nothing else is better."""
    ours = _blamed(case)
    if ours is None or ours.purpose not in (Purpose.AUTOMATIC, Purpose.RETURN):
        return None
    why = _TRIED if ours.purpose is Purpose.RETURN else _way_back(case, ours)
    if not isinstance(why, Finding):
        raise TypeError("restored stands before this, and would have taken it")
    detail = f"{_refused(case)}, and nothing can be put back: {why.told}"
    return Want(None, Reason.ROLLBACK_FAILED.value, detail, Tone.PERSON, also=(why,))


def _blamed(case: Case) -> Ours | None:
    """The binding of certbind's own that two looks blame; none where a person asks, for whom the
    loop wants nothing, nor while visitors are looked at.
    """
    state = case.state
    if case.situation.wish is not None or state.look is not None or state.change is not None:
        return None
    return state.ours if state.seen is not None and state.seen.blames else None


def _way_back(case: Case, ours: Ours) -> Assessed | Finding:
    """What stood before, by CAS's exact word; or why that is no way back."""
    before = case.state.way_back
    if before is None or before.binding.is_empty:
        return Finding(Reason.NOTHING_TO_RESTORE)
    if before.binding.certificate_id is None:
        return Finding(Reason.BINDING_NOT_RESTORABLE)
    one = case.exactly(before.binding.certificate_id)
    if one is None:
        return Finding(Reason.PREDECESSOR_DELETED)
    return next(_against(case, one, ours), one)


def _against(case: Case, one: Assessed, ours: Ours) -> Iterator[Finding]:
    """Why it is no better than what visitors are refused. They show its chain."""
    for finding in case.against(one):
        if finding.reason is not Reason.CHAIN_NOT_SEEN:
            yield Finding(finding.reason, f"{one.certificate.id} {finding.told}")
    old = case.standing.one
    if old is not None and old.is_same_leaf(one):
        yield Finding(Reason.ALREADY_BOUND, f"{one.certificate.id} is what is bound there")
    if not ours.was_good:
        told = f"visitors were not seen to be served well by {one.certificate.id} before"
        yield Finding(Reason.NOTHING_TO_RESTORE, told)


def _refused(case: Case) -> str:
    stands = case.standing.binding.raw_id or case.standing.binding.name or "what is bound there"
    fault = case.state.seen.reason if case.state.seen else ""
    return f"{stands} is found at fault where visitors get it ({fault})"
