"""Bad input and trouble: a clear record, neighbours unharmed, the right end state."""

from __future__ import annotations

import base64
import json
import threading
from dataclasses import replace

import pytest

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.identity import Domain
from localcloud.calls import Call
from localcloud.edges.faults import EdgeFault, EdgeFaultKind
from localcloud.faults import FaultKind, FaultRule
from tests.e2e.scene import CDN, LEDGER, STATIC, WWW, Scene

FOREIGN = {
    "specversion": "1.0",
    "id": "1",
    "source": "acs.ecs",
    "type": "ecs:Instance:StateChange",
    "data": {"secret": "do-not-record-me"},
}

COMPARE = "Compare it with the files in events/; only those shapes are accepted."


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("this is not JSON", "JSON"),
        (json.dumps(FOREIGN), "ecs:Instance:StateChange"),
        (base64.b64encode(b"\xff\xfe\x00").decode(), "JSON"),
    ],
    ids=["not-json", "foreign", "bytes"],
)
def test_a_message_that_is_no_event_is_recorded_and_stops_nothing(
    scene: Scene, message: str, said: str
) -> None:
    scene.map(WWW)
    issued = scene.issue(WWW)
    scene.send(message)
    scene.announce(issued)
    assert scene.bound(WWW) == issued.identifier
    (told,) = scene.rejected()
    assert said in told
    assert "do-not-record-me" not in told
    assert scene.dead() == []


@pytest.mark.parametrize("message", ["[" * 30_000, "[" + "0," * 20_000 + "0]"])
def test_what_is_more_than_is_read_at_once_lies_among_the_dead_letters(
    scene: Scene, message: str
) -> None:
    """It may hold events, so it is kept whole; the message behind it goes on."""
    scene.map(WWW)
    issued = scene.issue(WWW)
    scene.send(message)
    scene.announce(issued)
    assert scene.bound(WWW) == issued.identifier
    assert scene.rejected() == []
    scene.let_it_finish()
    assert len(scene.dead()) == 1


def test_an_empty_payload_is_told_recorded_once_and_stops_nothing(scene: Scene) -> None:
    scene.map(WWW)
    issued = scene.issue(WWW)
    said = f"The message is empty. {COMPARE}"
    for _ in range(2):
        result = scene.cloud.runner.invoke("certbind-certificate-event", b"")
        answer = json.loads(result.body)
        assert (answer["outcome"], answer["reason"]) == ("message_rejected", "unreadable_event")
        assert answer["message"] == said
        assert not result.failed
    scene.announce(issued)
    assert scene.rejected() == [said]
    assert scene.bound(WWW) == issued.identifier


def test_a_message_of_256_kb_of_nesting_stops_no_neighbour_in_its_batch(scene: Scene) -> None:
    """A queue holds 64 KB; a stream or a person's invoke brings more."""
    scene.map(WWW)
    issued = scene.issue(WWW)
    deep = "[" * 262_144
    batch = json.dumps([deep, scene.bind_command(WWW, issued.identifier)])
    result = scene.cloud.runner.invoke("certbind-certificate-event", batch.encode())
    assert result.failed
    assert "1 of 2 messages are not finished" in str(result.body)
    assert "(oversized_payload)" in str(result.body)
    assert scene.bound(WWW) == issued.identifier


def test_an_unknown_certificate_is_refused_by_name(scene: Scene) -> None:
    scene.map(WWW)
    scene.send(
        {
            "specversion": "1.0",
            "id": "e-1",
            "source": "x",
            "type": "certificate.issued",
            "data": {"certificate": "987654-cn-hangzhou"},
        }
    )
    (outcome,) = scene.outcomes()
    assert (outcome["outcome"], outcome["reason"]) == ("refused", "not_found")
    assert "987654-cn-hangzhou" in outcome["message"]
    assert scene.journal().newest("certificate/987654-cn-hangzhou") is not None
    assert scene.bound(WWW) == ""


def test_an_id_of_the_other_site_is_refused_with_the_site_named(scene: Scene) -> None:
    scene.map(WWW)
    issued = scene.issue(WWW)
    scene.announce(replace(issued, site="ap-southeast-1"))
    (outcome,) = scene.outcomes()
    assert outcome["subject"] == f"{issued.number}-ap-southeast-1"
    assert (outcome["outcome"], outcome["reason"]) == ("refused", "not_found")
    assert "the CAS site ap-southeast-1 is not read, only cn-hangzhou" in outcome["message"]
    assert "Set CERTBIND_SITE to the site that holds it" in outcome["message"]
    assert scene.bound(WWW) == ""


def test_a_domain_that_no_longer_exists_is_refused_and_the_other_bound(scene: Scene) -> None:
    scene.map(WWW)
    issued = scene.issue(WWW, STATIC)
    scene.send(scene.bind_command(STATIC, issued.identifier, cause="gone"))
    scene.send(scene.bind_command(WWW, issued.identifier, cause="there"))
    gone, there = scene.outcomes()
    assert (gone["outcome"], gone["reason"]) == ("refused", "not_found")
    assert there["outcome"] == "bound"
    assert [one.domain for one in scene.cloud.oss.world.cnames()] == [WWW]


@pytest.mark.parametrize("again", [True, False], ids=["the-same-event", "the-next-recheck"])
def test_a_bucket_that_may_not_be_read_stops_no_other_and_is_made_up_for(
    scene: Scene, *, again: bool
) -> None:
    scene.map(WWW)
    scene.map(STATIC, bucket="locked")
    locked = scene.cloud.kernel.faults.add(
        FaultRule(
            FaultKind.ERROR, "oss", "ListCname", "locked", None, status=403, code="AccessDenied"
        )
    )
    issued = scene.issue(WWW, STATIC)
    scene.announce(issued)
    planned = scene.outcomes()[0]
    assert "could not be read" in planned["message"]
    assert "locked" in planned["details"]["unread"][0]["where"]
    assert scene.bound(WWW) == issued.identifier
    assert scene.bound(STATIC) == ""

    scene.cloud.kernel.faults.remove(locked.id)
    if again:
        scene.announce(issued)
    else:
        scene.pass_time(hours=6)
    scene.let_it_finish(minutes=4)
    assert scene.bound(STATIC) == issued.identifier
    assert scene.kinds(STATIC)[-1] is EntryKind.VERIFIED


def test_a_busy_cdn_domain_is_bound_when_it_is_free(scene: Scene) -> None:
    scene.map(WWW)
    scene.cloud.cdn.model.add_domain(CDN, [])
    scene.cloud.kernel.faults.add(
        FaultRule(
            FaultKind.ERROR,
            "cdn",
            "SetCdnDomainSSLCertificate",
            count=3,
            status=403,
            code="ServiceBusy",
        )
    )
    issued = scene.issue(WWW, CDN)
    scene.announce(issued)
    assert scene.bound(WWW) == issued.identifier
    assert scene.bound_on_cdn(CDN) == 0
    scene.let_it_finish(minutes=6)
    assert scene.bound_on_cdn(CDN) == issued.number
    assert scene.kinds(CDN).count(EntryKind.DEFERRED) == 3
    assert scene.dead() == []


def test_cas_throttling_is_waited_out(scene: Scene) -> None:
    scene.map(WWW)
    issued = scene.issue(WWW)
    scene.cloud.kernel.faults.add(
        FaultRule(FaultKind.THROTTLE, "cas", "GetUserCertificateDetail", count=9)
    )
    scene.announce(issued)
    scene.let_it_finish(minutes=4)
    assert scene.cloud.kernel.faults.rules() == (), "all of it was met"
    failed = [i.result for i in scene.cloud.runner.invocations() if i.result.failed]
    assert {one.error_type for one in failed} == {"UnhandledInvocationError"}
    for one in failed:
        assert "cas GetUserCertificateDetail failed (FlowControlError" in one.body.decode()
        assert "A function tries again by itself" in one.body.decode()
    assert scene.bound(WWW) == issued.identifier
    assert scene.kinds(WWW)[-1] is EntryKind.VERIFIED
    assert scene.dead() == []


@pytest.mark.parametrize("kind", [FaultKind.HTML, FaultKind.UNAVAILABLE, FaultKind.RESET])
@pytest.mark.parametrize("action", ["ListCname", "PutCname"])
def test_an_oss_that_answers_nonsense_is_tried_again(
    scene: Scene, kind: FaultKind, action: str
) -> None:
    scene.map(WWW)
    issued = scene.issue(WWW)
    scene.cloud.kernel.faults.add(FaultRule(kind, "oss", action, count=2))
    scene.announce(issued)
    scene.let_it_finish(minutes=3)
    assert scene.cloud.kernel.faults.rules() == (), "all of it was met"
    met = [bool(c.code) for c in scene.cloud.kernel.calls.calls() if c.action == action]
    assert met[:3] == [True, True, False]
    assert scene.bound(WWW) == issued.identifier
    assert scene.kinds(WWW)[:2] == [EntryKind.INTENT, EntryKind.BOUND]
    assert scene.kinds(WWW)[-1] is EntryKind.VERIFIED
    assert scene.dead() == []


def test_an_answer_lost_after_putcname_ends_in_one_binding(scene: Scene) -> None:
    scene.map(WWW)
    old, new = scene.issue(WWW, days=20), scene.issue(WWW)
    scene.cloud.oss.world.bind("assets", WWW, old.identifier)
    scene.cloud.kernel.faults.add(FaultRule(FaultKind.LOST_RESPONSE, "oss", "PutCname"))
    scene.announce(new)
    scene.let_it_finish(minutes=5)
    assert scene.bound(WWW) == new.identifier
    assert scene.kinds(WWW).count(EntryKind.BOUND) == 1
    assert scene.kinds(WWW)[-1] is EntryKind.VERIFIED


def test_a_ledger_answer_that_is_lost_is_recognised_as_our_own_entry(scene: Scene) -> None:
    scene.map(WWW)
    issued = scene.issue(WWW)
    scene.cloud.kernel.faults.add(
        FaultRule(FaultKind.LOST_RESPONSE, "oss", "PutObject", "domain", count=3)
    )
    scene.announce(issued)
    scene.let_it_finish(minutes=5)
    assert scene.kinds(WWW).count(EntryKind.BOUND) == 1
    assert scene.kinds(WWW)[-1] is EntryKind.VERIFIED


def test_a_process_killed_between_putcname_and_its_record_is_taken_up(scene: Scene) -> None:
    scene.map(WWW)
    old, new = scene.issue(WWW, days=20), scene.issue(WWW)
    scene.cloud.oss.world.bind("assets", WWW, old.identifier)
    scene.cloud.runner.kill_on_call("oss", "PutCname")
    scene.announce(new)
    assert scene.bound(WWW) == new.identifier
    assert scene.kinds(WWW) == [EntryKind.INTENT]
    scene.let_it_finish(minutes=10)  # a change that was begun keeps others off for five
    assert scene.kinds(WWW).count(EntryKind.BOUND) == 1
    assert scene.kinds(WWW)[-1] is EntryKind.VERIFIED
    (undo,) = json.loads(scene.certbind("rollback", "--domain", WWW, "--json"))["domains"]
    assert old.identifier in undo["message"]
    assert scene.dead() == []


def test_two_handlers_on_one_domain_meet_at_the_ledger_and_one_binds(scene: Scene) -> None:
    """Each is held until both have read the domain, so that both go for the same next entry."""
    scene.map(WWW)
    old, new = scene.issue(WWW, days=20), scene.issue(WWW)
    scene.cloud.oss.world.bind("assets", WWW, old.identifier)
    body = json.dumps(scene.bind_command(WWW, new.identifier))
    both, held = threading.Barrier(2, timeout=20), iter(range(2))

    def hold(call: Call) -> None:
        if call.action == "ListCname" and next(held, None) is not None:
            both.wait()

    scene.cloud.kernel.calls.listen(hold)
    with scene.cloud.clock.condition:  # so that the trigger takes both at once
        for _ in range(2):
            scene.cloud.queues.send("certbind-events", base64.b64encode(body.encode()).decode())
    scene.settle()
    first_two = scene.cloud.runner.invocations("certbind-certificate-event")[:2]
    assert len({one.instance for one in first_two}) == 2
    entries = [
        call
        for call in scene.cloud.kernel.calls.calls()
        if call.action == "PutObject" and f"/domain/{WWW}/" in call.resource
    ]
    first_entry = [call for call in entries if call.resource == entries[0].resource]
    assert sorted(c.code for c in first_entry) == ["", "FileAlreadyExists"]
    assert len({c.principal for c in first_entry}) == 2
    assert not both.broken
    scene.let_it_finish(minutes=4)
    assert scene.bound(WWW) == new.identifier
    assert scene.kinds(WWW).count(EntryKind.BOUND) == 1
    assert scene.kinds(WWW)[-1] is EntryKind.VERIFIED


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (EdgeFaultKind.HANG, "handshake_timeout"),
        (EdgeFaultKind.RESET, "reset"),
        (EdgeFaultKind.NOT_TLS, "not_tls"),
        (EdgeFaultKind.REFUSE, "connection_refused"),
    ],
    ids=lambda v: str(getattr(v, "value", v)),
)
def test_an_edge_in_trouble_is_told_and_not_called_verified(
    scene: Scene, kind: EdgeFaultKind, reason: str
) -> None:
    scene.map(WWW, STATIC)
    issued = scene.issue(WWW, STATIC)
    address = scene.cloud.dns.resolve(WWW)[0]
    scene.cloud.edges.add_fault(
        EdgeFault(kind, WWW if kind is not EdgeFaultKind.REFUSE else "*", address)
    )
    scene.announce(issued)
    scene.pass_time(seconds=61)
    looks = {o["subject"]: o for o in scene.outcomes() if o["outcome"] in ("pending", "verified")}
    assert looks[WWW]["outcome"] == "pending"
    how = "served no certificate" if kind is EdgeFaultKind.NOT_TLS else "could not be looked at"
    told = f"1 of 2 addresses serves it, 1 {how} ({address}: {reason})"
    assert told in looks[WWW]["message"]
    assert looks[WWW]["reason"] == reason
    scene.let_it_finish(minutes=3)
    if kind is not EdgeFaultKind.REFUSE:  # which strikes the neighbour's visitors too
        assert scene.kinds(STATIC)[-1] is EntryKind.VERIFIED
    assert scene.kinds(WWW)[-1] is EntryKind.PENDING
    scene.cloud.edges.clear_faults()
    scene.let_it_finish(minutes=8)
    assert scene.kinds(WWW)[-1] is EntryKind.VERIFIED


def test_names_of_other_alphabets_are_bound_and_verified(scene: Scene) -> None:
    domain = Domain("xn--bcher-kva.shop.example")
    scene.map(domain)
    issued = scene.issue("bücher.shop.example")
    scene.announce(issued)
    scene.let_it_finish(minutes=3)
    assert scene.bound(domain) == issued.identifier
    assert scene.kinds(domain)[-1] is EntryKind.VERIFIED
    assert "ok" in scene.certbind("verify", "bücher.shop.example")


def test_a_ledger_bucket_with_versioning_is_refused_until_it_is_another(scene: Scene) -> None:
    """What the runbook says of it: another bucket, deployed anew; then the message is replayed."""
    scene.map(WWW)
    issued = scene.issue(WWW)
    scene.enable_versioning(LEDGER)
    scene.announce(issued)
    scene.let_it_finish(minutes=12)
    assert scene.bound(WWW) == ""
    failed = [i for i in scene.cloud.runner.invocations() if i.result.failed]
    assert "versioning" in failed[-1].result.body.decode()
    kept = [body for body in scene.dead() if f"issued-{issued.identifier}" in body]
    assert kept, "after the last retry the message waits for a person (perhaps more than once)"

    scene.cloud.oss.world.create_bucket("never-versioned", "cn-hangzhou")
    scene.redeploy(CERTBIND_LEDGER_BUCKET="never-versioned")
    scene.let_it_finish(minutes=2)
    assert scene.bound(WWW) == "", "everything had been given up"
    scene.certbind("dead-letters", "replay", "--all")
    scene.let_it_finish(minutes=4)
    assert scene.bound(WWW) == issued.identifier
    assert scene.kinds(WWW)[-1] is EntryKind.VERIFIED
    assert scene.dead() == []
    lies = scene.ledger_objects().splitlines()
    assert [one for one in lies if not one.startswith("certbind/facts/")] == [], (
        "in the bucket with versioning lies no entry, only what may be written over"
    )


def test_a_hundred_buckets_and_hundreds_of_cdn_domains_are_all_read(scene: Scene) -> None:
    """600 CDN domains are two pages, and only the event reads them: a step asks for its own name,
    and at the bucket's first step the scan has just told that nothing stands in front.
    """
    for number in range(119):
        scene.cloud.oss.world.create_bucket(f"bucket-{number:03}", "cn-hangzhou")
    scene.map(WWW, bucket="zz-last")
    for number in range(600):
        scene.cloud.cdn.model.add_domain(f"d{number:03}.many.example", [])
    issued = scene.issue(WWW, "d000.many.example", "d599.many.example")
    scene.cloud.kernel.calls.reset()
    scene.announce(issued)
    scene.let_it_finish(minutes=3)
    assert scene.bound(WWW) == issued.identifier
    assert scene.bound_on_cdn("d000.many.example") == issued.number
    assert scene.bound_on_cdn("d599.many.example") == issued.number
    counts = scene.cloud.kernel.calls.counts()
    event, *steps = scene.cloud.runner.invocations()
    assert b"3 to bind" in event.result.body
    assert counts["oss.ListBuckets"] == 1
    assert counts["cdn.DescribeUserDomains"] == 2 + len(steps) - 1
