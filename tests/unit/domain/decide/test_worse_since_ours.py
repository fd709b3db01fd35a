"""What certbind bound and visitors are worse off with goes back by itself, once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from certbind.domain.decide.decision import Decision, Tone
from certbind.domain.lifecycle.state import (
    DomainState,
    Hold,
    Look,
    Ours,
    Purpose,
    RefusedHere,
    Seen,
    SeenAs,
    Why,
)
from certbind.domain.model.certificate import CertificateStatus
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import UNBOUND
from certbind.domain.situation.situation import WishKind
from tests.fakes.situations import SHOP, Scene, known, order, record, scene
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, cdn, certificate, uploaded

STANDS = cdn(SHOP, bound_by_id(2))
BEFORE = certificate(1, SHOP, days=20)
NEW = certificate(2, SHOP, days=80)
OURS = Ours(7, Purpose.AUTOMATIC, was_good=True)
BLAMED = Seen(SeenAs.BROKEN, "weak_key", blames=True)
REFUSED = (RefusedHere(NEW.id, "weak_key", NEW.not_after),)


def worse(before: object = BEFORE, **more: Any) -> DomainState:
    parts = {"ours": OURS, "seen": BLAMED, "way_back": known(BEFORE), "refused_here": REFUSED}
    return record(STANDS, NEW, **{**parts, **more})


def decided(state: DomainState, *held: object, **more: Any) -> Decision:
    certificates = held or (BEFORE, NEW)
    return Scene(STANDS, certificates, state=state, **more).decide()  # type: ignore[arg-type]


@pytest.mark.parametrize("verdict", [SeenAs.BROKEN, SeenAs.DEAD])
def test_what_stood_before_is_bound_again_though_it_ends_earlier(verdict: SeenAs) -> None:
    decision = decided(worse(seen=replace(BLAMED, verdict=verdict)))
    assert decision.bind is not None
    assert (decision.bind.certificate, decision.bind.purpose) == (BEFORE, Purpose.RETURN)
    assert decision.bind.expects == bound_by_id(2)
    assert decision.word == "rolled_back"
    assert "2-cn-hangzhou is found at fault where visitors get it (weak_key)" in decision.detail


def test_what_visitors_were_seen_to_get_needs_no_chain_before_binding() -> None:
    decision = decided(worse(), policy=Policy(require_chain_seen=True))
    assert decision.word == "rolled_back"


NOT_BLAMED: dict[str, dict[str, Any]] = {
    "nobody has looked": {"seen": None},
    "looks could see nothing": {"seen": Seen(SeenAs.NOT_SEEN)},
    "it did not arrive everywhere": {"seen": Seen(SeenAs.PARTLY)},
    "it is not the certificate's fault": {"seen": replace(BLAMED, blames=False)},
    "it was verified": {"seen": Seen(SeenAs.VERIFIED)},
    "a look is open": {"look": Look(Why.SUSPECT)},
    "a person bound it": {"ours": replace(OURS, purpose=Purpose.WISH)},
    "a person rolled back to it": {"ours": replace(OURS, purpose=Purpose.BACK)},
    "another hand bound it": {"ours": None},
}


@pytest.mark.parametrize("why", NOT_BLAMED)
def test_nothing_goes_back_where(why: str) -> None:
    decision = decided(worse(**NOT_BLAMED[why]))
    assert decision.word not in ("rolled_back", "rollback_failed")
    assert decision.bind is None


NO_WAY: dict[str, tuple[dict[str, Any], tuple[object, ...], str]] = {
    "nothing stood there": ({"way_back": known(BEFORE)}, (NEW,), "predecessor_deleted"),
    "it was empty": ({"way_back": replace(known(BEFORE), binding=UNBOUND)}, (), "nothing_to_r"),
    "it was pasted": (
        {"way_back": replace(known(BEFORE), binding=uploaded())},
        (),
        "binding_not_restorable",
    ),
    "it has ended": ({}, (replace(BEFORE, not_after=NOW - DAY), NEW), "expired"),
    "it is revoked": ({}, (replace(BEFORE, status=CertificateStatus.REVOKED), NEW), "revoked"),
    "it names others": ({}, (replace(BEFORE, names=("x.test",)), NEW), "name_mismatch"),
    "it was not seen to work": ({"ours": replace(OURS, was_good=False)}, (), "nothing_to_restore"),
    "visitors were refused it too": (
        {"refused_here": (*REFUSED, RefusedHere(BEFORE.id, "bad_signature"))},
        (),
        "refused_here",
    ),
    "it is the same": ({"way_back": known(NEW), "refused_here": ()}, (), "already_bound"),
    "it was tried": ({"ours": replace(OURS, purpose=Purpose.RETURN)}, (), "already_rolled_back"),
}


@pytest.mark.parametrize("why", NO_WAY)
def test_it_never_restores_something_worse_and_a_person_is_called_where(why: str) -> None:
    more, held, word = NO_WAY[why]
    decision = decided(worse(**more), *held)
    assert (decision.act, decision.word, decision.tone) == (None, "rollback_failed", Tone.PERSON)
    assert decision.reasons[1][0].startswith(word)


def test_where_nothing_can_be_put_back_another_that_is_better_is_bound() -> None:
    better = certificate(3, SHOP, days=100)
    tried = worse(ours=replace(OURS, purpose=Purpose.RETURN))
    decision = decided(tried, BEFORE, NEW, better)
    assert decision.bind is not None
    assert decision.bind.certificate == better


def test_it_comes_back_though_a_better_one_is_there() -> None:
    """What is known to have served visitors goes before what nobody has seen."""
    decision = decided(worse(), BEFORE, NEW, certificate(3, SHOP, days=100))
    assert decision.word == "rolled_back"


def test_what_was_refused_here_does_not_come_back_and_another_may() -> None:
    back = cdn(SHOP, bound_by_id(1))
    state = record(
        back,
        BEFORE,
        ours=Ours(9, Purpose.RETURN),
        seen=Seen(SeenAs.VERIFIED),
        refused_here=REFUSED,
    )
    kept = scene(back, BEFORE, NEW, state=state).decide()
    assert (kept.act, kept.word) == (None, "already_bound")
    assert [word for word, _ in kept.reasons] == ["already_bound", "refused_here"]
    other = scene(back, BEFORE, NEW, certificate(3, SHOP, days=70), state=state).decide()
    assert other.bind is not None
    assert other.bind.certificate.id == cas_id(3)
    named = scene(back, BEFORE, NEW, state=state, wish=order(certificate=NEW.id)).decide()
    assert named.bind is not None
    again = scene(back, BEFORE, NEW, state=state, wish=order(WishKind.BACK)).decide()
    assert (again.act, again.word) == (None, "already_rolled_back")


def test_a_narrower_scope_holds_it_and_a_hold_does_not() -> None:
    assert decided(worse(), policy=Policy(scope=())).word == "plan_only"
    held = decided(worse(hold=Hold(NOW + 200 * DAY)))
    assert held.word == "rolled_back"
