"""What a step owes to the net under a binding: what visitors got before it, and what the first
domain of a product shows for the others.
"""

from __future__ import annotations

from certbind.domain.decide.decision import Bind
from certbind.domain.decide.evidence import is_proof, read_look
from certbind.domain.lifecycle.facts import LookResult
from certbind.domain.lifecycle.state import DomainState, Purpose
from certbind.domain.lifecycle.transition import Advanced
from certbind.domain.situation.reading import Known
from certbind.domain.situation.situation import Situation
from certbind.usecases.rotate.gather import Gather


def was_good_before(gather: Gather, situation: Situation, state: DomainState, bind: Bind) -> bool:
    """Whether visitors are served well by what is about to be replaced: by the record, else by one
    look, which costs no API call. Without that nobody could say that they are worse off later.
    """
    if bind.purpose is not Purpose.AUTOMATIC or bind.expects.is_empty:
        return False
    if not isinstance(situation.served, Known):
        if _is_verified(state, bind):
            return True
        if not gather.can_look:
            return False
    served = gather.look_now(situation).served
    return isinstance(served, Known) and read_look(served.value).result is LookResult.GOOD


def _is_verified(state: DomainState, bind: Bind) -> bool:
    standing = state.standing
    return standing is not None and standing.binding.same_as(bind.expects) and state.is_seen_well


def settle(gather: Gather, situation: Situation, state: DomainState, led_to: Advanced) -> None:
    """What a look at a canary means for all others, said before the domain's own entry: a crash in
    between makes it be looked at, and said, again.

    state: before the look.
    """
    stands = state.standing.binding.certificate_id if state.standing else None
    if state.ours is None or not state.ours.is_canary or stands is None:
        return
    target = situation.target
    if isinstance(situation.served, Known) and is_proof(situation.served.value):
        gather.rollouts.prove(stands, target.kind, target.domain)
        return
    seen = led_to.state.seen
    if led_to.state.look is None and seen is not None and seen.blames:
        gather.rollouts.fail(stands, target.kind, target.domain, seen.reason)
