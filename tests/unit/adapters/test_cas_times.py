"""The forms in which CAS writes a moment."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from certbind.adapters.cas.times import read_day, read_epoch

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
SECONDS = int(NOON.timestamp())


@pytest.mark.parametrize(
    "value",
    [
        SECONDS,
        str(SECONDS),
        SECONDS * 1000,
        f"{SECONDS}000",
    ],
)
def test_seconds_and_milliseconds_are_the_same_moment(value: object) -> None:
    assert read_epoch(value) == NOON


@pytest.mark.parametrize("value", [None, "", 0, -5, SECONDS * 10_000, "soon", True, 1.5])
def test_what_is_no_epoch_is_told_apart(value: object) -> None:
    assert read_epoch(value) is None


def test_fourteen_digits_are_no_epoch_in_any_unit() -> None:
    assert read_epoch(10**13) is None
    assert read_epoch(10**13 - 1) is not None


def test_a_day_is_its_first_moment_in_beijing() -> None:
    assert read_day("2026-11-24") == datetime(2026, 11, 23, 16, tzinfo=timezone.utc)


@pytest.mark.parametrize("value", [None, "", "24.11.2026", "2026-02-30", 20261124])
def test_what_is_no_day_is_told_apart(value: object) -> None:
    assert read_day(value) is None
