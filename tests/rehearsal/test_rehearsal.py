"""The rehearsal: a fortnight of it over the wire, and that a bad day would be seen."""

from __future__ import annotations

import os
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from demo.rehearsal.__main__ import main
from demo.rehearsal.chart import drawn, svg
from demo.rehearsal.record import Record
from demo.rehearsal.troubles import troubles
from demo.rehearsal.year import RehearsalStage, Year


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_two_weeks_of_short_certificates_pass_without_an_outage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One is renewed by CAS, the other by certbind, which writes what the CA waits for; calls
    fail and messages are lost.
    """
    monkeypatch.setattr(os, "environ", os.environ.copy())
    with RehearsalStage(domains=2, lifetime=20) as stage:
        record = Year(stage, days=16, seed=3, step=timedelta(days=2)).play()
        (zone,) = stage.cloud.alidns.zones()
        assert stage.cloud.alidns.records(zone.name) == ()
        assert stage.cloud.kernel.calls.counts()["alidns.AddDomainRecord"] >= 1
    assert record.outages == []
    assert all(len(set(record.served[name])) > 1 for name in stage.names), "each was renewed"
    assert sum(record.orders.values()) >= 2
    assert record.letters == 0


def test_where_the_functions_are_not_built_it_stops_at_once_and_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "fc"
    monkeypatch.setattr(os, "environ", os.environ | {"CERTBIND_CODE": str(missing)})
    monkeypatch.setattr(sys, "argv", ["rehearsal", "--days", "1", "--domains", "1"])
    assert main() == 2
    told = capsys.readouterr().err
    assert f"{missing}: what the functions run is not built; build it: make stage" in told


def bad_week() -> Record:
    record = Record(("www.shop.example",), days=7)
    for day in range(7):
        record.saw("www.shop.example", day, 0 if day == 4 else 1 + day // 5, 9 - day, "has ended")
    record.bound("www.shop.example", 5)
    record.orders = Counter({3: 1})
    return record


def test_an_outage_is_counted_and_drawn() -> None:
    record = bad_week()
    assert record.outages == ["day 4: www.shop.example: has ended"]
    assert drawn(record).split()[-1] == "aaaa!bb"
    picture = ET.fromstring(svg(record, "a week & a day"))  # noqa: S314 - our own
    fills = [one.get("fill") for one in picture.iter() if one.get("height") == "14"]
    assert fills.count("#d62728") == 1
    assert "1 outages" in record.told()


def test_one_bad_address_makes_the_day_bad_whatever_the_others_serve() -> None:
    record = Record(("www.shop.example",), days=1)
    for number in (1, 0, 1):
        record.saw("www.shop.example", 0, number, 5, "no handshake")
    assert record.served["www.shop.example"] == [0]


def test_a_seed_brings_the_same_troubles_and_another_brings_others() -> None:
    assert troubles(1, 365) == troubles(1, 365)
    assert troubles(1, 365) != troubles(2, 365)
    assert {one.what for some in troubles(1, 365).values() for one in some} >= {
        "lost",
        "doubled",
        "reordered",
        "throttle",
        "lost_response",
    }
