"""Records of validation in the account's own DNS: each is taken as it stands, written once, told
to a person, or taken away; what another hand wrote is never touched.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.decide.decision import Tone
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.identity import CertificateId
from certbind.domain.renewal.advance import advance
from certbind.domain.renewal.decide import decide
from certbind.domain.renewal.facts import (
    CaRefused,
    LineFact,
    NewIssued,
    RecordBegun,
    RecordLost,
    RecordRefused,
    RecordRemoved,
    RecordTaken,
    RecordWritten,
)
from certbind.domain.renewal.order import Order, OrderKind, OrderStage, ValidationRecord
from certbind.domain.renewal.pace import KEPT_AFTER_REFUSAL, LOOK_AGAIN
from certbind.domain.renewal.records.advance import SHOWS_AFTER
from certbind.domain.renewal.records.hosted import (
    Placed,
    Unseen,
    Zone,
    ZoneRecord,
    answered_elsewhere,
)
from certbind.domain.renewal.records.judge import LEASE, SHOWN_WITHIN
from certbind.domain.renewal.records.leftover import leftover
from certbind.domain.renewal.situation import LineDecision, LineSituation
from certbind.domain.renewal.state import LinePhase, LineState, LineTrouble, WrittenRecord, aged
from certbind.domain.renewal.state_json import line_from_json, line_to_json
from certbind.domain.renewal.validation import Found
from tests.fakes.clock import NOON
from tests.unit.domain.renewal.test_decide import IDLE, NEW, ONE

ZONE, HOST = "shop.example", "_dnsauth.www"
TXT = ValidationRecord("www.shop.example", "TXT", f"{HOST}.{ZONE}", "v")
LOUD = replace(TXT, name=TXT.name.upper())
CNAME = replace(TXT, kind="CNAME", value="v.dcv.example")
MINE = WrittenRecord(ZONE, HOST, "TXT", "v", "7")
INTENT = replace(MINE, id="")
OLD = WrittenRecord(ZONE, HOST, "TXT", "older", "3")
STANDS = ZoneRecord("7", "TXT", "v")
MINUTE = timedelta(minutes=1)
PASSING = LineTrouble("throttled", retryable=True)
DENIED = LineTrouble("permission_denied", retryable=False)
UNDER_WAY = LineState(ONE, LinePhase.VALIDATING)


def judged(
    *standing: ZoneRecord,
    written: tuple[WrittenRecord, ...] = (),
    seen: tuple[str, ...] | None = (),
    record: ValidationRecord = TXT,
    **placed: object,
) -> LineDecision:
    """A line whose CA waits for one record."""
    order = replace(IDLE, stage=OrderStage.VALIDATING, records=(record,))
    where = {"zone": ZONE, "host": HOST, "standing": standing, **placed}
    line = LineSituation(
        ONE,
        replace(UNDER_WAY, written=written),
        order,
        is_named=True,
        now=NOON,
        found=(Found(record, seen),),
        placed=(Placed(record, **where),),  # type: ignore[arg-type]
    )
    return decide(line)


@pytest.mark.parametrize(
    ("decision", "word", "said"),
    [
        (judged(), "renewing", "certbind writes it into zone shop.example of Alidns"),
        (judged(seen=("v",)), "renewing", "is there; the CA looks again"),
        (judged(STANDS), "renewing", "is in zone shop.example already"),
        (judged(replace(STANDS, is_on=False)), "validation_conflict", "switched off: enable it"),
        (
            judged(replace(STANDS, value="w")),
            "validation_conflict",
            "TXT w is there in zone shop.example, which certbind did not write",
        ),
        (judged(replace(STANDS, kind="A", value="127.0.0.1")), "renewing", "certbind writes"),
        (
            judged(replace(STANDS, kind="CNAME", value="x.example")),
            "validation_conflict",
            "CNAME x.example is there",
        ),
        (judged(STANDS, record=CNAME), "validation_conflict", "TXT v is there"),
        (
            judged(replace(STANDS, kind="CNAME", value="V.dcv.example."), record=CNAME),
            "renewing",
            "is in zone shop.example already",
        ),
        (judged(zone=""), "validation_missing", "nothing is there: create it"),
        (judged(zone="", seen=("w",)), "validation_conflict", "set the value that the CA"),
        (judged(zone="", seen=None), "renewing", "nobody could look for TXT"),
        (
            judged(unread="throttled"),
            "validation_missing",
            "create it; Alidns could not be read: throttled",
        ),
        (
            judged(elsewhere=("ns1.other.example",)),
            "validation_missing",
            "ns1.other.example answers for it, and a record in Alidns helps nobody",
        ),
        (judged(STANDS, written=(MINE,)), "renewing", "DNS does not show it yet"),
        (
            judged(STANDS, written=(replace(MINE, ago=SHOWN_WITHIN + MINUTE),)),
            "validation_missing",
            "certbind wrote it into zone shop.example, and DNS does not show it",
        ),
        (
            judged(STANDS, written=(MINE,), elsewhere=("a.example", "b.example")),
            "validation_missing",
            "a.example, b.example answers for it",
        ),
        (judged(written=(MINE,)), "renewing", "is not in zone shop.example any more"),
        (
            judged(replace(STANDS, id="9"), written=(MINE,)),
            "renewing",
            "is not in zone shop.example any more",
        ),
        (
            judged(written=(replace(MINE, is_gone=True),)),
            "validation_missing",
            "another hand took it away: create it",
        ),
        (
            judged(replace(STANDS, id="9"), written=(replace(MINE, is_gone=True),)),
            "renewing",
            "is in zone shop.example already",
        ),
        (judged(STANDS, written=(INTENT,)), "renewing", "as certbind meant it"),
        (judged(STANDS, written=(INTENT,), seen=("v",)), "renewing", "as certbind meant it"),
        (judged(written=(INTENT,)), "renewing", "is read from Alidns first"),
        (judged(written=(replace(INTENT, ago=LEASE),)), "renewing", "certbind writes it"),
        (
            judged(written=(replace(INTENT, answer_lost=True, ago=SHOWS_AFTER),)),
            "renewing",
            "certbind writes it",
        ),
        (
            judged(written=(INTENT,), elsewhere=("ns1.other.example",)),
            "validation_missing",
            "answers for it",
        ),
        (
            judged(written=(replace(INTENT, trouble=PASSING),)),
            "renewing",
            "was not taken by Alidns (throttled); it is tried again",
        ),
        (
            judged(written=(replace(INTENT, trouble=DENIED),)),
            "validation_missing",
            "Alidns did not take it from certbind (permission_denied): create it",
        ),
        (
            judged(written=(replace(INTENT, trouble=replace(DENIED, ago=60 * MINUTE)),)),
            "renewing",
            "certbind writes it",
        ),
    ],
)
def test_a_record_is_judged_by_what_stands_there(
    decision: LineDecision, word: str, said: str
) -> None:
    assert (decision.word, said in decision.detail) == (word, True), decision.detail
    assert (decision.tone is Tone.PERSON) is (word != "renewing")
    assert (decision.write is not None) is ("certbind writes it into" in decision.detail)
    assert decision.call is None


def test_what_alidns_shows_of_an_open_intent_is_put_on_record() -> None:
    assert judged(STANDS, written=(INTENT,)).fact == RecordWritten(INTENT, "7")
    assert judged(written=(MINE,)).fact == RecordTaken(MINE)
    assert judged().write == INTENT


def test_one_thing_at_a_time_and_the_gravest_word_for_all() -> None:
    other = replace(TXT, name=f"_dnsauth.{ZONE}", value="u")
    order = replace(IDLE, stage=OrderStage.VALIDATING, records=(TXT, other))
    wrong = Placed(TXT, ZONE, HOST, (replace(STANDS, value="w"),))
    free = Placed(other, ZONE, "_dnsauth")
    nowhere = replace(free, zone="")

    def decided(*placed: Placed) -> LineDecision:
        found = tuple(Found(one.record, ()) for one in placed)
        line = LineSituation(
            ONE, UNDER_WAY, order, is_named=True, now=NOON, found=found, placed=placed
        )
        return decide(line)

    written = decided(wrong, free).write
    assert written is not None
    assert (written.host, written.value) == ("_dnsauth", "u")
    both = decided(nowhere, wrong)
    assert both.word == "validation_conflict"
    assert "nothing is there" in both.detail
    assert "TXT w is there" in both.detail


def test_an_old_one_of_ours_goes_before_the_new_one_is_written() -> None:
    there = ZoneRecord("3", "TXT", "older")
    waiting = judged(there, written=(OLD,))
    assert "is of an order before, and is taken away" in waiting.detail
    assert waiting.write is None
    order = replace(IDLE, stage=OrderStage.VALIDATING, records=(TXT,))
    assert leftover(replace(UNDER_WAY, written=(OLD,)), order) == OLD
    changed = judged(replace(there, value="another hand's"), written=(OLD,))
    assert changed.word == "validation_conflict"


def removing(
    standing: tuple[ZoneRecord, ...] | Unseen | None,
    state: LineState,
    order: Order | None = IDLE,
) -> LineDecision:
    return decide(LineSituation(ONE, state, order, is_named=True, now=NOON, standing=standing))


DONE = LineState(ONE, LinePhase.DONE, issued=NEW, written=(MINE,))
ISSUED = replace(IDLE, latest=NEW, latest_end=ONE.not_after + timedelta(days=90))


@pytest.mark.parametrize(
    ("standing", "remove", "fact"),
    [
        ((STANDS,), MINE, None),
        ((), None, RecordRemoved(MINE)),
        ((replace(STANDS, id="9"),), None, RecordRemoved(MINE)),
        ((replace(STANDS, value="w"),), None, RecordRemoved(MINE)),
        (Unseen("throttled", retryable=True), None, RecordRefused(MINE, "throttled", True)),
    ],
)
def test_only_our_own_id_with_our_own_value_is_deleted(
    standing: tuple[ZoneRecord, ...] | Unseen, remove: WrittenRecord | None, fact: LineFact | None
) -> None:
    decision = removing(standing, DONE, ISSUED)
    assert (decision.remove, decision.fact) == (remove, fact)


def test_an_intent_without_an_end_is_found_by_its_value() -> None:
    state = replace(DONE, written=(INTENT,))
    assert removing((STANDS,), state, ISSUED).remove == MINE
    assert removing((), state, ISSUED).fact == RecordRemoved(INTENT)


def test_what_was_issued_is_put_on_record_before_anything_is_taken_away() -> None:
    state = replace(UNDER_WAY, written=(MINE,))
    assert removing((STANDS,), state, ISSUED).fact == NewIssued(NEW)
    assert removing(None, DONE, ISSUED).word == "renewed"


@pytest.mark.parametrize(
    ("state", "order", "goes"),
    [
        (DONE, ISSUED, True),
        (DONE, None, True),
        (replace(DONE, written=(replace(MINE, is_gone=True),)), None, False),
        (replace(DONE, written=(replace(MINE, trouble=PASSING),)), None, False),
        (
            replace(DONE, written=(replace(MINE, trouble=replace(PASSING, ago=16 * MINUTE)),)),
            None,
            True,
        ),
        (replace(DONE, phase=LinePhase.RESTING), IDLE, True),
        (replace(DONE, phase=LinePhase.VALIDATING), None, False),
        (replace(DONE, phase=LinePhase.REFUSED), IDLE, False),
        (replace(DONE, phase=LinePhase.REFUSED, since=KEPT_AFTER_REFUSAL), IDLE, True),
        (DONE, replace(IDLE, stage=OrderStage.CHECKING), False),
        (replace(UNDER_WAY, written=(MINE,)), IDLE, False),
        (replace(UNDER_WAY, written=(MINE,)), replace(IDLE, stage=OrderStage.OVER), True),
        (replace(UNDER_WAY, written=(MINE,)), Order(OrderKind.UNKNOWN), True),
        (DONE, replace(IDLE, stage=OrderStage.VALIDATING, records=(TXT,)), False),
        (DONE, replace(IDLE, stage=OrderStage.VALIDATING, records=(CNAME,)), True),
        (DONE, replace(IDLE, stage=OrderStage.VALIDATING, records=(LOUD,)), False),
    ],
)
def test_a_record_goes_when_nobody_waits_for_it(
    state: LineState, order: Order | None, *, goes: bool
) -> None:
    assert (leftover(state, order) is not None) is goes


def test_a_refused_order_keeps_its_word_while_its_record_goes() -> None:
    state = replace(DONE, phase=LinePhase.REFUSED, since=KEPT_AFTER_REFUSAL)
    assert removing((STANDS,), state).word == "renewal_failed"


def test_what_becomes_of_a_record() -> None:
    begun = advance(UNDER_WAY, RecordBegun(INTENT))
    assert (begun.state.written, begun.kind, begun.follow) == (
        (INTENT,),
        EntryKind.RECORD_INTENT,
        None,
    )
    done = advance(begun.state, RecordWritten(INTENT, "7"))
    assert (done.state.written, done.kind, done.follow) == (
        (MINE,),
        EntryKind.RECORD_WRITTEN,
        LOOK_AGAIN,
    )
    lost = advance(begun.state, RecordLost(INTENT))
    assert lost.state.written == (replace(INTENT, answer_lost=True),)
    assert (lost.kind, lost.follow) == (EntryKind.DEFERRED, SHOWS_AFTER)
    taken = advance(done.state, RecordTaken(MINE))
    assert taken.state.written == (replace(MINE, is_gone=True),)
    removed = advance(done.state, RecordRemoved(MINE))
    assert (removed.state.written, removed.follow) == ((), LOOK_AGAIN)
    assert advance(replace(done.state, phase=LinePhase.DONE), RecordRemoved(MINE)).follow is None
    two = replace(done.state, phase=LinePhase.DONE, written=(MINE, OLD))
    assert advance(two, RecordRemoved(MINE)).follow == LOOK_AGAIN


def test_a_refusal_is_tried_again_by_message_where_no_sweep_comes_by() -> None:
    refused = RecordRefused(MINE, "permission_denied", retryable=False)
    at_work = advance(UNDER_WAY, refused)
    assert at_work.follow == LOOK_AGAIN
    throttled = RecordRefused(MINE, "throttled", retryable=True)
    long_at_work = advance(replace(UNDER_WAY, since=timedelta(days=2)), throttled)
    assert long_at_work.follow == timedelta(minutes=15)
    state = replace(DONE, written=(replace(MINE, trouble=replace(DENIED, times=6)),))
    moved = advance(state, RecordRefused(state.written[0], "permission_denied", retryable=False))
    assert moved.follow == timedelta(hours=24)
    (one,) = moved.state.written
    assert one.trouble is not None
    assert one.trouble.times == 7


def test_the_end_of_an_order_brings_the_message_that_takes_records_away() -> None:
    gone = replace(OLD, is_gone=True)
    state = replace(UNDER_WAY, written=(MINE, gone))
    issued = advance(state, NewIssued(NEW))
    assert (issued.follow, issued.state.written) == (LOOK_AGAIN, (MINE,))
    refused = advance(state, CaRefused("no"))
    assert (refused.follow, refused.state.written) == (KEPT_AFTER_REFUSAL, (MINE,))
    assert advance(UNDER_WAY, NewIssued(NEW)).follow is None
    assert advance(UNDER_WAY, CaRefused("no")).follow is None


def test_records_are_kept_for_the_next_certificate_and_age_with_the_entry() -> None:
    other = replace(ONE, id=CertificateId(5, "cn-hangzhou"))
    troubled = replace(MINE, trouble=PASSING)
    state = replace(DONE, written=(troubled, replace(OLD, is_gone=True)))
    assert state.about(other).written == (troubled,)
    (one, _) = aged(state, MINUTE).written
    assert one.trouble is not None
    assert (one.ago, one.trouble.ago) == (MINUTE, MINUTE)
    assert line_from_json(line_to_json(state)) == state
    before = {**line_to_json(state)["line"]}
    del before["written"]
    assert line_from_json({"version": 1, "line": before}).written == ()


@pytest.mark.parametrize(
    ("named", "elsewhere"),
    [
        (None, ()),
        (("DNS7.hichina.com.",), ()),
        (("dns7.hichina.com", "ns1.other.example"), ()),
        (("ns2.other.example", "NS1.other.example."), ("ns1.other.example", "ns2.other.example")),
        ((), ()),
    ],
)
def test_who_answers_for_a_zone(named: tuple[str, ...] | None, elsewhere: tuple[str, ...]) -> None:
    zone = Zone(ZONE, ("dns7.hichina.com", "dns8.hichina.com"))
    assert answered_elsewhere(named, zone) == elsewhere
    assert answered_elsewhere(named, Zone(ZONE)) == ()


def test_host_records() -> None:
    zone = Zone(ZONE)
    assert zone.host_of(f"{HOST}.{ZONE}") == HOST
    assert zone.host_of(ZONE) == "@"
    assert zone.host_of(f"_DNSAUTH.WWW.{ZONE}".upper()) == HOST
    assert replace(MINE, host="@").name == ZONE
    assert str(MINE) == "TXT _dnsauth.www.shop.example = v"


def test_a_file_and_a_package_are_followed_as_before() -> None:
    file = replace(TXT, kind="FILE", name="http://x/y")
    decision = judged(record=file, zone="", seen=None)
    assert "serve it" in decision.detail
    package = Order(OrderKind.PACKAGE, OrderStage.VALIDATING, records=(TXT,))
    line = LineSituation(ONE, UNDER_WAY, package, is_named=True, now=NOON, found=(), placed=())
    assert decide(line).word == "renewing"
