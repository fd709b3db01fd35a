"""A wish to go back: what stood before, or one by name; and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from certbind.domain.decide.decision import Decision
from certbind.domain.lifecycle.state import KnownBinding, Ours, Purpose
from certbind.domain.model.certificate import Certificate, CertificateStatus, KeyAlgorithm
from certbind.domain.model.target import UNBOUND, Binding
from certbind.domain.situation.situation import Wish, WishKind
from tests.fakes.situations import SHOP, record, scene
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, cdn, certificate, uploaded

STANDS = cdn(SHOP, bound_by_id(2))
CURRENT = certificate(2, SHOP, days=85)
PREVIOUS = certificate(1, SHOP, days=20)
BACK = Wish(WishKind.BACK, "rollback-1")
STATE = record(
    STANDS, CURRENT, way_back=KnownBinding(bound_by_id(1)), ours=Ours(7, Purpose.AUTOMATIC)
)


def roll_back(
    previous: Certificate | None = PREVIOUS,
    *,
    before: Binding | None = None,
    current: Certificate | None = CURRENT,
    wish: Wish = BACK,
    force: bool = False,
) -> Decision:
    way_back = KnownBinding(bound_by_id(1) if before is None else before)
    held = [one for one in (previous, current) if one is not None]
    one = scene(STANDS, *dict.fromkeys(held), state=replace(STATE, way_back=way_back))
    return replace(one, wish=replace(wish, force=force)).decide()


def words(decision: Decision) -> set[str]:
    assert decision.is_refusal
    return {word for word, _ in decision.reasons}


def test_binds_again_what_stood_there_though_it_ends_earlier() -> None:
    decision = roll_back()
    assert decision.bind is not None
    bind = decision.bind
    assert (bind.certificate, bind.expects, bind.purpose) == (
        PREVIOUS,
        bound_by_id(2),
        Purpose.BACK,
    )
    assert decision.detail == "1-cn-hangzhou stood there before"


def test_an_unknown_current_certificate_does_not_stop_the_way_back() -> None:
    assert roll_back(current=None).bind is not None


def test_a_way_back_over_what_cas_does_not_hold_is_allowed() -> None:
    pasted = cdn(SHOP, uploaded())
    state = record(pasted, way_back=KnownBinding(bound_by_id(1)))
    assert scene(pasted, PREVIOUS, state=state, wish=BACK).decide().bind is not None


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"days": -1}, "expired"),
        ({"not_before": NOW + DAY}, "not_yet_valid"),
        ({"status": CertificateStatus.REVOKED}, "revoked"),
    ],
)
def test_refuses_what_would_be_worse_unless_forced(more: dict[str, Any], word: str) -> None:
    worse = certificate(1, SHOP, **more)
    assert words(roll_back(worse)) == {word}
    forced = roll_back(worse, force=True)
    assert forced.bind is not None
    assert forced.detail.endswith(f"forced in spite of {word}")


def test_refuses_one_in_its_last_hours_while_the_current_one_works() -> None:
    ending = certificate(1, SHOP, days=0.5)
    assert words(roll_back(ending)) == {"ends_earlier"}
    assert roll_back(ending, force=True).bind is not None
    for current in (
        certificate(2, "other.example.com", days=85),
        certificate(2, SHOP, days=0.4),
        certificate(2, SHOP, days=0.5),
        None,
    ):
        assert roll_back(ending, current=current).bind is not None


@pytest.mark.parametrize(
    ("names", "more", "expected"),
    [
        (("other.example.com",), {}, {"name_mismatch"}),
        ((SHOP,), {"algorithm": KeyAlgorithm.SM2}, {"sm2_unsupported"}),
        ((SHOP,), {"has_private_key": False}, {"no_private_key"}),
        ((SHOP,), {"status": CertificateStatus.UNKNOWN}, {"not_issued"}),
        (
            (SHOP,),
            {"status": CertificateStatus.REVOKED, "has_private_key": False},
            {"revoked", "no_private_key"},
        ),
    ],
)
def test_no_force_binds_what_can_serve_nobody(
    names: tuple[str, ...], more: dict[str, Any], expected: set[str]
) -> None:
    assert words(roll_back(certificate(1, *names, **more), force=True)) == expected


def test_no_force_binds_a_wildcard_to_a_domain_one_label_too_deep() -> None:
    deep = cdn("a.shop.example.com", bound_by_id(2))
    state = record(deep, way_back=KnownBinding(bound_by_id(1)))
    wish = replace(BACK, force=True)
    decision = scene(deep, certificate(1, "*.example.com"), state=state, wish=wish).decide()
    assert words(decision) == {"wildcard_too_deep"}


def test_there_is_no_way_back_to_nothing_or_to_what_has_no_id() -> None:
    assert words(roll_back(before=UNBOUND, force=True)) == {"nothing_to_restore"}
    assert words(roll_back(before=uploaded(), force=True)) == {"binding_not_restorable"}
    never = replace(STATE, way_back=None)
    decision = scene(STANDS, CURRENT, state=never, wish=BACK).decide()
    assert words(decision) == {"nothing_to_restore"}
    assert (
        decision.detail
        == "No certificate stood there before, so a rollback has nothing to put back."
    )


def test_a_predecessor_that_was_deleted_is_named_with_the_way_out() -> None:
    decision = roll_back(None)
    assert words(decision) == {"predecessor_deleted"}
    assert "name another with --to" in decision.detail


def test_what_stands_there_already_is_kept() -> None:
    decision = roll_back(before=bound_by_id(2))
    assert (decision.act, decision.word) == (None, "already_bound")


def test_one_by_name_goes_before_what_stood_there() -> None:
    other = certificate(3, SHOP, days=30)
    wish = replace(BACK, certificate=cas_id(3))
    decision = scene(STANDS, CURRENT, PREVIOUS, other, state=STATE, wish=wish).decide()
    assert decision.bind is not None
    assert (decision.bind.certificate, decision.detail) == (other, "3-cn-hangzhou was asked for")
    gone = replace(BACK, certificate=cas_id(404))
    refused = scene(STANDS, CURRENT, state=STATE, wish=gone).decide()
    assert refused.reasons == (("not_found", "CAS has no certificate 404-cn-hangzhou"),)


def test_one_by_time_goes_before_what_the_record_says() -> None:
    other = certificate(3, SHOP, days=30)
    wish = replace(BACK, back_to=KnownBinding(bound_by_id(3)), only_ours=True)
    decision = scene(STANDS, CURRENT, PREVIOUS, other, state=STATE, wish=wish).decide()
    assert decision.bind is not None
    assert decision.bind.certificate == other


def test_a_second_rollback_does_not_bring_back_what_was_rolled_away() -> None:
    state = replace(STATE, ours=Ours(7, Purpose.BACK))
    one = scene(STANDS, CURRENT, PREVIOUS, state=state, wish=BACK)
    assert one.decide().word == "already_rolled_back"
    for wish in (replace(BACK, certificate=cas_id(1)), replace(BACK, only_ours=True)):
        assert replace(one, wish=wish).decide().bind is not None


def test_of_many_domains_one_that_another_hand_changed_since_is_left_alone() -> None:
    elsewhere = replace(STATE, standing=KnownBinding(bound_by_id(5)))
    wish = replace(BACK, only_ours=True)
    decision = scene(STANDS, CURRENT, PREVIOUS, state=elsewhere, wish=wish).decide()
    assert words(decision) == {"foreign_change"}
    assert decision.detail == (
        "another hand put 2-cn-hangzhou there since; name the domain (--domain) to replace that"
    )
