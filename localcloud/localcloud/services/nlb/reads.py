"""What NLB tells of instances, listeners, certificates and jobs.

Source: the response models of alibabacloud_nlb20220430 4.1.3.
"""

from __future__ import annotations

from datetime import timezone
from typing import Any

from localcloud.gateway import ServiceError
from localcloud.services.balancing import slots_shown
from localcloud.services.balancing.jobs import PROCESSING
from localcloud.services.balancing.paging import page
from localcloud.services.balancing.regional import Regional
from localcloud.services.balancing.serving import USUAL_POLICY
from localcloud.services.balancing.values import Balancer, Listener
from localcloud.services.rpc import Arguments

_MOST_CERTIFICATES = 50


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
    return _balancer(regional.require_balancer(arguments.text("LoadBalancerId")))


def list_listeners(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """The newest first, with their default certificates."""
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
    """One listener."""
    return _listener(regional, regional.require_listener(arguments.text("ListenerId")))


def list_listener_certificates(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """The default one and those beside it, as ids and with their states."""
    listener = regional.require_listener(arguments.text("ListenerId"))
    if listener.protocol not in regional.model.brand.secure:
        message = "The operation is not allowed because of the listener's protocol."
        raise ServiceError(400, "OperationDenied.Protocol", message)
    wanted = arguments.members("CertificateIds")
    found = [
        one
        for one in slots_shown.certificates(listener, regional.model.switches)
        if (not wanted or one["CertificateId"] in wanted)
        and arguments.text("CertType", "Server") == "Server"
    ]
    fields, shown = page(found, arguments, _MOST_CERTIFICATES)
    numbers = [one["CertificateId"] for one in shown]
    return {**fields, "CertificateIds": numbers, "Certificates": list(shown)}


def get_job_status(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """One word, without a reason. What is told of a job of nobody is not published."""
    job = regional.model.jobs.find(arguments.text("JobId"))
    if job is None or job.region != regional.region:
        raise ServiceError(
            404, "ResourceNotFound.job", "The specified resource of job is not found."
        )
    word = regional.model.switches["nlb.processing_word"]
    return {"Status": word if job.status == PROCESSING else job.status}


def list_asyn_jobs(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """Those that are named, all without names; TotalCount is text in the response model."""
    wanted = arguments.members("JobIds")
    found = [
        {"Id": job.id, "Status": job.status}
        for job in regional.model.jobs.all(regional.region)
        if not wanted or job.id in wanted
    ]
    return {"Jobs": found, "TotalCount": str(len(found))}


def _balancer(one: Balancer) -> dict[str, Any]:
    zones = [
        {"ZoneId": f"{one.region}-{letter}", "VSwitchId": "vsw-local", "Status": "Active"}
        for letter in ("a", "b")
    ]
    return {
        "LoadBalancerId": one.id,
        "LoadBalancerName": one.name,
        "LoadBalancerType": "network",
        "LoadBalancerStatus": "Active",
        "LoadBalancerBusinessStatus": "Normal",
        "LoadBalancerBillingConfig": {"PayType": "PostPay"},
        "OperationLocks": [],
        "DNSName": one.dns_name,
        "AddressType": "Internet",
        "AddressIpVersion": "ipv4",
        "RegionId": one.region,
        "VpcId": "vpc-local",
        "ResourceGroupId": "rg-acfmlocalcloud0",
        "CrossZoneEnabled": True,
        "DeletionProtectionConfig": {"Enabled": False},
        "ModificationProtectionConfig": {"Status": "NonProtection"},
        "CreateTime": one.created.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "ZoneMappings": zones,
        "Tags": [],
    }


def _listener(regional: Regional, one: Listener) -> dict[str, Any]:
    options, switches = dict(one.options), regional.model.switches
    default = slots_shown.default_shown(one, switches)
    secure = {}
    if default is not None:
        secure = {
            "CertificateIds": [default.identifier],
            "CaCertificateIds": [],
            "CaEnabled": options.get("CaEnabled", "false").lower() == "true",
            "SecurityPolicyId": options.get("SecurityPolicyId", USUAL_POLICY),
            "AlpnEnabled": options.get("AlpnEnabled", "false").lower() == "true",
            "AlpnPolicy": options.get("AlpnPolicy", ""),
        }
    return {
        "ListenerId": one.id,
        "LoadBalancerId": one.balancer,
        "ListenerProtocol": one.protocol,
        "ListenerPort": one.port,
        "ListenerStatus": slots_shown.status(one, switches),
        "ListenerDescription": options.get("ListenerDescription", ""),
        "RegionId": regional.region,
        "ServerGroupId": options.get("ServerGroupId", "sgp-local"),
        "IdleTimeout": int(options.get("IdleTimeout", "900")),
        "Cps": int(options.get("Cps", "0")),
        "Mss": int(options.get("Mss", "0")),
        "ProxyProtocolEnabled": options.get("ProxyProtocolEnabled", "false").lower() == "true",
        "SecSensorEnabled": options.get("SecSensorEnabled", "false").lower() == "true",
        "Tags": [],
        **secure,
    }
