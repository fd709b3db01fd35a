"""Alidns through an SDK: its zones, records and refusals, and what the name server answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import dns.resolver
import pytest
from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

from localcloud.acts.zones import Zones
from localcloud.switches import SWITCHES
from localcloud.world import LocalCloud

ZONE, NAME = "shop.example", "_dnsauth.www.shop.example"
HOST, TOKEN = "_dnsauth.www", "3b1f5c9d"


class Dns:
    """The account's owner, the world, and somebody who asks DNS."""

    def __init__(self, world: LocalCloud) -> None:
        self.world = world
        self.acts = Zones(world)
        self.root = world.kernel.credentials.root

    def call(self, action: str, key: Any = None, **parameters: Any) -> Any:
        key = key or self.root
        if key.token:
            client = AcsClient(
                region_id="cn-hangzhou",
                credential=StsTokenCredential(key.key_id, key.secret, key.token),
            )
        else:
            client = AcsClient(key.key_id, key.secret, "cn-hangzhou")
        request = CommonRequest(version="2015-01-09", action_name=action)
        request.set_domain(urlsplit(self.world.env()["ALIDNS_ENDPOINT"]).netloc)
        request.set_protocol_type("http")
        for name, value in parameters.items():
            request.add_query_param(name, value)
        return json.loads(client.do_action_with_exception(request))

    def refused(self, action: str, key: Any = None, **parameters: Any) -> str:
        with pytest.raises(ServerException) as caught:
            self.call(action, key, **parameters)
        return str(caught.value.get_error_code())

    def add(self, value: str = TOKEN, kind: str = "TXT", host: str = HOST, **more: Any) -> str:
        wanted = {"DomainName": ZONE, "RR": host, "Type": kind, "Value": value, **more}
        return str(self.call("AddDomainRecord", **wanted)["RecordId"])

    def seen(self, name: str = NAME, kind: str = "TXT") -> list[str]:
        """() where there is nothing."""
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], self.world.dns.port
        try:
            answer = resolver.resolve(name, kind, raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN:
            return []
        return sorted(one.to_text().strip('"') for one in answer.rrset or ())

    def listed(self, name: str = NAME) -> list[dict[str, Any]]:
        answer = self.call("DescribeSubDomainRecords", SubDomain=name, DomainName=ZONE)
        return list(answer["DomainRecords"]["Record"])


@pytest.fixture(scope="module")
def world() -> Iterator[LocalCloud]:
    with LocalCloud(strict_roles=True) as made:
        yield made


@pytest.fixture
def zone(world: LocalCloud) -> Iterator[Dns]:
    """An account with one zone, in a world that all tests share."""
    found = Dns(world)
    found.acts.add(ZONE)
    yield found
    found.acts.delay(0)
    for held in world.alidns.zones():
        found.acts.drop(held.name)
    for name, (reading, *_) in SWITCHES.items():
        world.switches.set(name, reading)


def test_a_record_is_written_answered_changed_and_deleted(zone: Dns) -> None:
    made = zone.add()
    (row,) = zone.listed()
    assert (row["RecordId"], row["RR"], row["Type"], row["Value"]) == (made, HOST, "TXT", TOKEN)
    assert (row["TTL"], row["Line"], row["Status"], row["Locked"]) == (
        600,
        "default",
        "ENABLE",
        False,
    )
    assert zone.seen() == [TOKEN]
    assert zone.refused("AddDomainRecord", **_wanted()) == "DomainRecordDuplicate"
    second = zone.add("another")
    assert zone.seen() == sorted([TOKEN, "another"])
    changed = {**_wanted("third"), "RecordId": second}
    del changed["DomainName"]
    zone.call("UpdateDomainRecord", **changed)
    assert zone.refused("UpdateDomainRecord", **changed) == "DomainRecordDuplicate"
    assert zone.seen() == sorted([TOKEN, "third"])
    zone.call("SetDomainRecordStatus", RecordId=second, Status="Disable")
    assert zone.seen() == [TOKEN]
    assert [one["Status"] for one in zone.listed()] == ["DISABLE", "ENABLE"]
    info = zone.call("DescribeDomainRecordInfo", RecordId=second)
    assert (info["Value"], info["DomainName"]) == ("third", ZONE)
    zone.call("DeleteDomainRecord", RecordId=made)
    assert zone.seen() == []
    assert zone.refused("DeleteDomainRecord", RecordId=made) == "DomainRecordNotBelongToUser"
    gone = zone.call("DeleteSubDomainRecords", DomainName=ZONE, RR=HOST)
    assert (gone["TotalCount"], zone.listed()) == ("1", [])


def _wanted(value: str = TOKEN) -> dict[str, str]:
    return {"DomainName": ZONE, "RR": HOST, "Type": "TXT", "Value": value}


def test_what_conflicts_or_is_not_well_formed_is_refused(zone: Dns) -> None:
    zone.add("dcv.example.net", "CNAME")
    assert zone.refused("AddDomainRecord", **_wanted()) == "DomainRecordConflict"
    assert zone.seen(kind="CNAME") == ["dcv.example.net."]
    for changed, code in (
        ({"RR": "-a"}, "InvalidRR.Format"),
        ({"Type": "NULL"}, "InvalidRR.Type"),
        ({"Type": "MX"}, "NotBuiltInLocalCloud"),
        ({"TTL": 5}, "InvalidTTL"),
        ({"DomainName": "other.example"}, "InvalidDomainName.NoExist"),
        ({"DomainName": "example"}, "InvalidDomainName.Format"),
    ):
        assert zone.refused("AddDomainRecord", **{**_wanted(), **changed}) == code
    zone.world.switches.set("alidns.unknown_zone_code", "IncorrectDomainUser")
    assert zone.refused("DescribeDomainInfo", DomainName="o.example") == "IncorrectDomainUser"
    zone.world.switches.set("alidns.status_word", "Enable")
    assert [one["Status"] for one in zone.listed()] == ["Enable"]


def test_zones_are_listed_by_pages_and_found_by_name(zone: Dns) -> None:
    for name in ("a.shop.example", "other.example"):
        zone.acts.add(name)
    first = zone.call("DescribeDomains", PageSize=2)
    assert (first["TotalCount"], len(first["Domains"]["Domain"])) == (3, 2)
    second = zone.call("DescribeDomains", PageSize=2, PageNumber=2)
    assert [one["DomainName"] for one in second["Domains"]["Domain"]] == [ZONE]
    exact = zone.call("DescribeDomains", KeyWord=ZONE, SearchMode="EXACT")
    assert exact["TotalCount"] == 1
    assert zone.refused("DescribeDomains", PageSize=101) == "InvalidParameter"
    info = zone.call("DescribeDomainInfo", DomainName=ZONE)
    assert info["DnsServers"]["DnsServer"] == ["dns7.hichina.com", "dns8.hichina.com"]
    main = zone.call("GetMainDomainName", InputString="www.a.shop.example")
    assert (main["DomainName"], main["RR"]) == ("a.shop.example", "www")
    for value in ("1", "2", "3"):
        zone.add(value)
    newest = zone.call("DescribeDomainRecords", DomainName=ZONE, PageSize=2, ValueKeyWord="")
    assert [one["Value"] for one in newest["DomainRecords"]["Record"]] == ["3", "2"]


def test_changes_reach_the_name_servers_after_the_delay(zone: Dns) -> None:
    zone.acts.delay(60)
    made = zone.add()
    assert (zone.seen(), len(zone.listed())) == ([], 1)
    zone.world.advance(timedelta(seconds=61))
    assert zone.seen() == [TOKEN]
    zone.call("DeleteDomainRecord", RecordId=made)
    assert (zone.seen(), zone.listed()) == ([TOKEN], [])
    zone.world.advance(timedelta(seconds=61))
    assert zone.seen() == []


def test_only_a_delegated_zone_is_answered_for(zone: Dns) -> None:
    zone.add()
    assert zone.seen(ZONE, "NS") == ["dns7.hichina.com.", "dns8.hichina.com."]
    zone.acts.delegate(ZONE, elsewhere=True)
    assert zone.seen() == []
    assert zone.seen(ZONE, "NS") == ["ns1.elsewhere.invalid.", "ns2.elsewhere.invalid."]
    made = zone.call("AddDomain", DomainName="new.example")
    assert made["DnsServers"]["DnsServer"] == ["dns7.hichina.com", "dns8.hichina.com"]
    assert zone.seen("new.example", "NS") == ["ns1.elsewhere.invalid.", "ns2.elsewhere.invalid."]
    assert zone.refused("AddDomain", DomainName="new.example") == "InvalidDomainName.Duplicate"


def test_what_the_world_points_by_hand_is_answered_beside_it(zone: Dns) -> None:
    zone.world.dns.set_a("www.shop.example", "127.0.0.9")
    zone.add("127.0.0.8", "A", "*.wild")
    zone.add()
    assert zone.seen("www.shop.example", "A") == ["127.0.0.9"]
    assert zone.seen("x.wild.shop.example", "A") == ["127.0.0.8"]
    assert (zone.seen("shop.example"), zone.seen("no.shop.example", "A")) == ([], [])
    assert zone.seen() == [TOKEN]
    zone.world.dns.remove("www.shop.example")


def test_locked_records_stay_and_changes_that_follow_at_once_may_be_refused(zone: Dns) -> None:
    made = zone.add()
    model = zone.world.alidns
    held = model.record(made)
    assert held is not None
    model._records[made] = {**held.to_json(), "locked": True}
    assert zone.refused("DeleteDomainRecord", RecordId=made) == "Forbidden.RecordLocked"
    assert zone.call("DeleteSubDomainRecords", DomainName=ZONE, RR=HOST)["TotalCount"] == "0"
    zone.world.switches.set("alidns.last_operation", "lingers")
    zone.world.advance(timedelta(seconds=2))
    zone.add("second")
    assert zone.refused("AddDomainRecord", **_wanted("third")) == "LastOperationNotFinished"
    zone.world.advance(timedelta(seconds=2))
    assert zone.add("third")


def test_a_role_may_be_held_to_one_zone(zone: Dns) -> None:
    zone.acts.add("other.example")
    account = zone.world.kernel.credentials.account_id
    document = {
        "Version": "1",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["alidns:AddDomainRecord", "alidns:DeleteDomainRecord"],
                "Resource": f"acs:alidns:*:{account}:domain/{ZONE}",
            }
        ],
    }
    zone.world.ram.set_role("writer", [json.dumps(document)])
    key = zone.world.kernel.credentials.issue_role_key("writer/c-1")
    made = zone.call("AddDomainRecord", key, **_wanted())["RecordId"]
    other = {**_wanted(), "DomainName": "other.example"}
    assert zone.refused("AddDomainRecord", key, **other) == "Forbidden.RAM"
    foreign = zone.call("AddDomainRecord", **other)["RecordId"]
    assert zone.refused("DeleteDomainRecord", key, RecordId=foreign) == "Forbidden.RAM"
    assert zone.refused("DescribeDomains", key) == "Forbidden.RAM"
    assert zone.refused("DescribeDomainInfo", key, DomainName=ZONE) == "Forbidden.RAM"
    zone.call("DeleteDomainRecord", key, RecordId=made)
