"""Alidns's answers that are not as they should be, and the form of its calls."""

from __future__ import annotations

from typing import Any

import pytest

from certbind.adapters.alidns.zones import PERMISSIONS, AlidnsZones
from certbind.domain.renewal.state import WrittenRecord
from certbind.errors import RejectedError, UnavailableError
from tests.schemas import openapi_metadata
from tests.unit.adapters.rpc_server import Params, RpcServer
from tests.unit.adapters.scripted import once

MINE = WrittenRecord("shop.example", "@", "TXT", "v", "7")
ROW = {"RecordId": "7", "Type": "TXT", "Value": "v"}


def zones(server: RpcServer, *named: str) -> AlidnsZones:
    return AlidnsZones(server.api("alidns"), once(), named or None)


def listed(*records: object, total: object = None) -> dict[str, Any]:
    count = len(records) if total is None else total
    return {"RequestId": "R", "TotalCount": count, "DomainRecords": {"Record": list(records)}}


def everything(server: RpcServer) -> None:
    """Every call of the adapter, once at least."""
    server.answers = {
        "DescribeDomainInfo": {"DnsServers": {"DnsServer": ["DNS7.hichina.com"]}},
        "DescribeSubDomainRecords": listed(ROW),
        "AddDomainRecord": {"RequestId": "R", "RecordId": "7"},
        "DeleteDomainRecord": {"RequestId": "R", "RecordId": "7"},
    }
    subject = zones(server)
    found = subject.zone_of("shop.example")
    assert found is not None
    assert found.servers == ("dns7.hichina.com",)
    (record,) = subject.standing("shop.example", "@")
    assert record.is_on
    assert subject.add(MINE) == "7"
    subject.remove(MINE)


def test_every_call_has_the_form_of_the_official_metadata(server: RpcServer) -> None:
    official = openapi_metadata("alidns-2015-01-09")["actions"]
    everything(server)
    for params in server.requests:
        declared = {p["name"]: p["required"] for p in official[params["Action"]]["parameters"]}
        sent = set(params) & set(declared)
        assert {name for name, required in declared.items() if required} <= sent
        assert "POST" in official[params["Action"]]["method"]


def test_no_action_is_called_that_no_permission_names(server: RpcServer) -> None:
    everything(server)
    declared = {one.action for each in PERMISSIONS.values() for one in each}
    assert {f"alidns:{params['Action']}" for params in server.requests} == declared
    subject = next(p for p in server.requests if p["Action"] == "DescribeSubDomainRecords")
    assert (subject["SubDomain"], subject["DomainName"]) == ("shop.example", "shop.example")


def test_each_zone_is_asked_for_once_and_none_that_is_not_meant(server: RpcServer) -> None:
    everything(server)
    asked = [p["DomainName"] for p in server.requests if p["Action"] == "DescribeDomainInfo"]
    assert asked == ["shop.example"]
    subject = zones(server, "shop.example")
    server.requests.clear()
    for name in ("a.b.shop.example", "c.shop.example", "x.other.example"):
        subject.zone_of(name)
    assert [params["DomainName"] for params in server.requests] == ["shop.example"]


@pytest.mark.parametrize(
    "answer",
    [
        {"RequestId": "R"},
        {"RequestId": "R", "TotalCount": 1, "DomainRecords": []},
        {"RequestId": "R", "TotalCount": 1, "DomainRecords": {"Record": ["x"]}},
        {"RequestId": "R", "TotalCount": "many", "DomainRecords": {"Record": [ROW]}},
        {"RequestId": "R", "TotalCount": 1, "DomainRecords": {"Record": [{"RecordId": "7"}]}},
        listed(ROW, total=3),
    ],
)
def test_a_list_that_cannot_be_read_whole_is_never_taken_for_nothing(
    server: RpcServer, answer: object
) -> None:
    server.answers["DescribeSubDomainRecords"] = answer
    with pytest.raises(UnavailableError):
        zones(server).standing("shop.example", "@")


@pytest.mark.parametrize("answer", [{"RequestId": "R"}, {"RecordId": "7"}])
def test_a_record_without_an_id_may_have_been_written(
    server: RpcServer, answer: dict[str, str]
) -> None:
    server.answers["AddDomainRecord"] = answer
    with pytest.raises(UnavailableError):
        zones(server).add(MINE)
    assert len(server.requests) == 1, "it is never repeated"


def refuse(server: RpcServer, code: str) -> None:
    server.status = 400
    server.answers["DescribeDomainInfo"] = {"Code": code, "Message": "no", "RequestId": "R"}


@pytest.mark.parametrize(
    "code", ["InvalidDomainName.NoExist", "IncorrectDomainUser", "InvalidDomainName.Suffix"]
)
def test_a_name_that_is_no_zone_is_none(server: RpcServer, code: str) -> None:
    refuse(server, code)
    assert zones(server).zone_of("www.shop.example") is None
    assert len(server.requests) == 2


def test_another_refusal_is_not_taken_for_no_zone(server: RpcServer) -> None:
    refuse(server, "InvalidParameter")
    with pytest.raises(RejectedError):
        zones(server).zone_of("www.shop.example")
    server.status = 200
    server.answers["DescribeDomainInfo"] = {"DnsServers": None}
    found = zones(server).zone_of("shop.example")
    assert found is not None
    assert found.servers == ()


def test_params_are_strings(server: RpcServer) -> None:
    everything(server)
    sent: list[Params] = server.requests
    (added,) = (p for p in sent if p["Action"] == "AddDomainRecord")
    wanted = {"DomainName": "shop.example", "RR": "@", "Type": "TXT", "Value": "v"}
    assert wanted.items() <= added.items()
