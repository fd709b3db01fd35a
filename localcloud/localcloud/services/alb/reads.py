"""What ALB tells of instances, listeners, certificates and jobs.

Source: the response models of alibabacloud_alb20200616 1.3.3.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from localcloud.services.balancing import slots_shown
from localcloud.services.balancing.jobs import Change, Job
from localcloud.services.balancing.paging import page
from localcloud.services.balancing.regional import Regional
from localcloud.services.balancing.serving import USUAL_POLICY
from localcloud.services.balancing.values import Balancer, Listener
from localcloud.services.rpc import Arguments

_OPERATIONS = {Change.DELETE: "Delete", Change.ASSOCIATE: "Create", Change.DISSOCIATE: "Delete"}


def list_load_balancers(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """Of those filters that name an attribute kept here."""
    numbers = arguments.members("LoadBalancerIds")
    names = arguments.members("LoadBalancerNames")
    found = [
        one
        for one in regional.balancers()
        if (not numbers or one.id in numbers)
        and (not names or one.name in names)
        and arguments.text("DNSName") in ("", one.dns_name)
        and arguments.text("LoadBalancerStatus") in ("", "Active")
        and arguments.text("AddressType") in ("", "Internet")
    ]
    fields, shown = page(found, arguments)
    return {**fields, "LoadBalancers": [_balancer(one) for one in shown]}


def get_load_balancer_attribute(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """One instance."""
    balancer = regional.require_balancer(arguments.text("LoadBalancerId"))
    zones = [
        {"ZoneId": f"{balancer.region}-{letter}", "VSwitchId": "vsw-local", "Status": "Active"}
        for letter in ("a", "b")
    ]
    return {**_balancer(balancer), "RegionId": balancer.region, "ZoneMappings": zones}


def list_listeners(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """The newest first; without their certificates."""
    balancers = arguments.members("LoadBalancerIds")
    numbers = arguments.members("ListenerIds")
    found = [
        one
        for one in regional.listeners()
        if (not balancers or one.balancer in balancers)
        and (not numbers or one.id in numbers)
        and arguments.text("ListenerProtocol").upper() in ("", one.protocol)
    ]
    fields, shown = page(found, arguments)
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
    wanted = arguments.members("CertificateIds")
    found = [
        one
        for one in slots_shown.certificates(listener, regional.model.switches)
        if (not wanted or one["CertificateId"] in wanted)
        and arguments.text("CertificateType", "Server") == "Server"
    ]
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
        "LoadBalancerId": one.id,
        "LoadBalancerName": one.name,
        "LoadBalancerEdition": one.edition,
        "LoadBalancerStatus": "Active",
        "LoadBalancerBussinessStatus": "Normal",
        "LoadBalancerBillingConfig": {"PayType": "PostPay"},
        "LoadBalancerOperationLocks": [],
        "DNSName": one.dns_name,
        "AddressType": "Internet",
        "AddressIpVersion": "IPv4",
        "AddressAllocatedMode": "Dynamic",
        "VpcId": "vpc-local",
        "ResourceGroupId": "rg-acfmlocalcloud0",
        "DeletionProtectionConfig": {"Enabled": False},
        "ModificationProtectionConfig": {"Status": "NonProtection"},
        "CreateTime": one.created.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Tags": [],
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
        "ListenerId": one.id,
        "LoadBalancerId": one.balancer,
        "ListenerProtocol": one.protocol,
        "ListenerPort": one.port,
        "ListenerStatus": slots_shown.status(one, regional.model.switches),
        "ListenerDescription": options.get("ListenerDescription", ""),
        "IdleTimeout": int(options.get("IdleTimeout", "15")),
        "RequestTimeout": int(options.get("RequestTimeout", "60")),
        "GzipEnabled": options.get("GzipEnabled", "true").lower() == "true",
        "DefaultActions": [],
        "Tags": [],
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
