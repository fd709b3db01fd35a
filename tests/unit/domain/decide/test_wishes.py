"""What a person asks for: one certificate by name, or the best."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from certbind.domain.decide.decide import decide
from certbind.domain.decide.decision import Tone
from certbind.domain.lifecycle.state import Carried, Purpose
from certbind.domain.model.certificate import CertificateStatus
from certbind.domain.model.policy import Policy
from certbind.domain.situation.reading import Ask, Part
from certbind.domain.situation.situation import Wish, WishKind
from tests.fakes.situations import SHOP, order, record, scene
from tests.fakes.values import bound_by_id, cas_id, cdn, certificate, uploaded

STANDS = cdn(SHOP, bound_by_id(1))
OLD = certificate(1, SHOP, days=80)
NAMED = order(certificate=cas_id(9))


@pytest.mark.parametrize("days", [79, 80, 81])
def test_what_is_named_goes_before_what_is_as_good_but_does_not_end_earlier(days: int) -> None:
    policy = Policy(pins=((SHOP, cas_id(1)),), scope=(), require_chain_seen=True)
    one = scene(STANDS, OLD, certificate(9, SHOP, days=days), policy=policy)
    assert one.decide().act is None
    decision = replace(one, wish=NAMED).decide()
    if days < 80:
        assert (decision.act, decision.word) == (None, "ends_earlier")
        return
    assert decision.bind is not None
    assert (decision.bind.certificate.id, decision.bind.purpose) == (cas_id(9), Purpose.WISH)
    assert decision.detail == "a person asked for it"


def test_what_works_no_more_is_replaced_by_what_is_named_though_it_ends_earlier() -> None:
    revoked = replace(OLD, status=CertificateStatus.REVOKED)
    one = scene(STANDS, revoked, certificate(9, SHOP, days=5), wish=NAMED)
    assert one.decide().bind is not None


def test_what_is_named_does_not_take_the_place_of_what_has_no_way_back() -> None:
    decision = scene(cdn(SHOP, uploaded()), certificate(9, SHOP), wish=NAMED).decide()
    assert (decision.act, decision.word) == (None, "binding_not_restorable")


@pytest.mark.parametrize(
    ("names", "more", "words"),
    [
        ((SHOP,), {"days": -1}, ["expired"]),
        (("other.test",), {}, ["name_mismatch"]),
        (
            (SHOP,),
            {"status": CertificateStatus.REVOKED, "has_private_key": False},
            ["revoked", "no_private_key"],
        ),
    ],
)
def test_what_cannot_serve_is_refused_with_every_reason(
    names: tuple[str, ...], more: dict[str, Any], words: list[str]
) -> None:
    better = certificate(2, SHOP, days=90)
    decision = scene(STANDS, OLD, better, certificate(9, *names, **more), wish=NAMED).decide()
    assert decision.is_refusal
    assert [word for word, _ in decision.reasons] == words


def test_one_that_cas_does_not_have_is_refused() -> None:
    decision = scene(STANDS, OLD, wish=NAMED).decide()
    assert decision.reasons == (("not_found", "CAS has no certificate 9-cn-hangzhou"),)
    assert decision.tone is Tone.PERSON


def test_what_stands_there_already_is_kept_under_whatever_id() -> None:
    twin = certificate(9, SHOP, sha256=OLD.sha256)
    decision = scene(STANDS, OLD, twin, wish=NAMED).decide()
    assert (decision.act, decision.word, decision.tone) == (None, "already_bound", Tone.WELL)


def test_what_is_named_is_read_exactly_before_anything_is_said() -> None:
    one = scene(STANDS, OLD, certificate(9, SHOP), wish=NAMED)
    assert decide(one.lazily) == Ask(Part.CERTIFICATE, cas_id(9))


def test_a_wish_is_carried_out_once() -> None:
    state = record(STANDS, OLD, wishes=(Carried(NAMED.id),))
    decision = scene(STANDS, OLD, certificate(9, SHOP, days=90), state=state, wish=NAMED).decide()
    assert (decision.act, decision.word) == (None, "wished")
    assert decision.detail == "hand-1 is answered already"
    other = replace(NAMED, id="hand-2")
    again = scene(STANDS, OLD, certificate(9, SHOP, days=90), state=state, wish=other)
    assert again.decide().bind is not None


def test_a_wish_for_the_best_is_what_the_loop_would_bind() -> None:
    best = certificate(9, SHOP, days=90)
    decision = scene(STANDS, OLD, best, wish=order(WishKind.BEST)).decide()
    assert (decision.bind is not None, decision.word) == (True, "lasts_longer")


def test_a_wish_to_bind_must_name_its_certificate() -> None:
    with pytest.raises(TypeError, match="names a certificate"):
        scene(STANDS, OLD, wish=Wish(WishKind.BIND, "hand-1")).decide()
