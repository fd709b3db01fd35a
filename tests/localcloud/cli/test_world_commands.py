"""What happens to an account from outside: what clients see then, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from localcloud.world import LocalCloud
from tests.localcloud.cli.conftest import Run
from tests.localcloud.cli.wire import bucket, rcode, refused, resolved, rpc, service
from tests.localcloud.oss.running import ask

Act = Callable[..., Any]
DOMAIN = "www.example.com"


@pytest.fixture
def _cdn(act: Act) -> None:
    act("domain", "accelerate", DOMAIN, "--origin", "o.example.net")


@pytest.fixture
def _oss(act: Act) -> None:
    act("bucket", "create", "pics")
    act("domain", "map", DOMAIN, "--bucket", "pics")


def detail(world: LocalCloud) -> Any:
    return rpc(world, "CDN", "DescribeCdnDomainDetail", DomainName=DOMAIN)["GetDomainDetailModel"]


def shown(world: LocalCloud) -> Any:
    answer = rpc(world, "CDN", "DescribeDomainCertificateInfo", DomainName=DOMAIN)
    return answer["CertInfos"]["CertInfo"][0]


def bound(world: LocalCloud, certificate: dict[str, Any]) -> Any:
    return rpc(
        world, "CDN", "SetCdnDomainSSLCertificate", DomainName=DOMAIN, SSLProtocol="on",
        CertType="cas", CertId=certificate["id"],
    )  # fmt: skip


# --- DNS


@pytest.mark.usefixtures("_cdn")
@pytest.mark.parametrize(
    ("targets", "records"),
    [
        (["elsewhere.example.net"], {"CNAME": ["elsewhere.example.net."], "A": []}),
        (["192.0.2.7", "2001:db8::7"], {"A": ["192.0.2.7"], "AAAA": ["2001:db8::7"]}),
    ],
)
def test_a_name_is_pointed_elsewhere_and_back(
    act: Act, world: LocalCloud, targets: list[str], records: dict[str, list[str]]
) -> None:
    before = resolved(world, DOMAIN)
    assert before == list(world.edges.addresses("cdn"))
    act("dns", "point", DOMAIN, "192.0.2.99")
    act("dns", "point", DOMAIN, *targets)
    assert {kind: resolved(world, DOMAIN, kind) for kind in records} == records
    assert act("dns", "restore", DOMAIN)["resolved"] == before
    assert resolved(world, DOMAIN) == before


@pytest.mark.usefixtures("_cdn")
def test_clients_of_a_subnet_are_led_elsewhere_and_back(act: Act, run: Run) -> None:
    there = act("dns", "point", DOMAIN, "192.0.2.7", "--subnet", "203.0.113.0/24")
    assert there["by_subnet"] == {"203.0.113.0/24": {"A": ["192.0.2.7"]}}
    assert act("dns", "restore", DOMAIN)["by_subnet"] == {}
    for wrong in (("x.example.net", "203.0.113.0/24"), ("192.0.2.7", "203.0.113.1/24")):
        run("dns", "point", DOMAIN, wrong[0], "--subnet", wrong[1], code=2)


@pytest.mark.usefixtures("_cdn")
def test_records_are_taken_away_and_come_back(act: Act, world: LocalCloud, run: Run) -> None:
    act("dns", "remove", DOMAIN)
    assert (rcode(world, DOMAIN), resolved(world, DOMAIN)) == ("NXDOMAIN", [])
    act("dns", "restore", DOMAIN)
    assert resolved(world, DOMAIN) == list(world.edges.addresses("cdn"))
    assert "nothing was changed" in run("dns", "restore", DOMAIN, code=2).stderr


@pytest.mark.usefixtures("_cdn")
def test_a_name_fails_for_one_type_of_record_until_it_is_mended(
    act: Act, world: LocalCloud
) -> None:
    act("fault", "dns", DOMAIN, "--kind", "servfail", "--record", "A")
    assert (rcode(world, DOMAIN), rcode(world, DOMAIN, "AAAA")) == ("SERVFAIL", "NOERROR")
    (rule,) = act("fault", "list")
    assert (rule["id"], rule["record"], rule["at"]) == (f"dns:{DOMAIN}", "A", "dns")
    act("fault", "remove", rule["id"])
    assert rcode(world, DOMAIN) == "NOERROR"
    act("fault", "dns", DOMAIN, "--kind", "nxdomain")
    act("dns", "restore", DOMAIN)
    assert rcode(world, DOMAIN) == "NOERROR"


def test_a_name_has_one_alias_or_addresses(run: Run) -> None:
    assert "either" in run("dns", "point", DOMAIN, "a.example.net", "192.0.2.1", code=2).stderr
    assert "one alias" in run("dns", "point", DOMAIN, "a.example", "b.example", code=2).stderr


# --- CDN


@pytest.mark.usefixtures("_cdn")
def test_a_cdn_domain_is_stopped_and_started(act: Act, world: LocalCloud) -> None:
    issued = act("issue", DOMAIN)
    assert act("domain", "stop", DOMAIN)["status"] == "offline"
    assert detail(world)["DomainStatus"] == "offline"
    assert bound(world, issued) == "400 InvalidDomain.Offline"
    assert act("domain", "start", DOMAIN)["status"] == "online"
    assert set(bound(world, issued)) == {"RequestId"}


@pytest.mark.usefixtures("_cdn")
@pytest.mark.parametrize(
    ("status", "answer"),
    [
        ("configuring", "403 ServiceBusy"),
        ("check_failed", "400 InvalidDomain.notOnline"),
        ("checking", "400 InvalidDomain.notOnline"),
        ("configure_failed", "400 InvalidDomain.notOnline"),
        ("stopping", "400 InvalidDomain.notOnline"),
        ("deleting", "400 InvalidDomain.notOnline"),
    ],
)
def test_a_cdn_domain_is_put_into_any_status(
    act: Act, world: LocalCloud, status: str, answer: str
) -> None:
    issued = act("issue", DOMAIN)
    assert act("domain", "status", DOMAIN, status)["status"] == status
    assert detail(world)["DomainStatus"] == status
    assert bound(world, issued) == answer
    act("domain", "start", DOMAIN)
    assert detail(world)["DomainStatus"] == "online"


@pytest.mark.usefixtures("_cdn")
def test_how_long_a_domain_is_configuring_is_set(act: Act, world: LocalCloud, run: Run) -> None:
    issued = act("issue", DOMAIN)
    act("domain", "configuring", "600")
    bound(world, issued)
    assert bound(world, issued) == "403 ServiceBusy"
    act("clock", "advance", "10m")
    assert act("domain", "configuring", "0") == {"seconds": 0}
    assert [set(bound(world, issued)) for _ in range(2)] == [{"RequestId"}] * 2
    assert "0 to 86400 seconds" in run("domain", "configuring", "--", "-1", code=2).stderr


@pytest.mark.usefixtures("_cdn")
def test_a_free_certificate_of_cdn_stands_at_a_domain(act: Act, world: LocalCloud) -> None:
    issued = act("issue", DOMAIN)
    act("bind", DOMAIN, str(issued["id"]))
    act("bind", DOMAIN, "free")
    found = shown(world)
    assert (found["CertType"], found["CertId"].isdigit()) == ("free", True)
    assert (found["ServerCertificateStatus"], found["CertDomainName"]) == ("on", DOMAIN)
    assert "BEGIN CERTIFICATE" in found["ServerCertificate"]
    world.switches.set("cdn.free_certificate_id", "none")
    assert (shown(world)["CertId"], shown(world)["CertRegion"]) == ("", "")
    assert act("certificates")[0]["used_by"] == []
    assert len(act("certificates")) == 1
    act("bind", DOMAIN, str(issued["id"]))
    assert (shown(world)["CertType"], shown(world)["CertId"]) == ("cas", str(issued["id"]))


@pytest.mark.usefixtures("_oss")
def test_only_a_plain_cdn_domain_has_a_free_certificate(act: Act, run: Run) -> None:
    assert "only CDN has" in run("bind", DOMAIN, "free", code=2).stderr
    act("domain", "accelerate", "*.img.example.com", "--origin", "o.example.net")
    assert "wildcard" in run("bind", "*.img.example.com", "free", code=2).stderr


# --- CAS


@pytest.mark.usefixtures("_cdn")
def test_a_deleted_certificate_is_served_on_and_comes_back(
    act: Act, world: LocalCloud, run: Run
) -> None:
    issued = act("issue", DOMAIN)
    act("bind", DOMAIN, str(issued["id"]))
    before = shown(world)
    assert act("delete", str(issued["id"]))["used_by"] == [f"cdn:{DOMAIN}"]
    wanted = {"CertId": issued["id"]}
    assert rpc(world, "CAS", "GetUserCertificateDetail", **wanted) == "400 NotFound"
    assert bound(world, issued) == "400 Certificate.NotFind"
    assert shown(world) == before
    world.cdn.model.republish()
    act("clock", "advance", "5m")
    served = {row["identifier"] for row in act("served", DOMAIN)}
    assert served == {issued["identifier"]}
    assert act("undelete", issued["identifier"])["id"] == issued["id"]
    assert rpc(world, "CAS", "GetUserCertificateDetail", **wanted)["Id"] == issued["id"]
    assert "was deleted by hand" in run("undelete", str(issued["id"]), code=2).stderr


# --- OSS


@pytest.mark.usefixtures("_oss")
@pytest.mark.parametrize("reading", ["not_served", "served"])
def test_a_domain_of_oss_is_disabled_and_enabled(
    act: Act, world: LocalCloud, reading: str
) -> None:
    world.switches.set("oss.disabled_cname", reading)
    issued = act("issue", DOMAIN)
    act("bind", DOMAIN, str(issued["id"]))
    act("clock", "advance", "5m")

    def status() -> tuple[str, set[str]]:
        (found,) = bucket(world, "pics").list_bucket_cname().cname
        act("clock", "advance", "5m")
        return found.status, {row["identifier"] for row in act("served", DOMAIN)}

    assert act("domain", "disable", DOMAIN)["status"] == "disabled"
    left = {issued["identifier"]} if reading == "served" else {""}
    assert status() == ("Disabled", left)
    assert act("domain", "enable", DOMAIN)["status"] == "enabled"
    assert status() == ("Enabled", {issued["identifier"]})


def test_versioning_is_set_and_taken_back(act: Act, world: LocalCloud) -> None:
    act("bucket", "create", "pics")
    client, once = bucket(world, "pics"), {"x-oss-forbid-overwrite": "true"}
    client.put_object("a", b"1")

    def overwrites() -> str:
        return refused(lambda: client.put_object("a", b"2", headers=once))[:21]

    for state, told in (("enabled", "Enabled"), ("suspended", "Suspended")):
        act("bucket", "versioning", "pics", state)
        assert client.get_bucket_versioning().status == told
        assert overwrites() == ""
    act("bucket", "versioning", "pics", "off")
    assert client.get_bucket_versioning().status is None
    assert overwrites() == "409 FileAlreadyExists"


@pytest.mark.parametrize("suffix", ["oss-accelerate", "oss-accelerate-overseas"])
def test_a_bucket_has_names_of_transfer_acceleration(
    act: Act, world: LocalCloud, suffix: str
) -> None:
    act("bucket", "create", "far", "--region", "cn-shanghai")
    act("domain", "map", DOMAIN, "--bucket", "far", "--accelerated")
    name = f"far.{suffix}.aliyuncs.com"
    assert resolved(world, DOMAIN, "CNAME") == ["far.oss-accelerate.aliyuncs.com."]
    assert resolved(world, DOMAIN) == list(world.edges.addresses("oss/cn-shanghai"))
    assert resolved(world, name) == list(world.edges.addresses("oss/cn-shanghai"))
    world.oss.account.buckets.change("far", acl="public-read", blocks_public_access=False)
    # In whichever region the request comes in, it is for the bucket.
    url = world.env()["OSS_ENDPOINT"] + "/nope"
    assert ask("GET", url, {"Host": name}).code == "NoSuchKey"
    act("bucket", "accelerate", "far", "--off")
    answer = ask("GET", url, {"Host": name})
    assert (answer.status, answer.code) == (403, "TransferAccelerationDisabled")


def test_an_origin_of_transfer_acceleration_is_one_of_oss(act: Act, world: LocalCloud) -> None:
    act("domain", "accelerate", DOMAIN, "--origin", "far.oss-accelerate.aliyuncs.com")
    (source,) = detail(world)["SourceModels"]["SourceModel"]
    assert (source["Type"], source["Content"]) == ("oss", "far.oss-accelerate.aliyuncs.com")


# --- the account


@pytest.mark.usefixtures("_cdn", "_oss")
@pytest.mark.parametrize(
    ("reading", "refusals"),
    [
        ("writes", {"put", "get", "list", "cname", "new"}),
        ("objects", {"put", "get", "list"}),
        ("everything", {"put", "get", "list", "cname", "new", "buckets", "info"}),
    ],
)
def test_an_account_in_arrears_is_refused_by_oss(
    act: Act, world: LocalCloud, reading: str, refusals: set[str]
) -> None:
    world.switches.set("oss.arrears", reading)
    client = bucket(world, "pics")
    client.put_object("a", b"1")
    calls = {
        "put": lambda: client.put_object("b", b"1"),
        "get": lambda: client.get_object("a"),
        "list": client.list_objects,
        "cname": lambda: client.create_bucket_cname_token("other.example.com"),
        "new": lambda: bucket(world, "newer").create_bucket(),
        "buckets": lambda: service(world).list_buckets(),
        "info": client.get_bucket_info,
    }
    assert act("account", "arrears")["oss"] == "arrears"
    met = {name: answer for name, call in calls.items() if (answer := refused(call))}
    assert set(met) == refusals
    expected = dict.fromkeys(refusals, "403 UserDisable 0003-00000801")
    assert met == {
        **expected,
        **({"new": "403 UserDisable 0003-00000806"} if "new" in met else {}),
    }
    assert act("account", "pay")["oss"] == "good"
    assert {name: refused(call) for name, call in calls.items()} == dict.fromkeys(calls, "")


@pytest.mark.usefixtures("_cdn")
def test_an_account_in_arrears_is_refused_by_cdn_and_by_cas_if_at_all(
    act: Act, world: LocalCloud
) -> None:
    lists = {"CDN": "DescribeUserDomains", "CAS": "ListUserCertificateOrder"}
    act("account", "arrears")
    assert rpc(world, "CDN", lists["CDN"]) == "403 CdnServiceSuspended"
    assert rpc(world, "CAS", lists["CAS"])["TotalCount"] == 0
    world.switches.set("cdn.arrears", "OperationDenied")
    world.switches.set("cas.arrears", "InsufficientBalance")
    assert rpc(world, "CDN", lists["CDN"]) == "403 OperationDenied"
    assert rpc(world, "CAS", lists["CAS"]) == "400 InsufficientBalance"
    act("account", "pay")
    assert rpc(world, "CDN", lists["CDN"])["TotalCount"] == 1
    assert rpc(world, "CAS", lists["CAS"])["TotalCount"] == 0


@pytest.mark.parametrize(
    ("product", "action", "readings"),
    [
        (
            "cdn",
            "DescribeUserDomains",
            {
                "CdnServiceNotFound": "403 CdnServiceNotFound",
                "OperationDenied": "403 OperationDenied",
            },
        ),
        ("cas", "ListUserCertificateOrder", {"CasServiceNotFound": "403 CasServiceNotFound"}),
        ("ram", "ListRoles", {"": "403 Inactive"}),
    ],
)
def test_a_product_that_was_never_opened(
    act: Act, world: LocalCloud, product: str, action: str, readings: dict[str, str]
) -> None:
    act("account", "close", product)
    for reading, answer in readings.items():
        if reading:
            world.switches.set(f"{product}.not_opened", reading)
        assert rpc(world, product.upper(), action) == answer
    assert act("account", "open", product)[product] == "good"
    assert "RequestId" in rpc(world, product.upper(), action)


@pytest.mark.parametrize("reading", ["UbsmsInvalidBid", "UserDisable"])
def test_oss_was_never_opened(act: Act, world: LocalCloud, reading: str) -> None:
    world.switches.set("oss.not_opened", reading)
    act("account", "close", "oss")
    assert refused(lambda: service(world).list_buckets()).startswith(f"403 {reading}")
    act("account", "open", "oss")
    assert service(world).list_buckets().buckets == []


def test_cas_that_was_never_opened_shows_nothing_and_takes_nothing(
    act: Act, world: LocalCloud
) -> None:
    issued = act("issue", DOMAIN)
    act("account", "close", "cas")
    listed = rpc(world, "CAS", "ListUserCertificateOrder", OrderType="CERT")
    assert listed["CertificateOrderList"] == []
    wanted = {"CertId": issued["id"]}
    assert rpc(world, "CAS", "GetUserCertificateDetail", **wanted) == "400 NotFound"
    assert rpc(world, "CAS", "DeleteUserCertificate", **wanted) == "403 CasServiceNotFound"
    act("account", "open", "cas")
    listed = rpc(world, "CAS", "ListUserCertificateOrder", OrderType="CERT")
    assert [item["CertificateId"] for item in listed["CertificateOrderList"]] == [issued["id"]]


def test_of_other_products_nothing_is_known(run: Run, act: Act) -> None:
    run("account", "close", "mns", code=2)
    opened = dict.fromkeys(("oss", "cas", "cdn", "ram"), "good")
    assert act("account", "show") == opened | dict.fromkeys(("dcdn", "vod"), "not opened")
