"""What NLB tells of instances, listeners, certificates and jobs.

Source: the response models of alibabacloud_nlb20220430 4.1.3.
"""

from __future__ import annotations

from typing import Any

from localcloud.gateway import ServiceError
from localcloud.services.balancing import slots_shown
from localcloud.services.balancing.jobs import PROCESSING
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

_MOST_CERTIFICATES = 50


def list_load_balancers(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """Of those filters that name an attribute kept here."""
    fields, shown = page(balancers_asked_for(regional, arguments), arguments)
    return {**fields, "LoadBalancers": [_balancer(one) for one in shown]}


def get_load_balancer_attribute(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """One instance."""
    return _balancer(regional.require_balancer(arguments.text("LoadBalancerId")))


def list_listeners(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """The newest first, with their default certificates."""
    fields, shown = page(listeners_asked_for(regional, arguments), arguments)
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
    found = certificates_asked_for(regional, listener, arguments, "CertType")
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
    return {
        **balancer_shown(one),
        "LoadBalancerType": "network",
        "LoadBalancerBusinessStatus": "Normal",
        "OperationLocks": [],
        "AddressIpVersion": "ipv4",
        "RegionId": one.region,
        "CrossZoneEnabled": True,
        "ZoneMappings": zone_mappings(one),
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
        **listener_shown(regional, one),
        "RegionId": regional.region,
        "ServerGroupId": options.get("ServerGroupId", "sgp-local"),
        "IdleTimeout": int(options.get("IdleTimeout", "900")),
        "Cps": int(options.get("Cps", "0")),
        "Mss": int(options.get("Mss", "0")),
        "ProxyProtocolEnabled": options.get("ProxyProtocolEnabled", "false").lower() == "true",
        "SecSensorEnabled": options.get("SecSensorEnabled", "false").lower() == "true",
        **secure,
    }
