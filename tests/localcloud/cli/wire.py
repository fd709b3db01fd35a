"""What clients see of a world: the SDKs, and a resolver, against its endpoints."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import dns.message
import dns.query
import dns.rcode
import dns.rdatatype
import oss2
from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

from localcloud.world import LocalCloud

_VERSIONS = {"CDN": "2018-05-10", "CAS": "2020-04-07", "RAM": "2015-05-01"}


def rpc(world: LocalCloud, product: str, action: str, **parameters: Any) -> Any:
    """An action of CDN, CAS or RAM; `<status> <code>` where it is refused."""
    env = world.env()
    host = env[f"{product}_ENDPOINT"].removeprefix("http://")
    request = CommonRequest(domain=host, version=_VERSIONS[product], action_name=action)
    request.set_method("POST")
    for name, value in parameters.items():
        request.add_query_param(name, value)
    key = (env["ALIBABA_CLOUD_ACCESS_KEY_ID"], env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"])
    client = AcsClient(*key, "cn-hangzhou")
    try:
        return json.loads(client.do_action_with_exception(request))
    except ServerException as error:
        return f"{error.get_http_status()} {error.get_error_code()}"


def _auth(world: LocalCloud) -> Any:
    env = world.env()
    return oss2.Auth(env["ALIBABA_CLOUD_ACCESS_KEY_ID"], env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"])


def bucket(world: LocalCloud, name: str) -> Any:
    """oss2's client of a bucket in the account's own region."""
    return oss2.Bucket(_auth(world), world.env()["OSS_ENDPOINT"], name, connect_timeout=10)


def service(world: LocalCloud) -> Any:
    """oss2's client of the account."""
    return oss2.Service(_auth(world), world.env()["OSS_ENDPOINT"], connect_timeout=10)


def refused(call: Callable[[], Any]) -> str:
    """`<status> <code> <EC>` of OSS's refusal, "" when there is none."""
    try:
        call()
    except oss2.exceptions.ServerError as error:
        return f"{error.status} {error.code} {error.ec}"
    return ""


def rcode(world: LocalCloud, name: str, record: str = "A") -> str:
    """How the name server answers a query."""
    query = dns.message.make_query(name, record)
    answer = dns.query.udp(query, "127.0.0.1", 5, port=world.dns.port)
    return dns.rcode.to_text(answer.rcode())


def resolved(world: LocalCloud, name: str, record: str = "A") -> list[str]:
    """The records of this type in the answer, in order."""
    query = dns.message.make_query(name, record)
    answer = dns.query.udp(query, "127.0.0.1", 5, port=world.dns.port)
    wanted = dns.rdatatype.from_text(record)
    found = [rrset for rrset in answer.answer if rrset.rdtype == wanted]
    return sorted(rdata.to_text() for rrset in found for rdata in rrset)
