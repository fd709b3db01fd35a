"""The order of all checks, in sentences: what is said where two of them could speak.

A decision is the first check of sight that speaks; else the first want; and of the brakes on it
the first one gives the word.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from certbind.domain.decide import decide as deciding
from certbind.domain.decide.brakes import BRAKES
from certbind.domain.decide.case import Case
from certbind.domain.decide.decision import Decision, Want
from certbind.domain.decide.sight import SIGHT
from certbind.domain.decide.wants import WANTS
from certbind.domain.lifecycle.rollout import Rollout, RolloutStage
from certbind.domain.lifecycle.state import (
    Change,
    Downgrade,
    Going,
    Look,
    Ours,
    Purpose,
    Seen,
    SeenAs,
    Trouble,
    Why,
)
from certbind.domain.model.certificate import CertificateStatus
from certbind.domain.model.identity import Domain
from certbind.domain.model.job import Job
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import BoundTarget, TargetState
from certbind.domain.situation.reading import Known, Unread
from certbind.domain.situation.situation import Place, Situation, WishKind
from tests.fakes.situations import (
    ENDED,
    REFUSED,
    SHOP,
    WELL,
    Scene,
    held_until,
    known,
    order,
    record,
    scene,
)
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, cdn, certificate, oss, uploaded

LEDGER = Unread("ledger_unreadable", "entry 7 is no entry")
DENIED = Unread("permission_denied", "the role may not read it")
OLD = certificate(1, SHOP, days=40)
BETTER = certificate(2, SHOP, days=80)
DEAD = certificate(1, SHOP, days=-1, not_before=NOW - 90 * DAY)
EARLIER = certificate(3, SHOP, days=20)
TWIN = certificate(4, SHOP, days=40, not_before=NOW - DAY)
STANDS = cdn(SHOP, bound_by_id(1))
PASTED = cdn(SHOP, uploaded())
NONE = Policy(scope=())
PIN = Policy(pins=((SHOP, cas_id(2)),))
PIN_EARLIER = Policy(pins=((SHOP, cas_id(3)),))
SEEN = Seen(SeenAs.VERIFIED)
HELD = record(STANDS, OLD, hold=held_until(BETTER.not_after), seen=SEEN)
TROUBLE = Trouble("rejected", None, retryable=False)
DUE = Look(Why.BOUND, last_ago=timedelta(minutes=2))
OPEN = Look(Why.BOUND, last_ago=timedelta(seconds=5))
REVOKED = replace(OLD, status=CertificateStatus.REVOKED)
WORSE: dict[str, Any] = {
    "ours": Ours(7, Purpose.AUTOMATIC, was_good=True),
    "seen": Seen(SeenAs.BROKEN, "weak_key", blames=True),
    "way_back": known(EARLIER),
}
ELSEWHERE = Domain("other.example.com")
TRIED = Rollout(RolloutStage.TRYING, ELSEWHERE)
FAILED = Rollout(RolloutStage.FAILED, ELSEWHERE, fault="weak_key")
AT_WORK = Job("88001-cn-hangzhou", True, (cas_id(2),), (SHOP,))
BEGUN = Change(cas_id(2), known(OLD), Purpose.AUTOMATIC)


def _without(scene_: Scene, **parts: Any) -> Situation:
    return replace(scene_.situation, **parts)


def _unread(scene_: Scene, *parts: str) -> Situation:
    denied: dict[str, Any] = dict.fromkeys(parts, DENIED)
    return _without(scene_, **denied)


def _provider(**more: Any) -> BoundTarget:
    return oss("assets.oss-cn-hangzhou.aliyuncs.com", **more)


BUSY = cdn(SHOP, bound_by_id(1), state=TargetState.CONFIGURING)
BEHIND = oss(SHOP, bound_by_id(1), state=TargetState.OFFLINE)
IN_FRONT = (cdn(SHOP),)
CHANGING = record(STANDS, OLD, change=BEGUN)
SUSPECT = record(STANDS, OLD, seen=SEEN)
DOWNGRADED = record(STANDS, OLD, downgrade=Downgrade(Going.OFF, known(OLD)))
LATER = certificate(5, SHOP, days=120)
BOTH = replace(cdn(SHOP, bound_by_id(2)), beside=(bound_by_id(1),))
LEFT = record(BOTH, BETTER, seen=SEEN, way_back=known(OLD), ours=Ours(7, Purpose.AUTOMATIC))
BOTH_DEAD = replace(cdn(SHOP, bound_by_id(1)), beside=(bound_by_id(4),))
LEFT_DEAD = record(
    BOTH_DEAD, DEAD, seen=SEEN, way_back=known(TWIN), ours=Ours(7, Purpose.AUTOMATIC)
)
BACKUP = Policy(backups=((SHOP, cas_id(9)),))
BACK = record(STANDS, OLD, seen=SEEN, downgrade=Downgrade(Going.BACK, known(OLD)))

SENTENCES: dict[str, tuple[Scene | Situation, str]] = {
    # sight
    "a ledger that cannot be read is told first, for it tells the clock too": (
        _without(scene(STANDS), memory=LEDGER, place=DENIED),
        "ledger_unreadable",
    ),
    "a wrong clock is told before targets that cannot be read": (
        _unread(scene(STANDS, skew=timedelta(minutes=9)), "place"),
        "clock_off",
    ),
    "targets that cannot be read are told as that, and not as gone": (
        _unread(scene(STANDS), "place"),
        "permission_denied",
    ),
    "what the account does not have is gone, though it is Alibaba's own name": (
        _without(scene(_provider()), place=Known(Place(()))),
        "not_found",
    ),
    "a stopped target of Alibaba's own name is left alone as that": (
        scene(_provider(state=TargetState.OFFLINE)),
        "provider_domain",
    ),
    "a disabled bucket behind CDN is told as disabled": (
        scene(BEHIND, beside=IN_FRONT),
        "target_offline",
    ),
    "a bucket behind CDN is told as that, though what it holds cannot be read": (
        _unread(scene(oss(SHOP), beside=IN_FRONT), "standing"),
        "cdn_in_front",
    ),
    "a bucket behind CDN is told as that, though a person took it to plain HTTP": (
        scene(oss(SHOP), beside=IN_FRONT, state=DOWNGRADED),
        "cdn_in_front",
    ),
    "plain HTTP as a person wants it is told, though what is bound cannot be read": (
        _unread(scene(STANDS, state=DOWNGRADED), "standing"),
        "downgraded",
    ),
    "a binding that cannot be read is told before a change that is under way": (
        _unread(scene(STANDS, state=CHANGING), "standing"),
        "permission_denied",
    ),
    "a change that is under way is told before a list that cannot be read": (
        _unread(scene(STANDS, state=CHANGING), "certificates"),
        "busy_domain",
    ),
    "a list that cannot be read goes before a person's wish": (
        _unread(scene(STANDS, wish=order(certificate=cas_id(2))), "certificates"),
        "permission_denied",
    ),
    # wants
    "a person's wish goes before replacing what is dead": (
        scene(STANDS, DEAD, BETTER, EARLIER, wish=order(certificate=cas_id(3))),
        "wished",
    ),
    "what is dead is replaced though visitors are being looked at": (
        scene(STANDS, DEAD, BETTER, state=record(STANDS, DEAD, look=DUE)),
        "replaces_dead",
    ),
    "a look that is due goes on where what is dead has no successor, and ends": (
        scene(STANDS, DEAD, state=record(STANDS, DEAD, look=DUE)),
        "looking",
    ),
    "that what is dead has no successor is said before that a look shows it": (
        scene(STANDS, DEAD, state=record(STANDS, DEAD), look=ENDED, is_seen=True),
        "no_certificate",
    ),
    "where what is dead has no successor, that is told between two looks": (
        scene(STANDS, DEAD, state=record(STANDS, DEAD, look=OPEN)),
        "no_certificate",
    ),
    "what visitors were refused gives way to what stood before, though a better one is there": (
        scene(STANDS, REVOKED, BETTER, EARLIER, state=record(STANDS, REVOKED, **WORSE)),
        "rolled_back",
    ),
    "a better one is bound where nothing can be put back": (
        scene(STANDS, OLD, BETTER, state=record(STANDS, OLD, **WORSE)),
        "lasts_longer",
    ),
    "that nothing can be put back is told before a twin": (
        scene(STANDS, OLD, TWIN, state=record(STANDS, OLD, **WORSE)),
        "rollback_failed",
    ),
    "looks that are under way go on before something better is bound": (
        scene(STANDS, OLD, BETTER, state=record(STANDS, OLD, look=DUE)),
        "looking",
    ),
    "what a fresh look found is put on record before a pin is followed": (
        scene(STANDS, OLD, BETTER, state=SUSPECT, policy=PIN, look=REFUSED, is_seen=True),
        "looking",
    ),
    "a pin to be bound where nothing is turns HTTPS on": (
        scene(cdn(SHOP), BETTER, policy=PIN),
        "turns_on",
    ),
    "a pin that lasts longer too is bound as the pin": (
        scene(STANDS, OLD, BETTER, policy=PIN),
        "pinned",
    ),
    "one that lasts longer is bound though a twin of what stands there was issued": (
        scene(STANDS, OLD, TWIN, BETTER),
        "lasts_longer",
    ),
    "what nobody can put back is told before a way back that is not at its end": (
        scene(
            STANDS,
            OLD,
            TWIN,
            state=record(STANDS, OLD, **{**WORSE, "way_back": None}, downgrade=BACK.downgrade),
        ),
        "rollback_failed",
    ),
    "a way back that is not at its end is told before a backup that is gone": (
        scene(STANDS, OLD, policy=BACKUP, state=BACK),
        "return_unfinished",
    ),
    "a backup that is gone is told before a twin": (
        scene(STANDS, OLD, TWIN, policy=BACKUP),
        "backup_unfit",
    ),
    "a twin is named before it is said that all is well": (
        scene(STANDS, OLD, TWIN),
        "same_end",
    ),
    # brakes
    "a held domain that is out of scope is told as held": (
        scene(STANDS, OLD, BETTER, state=HELD, policy=NONE),
        "held",
    ),
    "a held domain is told as held": (scene(STANDS, OLD, BETTER, state=HELD), "held"),
    "a pin that ends earlier is told as held where a person's hand is on the domain": (
        scene(STANDS, OLD, EARLIER, state=HELD, policy=PIN_EARLIER),
        "held",
    ),
    "a domain that is out of scope is only planned for": (
        scene(STANDS, OLD, BETTER, policy=NONE),
        "plan_only",
    ),
    "a pin that ends earlier is refused before it is only planned for": (
        scene(STANDS, OLD, EARLIER, policy=replace(PIN_EARLIER, scope=())),
        "ends_earlier",
    ),
    "an uploaded one has no way back, which a wider scope would not mend": (
        scene(PASTED, BETTER, policy=NONE, look=WELL),
        "binding_not_restorable",
    ),
    "a domain out of scope is told as that though the last try failed": (
        scene(STANDS, OLD, BETTER, policy=NONE, state=record(STANDS, OLD, trouble=TROUBLE)),
        "plan_only",
    ),
    "a pin that ends earlier is refused though the last try failed": (
        scene(
            STANDS, OLD, EARLIER, policy=PIN_EARLIER, state=record(STANDS, OLD, trouble=TROUBLE)
        ),
        "ends_earlier",
    ),
    "what has no way back is kept though the last try failed": (
        scene(PASTED, BETTER, state=record(PASTED, trouble=TROUBLE), look=WELL),
        "binding_not_restorable",
    ),
    "an uploaded one has no way back, whatever failed elsewhere": (
        scene(PASTED, BETTER, look=WELL, rollouts={BETTER.id: FAILED}),
        "binding_not_restorable",
    ),
    "what failed at the first domain is told as that to a domain out of scope": (
        scene(STANDS, OLD, BETTER, policy=NONE, rollouts={BETTER.id: FAILED}),
        "canary_failed",
    ),
    "a better one waits for the looks that are open before another domain tries it": (
        scene(
            STANDS,
            OLD,
            BETTER,
            state=record(STANDS, OLD, look=OPEN),
            rollouts={BETTER.id: TRIED},
        ),
        "looking",
    ),
    "a better one waits for the looks that are open before it waits for CAS's own job": (
        scene(STANDS, OLD, BETTER, state=record(STANDS, OLD, look=OPEN), jobs=(AT_WORK,)),
        "looking",
    ),
    "CAS's own job is waited for before another domain that tries it first": (
        scene(STANDS, OLD, BETTER, jobs=(AT_WORK,), rollouts={BETTER.id: TRIED}),
        "cas_at_work",
    ),
    "another domain tries it first, which is told before a target that is busy": (
        scene(BUSY, OLD, BETTER, rollouts={BETTER.id: TRIED}),
        "canary_first",
    ),
    "a try that failed is told before a target that is busy": (
        scene(BUSY, OLD, BETTER, state=record(BUSY, OLD, trouble=TROUBLE)),
        "rejected",
    ),
    "a try that failed is told though visitors are looked at": (
        scene(STANDS, OLD, BETTER, state=record(STANDS, OLD, trouble=TROUBLE, look=OPEN)),
        "rejected",
    ),
    "a better one waits for the looks that are open before a target that is busy": (
        scene(BUSY, OLD, BETTER, state=record(BUSY, OLD, look=OPEN)),
        "looking",
    ),
    "what is dead does not wait for looks": (
        scene(STANDS, DEAD, BETTER, state=record(STANDS, DEAD, look=OPEN)),
        "replaces_dead",
    ),
    "a target that takes no writes waits": (scene(BUSY, OLD, BETTER), "target_busy"),
    "what was replaced waits, as everything does, for what was seen and is not on record": (
        scene(BOTH, BETTER, OLD, state=LEFT, look=REFUSED, is_seen=True),
        "looking",
    ),
    "what was replaced goes before another one comes": (
        scene(BOTH, BETTER, OLD, LATER, state=LEFT),
        "takes_off",
    ),
    "what is dead is replaced before what stands beside it goes": (
        scene(BOTH_DEAD, DEAD, BETTER, state=LEFT_DEAD),
        "replaces_dead",
    ),
    # wishes stand above the brakes that guard the owner's own decisions
    "a person's wish is held back neither by a hold nor by the scope": (
        scene(STANDS, OLD, BETTER, state=HELD, policy=NONE, wish=order(certificate=cas_id(2))),
        "wished",
    ),
    "a person's wish waits for a target that is busy": (
        scene(BUSY, OLD, BETTER, wish=order(certificate=cas_id(2))),
        "target_busy",
    ),
    "a wish for the best is held back by nothing but what would harm": (
        scene(STANDS, OLD, BETTER, state=HELD, policy=NONE, wish=order(WishKind.BEST)),
        "lasts_longer",
    ),
    "what every address was seen to serve ended in two looks is replaced": (
        scene(
            PASTED, BETTER, state=record(PASTED, seen=Seen(SeenAs.DEAD)), look=ENDED, is_seen=True
        ),
        "replaces_dead",
    ),
}


def _decide(given: Scene | Situation) -> Decision:
    if isinstance(given, Scene):
        return given.decide()
    found = deciding.decide(given)
    assert isinstance(found, Decision)
    return found


@pytest.mark.parametrize("sentence", SENTENCES)
def test_it_is_decided_in_this_order(sentence: str) -> None:
    given, word = SENTENCES[sentence]
    assert _decide(given).word == word


def test_a_brake_hides_nothing_that_the_want_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Finding(Reason.EXPIRED, "another one ended")
    wants = tuple(_also(check, told) for check in WANTS)
    monkeypatch.setattr(deciding, "WANTS", wants)
    braked = scene(STANDS, OLD, BETTER, policy=NONE, state=HELD).decide()
    assert [word for word, _ in braked.reasons] == ["held", "plan_only", "expired"]


def _also(check: Callable[[Case], Want | None], told: Finding) -> Callable[[Case], Want | None]:
    """As if what wants had more to say."""

    def wanting(case: Case) -> Want | None:
        want = check(case)
        return None if want is None else replace(want, also=(*want.also, told))

    return wanting


NEVER_TOGETHER = {
    ("replaced", "empty"),  # where something stands beside, something stands
    ("due", "news"),  # a look that is open makes no news
    ("due", "empty"),  # where nothing is attached, nothing is looked at
    ("news", "empty"),  # nor does a look where nothing is attached
    ("ends_earlier", "no_way_back"),  # it works, or nobody knows
}


def _swaps() -> Iterator[tuple[str, tuple[Callable[..., object], ...], str, str]]:
    for name, checks in (("SIGHT", SIGHT), ("WANTS", WANTS), ("BRAKES", BRAKES)):
        for at, (one, other) in enumerate(itertools.pairwise(checks)):
            if (one.__name__, other.__name__) not in NEVER_TOGETHER:
                swapped = (*checks[:at], other, one, *checks[at + 2 :])
                yield name, swapped, one.__name__, other.__name__


@pytest.mark.parametrize(("walk", "swapped", "one", "other"), list(_swaps()))
def test_neighbours_that_change_places_break_a_sentence(
    walk: str,
    swapped: tuple[Callable[..., object], ...],
    one: str,
    other: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deciding, walk, swapped)
    broken = [sentence for sentence in SENTENCES if _is_broken(sentence)]
    assert broken, f"nothing says that {one} goes before {other}"


def _is_broken(sentence: str) -> bool:
    given, word = SENTENCES[sentence]
    try:
        return _decide(given).word != word
    except TypeError:  # the one before was to see to it that there is something to read
        return True
