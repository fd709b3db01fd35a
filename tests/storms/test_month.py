"""A month of any failure makes no storm: messages and letters are bounded by domains."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.storms.month import FAILURES, MONTH, Failure, Month

DOMAINS = 2
TIMERS = 2
ONCE = 8
"""Messages a domain until the sweep is left with it: the first, and seven tries or looks."""

A_DAY = 1
"""Messages a domain that a sweep sends in a day, for what a person has to mend."""

BY_NAME = {failure.name: failure for failure in FAILURES}


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.name)
def test_an_hour_of_a_failure_makes_few_messages_and_letters(failure: Failure) -> None:
    """And when it is over, every domain is renewed within the next sweeps."""
    told = Month(failure, DOMAINS).play(timedelta(hours=1), timedelta(hours=12))
    assert told.messages <= 1 + 2 * ONCE * DOMAINS
    assert told.from_timers <= TIMERS
    assert told.from_events <= 1 + DOMAINS
    if not failure.edges_are_stuck and not failure.is_configuring:
        assert told.bound == DOMAINS


@pytest.mark.parametrize(
    "name", ["ledger not writable", "ledger versioned", "permission to write the ledger gone"]
)
def test_a_ledger_that_takes_nothing_makes_no_messages_at_all(name: str) -> None:
    told = Month(BY_NAME[name], DOMAINS).play(timedelta(hours=13))
    assert (told.messages, sum(told.letters.values())) == (0, 0)


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.name)
def test_a_month_of_a_failure_makes_letters_by_domains_not_by_time(failure: Failure) -> None:
    told = Month(failure, DOMAINS, thin=True).play(MONTH)
    assert told.from_timers <= TIMERS
    assert told.from_events <= 1 + DOMAINS
    assert told.messages <= 1 + DOMAINS * (ONCE + A_DAY * MONTH.days)
