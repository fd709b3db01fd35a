"""Resolvers that turn their answers round, lie, or answer half."""

from __future__ import annotations

from certbind.adapters.edge.lookup import LOOKUP_SECONDS, Lookup
from certbind.adapters.edge.rounds import ROUNDS, OverRounds
from certbind.domain.trust.observation import Family, Resolution

NAME = "www.example.com"
FAILED = Lookup(Resolution.TEMPORARY)
UNKNOWN = Lookup(Resolution.NXDOMAIN)


def told(*addresses: str, unanswered: tuple[Family, ...] = ()) -> Lookup:
    return Lookup(Resolution.RESOLVED, addresses, (), unanswered)


class Told:
    """Answers with one after the other, the last one again and again."""

    def __init__(self, *answers: Lookup) -> None:
        self.answers = list(answers)
        self.asked = 0

    def resolve(self, name: str) -> Lookup:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def over(*answers: Lookup) -> tuple[Lookup, int]:
    resolver = Told(*answers)
    found = OverRounds(resolver, lambda: 0.0).resolve(NAME)
    return found, resolver.asked


def test_answers_that_are_turned_round_are_put_together() -> None:
    found, asked = over(told("192.0.2.1"), told("192.0.2.2", "192.0.2.1"), told("192.0.2.2"))
    assert found == told("192.0.2.1", "192.0.2.2")
    assert asked == 3


def test_an_answer_that_stays_is_asked_for_twice() -> None:
    assert over(told("192.0.2.1")) == (told("192.0.2.1"), 2)


def test_one_that_tells_ever_more_is_asked_so_many_times() -> None:
    answers = [told(f"192.0.2.{n}") for n in range(20)]
    found, asked = over(*answers)
    assert (len(found.addresses), asked) == (ROUNDS, ROUNDS)


def test_a_name_without_an_address_is_not_asked_for_again() -> None:
    for one in (FAILED, UNKNOWN):
        assert over(one, told("192.0.2.1")) == (one, 1)


def test_a_round_that_fails_or_denies_takes_no_address_away() -> None:
    for one in (FAILED, UNKNOWN):
        assert over(told("192.0.2.1"), one) == (told("192.0.2.1"), 2)


def test_half_an_answer_is_whole_when_a_later_round_has_the_other_half() -> None:
    half = told("192.0.2.1", unanswered=(Family.IPV6,))
    assert over(half, told("192.0.2.1", "2001:db8::1"))[0] == told("192.0.2.1", "2001:db8::1")
    assert over(half, half) == (half, 2)
    assert over(half, FAILED)[0] == half


def test_no_round_begins_late() -> None:
    moments = iter([0.0, LOOKUP_SECONDS / 2])
    resolver = Told(told("192.0.2.1"))
    OverRounds(resolver, lambda: next(moments)).resolve(NAME)
    assert resolver.asked == 1
