"""Each command of the world: what it does, what it prints, how it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from localcloud.edges import EdgeFaultKind
from localcloud.faults import FaultKind
from localcloud.world import LocalCloud
from tests.localcloud.cli.conftest import Run

Act = Callable[..., Any]


def test_buckets_are_made_and_listed(act: Act) -> None:
    assert act("bucket", "create", "pics") == {"bucket": "pics", "region": "cn-hangzhou"}
    act("bucket", "create", "far", "--region", "cn-shanghai")
    assert act("bucket", "list") == [
        {"bucket": "far", "region": "cn-shanghai", "domains": []},
        {"bucket": "pics", "region": "cn-hangzhou", "domains": []},
    ]


def test_a_domain_is_mapped_and_its_dns_points_at_the_bucket(act: Act, world: LocalCloud) -> None:
    act("bucket", "create", "pics")
    made = act("domain", "map", "static.example.com", "--bucket", "pics")
    assert (made["at"], made["bucket"], made["certificate"]) == ("oss", "pics", "")
    addresses = world.edges.addresses("oss/cn-hangzhou")
    assert world.dns.resolve("static.example.com") == addresses
    assert act("bucket", "list")[0]["domains"] == ["static.example.com"]


@pytest.mark.parametrize(
    ("origin", "type_", "content"),
    [
        ("pics", "oss", "pics.oss-cn-hangzhou.aliyuncs.com"),
        ("origin.example.net", "domain", "origin.example.net"),
    ],
)
def test_a_domain_is_accelerated_from_a_bucket_or_a_host(
    act: Act, world: LocalCloud, origin: str, type_: str, content: str
) -> None:
    act("bucket", "create", "pics")
    made = act("domain", "accelerate", "*.img.example.com", "--origin", origin)
    assert (made["domain"], made["at"], made["origin"]) == (".img.example.com", "cdn", content)
    domain = world.cdn.model.get(".img.example.com")
    assert domain is not None
    assert domain.origins[0].type == type_
    assert world.dns.resolve("a.img.example.com") == world.edges.addresses("cdn")


def test_a_name_at_oss_and_cdn_is_listed_twice_and_bound_where_visitors_are(act: Act) -> None:
    act("bucket", "create", "pics")
    act("domain", "map", "www.example.com", "--bucket", "pics")
    act("domain", "accelerate", "www.example.com", "--origin", "pics")
    issued = act("issue", "www.example.com")
    act("bind", "www.example.com", str(issued["id"]))
    bound = {d["at"]: d["certificate"] for d in act("domain", "list")}
    assert bound == {"oss": "", "cdn": issued["identifier"]}
    act("bind", "www.example.com", issued["identifier"], "--target", "oss")
    act("bind", "www.example.com", "none", "--target", "cdn")
    bound = {d["at"]: d["certificate"] for d in act("domain", "list")}
    assert bound == {"oss": issued["identifier"], "cdn": ""}
    assert act("certificates")[0]["used_by"] == ["oss:pics/www.example.com"]


def test_a_certificate_is_issued_as_ordered(act: Act) -> None:
    issued = act(
        "issue", "a.example.com", "*.b.example.com", "--days", "10", "--ca", "backup",
        "--key", "rsa", "--site", "international", "--name", "mine",
    )  # fmt: skip
    assert issued["names"] == ["a.example.com", "*.b.example.com"]
    assert (issued["site"], issued["name"]) == ("ap-southeast-1", "mine")
    assert "Harbour" in issued["issuer"]
    assert act("certificates") == [issued]


def test_a_defect_is_in_what_is_served(act: Act, world: LocalCloud) -> None:
    issued = act("issue", "a.example.com", "--defect", "missing_intermediate")
    found = world.cas.get(issued["identifier"])
    assert found is not None
    assert found.chain_pem.count("BEGIN CERTIFICATE") == 1


def test_a_renewal_keeps_names_site_key_and_instance_and_gets_a_new_id(act: Act) -> None:
    old = act("issue", "a.example.com", "--days", "5", "--key", "rsa", "--site", "international")
    new = act("renew", str(old["id"]), "--days", "60")
    assert new["id"] > old["id"]
    assert new["not_after"] > old["not_after"]
    for kept in ("names", "site", "instance"):
        assert new[kept] == old[kept]
    assert len(act("certificates")) == 2


def test_an_uploaded_certificate_cannot_be_renewed(act: Act, run: Run) -> None:
    issued = act("issue", "a.example.com", "--uploaded")
    assert issued["source"] == "upload"
    assert "was uploaded" in run("renew", str(issued["id"]), code=2).stderr


def test_a_certificate_is_revoked(act: Act) -> None:
    issued = act("issue", "a.example.com")
    assert act("revoke", issued["identifier"])["status"] == "revoked"


def test_a_revocation_may_stand_on_the_cas_list_alone(act: Act, run: Run) -> None:
    issued = act("issue", "a.example.com")
    listed = act("revoke", issued["identifier"], "--listed-only", "--reason", "keyCompromise")
    assert listed["status"] == "issued"
    assert "boredom" in run("revoke", issued["identifier"], "--reason", "boredom", code=2).stderr


def test_served_tells_what_is_there_and_what_is_on_its_way(act: Act) -> None:
    act("domain", "accelerate", "www.example.com", "--origin", "o.example.net")
    issued = act("issue", "www.example.com")
    act("fault", "lag", "127.32.0.3", "3600", "--domain", "www.example.com")
    act("bind", "www.example.com", str(issued["id"]))
    act("clock", "advance", "1m")
    rows = {row["address"].partition(":")[0]: row for row in act("served", "www.example.com")}
    assert [rows[f"127.32.0.{n}"]["identifier"] for n in (1, 2, 3)] == [
        issued["identifier"], issued["identifier"], "",
    ]  # fmt: skip
    assert rows["127.32.0.3"]["pending"] == issued["identifier"]
    assert all(row["resolved"] for row in rows.values())


def test_faults_are_added_listed_and_removed(act: Act, world: LocalCloud) -> None:
    act(
        "fault", "add", "error", "--service", "cdn", "--action", "X", "--count", "3", "--skip",
        "2", "--status", "403", "--code", "C", "--message", "M", "--resource", "r",
    )  # fmt: skip
    act("fault", "add", "slow", "--always", "--seconds", "0.5")
    act("fault", "edge", "www.example.com", "--address", "127.32.0.2", "--kind", "hang")
    act("fault", "crash", "oss", "PutCname", "--nth", "2")
    act("fault", "dns", "a.example.com", "--kind", "servfail")
    first, second = world.kernel.faults.rules()
    assert (first.kind, first.count, first.skip) == (FaultKind.ERROR, 3, 2)
    assert (first.status, first.code, first.message) == (403, "C", "M")
    assert (second.kind, second.count, second.seconds) == (FaultKind.SLOW, None, 0.5)
    assert world.edges.faults.rules()[0].kind is EdgeFaultKind.HANG
    listed = [rule["id"] for rule in act("fault", "list")]
    assert listed == ["fault-1", "fault-2", "edge-fault-1", "dns:a.example.com", "crash-1"]
    for identifier in listed[:-1]:
        act("fault", "remove", identifier)
    assert act("fault", "clear") == {"removed": 1}
    assert act("fault", "list") == []


def test_the_clock_is_moved(act: Act, world: LocalCloud) -> None:
    assert act("clock", "show")["ahead"] == 0
    assert act("clock", "advance", "1d2h3m4.5s")["ahead"] == 93_784.5
    assert world.clock.offset.total_seconds() == 93_784.5


@pytest.mark.parametrize("span", ["", "5", "m", "1h 5m", "-1h", "h1"])
def test_a_span_that_is_none_is_refused(run: Run, span: str) -> None:
    assert "no span of time" in run("clock", "advance", "--", span, code=2).stderr


def test_switches_are_set(act: Act, run: Run) -> None:
    assert act("switch", "set", "cdn.mismatch", "refuse") == {"cdn.mismatch": "refuse"}
    assert act("switch", "list")["cdn.mismatch"] == "refuse"
    refusal = run("switch", "set", "cdn.mismatch", "perhaps", code=2).stderr
    assert "cdn.mismatch takes accept or refuse" in refusal


def test_queues_are_filled_looked_into_and_robbed(act: Act, tmp_path: Path) -> None:
    assert act("queue", "create", "work") == {"queue": "work", "created": True}
    assert act("queue", "create", "work")["created"] is False
    (tmp_path / "event.json").write_text('{"a": "ü"}')
    act("queue", "send", "work", "-f", str(tmp_path / "event.json"))
    act("queue", "send", "work", "-f", "-", text="from stdin")
    act("queue", "send", "work", "later", "--delay", "60")
    bodies = [message["body"] for message in act("queue", "peek", "work")]
    assert bodies == ['{"a": "ü"}', "from stdin"]
    counts = {"queue": "work", "active": 2, "inactive": 0, "delayed": 1}
    assert act("queue", "list") == [counts]
    act("queue", "reorder", "work")
    assert act("queue", "peek", "work", "--count", "1")[0]["body"] == "from stdin"
    assert act("drop", "work", "--count", "2")["lost"] == 2
    assert act("queue", "peek", "work") == []
    assert act("duplicate", "work")["to_duplicate"] == 1


def test_invoke_prints_the_answer_and_the_log(run: Run, act: Act) -> None:
    result = run("invoke", "echo", "-e", '{"a": 1}')
    assert result.stdout == '{"a": 1}\n'
    assert "seen" in result.stderr.splitlines()
    (found,) = act("invocations", "--function", "echo")
    assert (found["trigger"], found["body"], found["cold"]) == ("invoke", '{"a": 1}', True)
    act("settle")
    assert act("cool") == {"ended": 1}


def test_invoke_of_a_function_that_fails_ends_with_code_1(run: Run) -> None:
    result = run("invoke", "demo-echo", "-f", "-", text="fail", code=1)
    assert '"errorMessage": "asked for"' in result.stdout


def test_invoke_can_be_asynchronous(run: Run, act: Act) -> None:
    assert "request 1-" in run("invoke", "echo", "-e", "x", "--async").stdout
    act("settle")
    assert [found["body"] for found in act("invocations")] == ["x"]


def test_calls_are_counted_and_forgotten(act: Act, run: Run, world: LocalCloud) -> None:
    from datetime import datetime, timezone  # noqa: PLC0415

    from localcloud.calls import Call  # noqa: PLC0415

    call = Call(datetime.now(timezone.utc), "oss", "PutCname", "b/d", "root", 200)
    world.kernel.calls.add(call)
    assert act("calls", "--counts") == {"oss.PutCname": 1}
    assert act("calls")[0]["resource"] == "b/d"
    run("calls", "--reset")
    assert act("calls") == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["domain", "map", "a.example.com", "--bucket", "none"], "NoSuchBucket"),
        (["bucket", "create", "x", "--region", "mars"], "there is no region 'mars'"),
        (["bucket", "create", "NO"], "InvalidBucketName"),
        (["bind", "nobody.example.com", "none"], "there is no domain 'nobody.example.com'"),
        (["bind", "nobody.example.com", "77"], "there is no certificate '77'"),
        (["renew", "77"], "there is no certificate '77'"),
        (["served", "nobody.example.com"], "no edge has heard of"),
        (["issue", "a.example.com", "--defect", "ugly"], "no defect ['ugly']"),
        (["fault", "remove", "fault-9"], "there is no fault 'fault-9'"),
        (["queue", "send", "none", "x"], "QueueNotExist"),
        (["drop", "none"], "QueueNotExist"),
        (["queue", "create", "_"], "InvalidQueueName"),
        (["invoke", "other"], "no function 'other'; there are: demo-echo"),
    ],
)
def test_what_cannot_be_done_is_said_in_words_with_code_2(
    run: Run, arguments: list[str], words: str
) -> None:
    result = run(*arguments, code=2)
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_a_wrong_use_is_code_2(run: Run) -> None:
    run("issue", code=2)
    run("queue", "send", "work", code=2)
    run("nonsense", code=2)


def test_plain_output_is_a_table_without_ornament(run: Run) -> None:
    run("bucket", "create", "pics")
    assert run("bucket", "list").stdout.splitlines() == [
        "bucket  region       domains",
        "pics    cn-hangzhou  -",
    ]


def test_no_command_shows_a_secret(run: Run, world: LocalCloud) -> None:
    run("issue", "a.example.com")
    run("invoke", "echo", "-e", "x")
    shown = "".join(
        run(*command).output
        for command in (["status"], ["status", "--json"], ["certificates", "--json"],
                        ["invocations", "--json"], ["calls", "--json"])
    )  # fmt: skip
    assert world.kernel.credentials.root.secret not in shown
    assert "PRIVATE KEY" not in shown
