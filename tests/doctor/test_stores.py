"""What `doctor` says of queues, ledger and service file with one thing broken in each."""

from __future__ import annotations

import json
from collections.abc import Callable

import oss2
import pytest

from localcloud.faults import FaultKind, FaultRule
from localcloud.services.mns.model import Draft
from tests.doctor.clinic import (
    DEAD,
    NOT_PROBED,
    OK,
    QUEUE,
    ROOT,
    WRONG,
    Clinic,
    own_ledger,
    worst,
)

# queues


def _delete(queue: str) -> Callable[[Clinic], None]:
    return lambda clinic: clinic.cloud.mns.model.delete_queue(queue)


def _set(queue: str, **attributes: str) -> Callable[[Clinic], None]:
    return lambda clinic: clinic.cloud.mns.model.set_attributes(queue, attributes)


@pytest.mark.parametrize(
    ("breaks", "name", "found"),
    [
        (_delete(QUEUE), "queue", "QueueNotExist"),
        (_set(QUEUE, VisibilityTimeout="30"), "queue", "visibility time is 30 s"),
        (_set(QUEUE, DelaySeconds="60"), "queue", "delays every message by 60 s"),
        (_set(QUEUE, MaximumMessageSize="1024"), "queue", "1024 bytes"),
        (_delete(DEAD), "dead-letter queue", "QueueNotExist"),
        (_set(DEAD, MessageRetentionPeriod="3600"), "dead-letter queue", "3600 s"),
    ],
)
def test_a_queue_that_does_not_fit_is_told(
    clinic: Clinic, breaks: Callable[[Clinic], None], name: str, found: str
) -> None:
    breaks(clinic)
    check = clinic.check(name)
    assert check.status is WRONG
    assert found in check.found
    assert check.remedy


def test_dead_letters_are_counted(clinic: Clinic) -> None:
    clinic.cloud.mns.model.send(DEAD, Draft("{}"))
    check = clinic.check("dead letters")
    assert check.status is WRONG
    assert check.found.startswith("1 ")
    assert "dead-letters list" in check.remedy


# the ledger


def test_a_missing_bucket_is_told(clinic: Clinic) -> None:
    diagnosis = clinic.examine(CERTBIND_LEDGER_BUCKET="nobodys-bucket")
    assert worst(diagnosis, "ledger bucket").status is WRONG
    assert worst(diagnosis, "ledger protection").status is WRONG


def test_versioning_is_told_and_seen_to_overwrite(clinic: Clinic) -> None:
    own_ledger(clinic).put_bucket_versioning(oss2.models.BucketVersioningConfig("Enabled"))
    diagnosis = clinic.examine()
    assert "versioning is Enabled" in worst(diagnosis, "ledger bucket").found
    check = worst(diagnosis, "ledger protection")
    assert check.status is WRONG
    assert "OVERWROTE" in check.found


def test_a_public_bucket_is_told(clinic: Clinic) -> None:
    own_ledger(clinic).delete_bucket_public_access_block()
    own_ledger(clinic).put_bucket_acl("public-read")
    check = clinic.check("ledger bucket")
    assert check.status is WRONG
    assert "public-read" in check.found


def test_a_bucket_of_another_region_is_told(clinic: Clinic) -> None:
    clinic.cloud.oss.world.create_bucket("far-away", "cn-shanghai")
    check = clinic.check("ledger bucket", CERTBIND_LEDGER_BUCKET="far-away")
    assert check.status is WRONG
    assert "cn-hangzhou" in check.remedy


def test_a_bucket_that_may_not_be_read_is_not_taken_for_one_of_another_region(
    clinic: Clinic,
) -> None:
    clinic.cloud.kernel.faults.add(
        FaultRule(
            FaultKind.ERROR, "oss", "GetBucketInfo", count=None, status=403, code="AccessDenied"
        )
    )
    check = clinic.check("ledger bucket")
    assert check.status is WRONG
    assert "oss:GetBucketInfo" in check.remedy
    assert "cn-hangzhou" not in check.remedy


def test_a_closed_public_endpoint_is_recognised_with_the_way_round_it(clinic: Clinic) -> None:
    clinic.cloud.oss.world.set_forbids_public_endpoint(True)
    check = clinic.check("ledger protection")
    assert check.status is WRONG
    assert "PublicEndpointForbidden" in check.found
    assert "CERTBIND_NETWORK=internal" in check.remedy


def test_another_refusal_is_not_taken_for_protection(clinic: Clinic) -> None:
    clinic.cloud.kernel.faults.add(
        FaultRule(
            FaultKind.ERROR, "oss", "PutObject", count=None, status=400, code="InvalidArgument"
        )
    )
    assert clinic.check("ledger protection").status is not OK


def test_an_object_that_a_run_left_behind_proves_the_same(clinic: Clinic) -> None:
    own_ledger(clinic).put_object("certbind/doctor/create-only-probe", b"left")
    assert clinic.check("ledger protection").status is OK
    assert list(oss2.ObjectIterator(own_ledger(clinic))) == []


def test_who_may_not_delete_sees_the_protection_all_the_same(clinic: Clinic) -> None:
    denied = FaultRule(
        FaultKind.ERROR, "oss", "DeleteObject", count=None, status=403, code="AccessDenied"
    )
    clinic.cloud.kernel.faults.add(denied)
    for _ in range(2):
        check = clinic.check("ledger protection")
        assert check.status is OK
        assert "it stays there" in check.found


def test_every_permission_of_the_functions_policies_is_on_a_line(clinic: Clinic) -> None:
    """Those that the platform uses itself are left out, and those that other checks make. Every
    product is opened and has a domain: of one that is not, a line tells of all that it takes.
    """
    cloud = clinic.cloud
    cloud.cdn.model.add_domain("www.shop.example", [])
    for product, likes in cloud.accelerated.items():
        cloud.standings.set_opened(product, opened=True)
        likes.add_domain(f"{product}.shop.example", [])
    cloud.esa.add_record(cloud.esa.add_site("site.example"), "www.site.example")
    for model in cloud.balancing.values():
        at = model.add_balancer("cn-hangzhou", name="lb", edition=next(iter(model.brand.quotas)))
        held = clinic.issue("lb.shop.example")
        model.add_listener(at.id, model.brand.secure[0], 443, held)
    told = {f"{check.name} {check.found}" for check in clinic.examine().checks}
    elsewhere = {"oss:GetBucketInfo", "oss:PutObject", "log:PostLogStoreLogs"}
    actions: set[str] = set()
    for function in ("certificate_event", "emergency", "harden", "recheck", "rollback", "watch"):
        policy = json.loads((ROOT / f"deploy/policies/{function}.json").read_text())
        actions |= {action for one in policy["Statement"] for action in one["Action"]}
    untold = {a for a in actions if not any(a.partition(":")[2] in line for line in told)}
    assert untold == elsewhere


# s.yaml


def _service_file(clinic: Clinic, **replace: str) -> None:
    text = (ROOT / "s.yaml").read_text(encoding="utf-8")
    for old, new in replace.items():
        assert old in text
        text = text.replace(old, new)
    (clinic.folder / "s.yaml").write_text(text, encoding="utf-8")


def test_without_a_service_file_the_trigger_is_not_probed(clinic: Clinic) -> None:
    check = clinic.check("trigger")
    assert (check.status, check.found) == (NOT_PROBED, "no s.yaml in this folder")


def test_another_queue_in_the_service_file_is_told(clinic: Clinic) -> None:
    _service_file(clinic)
    assert clinic.check("trigger").status is OK
    check = clinic.check("trigger", CERTBIND_LEDGER_PREFIX="x/", CERTBIND_DEAD_LETTER_QUEUE="y")
    assert check.status is WRONG
    assert "dead-letter queue certbind-events-dead, the settings say y" in check.found
    text = (clinic.folder / "s.yaml").read_text(encoding="utf-8")
    other = text.replace("QueueName: ${vars.queue}", "QueueName: other")
    (clinic.folder / "s.yaml").write_text(other, encoding="utf-8")
    assert "reads queue other" in clinic.check("trigger").found


def test_a_stream_that_stops_at_a_bad_message_is_told(clinic: Clinic) -> None:
    _service_file(clinic, **{"errorsTolerance: ALL": "errorsTolerance: NONE"})
    assert "stops the stream" in clinic.check("trigger").found


def test_a_service_file_that_is_no_yaml_is_told(clinic: Clinic) -> None:
    (clinic.folder / "s.yaml").write_text("resources: [", encoding="utf-8")
    assert clinic.check("trigger").status is WRONG
