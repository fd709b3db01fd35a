"""What should happen to a domain: the only place where it is decided (design, section 2).

Three walks over ordered lists: sight (what cannot be seen has no "should"), wants (the first that
speaks is what should be), brakes (why it is not done now). Pure: the same situation gives the same
decision, letter for letter, whoever asks.
"""

from __future__ import annotations

from certbind.domain.decide.brakes import BRAKES, Brake, is_canary
from certbind.domain.decide.candidates import passed
from certbind.domain.decide.case import Case, Standing, UnreadableError, judge_standing
from certbind.domain.decide.decision import Bind, Decision, Want
from certbind.domain.decide.sight import SIGHT, unread
from certbind.domain.decide.wants import WANTS, Check, due, news
from certbind.domain.decide.wishes import wished
from certbind.domain.lifecycle.absorb import absorb, believed
from certbind.domain.lifecycle.advance import advance
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import Binding
from certbind.domain.situation.reading import Ask, Known, NeedsError
from certbind.domain.situation.situation import Memory, Place, Situation
from certbind.values import replace


def decide(situation: Situation) -> Decision | Ask:
    """The decision; or what must be read first, after which it is to be asked again."""
    return _decide(situation, WANTS)


def decide_beside_a_look(situation: Situation) -> Decision | Ask:
    """What would be decided if visitors were not looked at now: whoever tells of a domain tells
    this too. Nothing is done by it.
    """
    return _decide(situation, tuple(one for one in WANTS if one not in (due, news)))


def _decide(situation: Situation, wants: tuple[Check, ...]) -> Decision | Ask:
    for check in SIGHT:
        seen = check(situation)
        if seen is not None:
            return seen
    try:
        return _of_case(_case(situation), wants)
    except NeedsError as needs:
        return needs.ask
    except UnreadableError as error:
        return unread(situation, error.unread)


def _case(situation: Situation) -> Case:
    """What stands, judged; and the record brought up to it."""
    place, memory, binding = _seen(situation)
    bound = place.at(situation.target)
    if bound is None:
        raise TypeError("sight lets no target pass that is not there")
    binding = believed(memory.state, bound.target, binding)
    standing = judge_standing(situation, memory.state, binding)
    fact = absorb(memory.state, bound.target, standing.known)
    if fact is None:
        return Case(situation, memory.state, bound, standing, memory.entry)
    state = advance(memory.state, fact, memory.entry + 1, situation.times).state
    standing = judge_standing(situation, state, binding)
    return Case(situation, state, bound, standing, memory.entry + 1, fact)


def _of_case(case: Case, wants: tuple[Check, ...]) -> Decision:
    want = _as_canary(case, _want(case, wants))
    brakes = _brakes(case, want) if isinstance(want.act, Bind) else ()
    chosen = want.candidate.certificate.id if want.candidate else None
    decision = Decision(
        case.bound.target,
        want.act,
        want.word,
        want.detail,
        want.tone,
        want.also,
        again=want.again,
        absorbed=() if case.absorbed is None else (case.absorbed,),
        stands=_certificate(case.standing),
        passed=passed(case, chosen),
        longer=None if want.longer is None else want.longer.certificate,
    )
    return _braked(decision, brakes) if brakes else decision


def _as_canary(case: Case, want: Want) -> Want:
    if not isinstance(want.act, Bind) or not is_canary(case, want):
        return want
    return replace(want, act=replace(want.act, is_canary=True))


def _want(case: Case, wants: tuple[Check, ...]) -> Want:
    found = wished(case)
    for check in wants:
        if found is not None:
            return found
        found = check(case)
    if found is None:
        raise TypeError("the last want always speaks")
    return found


def _brakes(case: Case, want: Want) -> tuple[Brake, ...]:
    found = (check(case, want) for check in BRAKES)
    return tuple(brake for brake in found if brake is not None)


def _braked(decision: Decision, brakes: tuple[Brake, ...]) -> Decision:
    first, *more = brakes
    would = decision.bind
    return replace(
        decision,
        act=None,
        would=would,
        longer=None if would is None else would.certificate,
        word=first.word,
        detail=first.detail,
        tone=first.tone,
        again=first.again,
        awaits=first.awaits,
        also=(*(_finding(brake) for brake in more), *decision.also),
    )


def _finding(brake: Brake) -> Finding:
    known = {reason.value: reason for reason in Reason}
    reason = known.get(brake.word, Reason.AFTER_TROUBLE)
    return Finding(reason, brake.detail)


def _certificate(standing: Standing) -> Certificate | None:
    return None if standing.one is None else standing.one.certificate


def _seen(situation: Situation) -> tuple[Place, Memory, Binding]:
    place, memory, binding = situation.place, situation.memory, situation.standing
    if not (isinstance(place, Known) and isinstance(memory, Known) and isinstance(binding, Known)):
        raise TypeError("sight lets nothing unread pass")
    return place.value, memory.value, binding.value
