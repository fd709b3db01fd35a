"""Any situation of a domain: what stands, what CAS holds, what the record says, and wishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from certbind.domain.lifecycle.rollout import Rollout, RolloutStage
from certbind.domain.lifecycle.state import (
    Awaited,
    Carried,
    Change,
    DomainState,
    Hold,
    KnownBinding,
    Look,
    Ours,
    Purpose,
    RefusedHere,
    Seen,
    SeenAs,
    Trouble,
    Why,
)
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.job import Job, JobPlace
from certbind.domain.model.target import Binding, BoundTarget, ScanFailure, TargetState
from certbind.domain.situation.situation import Served, Wish, WishKind
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.verdict import Outcome
from tests.fakes.inventory import as_listed
from tests.fakes.situations import ENDED, REFUSED, UNSEEN, WELL, Scene, look
from tests.fakes.values import DAY, NOW, SOUND_SUMMARY, cas_id, cdn, oss
from tests.property import strategies as any_of
from tests.property.strategies import DICE, NUMBERS

T = TypeVar("T")

SERVED: tuple[Served, ...] = (
    WELL,
    UNSEEN,
    ENDED,
    REFUSED,
    look(Outcome.OLD),
    look(Outcome.BROKEN, FaultClass.WEAK_KEY),
)


def _span(dice: Random) -> timedelta:
    return timedelta(seconds=dice.choice([0, 29, 30, 60, 299, 300, 4000, 10**5]))


def _id(dice: Random) -> CertificateId:
    return cas_id(dice.choice(NUMBERS))


def _end(dice: Random) -> datetime | None:
    days = dice.choice([None, -1, 5, 30, 60, 90])
    return None if days is None else NOW + days * DAY


def _hold(dice: Random) -> Hold | None:
    end = _end(dice)
    return None if end is None else Hold(end)


def _known(dice: Random) -> KnownBinding:
    return KnownBinding(any_of.binding(dice), None, _end(dice))


def _trouble(dice: Random) -> Trouble:
    word = dice.choice(["throttled", "rejected"])
    which = dice.choice([None, _id(dice)])
    return Trouble(word, which, dice.random() < 1 / 2, dice.randint(1, 9), _span(dice))


def _look(dice: Random) -> Look:
    rounds = dice.randint(0, 4), dice.randint(0, 1), dice.randint(0, 1)
    why, blames = dice.choice(list(Why)), dice.random() < 1 / 2
    return Look(why, _span(dice), *rounds, _span(dice), _span(dice), blames)


def _change(dice: Random) -> Change:
    is_lost = dice.random() < 1 / 2
    purpose = dice.choice(list(Purpose))
    return Change(_id(dice), _known(dice), purpose, "", is_lost, _span(dice))


def wish(dice: Random) -> Wish:
    """What a person may ask for."""
    if dice.random() < 1 / 3:
        to = dice.choice([None, _id(dice)])
        back = dice.choice([None, _known(dice)])
        flags = dice.random() < 1 / 2, dice.random() < 1 / 2
        return Wish(WishKind.BACK, "hand-1", to, back, *flags)
    if dice.random() < 1 / 2:
        return Wish(WishKind.BIND, "hand-1", _id(dice))
    return Wish(WishKind.BEST, "hand-1")


def _seldom(dice: Random, value: T) -> T | None:
    """In one of three."""
    return value if dice.random() < 1 / 3 else None


def _state(dice: Random, bound: BoundTarget) -> DomainState:
    """A record that says what stands there, mostly."""
    standing = dice.choice([KnownBinding(bound.binding, None, _end(dice)), None, _known(dice)])
    other = dice.choice([oss(bound.target.domain).target, cdn(bound.target.domain).target])
    flags = dice.random() < 1 / 2, dice.random() < 1 / 2
    ours = Ours(3, dice.choice(list(Purpose)), *flags, replaced=_seldom(dice, _known(dice)))
    refused = RefusedHere(_id(dice), "weak_key", _end(dice))
    return DomainState(
        place=_seldom(dice, other) or (bound.target if standing else None),
        standing=standing,
        way_back=dice.choice([None, _known(dice)]),
        ours=dice.choice([None, ours]),
        change=_seldom(dice, _change(dice)),
        look=_seldom(dice, _look(dice)),
        seen=dice.choice([None, Seen(dice.choice(list(SeenAs)), blames=dice.random() < 1 / 2)]),
        hold=_hold(dice),
        trouble=_seldom(dice, _trouble(dice)),
        wishes=dice.choice([(), (), (Carried("hand-1"),)]),
        refused_here=dice.choice([(), (), (refused,)]),
        awaits=dice.choice([None, Awaited("88001-cn-hangzhou", (_id(dice),), _span(dice))]),
    )


def _jobs(dice: Random, domain: Domain) -> tuple[Job, ...]:
    """Mostly none; else one that says where it binds, or not yet."""
    places = dice.choice([(), (JobPlace("CDN", domain), JobPlace("OSS", domain))])
    job = Job("88001-cn-hangzhou", dice.random() < 1 / 2, (_id(dice),), (domain,), places)
    return dice.choice([(), (), (job,)])


def _rollout(dice: Random, domain: Domain) -> Rollout:
    """Nobody has tried it, this domain or another does, or it is settled."""
    stage = dice.choice(list(RolloutStage))
    if stage is RolloutStage.UNTRIED:
        return Rollout()
    who = dice.choice([domain, Domain("first.example.com")])
    ago, more = (timedelta(minutes=dice.choice([0, 5, 54, 55, 60, 600])) for _ in range(2))
    spent = min(ago + more, timedelta(hours=dice.choice([1, 20, 24])))
    fault = "weak_key" if stage is RolloutStage.FAILED else ""
    return Rollout(stage, who, min(ago, spent), spent, fault)


def _exact(held: Certificate, binding: Binding) -> Certificate:
    """As CAS tells it when it is asked. What stands has no fault that its detail alone shows: a
    list's word is all that a quiet domain costs (a chain that breaks is seen at visitors').
    """
    stands = binding.certificate_id == held.id or (
        binding.sha1 is not None and binding.sha1 == held.sha1
    )
    summary = SOUND_SUMMARY if stands else held.chain_summary
    return replace(held, dates_are_exact=True, chain_summary=summary)


@st.composite
def scenes(draw: st.DrawFn, *, wishes: bool = True, calm: bool = False) -> Scene:
    """Anything: in half of them nothing but certificates and the record's hold decides.

    calm: always so.
    """
    dice = draw(DICE)
    is_held = draw(st.booleans())
    held, bound = (
        any_of.holding(dice) if is_held else (any_of.inventory(dice), any_of.target(dice))
    )
    held = tuple(_exact(one, bound.binding) for one in held)
    listed = tuple(as_listed(one) for one in held if one.not_after > NOW)
    dice = draw(DICE)
    tried = {one.id: _rollout(dice, bound.target.domain) for one in held if dice.random() < 1 / 2}
    dice = draw(DICE)
    asked = _seldom(dice, wish(dice)) if wishes else None
    policy, seen = any_of.policy(dice), dice.choice(SERVED)
    jobs = _jobs(dice, bound.target.domain)
    if calm or draw(st.booleans()):
        state = DomainState(bound.target, KnownBinding(bound.binding), hold=_hold(dice))
        bound = replace(bound, state=TargetState.ONLINE)
        return Scene(
            bound,
            held,
            policy=policy,
            state=state,
            wish=asked,
            look=seen,
            listed=listed,
            rollouts=tried,
            jobs=() if calm else jobs,
        )
    front = cdn(bound.target.domain) if bound.target.kind == "oss" else oss(bound.target.domain)
    policy = replace(
        policy,
        scope=dice.choice([None, None, (), (Domain("a.example.com"),)]),
        require_chain_seen=dice.choice([False, False, False, True]),
    )
    return Scene(
        bound,
        held,
        policy=policy,
        state=_seldom(dice, _state(dice, bound)) or DomainState(),
        beside=dice.choice([(), (), (front,)]),
        unread=dice.choice([(), (), (), (ScanFailure("cdn", "throttled", "not now."),)]),
        skew=dice.choice([timedelta()] * 6 + [timedelta(minutes=9)]),
        wish=asked,
        look=seen,
        is_seen=dice.random() < 1 / 2,
        listed=listed,
        rollouts=tried,
        jobs=jobs,
    )
