"""What happens to a line: over every combination, and a sentence for each place in the order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from certbind.domain.decide.decision import Tone
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.renewal.advance import advance
from certbind.domain.renewal.calls import is_named
from certbind.domain.renewal.decide import CHECKS, decide
from certbind.domain.renewal.facts import CallBegun, SeenAtWork
from certbind.domain.renewal.order import (
    Order,
    OrderCall,
    OrderKind,
    OrderStage,
    Renewable,
    ValidationRecord,
    yields_another,
)
from certbind.domain.renewal.situation import LineDecision, LineSituation
from certbind.domain.renewal.state import (
    CEILING,
    UNDER_WAY,
    BegunCall,
    LinePhase,
    LineState,
    LineTrouble,
    WrittenRecord,
)
from certbind.domain.renewal.validation import Found
from certbind.domain.words.index import WORDS
from tests.fakes.clock import NOON

NEW = CertificateId(2, "cn-hangzhou")
ONE = Renewable(
    CertificateId(1, "cn-hangzhou"),
    ("www.shop.example",),
    NOON - timedelta(days=70),
    NOON + timedelta(days=20),
    "cas-ivauto-1",
)
FAR = replace(ONE, not_after=NOON + timedelta(days=200))
ENDING = replace(ONE, not_after=NOON + timedelta(days=2))
RECORD = ValidationRecord("www.shop.example", "TXT", "_dnsauth.www.shop.example", "v")
IDLE = Order(OrderKind.INSTANCE, latest=ONE.id, latest_end=ONE.not_after)
RENEWED = replace(IDLE, latest=NEW, latest_end=NOON + timedelta(days=90))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PASSING = LineTrouble("throttled", retryable=True, ago=MINUTE)
STATES = [
    LineState(
        ONE,
        phase,
        since,
        BegunCall(OrderCall.APPLY, answer_lost=lost, ago=since)
        if phase is LinePhase.BEGUN
        else None,
        orders=(HOUR,) * orders,
        trouble=trouble,
        issued=NEW if phase is LinePhase.DONE else None,
    )
    for phase, since, lost, orders, trouble in product(
        LinePhase, (MINUTE, 30 * HOUR), (False, True), (0, CEILING), (None, PASSING)
    )
]
ORDERS: list[Order | None] = [
    None,
    *(replace(IDLE, stage=stage) for stage in OrderStage),
    *(
        Order(OrderKind.PACKAGE, stage, number=7, left=left)
        for stage in OrderStage
        for left in (0, 1)
    ),
    *(Order(kind) for kind in (OrderKind.TEST, OrderKind.UPLOAD, OrderKind.UNKNOWN)),
    replace(IDLE, auto_reissue=True),
    replace(IDLE, own_csr=True),
    RENEWED,
]


def test_over_every_combination_a_call_is_made_only_where_all_allows_it() -> None:
    """Total, always a word of the catalogue; and what it would record can be recorded."""
    calls = 0
    for before, order, one, named in product(STATES, ORDERS, (ONE, FAR, ENDING), (True, False)):
        state = replace(before, certificate=one)
        decision = decide(LineSituation(one, state, order, named, NOON))
        assert decision.word in WORDS
        assert decision.detail
        if decision.fact is not None:
            advance(state, decision.fact)
        if decision.call is None:
            continue
        calls += 1
        assert named
        assert one is not FAR or state.phase in UNDER_WAY
        assert order is not None
        assert order.stage in (OrderStage.IDLE, OrderStage.REFUSED)
        assert not order.auto_reissue
        assert not yields_another(order, one)
        assert order.kind in (OrderKind.INSTANCE, OrderKind.PACKAGE)
        assert order.kind is OrderKind.INSTANCE or order.left != 0
        assert state.begun is None
        assert state.trouble is None
        assert len(state.orders) < CEILING
        assert state.phase in (LinePhase.RESTING, LinePhase.UPDATED, LinePhase.FAILED)
        advance(state, CallBegun(decision.call))
    assert calls > 10


def test_every_check_speaks_somewhere() -> None:
    """A check that never speaks would be one that nothing tries."""
    lines = [
        LineSituation(one, replace(state, certificate=one), order, named, NOON)
        for state, order, one, named in product(STATES, ORDERS, (ONE, FAR), (True, False))
    ]
    mine = WrittenRecord("shop.example", "_dnsauth.www", "TXT", "v", "1")
    lines.append(
        LineSituation(ONE, LineState(ONE, written=(mine,)), IDLE, True, NOON, standing=())
    )
    silent = [check.__name__ for check in CHECKS if not any(check(line) for line in lines)]
    assert silent == []


def told(
    state: LineState | None = None,
    order: Order | None = IDLE,
    *,
    one: Renewable = ONE,
    named: bool = True,
    found: tuple[Found, ...] | None = None,
) -> LineDecision:
    state = LineState(one) if state is None else state
    return decide(LineSituation(one, state, order, named, NOON, found))


@pytest.mark.parametrize(
    ("decision", "word", "tone", "said"),
    [
        (told(one=FAR), "not_due", Tone.WELL, "due from 2027-05-13 on"),
        (told(named=False), "renewal_due", Tone.PERSON, "would order by UpdateInstance"),
        (told(named=False, order=None), "renewal_due", Tone.PERSON, "`certbind plan` says what"),
        (told(order=None), "renewal_due", Tone.WAITS, "ordered next"),
        (told(), "renewal_due", Tone.WAITS, "UpdateInstance takes one application on instance"),
        (
            told(order=Order(OrderKind.PACKAGE, product="p", left=3)),
            "renewal_due",
            Tone.WAITS,
            "CreateCertificateForPackageRequest takes one of 3 left of the quota of p",
        ),
        (
            told(order=Order(OrderKind.PACKAGE, validation="OV", product="p", left=3)),
            "renewal_due",
            Tone.WAITS,
            "RenewCertificateOrderForPackageRequest",
        ),
        (told(order=replace(IDLE, auto_reissue=True)), "renewing", Tone.WAITS, "AutoReissue"),
        (
            told(order=replace(IDLE, auto_reissue=True), one=ENDING),
            "renewal_late",
            Tone.PERSON,
            "should have renewed it by itself",
        ),
        (
            told(order=replace(IDLE, auto_reissue=True, stage=OrderStage.VALIDATING)),
            "renewing",
            Tone.WAITS,
            "under way",
        ),
        (
            told(order=replace(IDLE, stage=OrderStage.PAYED, number=9, product="p")),
            "not_applied",
            Tone.PERSON,
            "order 9 of p is renewed and waits",
        ),
        (
            told(LineState(ONE, orders=(HOUR,) * CEILING)),
            "order_ceiling",
            Tone.WAITS,
            "the next may be in 23 h",
        ),
        (told(LineState(ONE, trouble=PASSING)), "throttled", Tone.WAITS, "the next is in 14 min"),
        (
            told(LineState(ONE, trouble=replace(PASSING, word="arrears", retryable=False))),
            "arrears",
            Tone.PERSON,
            "the next is in 59 min",
        ),
        (
            told(LineState(ONE, LinePhase.DONE, issued=NEW)),
            "renewal_failed",
            Tone.PERSON,
            "CAS shows it no more (revoked?)",
        ),
        (
            told(LineState(ONE, LinePhase.DONE, issued=NEW), None),
            "renewed",
            Tone.WELL,
            "2-cn-hangzhou was issued after it",
        ),
        (
            told(LineState(ONE, said="cannot_renew", told="it was refunded"), None),
            "cannot_renew",
            Tone.PERSON,
            "it was refunded",
        ),
        (
            told(LineState(ONE, LinePhase.VALIDATING, said="validation_missing", told="x"), None),
            "validation_missing",
            Tone.PERSON,
            "x",
        ),
        (
            told(LineState(ONE, LinePhase.UPDATED, timedelta(seconds=5), is_updated=True)),
            "renewing",
            Tone.WAITS,
            "under way",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "_" in value else "",
)
def test_the_first_check_that_speaks_gives_the_word(
    decision: LineDecision, word: str, tone: Tone, said: str
) -> None:
    assert (decision.word, decision.tone) == (word, tone)
    assert said in decision.detail


@pytest.mark.parametrize(
    ("validation", "days", "usual", "late"),
    [
        ("DV", 0.4, None, False),
        ("DV", 0.6, None, True),
        ("OV", 6, None, False),
        ("OV", 8, None, True),
        ("EV", 13, None, False),
        ("EV", 15, None, True),
        ("DV", 3, timedelta(days=2), False),
        ("DV", 5, timedelta(days=2), True),
    ],
)
def test_what_takes_longer_than_is_usual_is_late(
    validation: str, days: float, usual: timedelta | None, *, late: bool
) -> None:
    state = LineState(ONE, LinePhase.ORDERED, timedelta(days=days))
    order = replace(IDLE, stage=OrderStage.CHECKING, validation=validation, usual=usual)
    decision = told(state, order)
    assert (decision.word == "renewal_late") is late
    assert isinstance(decision.fact, SeenAtWork)


@pytest.mark.parametrize(
    ("records", "values", "word", "said"),
    [
        ((RECORD,), (), "validation_missing", "nothing is there: create it"),
        ((RECORD,), ("v",), "renewing", "are there"),
        ((RECORD,), ("w", "V."), "renewing", "are there"),
        ((RECORD,), ("w",), "validation_conflict", "w is there: set the value"),
        ((RECORD,), None, "renewing", "nobody could look for TXT"),
        (
            (replace(RECORD, kind="FILE", name="http://x/y"),),
            None,
            "validation_missing",
            "serve it",
        ),
    ],
)
def test_records_are_judged(
    records: tuple[ValidationRecord, ...], values: tuple[str, ...] | None, word: str, said: str
) -> None:
    order = replace(IDLE, stage=OrderStage.VALIDATING, records=records)
    found = tuple(Found(one, values) for one in records)
    decision = told(order=order, found=found)
    assert decision.word == word
    assert said in decision.detail


def test_a_wrong_value_is_told_before_a_missing_one() -> None:
    other = replace(RECORD, name="_dnsauth.shop.example", host="_dnsauth", root="shop.example")
    order = replace(IDLE, stage=OrderStage.VALIDATING, records=(other, RECORD))
    found = (Found(other, ()), Found(RECORD, ("w",)))
    assert told(order=order, found=found).word == "validation_conflict"
    missing = told(order=order, found=(Found(other, ()), Found(RECORD, ("v",))))
    assert "(host record _dnsauth of shop.example)" in missing.detail


def test_a_stale_answer_is_no_new_certificate() -> None:
    older = replace(IDLE, latest=CertificateId(9, "cn-hangzhou"), latest_end=NOON)
    assert told(order=older).word == "renewal_due"


@pytest.mark.parametrize(
    ("scope", "names", "named"),
    [
        (None, ("a.example",), True),
        ((), ("a.example",), False),
        ((Domain("www.shop.example"),), ("*.shop.example",), True),
        ((Domain("www.shop.example"),), ("shop.example", "www.shop.example"), True),
        ((Domain("www.shop.example"),), ("shop.example",), False),
        ((Domain("a.www.shop.example"),), ("*.shop.example",), False),
        ((Domain(".shop.example"),), ("*.shop.example",), True),
    ],
)
def test_a_name_means_the_certificate_that_serves_it(
    scope: tuple[Domain, ...] | None, names: tuple[str, ...], *, named: bool
) -> None:
    assert is_named(scope, names) is named


def test_keys_of_lines() -> None:
    assert ONE.key_by_instance == "cas-ivauto-1"
    assert replace(ONE, instance_id="../x").key_by_instance == ""
    same = replace(ONE, id=NEW, names=tuple(reversed(ONE.names)))
    assert same.key_by_names == ONE.key_by_names
    abroad = replace(ONE, id=CertificateId(1, "ap-southeast-1"))
    assert abroad.key_by_names != ONE.key_by_names
    assert replace(ONE, names=("other.example",)).key_by_names != ONE.key_by_names


@pytest.mark.parametrize("order", [None, RENEWED], ids=["journal", "CAS"])
def test_what_was_issued_and_is_lost_is_a_persons(order: Order | None) -> None:
    state = LineState(ONE, LinePhase.DONE, issued=NEW)
    line = LineSituation(ONE, state, order, True, NOON)
    assert decide(line).word == "renewed"
    lost = decide(replace(line, is_lost=True))
    assert (lost.word, lost.tone, lost.fact) == ("renewal_failed", Tone.PERSON, None)
    assert "2-cn-hangzhou was issued after it, and CAS shows it no more" in lost.detail
