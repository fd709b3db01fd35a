"""What should be: the first check that speaks is the want. Whether it is carried out now is for
the brakes to say (brakes.py). A want reads no history of causes: what was not done for a reason
that has gone is wanted again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from certbind.domain.decide.candidates import misses, no_certificate, refused_though_better
from certbind.domain.decide.case import Case, Health
from certbind.domain.decide.choice import choose
from certbind.domain.decide.decision import Bind, LookNow, Tone, Want
from certbind.domain.decide.evidence import is_news, lasts_as_listed
from certbind.domain.decide.replaced.beside import replaced
from certbind.domain.decide.replaced.way_back import left_broken, restored
from certbind.domain.decide.words import already_bound, not_restorable, preferred, span, why_dead
from certbind.domain.lifecycle.pause import ROUNDING, until_look
from certbind.domain.lifecycle.state import Purpose
from certbind.domain.model.reasons import Reason
from certbind.domain.situation.assessed import Assessed
from certbind.domain.situation.backup import unfit
from certbind.domain.situation.reading import Known

_DAY = timedelta(days=1)
_SAME_END = _DAY


Check = Callable[[Case], Want | None]


def dead(case: Case) -> Want | None:
    """What visitors are refused has no protection: the best one takes its place whatever its end.

    Revoked, ended (its path), or for other names, by what CAS says; or seen so by every address
    in two looks.
    """
    if case.standing.health is not Health.DEAD:
        return None
    old = case.standing.one
    if old is not None and not old.is_exact:
        case.exactly(old.certificate.id)
    best = case.best(_others(case, case.usable()))
    if best is None:
        return None
    return _bind(case, best, Reason.REPLACES_DEAD, why_dead(case.standing, case.domain))


def due(case: Case) -> Want | None:
    """A look is open, and its time has come."""
    left = until_look(case.state, case.situation.times)
    if left is None or left > ROUNDING or case.situation.wish is not None:
        return None
    if case.standing.binding.is_empty:  # nothing is there that could be looked at
        return None
    return Want(LookNow(), Reason.LOOKING.value, "visitors are looked at", Tone.WAITS)


def dead_for_good(case: Case) -> Want | None:
    """Nothing can take its place. A look that is open comes to its end before."""
    return _none_fits(case) if case.standing.health is Health.DEAD else None


def news(case: Case) -> Want | None:
    """A fresh look saw what the record does not say: a second one decides which is right."""
    served = case.situation.served
    if case.standing.binding.is_empty or case.state.look or case.situation.wish:
        return None
    if not isinstance(served, Known):
        return None
    if not is_news(served.value, case.state):
        return None
    return Want(LookNow(), Reason.LOOKING.value, "what is served is put on record", Tone.WAITS)


def empty(case: Case) -> Want | None:
    """Nothing is attached: any usable certificate is better."""
    if case.standing.health is not Health.EMPTY:
        return None
    best = case.best(case.usable())
    if best is None:
        return _none_fits(case)
    return _bind(case, best, Reason.TURNS_ON, "nothing is bound there")


def pinned(case: Case) -> Want | None:
    """The policy names the certificate; a pin that cannot serve is no reason against others."""
    pin = case.situation.policy.pinned(case.domain)
    if pin is None or case.standing.binding.certificate_id == pin:
        return None
    one = next((u for u in case.usable() if u.certificate.id == pin), None)
    if one is None:
        return None
    if not one.is_exact:
        case.exactly(pin)
    if case.standing.one is not None and case.standing.one.is_same_leaf(one):
        return None
    return _bind(case, one, Reason.PINNED, "CERTBIND_PINS names it for the domain")


def better(case: Case) -> Want | None:
    """What ends later than what stands there (each by its path), and is not preferred less."""
    standing, situation = case.standing, case.situation
    usable = _others(case, case.usable())
    if standing.one is None:
        return _over_unknown(case, usable)
    old = standing.one
    if usable and not old.is_exact and not lasts_as_listed(case.situation.served, old.end):
        case.exactly(old.certificate.id)
    later = tuple(one for one in usable if _may_outlast(one, old))
    if not later:
        return None
    if not old.is_exact:
        case.exactly(old.certificate.id)
    if _is_pinned(case, old):
        return None
    best = case.best(later)
    if best is None or choose((old, best), case.domain, situation.now, situation.policy) is old:
        return None
    return _bind(case, best, Reason.LASTS_LONGER, f"lasts longer: {span(best, old)}")


def _over_unknown(case: Case, usable: tuple[Assessed, ...]) -> Want | None:
    """Where its end is remembered it is compared; else a brake decides."""
    end = case.standing.end
    if end is None and case.standing.is_lost:
        case.situation.need_served()  # nothing else tells how long it lasts
    if end is not None:
        usable = tuple(one for one in usable if one.latest_end > end)
    best = case.best(usable)
    if best is None:
        return None
    if case.standing.is_lost:
        why = f"{case.standing.binding.raw_id}, which is bound there, is in CAS no more"
        return _bind(case, best, Reason.LASTS_LONGER, why)
    if not case.situation.policy.allow_unrestorable:
        _look_whether_it_is_dead(case)
    why = "the policy allows replacing what CAS does not hold"
    return _bind(case, best, Reason.LASTS_LONGER, why)


def _look_whether_it_is_dead(case: Case) -> None:
    """Nothing but a look tells whether what CAS lacks works (NeedsError)."""
    if case.state.seen is None:
        case.situation.need_served()


def same_end(case: Case) -> Want | None:
    """Issued later with the same end and another key: told, and taken only by name."""
    old = case.standing.one
    if old is None or case.standing.health is not Health.WORKS:
        return None
    twins = [one for one in _others(case, case.usable()) if _may_be_twin(one, old)]
    for one in (*twins, old) if twins else ():
        if not one.is_exact:  # a list's days do not tell which ends, or begins, later
            case.exactly(one.certificate.id)
    twins = [one for one in twins if _is_twin(one, old)]
    if not twins:
        return None
    one = max(twins, key=lambda t: (t.certificate.not_before, t.certificate.id))
    detail = (
        f"{one.certificate.id} was issued later and ends as {old.certificate.id} does, which is "
        "bound there; it is bound only by name (certbind bind --certificate)"
    )
    return Want(None, Reason.SAME_END.value, detail)


def returning(case: Case) -> Want | None:
    """HTTPS is back, and the settings that were lifted with it are not yet."""
    if case.state.downgrade is None:
        return None
    detail = "HTTPS is back, and what was lifted with it is not: say "
    detail += f"`certbind emergency restore {case.domain} --apply` again"
    return Want(None, Reason.RETURN_UNFINISHED.value, detail, Tone.PERSON)


def backup_unfit(case: Case) -> Want | None:
    """The backup of another CA could not take over, as it should at any moment."""
    backup = case.situation.policy.backup(case.domain)
    if backup is None or case.situation.wish is not None:
        return None
    one = case.exactly(backup)
    if one is None:
        told = f"CAS has no certificate {backup}, which CERTBIND_BACKUPS names"
        return Want(None, Reason.BACKUP_UNFIT.value, told, Tone.PERSON)
    old = case.standing.one
    if old is not None and one.is_same_leaf(old):  # it has taken over
        return None
    standing = None if old is None else old.certificate
    found = tuple(unfit(case.against(one), one, standing, case.situation.now))
    if not found:
        return None
    return Want(None, found[0].reason.value, found[0].told, Tone.PERSON, also=found[1:])


def nothing(case: Case) -> Want:
    """No want spoke: it is as it should be, as far as CAS can make it."""
    old = case.standing.one
    if old is None:
        stands = f"{not_restorable(case.standing.binding).detail}, and CAS has none that can "
        stands += "replace it"
        return Want(None, Reason.BOUND_BY_OTHER_HAND.value, stands)
    longer = [one for one in _others(case, case.usable()) if _may_outlast(one, old)]
    if longer and not _is_pinned(case, old):
        detail = preferred(old, case.domain)
        last = max(longer, key=lambda one: one.latest_end)
        return Want(None, Reason.BETTER_BOUND.value, detail, longer=last)
    found = already_bound(old)
    also = refused_though_better(case, old)
    return Want(None, found.reason.value, found.detail, also=also)


WANTS: tuple[Check, ...] = (
    restored,
    dead,
    due,
    dead_for_good,
    news,
    replaced,
    empty,
    pinned,
    better,
    left_broken,
    returning,
    backup_unfit,
    same_end,
    nothing,
)
"""In this order, after a person's wish (wishes.py)."""


def _none_fits(case: Case) -> Want:
    found = no_certificate(case)
    return Want(None, found.reason.value, found.detail, Tone.PERSON, also=misses(case))


def _others(case: Case, usable: tuple[Assessed, ...]) -> tuple[Assessed, ...]:
    """Without what is attached already, under whatever id."""
    old = case.standing.one
    if old is None:
        return usable
    return tuple(one for one in usable if not one.is_same_leaf(old))


def _may_outlast(new: Assessed, old: Assessed) -> bool:
    """Whether it surely ends later, as far as is known; of a list the best is assumed, and the
    exact word asked for before anything is done.
    """
    if new.is_exact and old.is_exact:
        return new.end > old.end
    return new.latest_end > old.end


def _is_pinned(case: Case, old: Assessed) -> bool:
    """Whether the pin stands there, under whatever id."""
    pin = case.situation.policy.pinned(case.domain)
    one = None if pin is None else case.certificates.best_known(pin)
    return pin == old.certificate.id or (one is not None and one.is_same_leaf(old))


def _may_be_twin(new: Assessed, old: Assessed) -> bool:
    """As far as days tell it."""
    is_line = new.certificate.line.is_same(old.certificate.line)
    return is_line and abs(new.end - old.end) <= _SAME_END + _DAY


def _is_twin(new: Assessed, old: Assessed) -> bool:
    began_later = new.certificate.not_before > old.certificate.not_before
    return began_later and abs(new.end - old.end) <= _SAME_END


def _bind(case: Case, one: Assessed, reason: Reason, why: str) -> Want:
    before, why = case.exact_standing().known, case.with_what_it_costs(why)
    bind = Bind(one.certificate, one.as_bound(), before, Purpose.AUTOMATIC, why)
    return Want(bind, reason.value, why, candidate=one)
