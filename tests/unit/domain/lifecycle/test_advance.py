"""What becomes of a domain: the transitions that people would notice if they were wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.lifecycle.absorb import absorb
from certbind.domain.lifecycle.advance import advance
from certbind.domain.lifecycle.facts import (
    Answered,
    AnswerLost,
    Begun,
    Fact,
    JobBound,
    Looked,
    LookResult,
    NotMade,
    OtherHand,
    PlaceMoved,
    Refused,
    SentAgain,
    SetAside,
    Told,
)
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.looks import is_known_as_revoked, revoked_off_record
from certbind.domain.lifecycle.pause import pause_after, promised, until_wish
from certbind.domain.lifecycle.state import (
    Change,
    Damaged,
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
    aged,
)
from certbind.domain.lifecycle.transition import Advanced
from certbind.domain.model.certificate import CertificateStatus
from certbind.domain.model.target import UNBOUND
from certbind.domain.serving.around_binding import Lost, stood
from certbind.domain.serving.values import Form, SettingChange, SettingsSeen
from certbind.errors import UnexpectedFactError
from tests.fakes.situations import SHOP, TIMES, known
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, cdn, certificate, oss, uploaded

TARGET = cdn(SHOP, bound_by_id(1)).target
FIRST, SECOND, THIRD = (known(certificate(n, SHOP, days=n * 20)) for n in (1, 2, 3))
AT_REST = DomainState(
    place=TARGET, standing=SECOND, way_back=FIRST, ours=Ours(3, Purpose.AUTOMATIC)
)
CONFIRMED = timedelta(seconds=30)
MINUTE = timedelta(minutes=1)


def after(state: DomainState, *facts: Fact) -> Advanced:
    """The last of them, one after another in no time."""
    moved = Advanced(state, EntryKind.KEPT)
    for number, fact in enumerate(facts, start=8):
        moved = advance(moved.state, fact, number, TIMES)
    return moved


def bound(state: DomainState, purpose: Purpose = Purpose.AUTOMATIC, wish: str = "") -> DomainState:
    """The third bound over what stands."""
    assert state.standing is not None
    begun = Begun(TARGET, cas_id(3), state.standing, purpose, wish)
    return after(state, begun, Answered(THIRD)).state


def looked(result: LookResult) -> Looked:
    return Looked(result, "reason", "text")


def test_what_was_bound_is_looked_at_and_has_a_way_back() -> None:
    state = bound(AT_REST)
    assert (state.standing, state.way_back) == (THIRD, SECOND)
    assert (state.ours, state.look) == (Ours(9, Purpose.AUTOMATIC), Look(Why.BOUND))
    assert promised(state, TIMES) == TIMES.verify_after


@pytest.mark.parametrize("verdict", [SeenAs.BROKEN, SeenAs.PARTLY, SeenAs.DEAD, SeenAs.NOT_SEEN])
def test_what_visitors_were_seen_not_to_get_is_no_way_back(verdict: SeenAs) -> None:
    broken = replace(AT_REST, seen=Seen(verdict))
    assert bound(broken).way_back == FIRST
    assert bound(replace(AT_REST, seen=Seen(SeenAs.VERIFIED))).way_back == SECOND
    assert bound(broken, Purpose.BACK).way_back == SECOND
    assert bound(replace(broken, way_back=None)).way_back == SECOND


def test_what_is_bound_is_never_its_own_way_back() -> None:
    """The one before it comes back, because what replaced it did not work."""
    broken = replace(AT_REST, seen=Seen(SeenAs.BROKEN))
    begun = Begun(TARGET, cas_id(1), SECOND, Purpose.AUTOMATIC)
    state = after(broken, begun, Answered(FIRST)).state
    assert (state.standing, state.way_back) == (FIRST, SECOND)


def test_that_what_stands_is_revoked_is_remembered_once() -> None:
    revoked = RefusedHere(cas_id(2), "revoked", SECOND.not_after)
    told = Told("no_certificate", is_refusal=True, revoked=revoked)
    state = after(AT_REST, told, told).state
    assert state.refused_here == (revoked,)
    assert is_known_as_revoked(state, cas_id(2))
    assert not is_known_as_revoked(state, cas_id(1))
    assert not is_known_as_revoked(looked_twice(BLAMES, BLAMES), cas_id(2))


def test_a_revocation_is_put_on_record_where_that_lacks_it() -> None:
    """When CAS is made to forget the certificate, nobody tells it any more."""
    held = certificate(2, SHOP, days=40)
    revoked = replace(held, status=CertificateStatus.REVOKED)
    found = revoked_off_record(AT_REST, revoked)
    assert found == RefusedHere(cas_id(2), "revoked", revoked.not_after)
    assert revoked_off_record(AT_REST, held) is None
    assert revoked_off_record(AT_REST, None) is None
    assert revoked_off_record(replace(AT_REST, refused_here=(found,)), revoked) is None


def test_what_stood_there_besides_the_record_is_the_way_back_whatever_was_seen() -> None:
    broken = replace(AT_REST, seen=Seen(SeenAs.BROKEN))
    begun = Begun(TARGET, cas_id(3), KnownBinding(bound_by_id(9)), Purpose.AUTOMATIC)
    assert after(broken, begun, Answered(THIRD)).state.way_back == KnownBinding(bound_by_id(9))


def test_a_rollback_holds_what_it_took_off_and_the_longest_of_all() -> None:
    end = SECOND.not_after
    assert end is not None
    assert bound(AT_REST, Purpose.BACK).hold == Hold(end)
    longer, shorter = Hold(end + DAY), Hold(end - DAY)
    assert bound(replace(AT_REST, hold=longer), Purpose.BACK).hold == longer
    assert bound(replace(AT_REST, hold=shorter), Purpose.BACK).hold == Hold(end)
    unknown = replace(AT_REST, standing=KnownBinding(uploaded()))
    assert bound(unknown, Purpose.BACK).hold is None


def test_a_hold_ends_with_what_it_holds_or_what_ends_later_or_with_a_persons_wish() -> None:
    its_end = THIRD.not_after
    assert its_end is not None
    for end, stays in ((its_end + DAY, True), (its_end, False), (its_end - DAY, False)):
        state = replace(AT_REST, hold=Hold(end))
        assert (bound(state).hold is not None) is stays
        assert bound(state, Purpose.WISH).hold is None


def test_another_hand_is_accepted_and_holds_what_it_took_off() -> None:
    moved = after(AT_REST, OtherHand(THIRD))
    assert moved.kind is EntryKind.FOREIGN_CHANGE
    assert (moved.state.standing, moved.state.way_back) == (THIRD, SECOND)
    assert SECOND.not_after is not None
    assert (moved.state.ours, moved.state.hold) == (None, Hold(SECOND.not_after))


def test_what_a_hand_detached_holds_nothing() -> None:
    assert after(AT_REST, OtherHand(KnownBinding(UNBOUND))).state.hold is None
    held = replace(AT_REST, hold=Hold(NOW))
    assert after(held, OtherHand(KnownBinding(UNBOUND))).state.hold == Hold(NOW)


def test_whoever_goes_back_from_what_a_hand_has_just_detached_holds_it() -> None:
    """A rollback that met nothing any more: sixteen minutes later what it was to end was back."""
    detached = after(AT_REST, OtherHand(KnownBinding(UNBOUND))).state
    assert SECOND.not_after is not None
    assert bound(detached, Purpose.BACK).hold == Hold(SECOND.not_after)
    assert bound(replace(detached, way_back=THIRD), Purpose.BACK).hold is None, "the very same"
    assert bound(detached).hold is None


def test_a_hand_that_detaches_and_then_attaches_holds_what_it_had_detached() -> None:
    detached = after(AT_REST, OtherHand(KnownBinding(UNBOUND)))
    assert SECOND.not_after is not None
    assert after(detached.state, OtherHand(FIRST)).state.hold == Hold(SECOND.not_after)
    never_bound = DomainState(place=TARGET, standing=KnownBinding(UNBOUND))
    assert after(never_bound, OtherHand(FIRST)).state.hold is None
    by_certbind = replace(AT_REST, standing=KnownBinding(UNBOUND))
    assert after(by_certbind, OtherHand(FIRST)).state.hold is None


def test_a_hand_amid_a_change_holds_what_that_was_to_replace() -> None:
    change = Change(cas_id(3), THIRD, Purpose.AUTOMATIC, answer_lost=True)
    state = after(replace(AT_REST, change=change), OtherHand(FIRST)).state
    assert THIRD.not_after is not None
    assert (state.change, state.hold) == (None, Hold(THIRD.not_after))


def test_a_place_that_moved_keeps_the_hold_and_no_way_back() -> None:
    held = replace(AT_REST, hold=Hold(NOW), look=Look(Why.BOUND))
    elsewhere = oss(SHOP).target
    moved = after(held, PlaceMoved(elsewhere, FIRST))
    assert moved.state == DomainState(place=elsewhere, standing=FIRST, hold=Hold(NOW))


def test_two_good_looks_half_a_minute_apart_verify() -> None:
    state = bound(AT_REST)
    once = after(state, looked(LookResult.GOOD))
    assert (once.kind, once.follow) == (EntryKind.PENDING, TIMES.confirm_after)
    too_soon = after(once.state, looked(LookResult.GOOD))
    assert too_soon.kind is EntryKind.PENDING
    twice = after(aged(once.state, CONFIRMED), looked(LookResult.GOOD))
    assert (twice.kind, twice.state.look) == (EntryKind.VERIFIED, None)
    assert twice.state.seen == Seen(SeenAs.VERIFIED, "reason", "text")
    between = after(once.state, looked(LookResult.NOT_YET))
    assert after(aged(between.state, CONFIRMED), looked(LookResult.GOOD)).kind is EntryKind.PENDING


@pytest.mark.parametrize(
    ("result", "verdict", "follow"),
    [
        (LookResult.BROKEN, SeenAs.BROKEN, None),
        (LookResult.DEAD, SeenAs.DEAD, timedelta()),
    ],
)
def test_two_bad_looks_half_a_minute_apart_end_it(
    result: LookResult, verdict: SeenAs, follow: timedelta | None
) -> None:
    once = after(bound(AT_REST), looked(result))
    assert (once.kind, once.follow) == (EntryKind.PENDING, TIMES.confirm_after)
    assert after(once.state, looked(result)).kind is EntryKind.PENDING
    twice = after(aged(once.state, CONFIRMED), looked(result))
    assert (twice.kind, twice.follow) == (EntryKind.NOT_VERIFIED, follow)
    assert twice.state.seen is not None
    assert twice.state.seen.verdict is verdict
    good = after(aged(once.state, CONFIRMED), looked(LookResult.GOOD))
    assert good.kind is EntryKind.PENDING


@pytest.mark.parametrize(
    ("result", "verdict"),
    [(LookResult.NOT_YET, SeenAs.PARTLY), (LookResult.NOT_SEEN, SeenAs.NOT_SEEN)],
)
def test_what_is_not_everywhere_at_the_deadline_is_said_to_be_so(
    result: LookResult, verdict: SeenAs
) -> None:
    state = bound(AT_REST)
    early = aged(state, TIMES.verify_within - timedelta(seconds=1))
    assert after(early, looked(result)).kind is EntryKind.PENDING
    moved = after(aged(state, TIMES.verify_within), looked(result))
    assert (moved.kind, moved.follow) == (EntryKind.NOT_VERIFIED, None)
    assert moved.state.seen is not None
    assert moved.state.seen.verdict is verdict


@pytest.mark.parametrize("bad", [LookResult.BROKEN, LookResult.DEAD])
def test_edges_that_answer_in_turns_are_not_looked_at_for_ever(bad: LookResult) -> None:
    """One that contradicts the one before ends the series at its deadline, and proves neither."""
    for first, then in ((LookResult.GOOD, bad), (bad, LookResult.GOOD)):
        once = aged(after(bound(AT_REST), looked(first)).state, CONFIRMED)
        assert after(once, looked(then)).kind is EntryKind.PENDING
        late = aged(once, TIMES.verify_within)
        moved = after(late, looked(then))
        assert (moved.kind, moved.follow) == (EntryKind.NOT_VERIFIED, None)
        assert moved.state.look is None
        assert moved.state.seen is not None
        assert moved.state.seen.verdict is SeenAs.PARTLY
        assert "changes from look to look" in moved.state.seen.text
        assert after(late, looked(first)).state.seen != moved.state.seen


def test_a_suspicion_that_a_second_look_does_not_share_is_over() -> None:
    seen = replace(AT_REST, seen=Seen(SeenAs.VERIFIED))
    suspect = after(seen, looked(LookResult.BROKEN)).state
    assert suspect.look is not None
    assert suspect.look.why is Why.SUSPECT
    moved = after(aged(suspect, CONFIRMED), looked(LookResult.GOOD))
    assert (moved.kind, moved.state.look) == (EntryKind.KEPT, None)
    assert moved.state.seen == aged(seen, CONFIRMED).seen


def test_what_is_seen_well_again_takes_two_looks() -> None:
    state = replace(AT_REST, seen=Seen(SeenAs.PARTLY))
    once = after(state, looked(LookResult.GOOD))
    assert once.state.look is not None
    assert once.state.look.why is Why.WELL_AGAIN
    assert after(aged(once.state, CONFIRMED), looked(LookResult.GOOD)).kind is EntryKind.VERIFIED


def test_troubles_of_one_kind_in_a_row_are_counted_and_others_begin_anew() -> None:
    refused = Refused("throttled", retryable=True, certificate=cas_id(3))
    twice = after(AT_REST, refused, refused)
    assert twice.kind is EntryKind.DEFERRED
    assert twice.state.trouble == Trouble("throttled", cas_id(3), retryable=True, times=2)
    other = after(twice.state, Refused("rejected", retryable=False, certificate=cas_id(3)))
    assert (other.kind, other.state.trouble and other.state.trouble.times) == (
        EntryKind.BIND_FAILED,
        1,
    )
    assert promised(other.state, TIMES) == other.follow
    long = replace(other.state, trouble=Trouble("rejected", None, retryable=False, times=9))
    assert promised(long, TIMES) is None
    assert promised(AT_REST, TIMES) is None
    assert bound(twice.state).trouble is None


THROTTLED = Trouble("throttled", None, retryable=True)


def test_what_passes_goes_on_growing_whatever_its_word_and_whose_it_is() -> None:
    """A wish and what would be bound without it, in turns, and two words of one overload."""
    state = AT_REST
    for word, number in [("throttled", 3), ("throttled", 4), ("busy_domain", 4), ("throttled", 3)]:
        moved = after(state, Refused(word, retryable=True, certificate=cas_id(number)))
        state = moved.state
    assert state.trouble == Trouble("throttled", cas_id(3), retryable=True, others=3)
    assert pause_after(state.trouble, "x") / pause_after(THROTTLED, "x") == pytest.approx(8)
    for_good = replace(state.trouble, retryable=False)
    assert pause_after(for_good, "x") < timedelta(minutes=20), "what passed before is no try of it"
    refused = after(state, Refused("rejected", retryable=False, certificate=cas_id(3))).state
    assert refused.trouble == Trouble("rejected", cas_id(3), retryable=False)
    again = after(refused, Refused("throttled", retryable=True, certificate=cas_id(3))).state
    assert again.trouble == Trouble("throttled", cas_id(3), retryable=True)


def test_a_wish_that_was_refused_for_good_is_answered_and_a_passing_trouble_leaves_it_open() -> (
    None
):
    begun = Begun(TARGET, cas_id(3), SECOND, Purpose.WISH, "hand-1")
    for retryable in (True, False):
        moved = after(AT_REST, begun, Refused("some_code", retryable, cas_id(3)))
        assert moved.state.has_carried("hand-1") is not retryable
    assert bound(AT_REST, Purpose.WISH, "hand-1").has_carried("hand-1")


def test_sixteen_wishes_are_remembered_each_once() -> None:
    state = AT_REST
    for number in (*range(20), 19):
        state = after(state, Told("kept", is_refusal=False, wish=f"hand-{number}")).state
    assert [one.id for one in state.wishes] == [f"hand-{n}" for n in range(4, 20)]
    assert aged(state, timedelta(hours=24)).wishes == ()


def test_a_lost_answer_leaves_the_change_open_for_what_stands_to_settle() -> None:
    begun = Begun(TARGET, cas_id(3), SECOND, Purpose.AUTOMATIC)
    lost = after(AT_REST, begun, AnswerLost("unavailable"))
    assert lost.kind is EntryKind.DEFERRED
    assert lost.state.change is not None
    assert lost.state.change.answer_lost
    assert absorb(lost.state, TARGET, THIRD) == Answered(THIRD, found=True)
    assert absorb(lost.state, TARGET, SECOND) == NotMade("not_made")
    assert absorb(lost.state, TARGET, FIRST) == OtherHand(FIRST)
    assert after(lost.state, NotMade("not_made")).state.change is None


def test_whoever_dies_at_a_write_counts_as_a_try_that_failed() -> None:
    """The fifth in a row is a person's. What else is counted of one change stays as it is."""
    state, begun = AT_REST, Begun(TARGET, cas_id(3), SECOND, Purpose.AUTOMATIC)
    for times in range(1, 7):
        begun_at = aged(after(state, begun).state, TIMES.lease)
        state = after(begun_at, NotMade("not_made")).state
        wanted = Trouble("not_made", cas_id(3), times < 5, times, TIMES.lease)
        assert state.trouble == wanted
    assert bound(state).trouble is None
    assert after(AT_REST, begun, NotMade("stale_plan")).state.trouble is None
    lost = after(AT_REST, begun, AnswerLost("unavailable"), NotMade("not_made"))
    assert lost.state.trouble == Trouble("unavailable", cas_id(3), retryable=True)


def test_what_could_not_be_read_ends_no_change_whose_answer_is_lost() -> None:
    """Else what was bound would stand there without anybody's knowing."""
    begun = Begun(TARGET, cas_id(3), SECOND, Purpose.AUTOMATIC, "hand-1")
    lost = after(AT_REST, begun, AnswerLost("unavailable"))
    for retryable in (True, False):
        unread = after(lost.state, Refused("throttled", retryable, None))
        assert unread.state.change == lost.state.change
        assert unread.state.wishes == lost.state.wishes
        assert absorb(unread.state, TARGET, THIRD) == Answered(THIRD, found=True)


def test_what_a_product_tells_late_is_no_other_hand_while_visitors_are_looked_at() -> None:
    state = bound(AT_REST)
    assert absorb(state, TARGET, SECOND) is None
    assert absorb(state, TARGET, FIRST) == OtherHand(FIRST)
    seen = replace(state, look=None)
    assert absorb(seen, TARGET, SECOND) == OtherHand(SECOND)
    assert absorb(replace(state, ours=None), TARGET, SECOND) == OtherHand(SECOND)


def test_a_domain_never_seen_takes_what_stands_for_granted() -> None:
    assert absorb(DomainState(), TARGET, FIRST) is None
    assert absorb(AT_REST, TARGET, SECOND) is None
    moved = oss(SHOP).target
    assert absorb(AT_REST, moved, FIRST) == PlaceMoved(moved, FIRST)


BEGUN = Begun(TARGET, cas_id(3), SECOND, Purpose.AUTOMATIC, "")
LOOKING = replace(AT_REST, look=Look(Why.BOUND))
IN_CHANGE = after(AT_REST, BEGUN).state


@pytest.mark.parametrize(
    ("state", "fact", "stage"),
    [
        (IN_CHANGE, BEGUN, "changing"),
        (AT_REST, Answered(THIRD), "resting"),
        (LOOKING, AnswerLost("timeout"), "looking"),
        (DomainState(), NotMade("moved"), "resting"),
    ],
)
def test_a_fact_that_cannot_meet_a_state_is_a_fault_that_names_both(
    state: DomainState, fact: Fact, stage: str
) -> None:
    with pytest.raises(UnexpectedFactError) as told:
        advance(state, fact, 8, TIMES)
    problem = f"{type(fact).__name__} cannot happen to a domain that is {stage}."
    assert problem in str(told.value)


def test_after_a_damaged_entry_what_was_said_is_said_again() -> None:
    moved = after(replace(AT_REST, said="held"), SetAside(7))
    assert (moved.kind, moved.state.said) == (EntryKind.QUARANTINED, "")
    assert moved.state == replace(AT_REST, damaged=Damaged(7))


BLAMES = Looked(LookResult.BROKEN, "weak_key", "refused", blames=True)
BAD = Looked(LookResult.BROKEN, "protocol_error", "refused")
BOUND = replace(AT_REST, look=Look(Why.BOUND))


def looked_twice(first: Looked, second: Looked, state: DomainState = BOUND) -> DomainState:
    return after(aged(after(state, first).state, CONFIRMED), second).state


def test_only_two_looks_in_a_row_blame_it() -> None:
    blamed = looked_twice(BLAMES, BLAMES)
    assert blamed.seen is not None
    assert blamed.seen.blames
    for first, second in ((BLAMES, BAD), (BAD, BLAMES), (BAD, BAD)):
        seen = looked_twice(first, second).seen
        assert seen is not None
        assert (seen.verdict, seen.blames) == (SeenAs.BROKEN, False)
    between = after(BOUND, BLAMES, Looked(LookResult.NOT_SEEN, "", "dark")).state
    once = after(aged(between, CONFIRMED), BLAMES).state
    assert once.look is not None, "a look that saw nothing lies between"


def test_what_two_looks_blame_is_remembered_as_refused_here_the_last_four() -> None:
    blamed = looked_twice(BLAMES, BLAMES)
    (refused,) = blamed.refused_here
    assert (refused.certificate, refused.fault) == (cas_id(2), "weak_key")
    assert refused.end == SECOND.not_after
    others = tuple(replace(refused, certificate=cas_id(n)) for n in (11, 12, 13, 14))
    more = looked_twice(BLAMES, BLAMES, replace(BOUND, refused_here=others)).refused_here
    assert [one.certificate.number for one in more] == [12, 13, 14, 2]
    assert looked_twice(BLAMES, BLAMES, replace(BOUND, ours=None)).refused_here == ()
    assert looked_twice(BAD, BAD).refused_here == ()
    pasted = replace(BOUND, standing=KnownBinding(uploaded()))
    assert looked_twice(BLAMES, BLAMES, pasted).refused_here == ()


def test_it_is_forgotten_when_visitors_get_it_or_a_person_names_it() -> None:
    blamed = looked_twice(BLAMES, BLAMES)
    good = Looked(LookResult.GOOD, "", "well")
    assert looked_twice(good, good, blamed).refused_here == ()
    moved = after(replace(blamed, standing=FIRST), PlaceMoved(TARGET, FIRST)).state
    for purpose, left in (
        (Purpose.WISH, 0),
        (Purpose.BACK, 0),
        (Purpose.AUTOMATIC, 1),
        (Purpose.RETURN, 1),
    ):
        begun = Begun(TARGET, cas_id(2), FIRST, purpose)
        assert len(after(moved, begun, Answered(SECOND)).state.refused_here) == left


def test_what_came_of_a_change_keeps_how_it_began() -> None:
    begun = Begun(TARGET, cas_id(3), SECOND, Purpose.AUTOMATIC, is_canary=True, was_good=True)
    assert after(AT_REST, begun, Answered(THIRD)).state.ours == Ours(
        9, Purpose.AUTOMATIC, is_canary=True, was_good=True
    )
    broken = replace(AT_REST, seen=Seen(SeenAs.BROKEN))
    ours = after(broken, begun, Answered(THIRD)).state.ours
    assert ours is not None
    assert not ours.was_good, "the way back is one that nobody has seen just now"
    assert ours.replaced == SECOND
    assert after(AT_REST, begun, Answered(THIRD)).state.replaced == SECOND


def test_a_way_back_by_itself_keeps_the_way_back_and_a_persons_hold() -> None:
    refused = replace(looked_twice(BLAMES, BLAMES), hold=Hold(THIRD.not_after or NOW))
    begun = Begun(TARGET, cas_id(1), SECOND, Purpose.RETURN)
    back = after(refused, begun, Answered(FIRST)).state
    assert (back.standing, back.way_back, back.hold) == (FIRST, FIRST, refused.hold)
    assert [one.certificate for one in back.refused_here] == [cas_id(2)]
    assert after(replace(refused, hold=None), begun, Answered(FIRST)).state.hold is None


def test_that_a_promise_is_sent_again_changes_nothing_else() -> None:
    """An entry of its own: of many copies of one message one sends."""
    moved = after(LOOKING, SentAgain())
    assert (moved.kind, moved.state, moved.follow) == (EntryKind.KEPT, LOOKING, None)


def test_settings_are_compared_once_and_what_was_lost_is_kept() -> None:
    before = stood(SettingsSeen("cdn/www.example.com", Form.FUNCTIONS, {"HSTS": "on"}))
    lost = (SettingChange("HSTS", "on", None),)
    state = replace(BOUND, ours=replace(BOUND.ours or Ours(3, Purpose.AUTOMATIC), stood=before))
    seen = replace(looked(LookResult.GOOD), changed=lost)
    once = after(state, seen).state
    assert once.ours is not None
    assert (once.ours.stood, once.lost) == (None, Lost(lost))
    same = after(once, replace(seen, changed=())).state
    assert same.lost == Lost(lost)


PAUSED = Trouble("throttled", None, True, times=12)


@pytest.mark.parametrize(
    ("trouble", "least", "most"),
    [
        (None, timedelta(seconds=30), timedelta(seconds=30)),
        (PAUSED, timedelta(hours=4), timedelta(hours=5)),
        (replace(PAUSED, ago=timedelta(hours=9)), timedelta(), timedelta()),
    ],
)
def test_a_wish_is_tried_again_after_each_pause_however_long(
    trouble: Trouble | None, least: timedelta, most: timedelta
) -> None:
    left = until_wish(replace(AT_REST, trouble=trouble))
    assert left is not None
    assert least <= left <= most


def test_a_wish_whose_trouble_is_for_good_is_not_tried_again() -> None:
    rejected = Trouble("rejected", None, retryable=False)
    assert until_wish(replace(AT_REST, trouble=rejected)) is None


def test_a_target_that_is_told_to_be_off_begins_the_time_of_its_look_anew() -> None:
    """When it went off nobody knows; its edges take again what they had taken."""
    look = Look(Why.BOUND, timedelta(hours=6), 3, bad=1, last_ago=MINUTE, blames=True)
    off = Told("target_offline", is_refusal=False)
    told = after(replace(AT_REST, look=look), off).state
    assert told.look == Look(Why.BOUND, tries=3, last_ago=MINUTE, was_off=True)
    later = aged(told, timedelta(days=11)).look
    assert later is not None
    assert (later.spent, later.last_ago) == (timedelta(), timedelta(days=11) + MINUTE)
    assert after(AT_REST, off).state.look is None
    other = after(replace(AT_REST, look=look), Told("held", is_refusal=False)).state
    assert other.look == look


NOTHING = KnownBinding(UNBOUND)
DETACHED = OtherHand(NOTHING)
BOUND_AGAIN = (Begun(TARGET, cas_id(2), NOTHING, Purpose.AUTOMATIC), Answered(SECOND))


@pytest.mark.parametrize(
    ("facts", "came_back"),
    [
        ((), False),
        ((DETACHED,), False),
        ((DETACHED, *BOUND_AGAIN), True),
        ((DETACHED, OtherHand(SECOND)), True),
        ((OtherHand(THIRD), OtherHand(SECOND)), True),
        ((DETACHED, OtherHand(THIRD)), False),
        ((DETACHED, *BOUND_AGAIN, OtherHand(THIRD)), False),
    ],
)
def test_what_stood_there_before_what_it_replaced_came_back(
    facts: tuple[Fact, ...], *, came_back: bool
) -> None:
    assert after(AT_REST, *facts).state.came_back is came_back


def test_that_what_came_back_is_served_does_not_say_that_edges_are_past_what_was_between() -> None:
    """An edge that is hours behind served it all the time, and shows its own certificate when it
    comes to the hour without one: no fault of what was bound meanwhile.
    """
    again = after(AT_REST, DETACHED, *BOUND_AGAIN).state
    begun = Begun(TARGET, cas_id(3), SECOND, Purpose.AUTOMATIC, was_good=True)
    job = JobBound(THIRD)
    for ago, was_good in ((None, False), (13, False), (14, True)):
        seen = None if ago is None else Seen(SeenAs.VERIFIED, ago=timedelta(days=ago))
        state = replace(again, look=None, seen=seen)
        third = after(state, begun, Answered(THIRD)).state
        assert third.ours is not None
        assert third.ours.was_good is was_good
        assert not third.came_back
        brought = after(state, job).state.ours
        assert brought is not None
        assert brought.was_good is was_good
