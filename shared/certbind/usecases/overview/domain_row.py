"""One domain's row from its situation and its decision; pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from certbind.domain.decide.decision import Decision
from certbind.domain.lifecycle.state import DomainState, Trouble
from certbind.domain.lifecycle.state_v1 import phase_of
from certbind.domain.model.policy import ExpiryStage, expiry_stage
from certbind.domain.model.target import Binding, Target
from certbind.domain.situation.assessed import Assessed
from certbind.domain.situation.reading import Known
from certbind.domain.situation.situation import Situation
from certbind.usecases.account.sweep_domain import Findings
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.overview.health import Evidence, advice_of, has_a_day, health_of
from certbind.usecases.overview.report import Attached, DomainHealth, DomainRow, Visitors
from certbind.usecases.overview.visitors import visitors_of


def row_of(
    situation: Situation, decision: Decision, findings: Findings, swept: Visitors | None = None
) -> DomainRow:
    """findings: of sweep_domain.examine. swept: what the last sweep saw visitors get."""
    state = _state(situation)
    visitors = visitors_of(situation, swept)
    attached = attached_of(situation, state, visitors)
    ended = _has_ended(attached, situation.now)
    is_near = _is_near_its_end(decision, situation.now)
    found = Evidence(decision, findings, visitors, state, ended, is_near)
    health = health_of(found)
    advice = advice_of(found, health)
    is_dated = health is DomainHealth.PERSON and has_a_day(found, advice)
    is_plain = tuple(kind for kind, _ in findings) == (SweepFinding.OK,)
    would = decision.bind or decision.would
    return DomainRow(
        target=situation.target,
        health=health,
        word=decision.word,
        detail=decision.detail,
        act_by=_act_by(attached, visitors) if is_dated else None,
        findings=() if is_plain else tuple((kind.value, told) for kind, told in findings),
        advice=advice,
        candidate=str(would.certificate.id) if would is not None else "",
        certificate=attached,
        visitors=visitors,
        also=_others(situation),
        phase=phase_of(state) if state is not None else "",
        last_failure=_told(state.trouble) if state is not None else "",
        entry=situation.memory.value.entry if isinstance(situation.memory, Known) else 0,
        error=decision.unread.code if decision.unread is not None else "",
    )


def _is_near_its_end(decision: Decision, now: datetime) -> bool:
    stands = decision.stands
    if stands is None:
        return False
    return expiry_stage(stands.not_before, stands.not_after, now) not in _FAR_FROM_IT


_FAR_FROM_IT = (None, ExpiryStage.APPROACHING)


def attached_of(
    situation: Situation, state: DomainState | None, visitors: Visitors | None = None
) -> Attached | None:
    """What stands there; None where nothing does, or it could not be read."""
    if not isinstance(situation.standing, Known):
        return _recorded(state)
    binding = situation.standing.value
    if binding.is_empty:
        return None
    held = _held(situation, binding)
    if held is not None:
        one = held.certificate
        is_day, is_path = not one.dates_are_exact, held.end < one.not_after
        name = one.name or binding.name
        return Attached(
            str(one.id), name, binding.source, one.not_before, held.end, is_path, is_day
        )
    known = state.standing if state is not None else None
    end = known.not_after if known is not None and known.binding.same_as(binding) else None
    if end is None and visitors is not None:
        end = visitors.ends
    return Attached(binding.raw_id, binding.name, binding.source, None, end)


def _recorded(state: DomainState | None) -> Attached | None:
    """What the record has, where the target was not asked or did not answer."""
    known = state.standing if state is not None else None
    if known is None or known.binding.is_empty:
        return None
    binding = known.binding
    return Attached(binding.raw_id, binding.name, binding.source, None, known.not_after)


def _held(situation: Situation, binding: Binding) -> Assessed | None:
    if not isinstance(situation.certificates, Known):
        return None
    certificates = situation.certificates.value
    found = certificates.identify(binding)
    return certificates.best_known(found) if found is not None else None


def _has_ended(attached: Attached | None, now: datetime) -> bool:
    """By its day alone it may still last until the day is over."""
    if attached is None or attached.ends is None:
        return False
    return now > attached.ends + (timedelta(days=1) if attached.ends_is_day else timedelta())


def _act_by(attached: Attached | None, visitors: Visitors | None) -> datetime | None:
    ends = [attached.ends] if attached is not None else []
    ends += [visitors.ends] if visitors is not None else []
    return min((end for end in ends if end is not None), default=None)


def _others(situation: Situation) -> tuple[Target, ...]:
    if not isinstance(situation.place, Known):
        return ()
    every = (one.target for one in situation.place.value.targets)
    return tuple(sorted(one for one in every if one != situation.target))


def _state(situation: Situation) -> DomainState | None:
    return situation.memory.value.state if isinstance(situation.memory, Known) else None


def _told(trouble: Trouble | None) -> str:
    """The word of the trouble that is not over, and how often it came."""
    if trouble is None:
        return ""
    return trouble.word if trouble.times == 1 else f"{trouble.word}, {trouble.times} times"
