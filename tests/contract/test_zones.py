"""What every port of the account's own DNS does: the fake, and Alidns of the local cloud."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import pytest

from certbind.adapters.alidns.errors import ERRORS
from certbind.adapters.alidns.zones import AlidnsZones
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.adapters.edge.records import DnsRecords
from certbind.domain.renewal.state import WrittenRecord
from certbind.errors import BusyError, CloudError, ConflictError, NotFoundError, RejectedError
from certbind.ports.dns import DnsZones, RecordLookup
from localcloud.acts.zones import Zones
from localcloud.world import LocalCloud
from tests.contract.wired import Wired
from tests.fakes import FakeRecords, FakeZones

ZONE, HOST = "shop.example", "_dnsauth.www"
NAME = f"{HOST}.{ZONE}"
MINE = WrittenRecord(ZONE, HOST, "TXT", "v")


class Subject(Protocol):
    """Zones with the world around them."""

    port: DnsZones
    dns: RecordLookup

    def hold(self, zone: str) -> None:
        """A zone of the account."""

    def put(self, kind: str, value: str) -> None:
        """Another hand writes a record."""


class FakeSubject:
    def __init__(self) -> None:
        records = FakeRecords()
        self.dns: RecordLookup = records
        self.fake = FakeZones(records)
        self.port: DnsZones = self.fake

    def hold(self, zone: str) -> None:
        self.fake.hold(zone)

    def put(self, kind: str, value: str) -> None:
        self.fake.put(ZONE, HOST, kind, value)


class CloudSubject:
    def __init__(self, wired: Wired) -> None:
        self.cloud = wired.cloud
        self.port: DnsZones = zones_of(wired)
        self.dns: RecordLookup = DnsRecords(wired.settings.probe.dns_server)

    def hold(self, zone: str) -> None:
        Zones(self.cloud).add(zone)

    def put(self, kind: str, value: str) -> None:
        Zones(self.cloud).record(NAME, kind, value)


def zones_of(wired: Wired, *named: str) -> AlidnsZones:
    api = OpenApi(
        "alidns", wired.settings.endpoints.alidns, wired.settings.credentials, errors=ERRORS
    )
    return AlidnsZones(api, wired.retry, named or None)


@pytest.fixture(params=["fake", "local cloud"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        return FakeSubject()
    return CloudSubject(request.getfixturevalue("wired"))


def test_the_innermost_zone_is_found(subject: Subject) -> None:
    assert subject.port.zone_of("_dnsauth.other.example") is None
    for zone in (ZONE, f"a.{ZONE}"):
        subject.hold(zone)
    outer, inner = subject.port.zone_of(NAME), subject.port.zone_of(f"x.a.{ZONE}")
    assert outer is not None
    assert inner is not None
    assert (outer.name, inner.name) == (ZONE, f"a.{ZONE}")
    assert outer.host_of(NAME) == HOST
    named = subject.dns.values(ZONE, "NS")
    assert named is not None
    assert set(named) == set(outer.servers)
    assert subject.port.zone_of(f"not{ZONE}") is None


def test_a_record_is_written_shown_and_taken_away_by_its_id(subject: Subject) -> None:
    subject.hold(ZONE)
    subject.put("TXT", "another's")
    made = subject.port.add(MINE)
    with pytest.raises(ConflictError):
        subject.port.add(MINE)
    standing = subject.port.standing(ZONE, HOST)
    assert {one.value for one in standing} == {"v", "another's"}
    (own,) = (one for one in standing if one.id == made)
    assert own.is_like("TXT", "v")
    assert own.is_on
    assert set(subject.dns.values(NAME, "TXT") or ()) == {"v", "another's"}
    subject.port.remove(replace(MINE, id=made))
    assert [one.value for one in subject.port.standing(ZONE, HOST)] == ["another's"]
    assert subject.dns.values(NAME, "TXT") == ("another's",)
    subject.port.remove(replace(MINE, id=made))
    assert subject.port.standing(ZONE, "_dnsauth") == ()


def test_a_zone_that_is_not_there_holds_nothing(subject: Subject) -> None:
    subject.hold("other.example")
    with pytest.raises(NotFoundError):
        subject.port.standing(ZONE, HOST)


def refused(call: object) -> type[CloudError]:
    with pytest.raises(CloudError) as caught:
        call()  # type: ignore[operator]
    return type(caught.value)


def test_alidns_itself(wired: Wired) -> None:
    """Both codes of a zone that is not there, a zone that is busy or not named, what conflicts."""
    cloud: LocalCloud = wired.cloud
    acts = Zones(cloud)
    acts.add(ZONE)
    cloud.switches.set("alidns.unknown_zone_code", "IncorrectDomainUser")
    assert zones_of(wired).zone_of("_dnsauth.other.example") is None
    assert zones_of(wired, "other.example").zone_of(NAME) is None
    assert zones_of(wired, ZONE).zone_of(NAME) is not None
    port = zones_of(wired)
    cloud.switches.set("alidns.status_word", "Enable")
    made = port.add(MINE)
    held = cloud.alidns.record(made)
    assert held is not None
    cloud.alidns.switch(held, on=False)
    (row,) = port.standing(ZONE, HOST)
    assert not row.is_on
    cloud.alidns.switch(held, on=True)
    assert (
        refused(lambda: port.add(replace(MINE, kind="CNAME", value="x.example"))) is RejectedError
    )
    cloud.switches.set("alidns.last_operation", "lingers")
    assert refused(lambda: port.add(replace(MINE, value="w"))) is BusyError
    assert refused(lambda: port.remove(replace(MINE, id=made))) is BusyError
    assert zones_of(wired).zone_of("www.x") is None, "no zone has such a name"
