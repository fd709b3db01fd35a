"""V2.0 instances: applied for, validated, issued; what is refused, and what is uncertain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.localcloud.cas.applicants import Applicants
from tests.localcloud.rpc.cloud import refusal

UPDATE = {"Domain": "www.shop.example", "KeyAlgorithm": "ECC_256"}


def test_a_certificate_that_is_bought_has_an_instance(applicants: Applicants) -> None:
    held = applicants.held("www.shop.example")
    shown = applicants.detail(held.instance_id)
    assert (shown["Status"], shown["CertificateId"]) == ("normal", held.number)
    assert (shown["AutoReissue"], shown["KeyAlgorithm"]) == ("disable", "ECC_256")
    assert shown["DomainValidationList"] == []


def test_an_application_is_validated_and_issued_on_the_same_instance(
    applicants: Applicants,
) -> None:
    held = applicants.held("www.shop.example")
    instance = held.instance_id
    applicants.call("UpdateInstance", InstanceId=instance, **UPDATE)
    assert applicants.detail(instance)["Status"] == "normal"
    applicants.call("ApplyCertificate", InstanceId=instance)
    pending = applicants.detail(instance)
    assert (pending["Status"], pending["DomainValidationList"]) == ("pending", [])
    assert pending["CertificateId"] == held.number, "of the latest that was issued"
    task = applicants.call("GetTaskAttribute", TaskId=instance)
    assert task["TaskStatus"] == "success", "and yet there is no certificate"
    applicants.pass_time(hours=1)
    (wanted,) = applicants.detail(instance)["DomainValidationList"]
    assert (wanted["RootDomain"], wanted["ValidationKey"]) == ("shop.example", "_dnsauth.www")
    applicants.publish(instance)
    assert applicants.detail(instance)["Status"] == "pending"
    applicants.pass_time(seconds=61)
    done = applicants.detail(instance)
    assert (done["Status"], done["DomainValidationList"]) == ("normal", [])
    assert done["CertificateId"] > held.number
    listed = applicants.call("ListCertificates", InstanceId=instance)
    assert listed["TotalCount"] == 2, "the old one stays"


def test_a_record_with_another_value_does_not_count(applicants: Applicants) -> None:
    instance = applicants.held("www.shop.example").instance_id
    applicants.call("ApplyCertificate", InstanceId=instance)
    applicants.zone.records["_dnsauth.www.shop.example", "TXT"] = ("of last year",)
    applicants.pass_time(hours=5)
    assert applicants.detail(instance)["Status"] == "pending"


def test_the_ca_may_refuse(applicants: Applicants) -> None:
    held = applicants.held("www.shop.example")
    ca = applicants.ca.ca
    ca.refuses = "CAA forbids it"
    applicants.ca.ca = ca
    applicants.call("ApplyCertificate", InstanceId=held.instance_id)
    applicants.pass_time(seconds=5)
    applicants.publish(held.instance_id)
    applicants.detail(held.instance_id)
    applicants.pass_time(seconds=61)
    shown = applicants.detail(held.instance_id)
    assert (shown["Status"], shown["CertificateId"]) == ("normal", held.number)
    assert shown["PendingResult"] == "CAA forbids it"
    task = applicants.call("GetTaskAttribute", TaskId=held.instance_id)
    assert (task["TaskStatus"], task["TaskMessage"]) == ("failed", "CAA forbids it")


def test_a_second_application_and_an_update_wait_for_the_first(applicants: Applicants) -> None:
    instance = applicants.held("www.shop.example").instance_id
    applicants.call("ApplyCertificate", InstanceId=instance)
    not_now = (400, "OperationDenied.StatusNotSupport")
    assert refusal(applicants.call, "ApplyCertificate", InstanceId=instance) == not_now
    protected = (400, "InvalidStatus.UpdateProtection")
    assert refusal(applicants.call, "UpdateInstance", InstanceId=instance, **UPDATE) == protected


@pytest.mark.parametrize("ended", ["refund", "closed"])
def test_nothing_is_applied_for_after_the_end(applicants: Applicants, ended: str) -> None:
    instance = applicants.held("www.shop.example").instance_id
    book = applicants.cloud.cas.instances
    found = book.find(instance)
    assert found is not None
    book.keep(replace(found, ended=ended))
    assert applicants.detail(instance)["Status"] == ended
    for action in ("ApplyCertificate", "UpdateInstance"):
        refused = refusal(applicants.call, action, InstanceId=instance)
        assert refused == (400, "OperationDenied.StatusNotSupport")


def test_an_update_by_itself_submits_where_the_switch_says_so(applicants: Applicants) -> None:
    instance = applicants.held("www.shop.example").instance_id
    applicants.cloud.switches.set("cas.update_submits", "yes")
    applicants.call("UpdateInstance", InstanceId=instance, **UPDATE)
    assert applicants.detail(instance)["Status"] == "pending"
    refused = refusal(applicants.call, "ApplyCertificate", InstanceId=instance)
    assert refused == (400, "OperationDenied.StatusNotSupport")


def test_an_update_that_leaves_the_algorithm_out_resets_it(applicants: Applicants) -> None:
    instance = applicants.held("www.shop.example").instance_id
    applicants.call("UpdateInstance", InstanceId=instance, Domain="www.shop.example")
    assert applicants.detail(instance)["KeyAlgorithm"] == "RSA_2048"


def test_hosting_takes_a_unit_and_applies_by_itself(applicants: Applicants) -> None:
    held = applicants.held("www.shop.example", days=60)
    instance = held.instance_id
    applicants.cloud.cas.instances.units = 1
    hosted = {"InstanceId": instance, "AutoReissue": "enable", "KeyAlgorithm": "ECC_256"}
    applicants.call("UpdateInstance", **hosted)
    assert applicants.call("GetInstanceSummary")["AutoReissueCount"] == 0
    other = applicants.held("shop.example").instance_id
    refused = refusal(applicants.call, "UpdateInstance", InstanceId=other, AutoReissue="enable")
    assert refused == (400, "InsufficientQuota")
    applicants.pass_time(days=29)
    assert applicants.detail(instance)["Status"] == "normal"
    applicants.pass_time(days=2)
    assert applicants.detail(instance)["Status"] == "pending"
    applicants.pass_time(minutes=2)
    assert applicants.detail(instance)["CertificateId"] > held.number


def test_a_test_instance_has_one_certificate_in_its_life(applicants: Applicants) -> None:
    instance = applicants.held("www.shop.example").instance_id
    book = applicants.cloud.cas.instances
    found = book.find(instance)
    assert found is not None
    book.keep(replace(found, kind="TEST"))
    refused = refusal(applicants.call, "ApplyCertificate", InstanceId=instance)
    assert refused == (400, "OperationDenied.StatusNotSupport")


@pytest.mark.parametrize("code", ["NotFound", "InvalidParameter"])
def test_an_id_of_no_instance_is_refused(applicants: Applicants, code: str) -> None:
    applicants.cloud.switches.set("cas.unknown_instance_code", code)
    assert refusal(applicants.detail, "cas-upload-1") == (400, code)


def test_the_readings_that_are_uncertain(applicants: Applicants) -> None:
    held = applicants.held("www.shop.example")
    switches, instance = applicants.cloud.switches, held.instance_id
    assert applicants.detail(instance)["CertificateNotAfter"] > 10**11
    switches.set("cas.instance_times", "seconds")
    assert applicants.detail(instance)["CertificateNotAfter"] < 10**11
    applicants.call("ApplyCertificate", InstanceId=instance)
    applicants.pass_time(seconds=5)
    switches.set("cas.pending_shows", "none")
    switches.set("cas.validation_host", "whole")
    shown = applicants.detail(instance)
    assert "CertificateId" not in shown
    assert shown["DomainValidationList"][0]["ValidationKey"] == "_dnsauth.www.shop.example"
