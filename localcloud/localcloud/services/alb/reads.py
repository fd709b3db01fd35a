"""What ALB tells of instances, listeners, certificates and jobs.

Source: the response models of alibabacloud_alb20200616 1.3.3.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from localcloud.services.balancing import slots_shown
from localcloud.services.balancing.jobs import Change, Job
from localcloud.services.balancing.paging import page
from localcloud.services.balancing.reads import (
    balancer_shown,
    balancers_asked_for,
    certificates_asked_for,
    listener_shown,
    listeners_asked_for,
    zone_mappings,
)
from localcloud.services.balancing.regional import Regional
from localcloud.services.balancing.serving import USUAL_POLICY
from localcloud.services.balancing.values import Balancer, Listener
from localcloud.services.rpc import Arguments

_OPERATIONS = {Change.DELETE: "Delete", Change.ASSOCIATE: "Create", Change.DISSOCIATE: "Delete"}


def list_load_balancers(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """Of those filters that name an attribute kept here."""
    fields, shown = page(balancers_asked_for(regional, arguments), arguments)
    return {**fields, "LoadBalancers": [_balancer(one) for one in shown]}


def get_load_balancer_attribute(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """One instance."""
    balancer = regional.require_balancer(arguments.text("LoadBalancerId"))
    return {
        **_balancer(balancer),
        "RegionId": balancer.region,
        "ZoneMappings": zone_mappings(balancer),
    }


def list_listeners(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """The newest first; without their certificates."""
    fields, shown = page(listeners_asked_for(regional, arguments), arguments)
    return {**fields, "Listeners": [_listener(regional, one) for one in shown]}


def get_listener_attribute(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """One listener. Whether its additional certificates are among Certificates is UNCERTAIN."""
    listener = regional.require_listener(arguments.text("ListenerId"))
    switches = regional.model.switches
    shown = list(slots_shown.certificates(listener, switches))
    if switches["alb.attribute_certificates"] == "default":
        shown = [one for one in shown if one["IsDefault"]]
    return {
        **_listener(regional, listener),
        "CaEnabled": False,
        "CaCertificates": [],
        "Certificates": [{"CertificateId": one["CertificateId"]} for one in shown],
        "AclConfig": {},
    }


def list_listener_certificates(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """The default one and those beside it. There are no CA certificates here."""
    listener = regional.require_listener(arguments.text("ListenerId"))
    found = certificates_asked_for(regional, listener, arguments, "CertificateType")
    fields, shown = page(found, arguments)
    return {**fields, "Certificates": list(shown)}


def list_asyn_jobs(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """Newest first. A time is in milliseconds."""
    numbers, resources = arguments.members("JobIds"), arguments.members("ResourceIds")
    begins, ends = arguments.number("BeginTime"), arguments.number("EndTime")
    found = [
        job
        for job in regional.model.jobs.all(regional.region)
        if (not numbers or job.id in numbers)
        and (not resources or job.listener in resources)
        and arguments.text("ApiName") in ("", job.action)
        and arguments.text("ResourceType") in ("", "listener")
        and begins <= _milliseconds(job.began)
        and (not ends or _milliseconds(job.began) <= ends)
    ]
    fields, shown = page(found, arguments)
    return {**fields, "Jobs": [_job(one) for one in shown]}


def _balancer(one: Balancer) -> dict[str, Any]:
    return {
        **balancer_shown(one),
        "LoadBalancerEdition": one.edition,
        "LoadBalancerBussinessStatus": "Normal",
        "LoadBalancerOperationLocks": [],
        "AddressIpVersion": "IPv4",
        "AddressAllocatedMode": "Dynamic",
    }


def _listener(regional: Regional, one: Listener) -> dict[str, Any]:
    options = dict(one.options)
    secure = {}
    if one.protocol in regional.model.brand.secure:
        secure = {
            "Http2Enabled": options.get("Http2Enabled", "true").lower() == "true",
            "SecurityPolicyId": options.get("SecurityPolicyId", USUAL_POLICY),
        }
    return {
        **listener_shown(regional, one),
        "IdleTimeout": int(options.get("IdleTimeout", "15")),
        "RequestTimeout": int(options.get("RequestTimeout", "60")),
        "GzipEnabled": options.get("GzipEnabled", "true").lower() == "true",
        "DefaultActions": [],
        **secure,
    }


def _job(job: Job) -> dict[str, Any]:
    code, message = job.error
    return {
        "Id": job.id,
        "ApiName": job.action,
        "OperateType": _OPERATIONS.get(job.change, "Update"),
        "ResourceType": "listener",
        "ResourceId": job.listener,
        "Status": job.status,
        "CreateTime": _milliseconds(job.began),
        "ModifyTime": _milliseconds(job.modified),
        **({"ErrorCode": code, "ErrorMessage": message} if code else {}),
    }


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
