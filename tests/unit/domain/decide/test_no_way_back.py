"""What CAS does not hold is protected as long as it works, and replaced when it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.decide.decide import decide
from certbind.domain.decide.decision import Decision, Tone
from certbind.domain.lifecycle.state import KnownBinding, RefusedHere, Seen, SeenAs
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Binding, BindingSource
from certbind.domain.situation.reading import Ask, Known, Part, Unread
from certbind.domain.situation.situation import Served, Wish, WishKind
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.verdict import Outcome
from tests.fakes.inventory import as_listed
from tests.fakes.situations import (
    ENDED,
    REFUSED,
    SHOP,
    UNSEEN,
    WELL,
    Scene,
    look,
    record,
    scene,
)
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, cdn, certificate, uploaded

FREE = Binding(BindingSource.FREE)
GOOD = certificate(1, SHOP)
DEADLY = look(Outcome.BROKEN, FaultClass.NAME_MISMATCH)


@pytest.mark.parametrize(
    ("binding", "what"),
    [
        (uploaded("pasted"), "an uploaded certificate (pasted), whose key cannot be read back,"),
        (
            Binding(BindingSource.UPLOAD, raw_id="4711"),
            "an uploaded certificate (4711), whose key cannot be read back,",
        ),
        (FREE, "CDN's free certificate"),
    ],
)
@pytest.mark.parametrize("seen", [WELL, UNSEEN, REFUSED])
def test_it_is_replaced_only_if_the_policy_allows_it(
    binding: Binding, what: str, seen: Served
) -> None:
    """Another refusal than an end or a name may be false, and is no reason to take it away."""
    bound = cdn(SHOP, binding)
    verdict = Seen(SeenAs.BROKEN if seen is REFUSED else SeenAs.NOT_SEEN)
    refused = scene(bound, GOOD, look=seen, state=record(bound, seen=verdict)).decide()
    assert (refused.act, refused.word) == (None, "binding_not_restorable")
    assert refused.detail == f"{what} is bound there"
    assert (refused.tone, refused.would is not None) == (Tone.PERSON, True)
    allowed = scene(bound, GOOD, policy=Policy(allow_unrestorable=True)).decide()
    assert allowed.bind is not None
    assert allowed.word == "lasts_longer"


def test_it_is_kept_where_cas_has_nothing_to_replace_it() -> None:
    kept = scene(cdn(SHOP, uploaded())).decide()
    assert (kept.act, kept.word, kept.tone) == (None, "bound_by_other_hand", Tone.WELL)


def test_whether_it_works_is_looked_at_before_it_is_protected() -> None:
    bound = cdn(SHOP, uploaded())
    assert decide(scene(bound, GOOD).situation) == Ask(Part.SERVED)
    known = record(bound, seen=Seen(SeenAs.VERIFIED))
    assert decide(scene(bound, GOOD, state=known).situation) != Ask(Part.SERVED)


@pytest.mark.parametrize("seen", [ENDED, DEADLY])
def test_one_bad_look_is_put_on_record_and_decides_nothing(seen: Served) -> None:
    bound = cdn(SHOP, uploaded())
    one = scene(bound, GOOD, look=seen, state=record(bound))
    assert (one.decide().bind, one.decide().word) == (None, "looking")


def test_seen_dead_in_two_looks_it_is_replaced_by_the_best_whatever_its_end() -> None:
    short = certificate(1, SHOP, days=2)
    for binding in (uploaded("pasted"), FREE):
        bound = cdn(SHOP, binding)
        decision = scene(bound, short, state=record(bound, seen=Seen(SeenAs.DEAD))).decide()
        assert decision.bind is not None
        assert decision.word == "replaces_dead"
        shown = binding.name or "what is bound there"
        assert (
            decision.detail
            == f"{shown}, which CAS does not hold, has ended or names other domains"
        )


def test_known_to_have_ended_it_is_replaced_without_a_look() -> None:
    """The record may know the end of one that CAS has lost."""
    bound = cdn(SHOP, uploaded())
    for hours, word in ((-1, "replaces_dead"), (1, "binding_not_restorable")):
        stands = KnownBinding(bound.binding, not_after=NOW + timedelta(hours=hours))
        state = replace(record(bound, seen=Seen(SeenAs.VERIFIED)), standing=stands)
        assert scene(bound, GOOD, state=state).decide().word == word


def _lost(end: float | None, *held: int) -> Scene:
    bound = cdn(SHOP, bound_by_id(404))
    not_after = None if end is None else NOW + end * DAY
    state = replace(record(bound), standing=KnownBinding(bound.binding, None, not_after))
    return scene(bound, *(certificate(n, SHOP, days=n * 10) for n in held), state=state)


def test_one_that_cas_held_and_lost_nobody_could_restore_so_it_is_replaced() -> None:
    decision = _lost(50, 8).decide()
    assert decision.bind is not None
    assert decision.detail == "404-cn-hangzhou, which is bound there, is in CAS no more"
    assert _lost(None, 8).decide().bind is not None


def test_one_that_cas_lost_after_it_told_that_it_is_revoked_is_replaced_by_anything() -> None:
    one = _lost(50, 3)
    refused = (RefusedHere(cas_id(404), "revoked"),)
    known_as = replace(one, state=replace(one.state, refused_here=refused))
    decision = known_as.decide()
    assert decision.word == "replaces_dead"
    assert decision.detail == "404-cn-hangzhou, which is in CAS no more, is revoked"
    other = (RefusedHere(cas_id(404), "weak_key"),)
    assert replace(one, state=replace(one.state, refused_here=other)).decide().bind is None


def test_one_that_cas_lost_is_not_replaced_by_what_ends_earlier() -> None:
    decision = _lost(50, 3).decide()
    assert (decision.act, decision.word) == (None, "bound_by_other_hand")
    assert decision.detail == (
        "a certificate (404-cn-hangzhou) that this account's CAS does not show is bound there, "
        "and CAS has none that can replace it"
    )


@pytest.mark.parametrize(("end", "does"), [(50, False), (20, True), (None, True)])
def test_nor_by_what_a_person_names_and_ends_earlier(end: float | None, does: bool) -> None:
    """As long as the record knows until when it lasts."""
    lost = _lost(end, 3)
    decision = replace(lost, wish=Wish(WishKind.BIND, "hand-1", cas_id(3))).decide()
    assert (decision.bind is not None) is does
    if not does:
        assert (decision.word, decision.tone) == ("ends_earlier", Tone.PERSON)
        assert "404-cn-hangzhou, which CAS does not hold" in decision.detail


def test_what_cas_cannot_be_asked_about_is_not_called_lost() -> None:
    one = _lost(50, 8)
    denied = Unread("permission_denied", "it may not be read")
    certificates = one.situation.need_certificates().knowing(cas_id(404), denied)
    decision = one.decide(replace(one.situation, certificates=Known(certificates)))
    assert (decision.act, decision.unread) == (None, denied)


def test_a_better_one_that_could_not_be_asked_about_is_told_and_not_passed_over() -> None:
    """What was read of the list alone does not decide, and the second best is no answer."""
    old, best = certificate(1, SHOP, days=20), certificate(2, SHOP)
    one = scene(cdn(SHOP, bound_by_id(1)), old, best, listed=(as_listed(old), as_listed(best)))
    throttled = Unread("throttled", "not now", retryable=True)
    certificates = one.lazily.need_certificates().knowing(best.id, throttled)
    decision = one.decide(replace(one.lazily, certificates=Known(certificates)))
    assert (decision.act, decision.word, decision.tone) == (None, "throttled", Tone.WAITS)


def test_what_an_api_showed_without_an_id_is_named_by_its_kind() -> None:
    shown = Binding(BindingSource.CAS)
    bound = cdn(SHOP, shown)
    decision = scene(bound, GOOD, state=record(bound, seen=Seen(SeenAs.VERIFIED))).decide()
    told = "a certificate that this account's CAS does not show is bound there"
    assert (decision.word, decision.detail) == ("binding_not_restorable", told)


def test_an_old_word_that_it_was_dead_is_no_ground_where_nobody_could_look_now() -> None:
    bound = cdn(SHOP, FREE)
    short = certificate(1, SHOP, days=2)
    for ago, is_ground in ((timedelta(minutes=29), True), (timedelta(minutes=30), False)):
        state = record(bound, seen=Seen(SeenAs.DEAD, ago=ago))
        for nobody_looked in (Unread("dns", "x"), Known(UNSEEN)):
            given = replace(scene(bound, short, state=state).situation, served=nobody_looked)
            decision = decide(given)
            assert isinstance(decision, Decision)
            assert (decision.bind is not None) is is_ground, ago


@pytest.mark.parametrize(("days", "word"), [(59, "bound_by_other_hand"), (61, "lasts_longer")])
def test_of_what_cas_lost_before_anybody_knew_its_end_visitors_tell_it(
    days: int, word: str
) -> None:
    """A hand bound it and deleted it from CAS; the leaf that is served ends in 60 days."""
    bound = cdn(SHOP, bound_by_id(404))
    assert scene(bound, certificate(1, SHOP, days=days), look=WELL).decide().word == word
