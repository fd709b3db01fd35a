"""GetInstanceDetail, UpdateInstance, ApplyCertificate, GetTaskAttribute, GetInstanceSummary."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from localcloud.gateway import ServiceError
from localcloud.services.cas.applying.application import LIST_APPEARS_AFTER, Record
from localcloud.services.cas.applying.instances import FINAL, Instance
from localcloud.services.cas.site import CasSite
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.errors import invalid_parameter

_CHOICES = {
    "AutoReissue": ("enable", "disable"),
    "GenerateCsrMethod": ("online", "upload"),
    "KeyAlgorithm": ("RSA_2048", "RSA_3072", "RSA_4096", "ECC_256", "SM2"),
    "ValidationMethod": ("DNS", "HTTP"),
}
_ONLY_ITS_OWN = "ApplyCertificate"
_DEFAULT_ALGORITHM = "RSA_2048"


def get_instance_detail(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """The certificate's fields are those of the latest that was issued; which fields are there at
    all depends on the state.
    """
    found, now = site.instance(arguments.text("InstanceId")), site.now()
    instance = _required(found, site)
    pending = instance.application
    hides = pending is not None and site.store.switches["cas.pending_shows"] == "none"
    answer = {
        "InstanceId": instance.instance_id,
        "InstanceType": instance.kind,
        "Status": instance.status(now),
        "AutoReissue": "enable" if instance.auto_reissue else "disable",
        "AutoReissueFlag": 1 if instance.kind == "BUY" else 0,
        "AverageWaitingTime": "600",
        "Brand": "DigiCert",
        "CertificateType": instance.validation,
        "CertificateName": instance.names[0],
        "Domain": ",".join(instance.names),
        "KeyAlgorithm": instance.key_algorithm,
        "GenerateCsrMethod": instance.generate_csr,
        "ValidationMethod": "HTTP" if instance.record_kind == "FILE" else "DNS",
        "UpgradeStatus": "none",
        "InstanceStartTime": _epoch(site, instance.bought_at),
        "InstanceEndTime": _epoch(site, instance.ends_at),
        "PendingResult": instance.remark,
        "DomainValidationList": [_shown(site, one) for one in _records(instance, now)],
    }
    return answer if hides else {**answer, **_certificate(site, instance, now)}


def update_instance(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """Not while an application is under way. What is left out falls to its default: the key
    algorithm does (documentation), so an ECC instance needs it said.
    """
    for name, allowed in _CHOICES.items():
        if arguments.text(name, allowed[0]) not in allowed:
            raise invalid_parameter(name)
    with site.alone():
        held, now = site.held_instance(arguments.text("InstanceId")), site.now()
        instance = _required(held, site)
        if instance.status(now) == "pending":
            raise ServiceError(400, "InvalidStatus.UpdateProtection", "It is being reviewed.")
        if instance.status(now) in FINAL:
            raise _not_supported()
        site.store.instances.keep(_changed(site, instance, arguments))
        is_complete = bool(arguments.text("Domain")) and instance.kind == "BUY"
        if is_complete and site.store.switches["cas.update_submits"] == "yes":
            site.store.instances.change(instance.instance_id, lambda one: one.applied(now))
    return {}


def apply_certificate(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """One application at a time; a test instance has one certificate in its life."""
    with site.alone():
        held, now = site.held_instance(arguments.text("InstanceId")), site.now()
        instance = _required(held, site)
        state = instance.status(now)
        is_spent_test = instance.kind == "TEST" and instance.certificate
        if state == "pending" or state in FINAL or is_spent_test:
            raise _not_supported()
        site.store.instances.change(instance.instance_id, lambda one: one.applied(now))
    return {}


def get_task_attribute(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """`success` says that the application was handed in. The id of the task is the instance's
    (UNCERTAIN).
    """
    if arguments.text("TaskType", _ONLY_ITS_OWN) != _ONLY_ITS_OWN:
        raise invalid_parameter("TaskType")
    instance = site.instance(arguments.text("TaskId"))
    if instance is None or not instance.task:
        raise ServiceError(400, "NotFound", "The task does not exist.")
    return {"TaskStatus": instance.task, "TaskMessage": instance.told}


def get_instance_summary(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """Counts, and the units of hosting that are left."""
    kind, now = arguments.text("InstanceType"), site.now()
    found = [
        one
        for one in site.store.instances.all()
        if one.site == site.region and kind in ("", one.kind)
    ]
    states = [one.status(now) for one in found]
    return {
        "TotalCount": len(found),
        "InactiveCount": states.count("inactive"),
        "WillExpireCount": states.count("willExpire"),
        "CertificateCount": sum(state not in FINAL for state in states),
        "AutoReissueCount": site.store.instances.units,
    }


def _required(found: Instance | None, site: CasSite) -> Instance:
    if found is None:
        code = site.store.switches["cas.unknown_instance_code"]
        raise ServiceError(400, code, "The instance does not exist.")
    return found


def _not_supported() -> ServiceError:
    message = "The status of the instance does not support this operation."
    return ServiceError(400, "OperationDenied.StatusNotSupport", message)


def _changed(site: CasSite, instance: Instance, arguments: Arguments) -> Instance:
    names = arguments.listed("Domain") or instance.names
    method = arguments.text("ValidationMethod")
    kinds = {"HTTP": "FILE", "DNS": instance.record_kind.replace("FILE", "TXT")}
    return replace(
        instance,
        names=tuple(names),
        auto_reissue=_hosting(site, instance, arguments.text("AutoReissue")),
        key_algorithm=arguments.text("KeyAlgorithm", _DEFAULT_ALGORITHM),
        generate_csr=arguments.text("GenerateCsrMethod", "online"),
        record_kind=kinds.get(method, instance.record_kind),
    )


def _hosting(site: CasSite, instance: Instance, word: str) -> bool:
    """Each instance that it is switched on for takes a unit; the code without one is UNCERTAIN."""
    if word == "enable" and not instance.auto_reissue:
        if instance.kind != "BUY":
            raise _not_supported()
        if site.store.instances.units <= 0:
            raise ServiceError(400, "InsufficientQuota", "No unit of hosting is left.")
        site.store.instances.units -= 1
    return instance.auto_reissue if not word else word == "enable"


def _certificate(site: CasSite, instance: Instance, now: datetime) -> dict[str, Any]:
    held = site.store.find(instance.certificate, instance.site)
    if held is None:
        return {}
    return {
        "CertificateId": held.number,
        "CertIdentifier": held.identifier,
        "CertificateStatus": held.status(now).value,
        "CertificateNotBefore": _epoch(site, held.facts.not_before),
        "CertificateNotAfter": _epoch(site, held.facts.not_after),
    }


def _records(instance: Instance, now: datetime) -> tuple[Record, ...]:
    """Some seconds after the submission, and gone with its end. Hosting writes its own."""
    application = instance.application
    if application is None or now < application.submitted_at + LIST_APPEARS_AFTER:
        return ()
    return application.records(instance.names)


def _shown(site: CasSite, record: Record) -> dict[str, str]:
    whole = site.store.switches["cas.validation_host"] == "whole"
    if record.kind == "FILE":
        return {
            "Domain": record.domain,
            "RootDomain": record.root,
            "ValidationType": "HTTP",
            "ValidationKey": record.path,
            "ValidationValue": record.value,
        }
    return {
        "Domain": record.domain,
        "RootDomain": record.root,
        "ValidationType": record.kind,
        "ValidationKey": record.name if whole else record.host,
        "ValidationValue": record.value,
    }


def _epoch(site: CasSite, at: datetime) -> int:
    seconds = int(at.timestamp())
    is_fine = site.store.switches["cas.instance_times"] == "milliseconds"
    return seconds * 1000 if is_fine else seconds
