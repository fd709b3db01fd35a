"""What is said of a domain on plain HTTP, and of its backup."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certbind.domain.decide.decision import Tone
from certbind.domain.lifecycle.state import Downgrade, Going
from certbind.domain.model.policy import Policy
from certbind.domain.situation.situation import WishKind
from tests.fakes.situations import SHOP, known, order, record, scene
from tests.fakes.values import DAY, NOW, bound_by_id, cas_id, cdn, certificate

OLD = replace(certificate(1, SHOP, days=40), issuer="One CA")
LATER = certificate(2, SHOP, days=80)
STANDS = cdn(SHOP, bound_by_id(1))
BACKUP = replace(certificate(9, SHOP, days=200), issuer="Another CA", not_before=NOW - DAY)
POLICY = Policy(backups=((SHOP, BACKUP.id),), pins=((SHOP, OLD.id),))


@pytest.mark.parametrize(
    ("going", "word", "told"),
    [
        (Going.OFF, "downgraded", "certbind emergency restore"),
        (Going.DOWN, "downgrade_unfinished", "certbind emergency downgrade"),
    ],
)
def test_nothing_is_done_whoever_asks(going: Going, word: str, told: str) -> None:
    down = Downgrade(going, known(OLD), ago=3 * DAY)
    state = record(cdn(SHOP), downgrade=down)
    for wish in (None, order(WishKind.BIND, LATER.id)):
        decision = scene(cdn(SHOP), OLD, LATER, state=state, wish=wish).decide()
        assert (decision.act, decision.word, decision.tone) == (None, word, Tone.PERSON)
        assert told in decision.detail
        assert f"{NOW - 3 * DAY:%Y-%m-%d}" in decision.detail
        assert decision.absorbed == ()


def test_on_the_way_back_the_loop_goes_on() -> None:
    down = Downgrade(Going.BACK, known(OLD))
    decision = scene(STANDS, OLD, LATER, state=record(STANDS, OLD, downgrade=down)).decide()
    assert decision.word == "lasts_longer"
    kept = scene(STANDS, OLD, state=record(STANDS, OLD, downgrade=down)).decide()
    assert (kept.act, kept.word) == (None, "return_unfinished")


def test_a_backup_that_could_take_over_is_no_word() -> None:
    assert scene(STANDS, OLD, BACKUP, policy=POLICY).decide().word == "already_bound"


def test_a_backup_that_has_taken_over_is_no_word() -> None:
    stands = cdn(SHOP, bound_by_id(9))
    policy = replace(POLICY, pins=())
    assert scene(stands, BACKUP, policy=policy).decide().word == "already_bound"


def test_a_backup_that_could_not_is_told_with_every_reason() -> None:
    ends = replace(BACKUP, issuer="One CA", names=("x.example.com",))
    decision = scene(STANDS, OLD, ends, policy=POLICY).decide()
    assert [word for word, _ in decision.reasons] == ["backup_unfit"] * 2
    gone = scene(STANDS, OLD, policy=POLICY).decide()
    assert (gone.word, str(cas_id(9)) in gone.detail) == ("backup_unfit", True)
    soon = replace(BACKUP, not_before=NOW - 88 * DAY, not_after=NOW + 2 * DAY)
    assert "(emergency)" in scene(STANDS, OLD, soon, policy=POLICY).decide().detail


def test_over_what_cas_does_not_hold_a_backup_is_judged_alone() -> None:
    stands = cdn(SHOP, bound_by_id(5))
    policy = replace(POLICY, pins=())
    decision = scene(stands, BACKUP, policy=policy).decide()
    assert decision.word != "backup_unfit"
