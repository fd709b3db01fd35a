"""What of one look is held against the certificate that certbind bound."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.domain.decide.evidence import is_proof, read_look
from certbind.domain.lifecycle.facts import LookResult
from certbind.domain.lifecycle.state import DomainState, Look, Ours, Purpose, Why
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.situation.situation import Served
from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.verdict import AddressVerdict, Match, Outcome
from tests.fakes.situations import UNSEEN, WELL, look

OURS = Ours(7, Purpose.AUTOMATIC, was_good=True)
LATE, EARLY = (Look(Why.BOUND, spent=timedelta(minutes=minutes)) for minutes in (5, 4))
STATE = DomainState(ours=OURS, look=LATE)
_LEAF = look(Outcome.ALL_NEW).verdict.addresses[0].served


def served(outcome: Outcome, *addresses: AddressVerdict) -> Served:
    told = look(outcome)
    numbered = (replace(one, address=f"192.0.2.{n}") for n, one in enumerate(addresses))
    return replace(told, verdict=replace(told.verdict, addresses=tuple(numbered)))


def at(match: Match | None, *kinds: FaultClass) -> AddressVerdict:
    leaf = None if match is None else _LEAF
    return AddressVerdict("", leaf, match, tuple(Fault(kind) for kind in kinds))


BAD = at(Match.NEW, FaultClass.BAD_SIGNATURE)
SOUND = at(Match.NEW)
OLD_ONE = at(Match.OLD)
STRANGE = at(Match.OTHER, FaultClass.WRONG_LEAF, FaultClass.NAME_MISMATCH)
SOUND_STRANGE = at(Match.OTHER, FaultClass.WRONG_LEAF)
NONE = at(None, FaultClass.SERVER_ERROR)
DARK = at(None, FaultClass.CONNECT_TIMEOUT)
FAR = at(None, FaultClass.NO_ROUTE)
OF_SERVER = at(Match.NEW, FaultClass.CLIENT_CERT_WANTED)


@pytest.mark.parametrize(
    ("addresses", "blames"),
    [
        ((BAD,), True),
        ((BAD, SOUND), True),
        ((BAD, SOUND, SOUND), False),
        ((BAD, DARK), True),
        ((BAD, DARK, DARK), False),
        ((BAD, FAR, FAR, FAR), True),
        ((BAD, OLD_ONE), True),
        ((BAD, OLD_ONE, OLD_ONE), False),
        ((OF_SERVER,), False),
    ],
)
def test_half_of_the_addresses_within_reach_must_refuse_it(
    addresses: tuple[AddressVerdict, ...],
    blames: bool,
) -> None:
    fact = read_look(served(Outcome.BROKEN, *addresses), STATE)
    assert fact.blames is blames
    assert fact.result is LookResult.BROKEN


@pytest.mark.parametrize(
    ("outcome", "addresses", "result"),
    [
        (Outcome.OLD, (NONE, NONE), LookResult.BROKEN),
        (Outcome.OTHER, (STRANGE, STRANGE), LookResult.BROKEN),
        (Outcome.PARTLY, (NONE, SOUND), LookResult.BROKEN),
        (Outcome.OLD, (OLD_ONE, OLD_ONE), LookResult.NOT_YET),
        (Outcome.OTHER, (SOUND_STRANGE,), LookResult.NOT_YET),
        (Outcome.OLD, (NONE, OLD_ONE, OLD_ONE), LookResult.NOT_YET),
    ],
)
def test_edges_that_cannot_serve_it_count_when_they_had_time(
    outcome: Outcome, addresses: tuple[AddressVerdict, ...], result: LookResult
) -> None:
    seen = served(outcome, *addresses)
    fact = read_look(seen, STATE)
    assert (fact.result, fact.blames) == (result, result is LookResult.BROKEN)
    for state in (
        replace(STATE, look=EARLY),
        replace(STATE, look=None),
        replace(STATE, look=replace(LATE, why=Why.SUSPECT)),
        replace(STATE, look=replace(LATE, was_off=True)),
        replace(STATE, ours=replace(OURS, was_good=False)),
        replace(STATE, ours=None),
    ):
        assert read_look(seen, state).result is LookResult.NOT_YET
    assert read_look(seen).result is LookResult.NOT_YET


def test_a_prober_that_saw_nothing_blames_nobody() -> None:
    for seen in (UNSEEN, served(Outcome.UNREACHABLE, DARK), served(Outcome.UNREACHABLE, FAR)):
        fact = read_look(seen, STATE)
        assert (fact.result, fact.blames) == (LookResult.NOT_SEEN, False)


def test_what_is_served_elsewhere_blames_nobody() -> None:
    away = Finding(Reason.DNS_ELSEWHERE, "DNS sends visitors to x")
    fact = read_look(replace(served(Outcome.BROKEN, BAD), elsewhere=away), STATE)
    assert (fact.result, fact.blames) == (LookResult.NOT_SEEN, False)


def test_the_first_domain_is_held_to_what_would_have_been_asked_before_binding() -> None:
    """Browsers take a CA as a leaf; certbind would not have bound it."""
    address = replace(SOUND, advice=(Fault(FaultClass.LEAF_IS_CA, "it may sign others"),))
    seen = served(Outcome.ALL_NEW, address)
    assert read_look(seen, STATE).result is LookResult.GOOD
    fact = read_look(seen, replace(STATE, ours=replace(OURS, is_canary=True)))
    assert (fact.result, fact.reason, fact.blames) == (LookResult.BROKEN, "leaf_is_ca", True)
    assert "would not have been bound: leaf_is_ca" in fact.text
    assert not is_proof(seen)
    assert is_proof(WELL)
    assert not is_proof(look(Outcome.SOUND)), "nobody could tell which one is served"
