"""Laws of the one decision, for any situation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from certbind.domain.decide import decide as deciding
from certbind.domain.decide.brakes import BRAKES
from certbind.domain.decide.decide import decide
from certbind.domain.decide.decision import Bind, Decision, Tone
from certbind.domain.lifecycle.advance import advance
from certbind.domain.lifecycle.facts import Answered, Begun, Looked, LookResult
from certbind.domain.lifecycle.rollout import RolloutStage
from certbind.domain.lifecycle.rollout import aged as rollout_aged
from certbind.domain.lifecycle.state import KnownBinding, Purpose, Stage, aged
from certbind.domain.model.certificate import Certificate, CertificateStatus
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import UNBOUND, TargetState
from certbind.domain.situation.assessed import Assessed
from certbind.domain.situation.reading import Known, Unread
from certbind.domain.situation.situation import Served, Wish, WishKind
from certbind.domain.trust.verdict import AddressVerdict
from certbind.domain.words.index import WORDS
from tests.fakes.situations import TIMES, Scene
from tests.fakes.values import NOW, bound_by_id, cdn
from tests.property.scenes import scenes
from tests.property.strategies import DICE, certificate

A_DAY = timedelta(days=1)


def said(decision: Decision) -> tuple[object, ...]:
    """A decision in its own words, without what a list cannot tell of those that it refuses:
    exact moments, and faults of chains.
    """
    bare = replace(decision, stands=None, passed=(), also=(), absorbed=())
    also = () if decision.word == "no_certificate" else decision.also
    stands = decision.stands and decision.stands.id
    facts = [type(fact) for fact in decision.absorbed]
    return bare, also, facts, stands, tuple(one.certificate for one in decision.passed)


def as_seen(scene: Scene) -> Scene:
    """Without what no list shows and nobody asks for: what has ended and stands nowhere."""
    assert scene.listed is not None
    asked = {one.id for one in scene.listed} | {scene.bound.binding.certificate_id}
    return replace(scene, held=tuple(one for one in scene.held if one.id in asked))


@given(scenes(), DICE)
def test_every_situation_gives_one_decision_whatever_the_order_of_lists(
    scene: Scene, dice: Random
) -> None:
    """It never raises, and it always says why."""
    decision = scene.decide()
    assert decision.word
    assert decision.detail
    held, listed = list(scene.held), list(scene.listed or ())
    dice.shuffle(held)
    dice.shuffle(listed)
    other = replace(scene, held=tuple(held), listed=tuple(listed), beside=scene.beside[::-1])
    assert other.decide() == decision
    assert other.decide(other.lazily) == scene.decide(scene.lazily)


@given(scenes())
def test_reading_only_what_is_asked_for_changes_no_decision(scene: Scene) -> None:
    """A list tells days. Asking ends, in the same words."""
    scene = as_seen(scene)
    assert said(scene.decide(scene.lazily)) == said(scene.decide())


@given(scenes(), st.integers(0, 24 * 60 - 1))
def test_the_day_that_a_list_tells_decides_nothing(scene: Scene, minute: int) -> None:
    """Whatever moment of its last day each one ends at: no decision by the list's word alone."""
    scene = as_seen(scene)
    assert scene.listed is not None
    days = {one.id: one.not_after for one in scene.listed}
    held = tuple(_within(one, days.get(one.id), minute) for one in scene.held)
    exact = replace(scene, held=held, listed=scene.listed)
    assert said(exact.decide(exact.lazily)) == said(exact.decide())


def _within(one: Certificate, day: Any, minute: int) -> Certificate:
    """Ends in its listed day; what has ended is in no list."""
    if day is None or day + timedelta(minutes=minute) <= NOW:
        return one
    return replace(one, not_after=day + timedelta(minutes=minute))


PARTS = st.sampled_from(["memory", "place", "standing", "certificates"])
MISSING = {"no_certificate", "not_found", "no_https", "predecessor_deleted"}


@given(scenes(), PARTS, st.booleans())
def test_what_could_not_be_read_is_never_none(scene: Scene, part: str, lazy: bool) -> None:
    situation = scene.lazily if lazy else scene.situation
    unread = Unread("some_code", "told so")
    decision = scene.decide(replace(situation, **{part: unread}))  # type: ignore[arg-type]
    assert decision.act is None
    seen = scene.decide()
    before_it = {"clock_off", "provider_domain", "target_offline", "cdn_in_front", "busy_domain"}
    if decision.word not in before_it and not seen.unread:
        assert decision.unread == unread
    assert decision.word not in MISSING


@given(scenes(), st.data())
def test_one_certificate_that_could_not_be_read_is_never_missing(
    scene: Scene, data: st.DataObject
) -> None:
    assume(scene.held)
    unread = Unread("throttled", "not now", retryable=True)
    one = data.draw(st.sampled_from(scene.held))
    whole = scene.situation
    certificates = whole.need_certificates().knowing(one.id, unread)
    without = replace(scene, held=tuple(o for o in scene.held if o.id != one.id))
    decision = without.decide(replace(whole, certificates=Known(certificates)))
    if decision.unread is None:
        assert not (decision.word in MISSING and str(one.id) in decision.detail)
        bind = decision.bind or decision.would
        assert bind is None or bind.certificate.id != one.id


def exact(scene: Scene, certificate: Certificate) -> Assessed:
    found = scene.exactly(certificate.id)
    assert found is not None
    return found


NO_FORCE_MENDS = {
    *(Reason.NOT_ISSUED, Reason.NAME_MISMATCH, Reason.WILDCARD_TOO_DEEP),
    *(Reason.SM2_UNSUPPORTED, Reason.NO_PRIVATE_KEY),
}
"""The API would refuse, or no visitor could be served."""


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(scenes(calm=True))
def test_only_what_serves_is_bound_or_what_a_person_forces_and_can_be_bound(scene: Scene) -> None:
    bind = scene.decide().bind
    assume(bind is not None)
    assert bind is not None
    new = exact(scene, bind.certificate)
    against = {f.reason for f in (*new.against_name(scene.bound.target.domain), *new.against)}
    if bind.purpose is not Purpose.AUTOMATIC:
        against -= {Reason.CHAIN_NOT_SEEN}
    if scene.wish is not None and scene.wish.force:
        against -= set(Reason) - NO_FORCE_MENDS
    assert against == set()


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(scenes(calm=True))
def test_what_works_never_gives_way_to_what_ends_earlier_unless_a_person_goes_back(
    scene: Scene,
) -> None:
    decision = scene.decide()
    assume(decision.bind is not None and decision.stands is not None)
    assert decision.bind is not None
    assert decision.stands is not None
    old = exact(scene, decision.stands)
    assume(old.works and not old.against_name(scene.bound.target.domain))
    new = exact(scene, decision.bind.certificate)
    assert new.end >= old.end or decision.bind.purpose is Purpose.BACK


STOPS_THE_DEAD = {"plan_only", "target_busy", "busy_domain", "clock_off", "target_offline"}


@given(scenes(wishes=False), st.sampled_from(["revoked", "ended", "other names"]), DICE)
def test_what_is_dead_is_replaced_or_a_word_says_what_stops_it(
    scene: Scene, how: str, dice: Random
) -> None:
    stands = replace(
        certificate(dice, 9),
        names=("dead.test",) if how == "other names" else ("*.example.com", "a.example.com"),
        not_after=NOW - A_DAY if how == "ended" else NOW + 300 * A_DAY,
        status=CertificateStatus.REVOKED if how == "revoked" else CertificateStatus.ISSUED,
        dates_are_exact=True,
    )
    bound = replace(cdn("a.example.com", bound_by_id(9)), state=scene.bound.state)
    held = (*scene.held, stands)
    state = replace(scene.state, place=bound.target, standing=KnownBinding(bound.binding))
    scene = replace(scene, bound=bound, held=held, listed=None, state=state, beside=())
    decision = scene.decide()
    usable = [
        one for one in _all(scene) if not one.against and not one.against_name(bound.target.domain)
    ]
    if decision.bind is not None:
        assert decision.word == "replaces_dead"
        return
    trouble = state.trouble
    stopped = STOPS_THE_DEAD | ({trouble.word} if trouble else set())
    # Where nothing can take its place, a look that is open comes to its end before.
    nothing_fits = {"no_certificate"} | ({"looking"} if state.look else set())
    told = stopped if usable else stopped | nothing_fits
    assert decision.word in told, decision.word


def _is_well(scene: Scene, stands: Certificate) -> bool:
    one = exact(scene, stands)
    return one.works and not one.against_name(scene.bound.target.domain)


def applied(scene: Scene, bind: Bind, decision: Decision) -> Scene:
    """The scene after a decision was carried out, and visitors were seen to get it."""
    state, entry = scene.state, 7
    for fact in decision.absorbed:
        entry += 1
        state = advance(state, fact, entry, TIMES).state
    wish = scene.wish.id if scene.wish and bind.purpose is not Purpose.AUTOMATIC else ""
    begun = Begun(decision.target, bind.certificate.id, bind.before, bind.purpose, wish)
    for more in (begun, Answered(bind.bound)):
        entry += 1
        state = advance(state, more, entry, TIMES).state
    for _ in range(2):
        state = aged(state, timedelta(minutes=1))
        state = advance(state, Looked(LookResult.GOOD, "", "well"), entry, TIMES).state
    assert state.stage is Stage.RESTING
    bound = replace(scene.bound, binding=bind.bound.binding)
    return replace(scene, state=state, bound=bound, wish=None, is_seen=False)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(scenes(calm=True))
def test_a_decision_that_was_carried_out_leaves_nothing_to_do(scene: Scene) -> None:
    """Nor does the same wish, should its message come again."""
    decision = scene.decide()
    assume(decision.bind is not None)
    assert decision.bind is not None
    after = applied(scene, decision.bind, decision)
    again = after.decide()
    if decision.bind.purpose is not Purpose.BACK:
        assert decision.bind.purpose is Purpose.WISH or again.bind is None
    elif again.bind is not None:  # a rollback to what ends soon, or to what is dead by force
        assert not _is_well(after, decision.bind.certificate) or _may_lift(after, again)
    if scene.wish is not None and decision.word == "wished":
        twice = replace(after, wish=scene.wish).decide()
        assert (twice.act, twice.word) == (None, "wished")


def _may_lift(scene: Scene, again: Decision) -> bool:
    """A hold ends where something ends later than what was taken off, or 48 hours are left."""
    hold = scene.state.hold
    assert again.bind is not None
    stands = scene.decide().stands
    is_near = stands is not None and stands.not_after - NOW <= timedelta(hours=48)
    return hold is None or is_near or again.bind.certificate.not_after > hold.end


@given(scenes())
def test_who_is_let_go_first_is_nobody_where_another_tries_it_or_it_is_settled(
    scene: Scene,
) -> None:
    """And what waits is only what takes the place of something that works."""
    decision = scene.decide()
    bind = decision.bind or decision.would
    if bind is None:
        return
    found = scene.rollouts.get(bind.certificate.id)
    is_settled = found is not None and found.stage in (RolloutStage.PROVEN, RolloutStage.FAILED)
    if bind.is_canary:
        assert bind.purpose is Purpose.AUTOMATIC
        assert not is_settled
        assert not bind.expects.is_empty
        assert scene.wish is None
    if decision.bind is not None and decision.bind.is_canary:
        assert found is None or not found.is_tried_elsewhere(scene.bound.target.domain)
    words = {word for word, _ in decision.reasons}
    if words & {"canary_first", "canary_failed"}:
        assert decision.bind is None
        assert bind.purpose is Purpose.AUTOMATIC
        assert found is not None
        assert not bind.expects.is_empty


@given(scenes())
def test_what_goes_back_by_itself_is_what_two_looks_blame_and_what_was_served_well(
    scene: Scene,
) -> None:
    decision = scene.decide()
    bind = decision.bind or decision.would
    if bind is None or bind.purpose is not Purpose.RETURN:
        return
    state = scene.state
    assert scene.wish is None
    assert state.seen is not None
    assert state.seen.blames
    assert state.ours is not None
    assert (state.ours.purpose, state.ours.was_good) == (Purpose.AUTOMATIC, True)
    assert bind.certificate.id not in {one.certificate for one in state.refused_here}
    back = exact(scene, bind.certificate)
    against = {f.reason for f in (*back.against_name(scene.bound.target.domain), *back.against)}
    assert against <= {Reason.CHAIN_NOT_SEEN}


def later(scene: Scene, by: timedelta) -> Scene:
    """By the ledger's clock alone: no certificate's date moves."""
    rollouts = {key: rollout_aged(one, by) for key, one in scene.rollouts.items()}
    return replace(scene, state=aged(scene.state, by), rollouts=rollouts)


@given(scenes(wishes=False))
def test_what_holds_back_ends(scene: Scene) -> None:
    """A lease within 300 s, a pause within 30 hours, the wait for another domain that tries it
    first within 24, whatever clocks say; a hold, and what failed there, by a wish.
    """
    decision = later(scene, TIMES.lease).decide()
    assert decision.word != "busy_domain"
    after = later(scene, timedelta(hours=30)).decide()
    trouble = scene.state.trouble
    assert trouble is None or after.unread is not None or after.word != trouble.word
    assert after.word != "canary_first"
    if decision.word in ("held", "canary_failed"):
        assert decision.would is not None
        asked = replace(
            scene,
            wish=_to_bind(decision.would.certificate),
            policy=replace(scene.policy, allow_unrestorable=True),  # else that refuses it
        )
        again = later(asked, timedelta(hours=30)).decide()
        assert again.word in ("wished", "target_busy", "ends_earlier")


def _to_bind(certificate: Certificate) -> Wish:
    return Wish(WishKind.BIND, "hand-2", certificate.id)


@given(scenes(), st.sampled_from([-400, -1, 1, 400]))
def test_a_clock_that_jumps_moves_decisions_by_certificates_dates_alone(
    scene: Scene, days: int
) -> None:
    """The machine's clock and every certificate moved alike: the same decision."""
    by = timedelta(days=days)
    scene = replace(scene, listed=None)

    def moved(one: Certificate) -> Certificate:
        return replace(one, not_before=one.not_before + by, not_after=one.not_after + by)

    state = scene.state
    hold = state.hold and replace(state.hold, end=state.hold.end + by)
    names = ("standing", "way_back")
    parts: dict[str, Any] = {name: _moved(getattr(state, name), by) for name in names}
    change = state.change and replace(state.change, before=_moved(state.change.before, by))
    wish = scene.wish and replace(scene.wish, back_to=_moved(scene.wish.back_to, by))
    other = replace(
        scene,
        now=scene.now + by,
        held=tuple(moved(one) for one in scene.held),
        state=replace(state, hold=hold, change=change, **parts),
        wish=wish,
        look=_moved_look(scene.look, by),
    )
    one, two = scene.decide(), other.decide()
    assert (one.word, one.tone, one.again, one.reasons[0][0]) == (
        two.word,
        two.tone,
        two.again,
        two.reasons[0][0],
    )
    assert (one.bind and one.bind.certificate.id) == (two.bind and two.bind.certificate.id)


def _moved_look(look: Served, by: timedelta) -> Served:
    """Of what CAS lost, the end that visitors are shown counts."""

    def moved(one: AddressVerdict) -> AddressVerdict:
        leaf, end = one.served, one.path_end
        if leaf is not None:
            leaf = replace(leaf, not_before=leaf.not_before + by, not_after=leaf.not_after + by)
        return replace(one, served=leaf, path_end=end and end + by)

    verdict = look.verdict
    return replace(look, verdict=replace(verdict, addresses=tuple(map(moved, verdict.addresses))))


def _moved(known: Any, by: timedelta) -> Any:
    if known is None or known.not_after is None:
        return known
    return replace(known, not_after=known.not_after + by)


@pytest.mark.parametrize("brake", BRAKES, ids=lambda brake: brake.__name__)
@given(scene=scenes())
def test_brakes_only_take_away(brake: object, scene: Scene) -> None:
    """Without one of them the same is wanted, and no other word comes up than would have."""
    whole = scene.decide()
    patch = pytest.MonkeyPatch()
    patch.setattr(deciding, "BRAKES", tuple(one for one in BRAKES if one is not brake))
    try:
        without = scene.decide()
    finally:
        patch.undo()
    assert (whole.bind or whole.would) == (without.bind or without.would)
    if whole.bind is not None:
        assert without == whole
    if whole.would is None:
        assert without == whole
    elif without.bind is None:
        assert without.word in {word for word, _ in whole.reasons} | _troubles(scene)


def _troubles(scene: Scene) -> set[str]:
    return {scene.state.trouble.word} if scene.state.trouble else set()


KNOWN_WORDS = {reason.value for reason in Reason}
CODES = {"throttled", "rejected", "some_code"}


@given(scenes(calm=True) | scenes())
def test_every_word_is_in_the_catalogue_and_well_means_that_nothing_is_held_back(
    scene: Scene,
) -> None:
    decision = scene.decide()
    assert decision.word in KNOWN_WORDS | CODES
    assert {reason.value for reason in Reason} <= WORDS.keys()
    if decision.would is not None:
        assert decision.tone is not Tone.WELL
    if decision.act is None and decision.tone is Tone.WELL:
        assert decision.would is None
        assert decision.unread is None


@given(scenes(wishes=False))
def test_nothing_is_left_bare_while_one_that_fits_is_there(scene: Scene) -> None:
    bare = replace(
        scene,
        bound=replace(scene.bound, binding=UNBOUND, state=TargetState.ONLINE),
        state=replace(scene.state, change=None, look=None, trouble=None, refused_here=()),
        policy=replace(scene.policy, scope=None),
        skew=timedelta(),
        beside=(),
        unread=(),
    )
    domain = bare.bound.target.domain
    fits = any(not one.against and not one.against_name(domain) for one in _all(bare))
    decision = bare.decide()
    assert (decision.bind is not None) is fits
    assert decision.word == ("turns_on" if fits else "no_certificate")


def _all(scene: Scene) -> Iterator[Assessed]:
    return (exact(scene, held) for held in scene.held)


@given(scenes(wishes=False))
def test_certificates_that_came_in_any_order_end_alike(scene: Scene) -> None:
    """Each bound as it came or all at once: once all are there the same one stands, where neither
    a preference (a pin, an issuer, one that names the domain itself) nor a hand decides otherwise:
    what is preferred takes no place of what works and ends later.
    """
    domain = scene.bound.target.domain
    name = f"*{domain}" if domain.startswith(".") else domain
    one = replace(
        scene,
        held=tuple(replace(held, names=(name,)) for held in scene.held),
        bound=replace(scene.bound, binding=UNBOUND, state=TargetState.ONLINE),
        state=type(scene.state)(),
        policy=replace(scene.policy, scope=None, pins=(), preferred_issuers=()),
        skew=timedelta(),
        beside=(),
        unread=(),
        is_seen=False,
        rollouts={},
        jobs=(),
    )
    ends = {_settled(replace(one, held=one.held[:k]), one) for k in range(len(one.held) + 1)}
    assert len(ends) == 1


def _settled(scene: Scene, whole: Scene) -> object:
    """What stands at last where the first half was there first."""
    for held in (scene.held, whole.held):
        scene = replace(scene, held=held, listed=None)
        for _ in range(4):
            decision = scene.decide()
            if decision.bind is None:
                break
            scene = applied(scene, decision.bind, decision)
        else:
            raise AssertionError("it never comes to rest")
    stands = scene.decide().stands
    return None if stands is None else (exact(scene, stands).end)


@given(scenes())
def test_a_question_is_asked_once(scene: Scene) -> None:
    """Nothing that is known is asked for again."""
    situation, asked = scene.lazily, set()
    for _ in range(24):
        answer = decide(situation)
        if isinstance(answer, Decision):
            return
        assert answer not in asked
        asked.add(answer)
        situation = scene.answered(situation, answer)
    raise AssertionError(f"asked for {asked}")


@given(scenes())
def test_no_history_of_words_decides(scene: Scene) -> None:
    """What was said before, and of which entry a binding is, is no reason for anything."""
    state = scene.state
    ours = state.ours and replace(state.ours, entry=state.ours.entry + 1)
    other = replace(scene, state=replace(state, said="plan_only", ours=ours))
    assert other.decide() == scene.decide()
