"""What ALB and NLB are asked alike, and tell alike, of instances, listeners and certificates."""

from __future__ import annotations

from datetime import timezone
from typing import Any

from localcloud.services.balancing import slots_shown
from localcloud.services.balancing.regional import Regional
from localcloud.services.balancing.values import Balancer, Listener
from localcloud.services.rpc import Arguments


def balancers_asked_for(regional: Regional, arguments: Arguments) -> list[Balancer]:
    """Of those filters that name an attribute kept here."""
    numbers = arguments.members("LoadBalancerIds")
    names = arguments.members("LoadBalancerNames")
    return [
        one
        for one in regional.balancers()
        if (not numbers or one.id in numbers)
        and (not names or one.name in names)
        and arguments.text("DNSName") in ("", one.dns_name)
        and arguments.text("LoadBalancerStatus") in ("", "Active")
        and arguments.text("AddressType") in ("", "Internet")
    ]


def listeners_asked_for(regional: Regional, arguments: Arguments) -> list[Listener]:
    """The newest first."""
    balancers = arguments.members("LoadBalancerIds")
    numbers = arguments.members("ListenerIds")
    return [
        one
        for one in regional.listeners()
        if (not balancers or one.balancer in balancers)
        and (not numbers or one.id in numbers)
        and arguments.text("ListenerProtocol").upper() in ("", one.protocol)
    ]


def certificates_asked_for(
    regional: Regional, listener: Listener, arguments: Arguments, kind: str
) -> list[dict[str, Any]]:
    """The default one and those beside it; there are no CA certificates here. kind: the parameter
    that asks for those.
    """
    wanted = arguments.members("CertificateIds")
    return [
        one
        for one in slots_shown.certificates(listener, regional.model.switches)
        if (not wanted or one["CertificateId"] in wanted)
        and arguments.text(kind, "Server") == "Server"
    ]


def zone_mappings(balancer: Balancer) -> list[dict[str, str]]:
    """Two zones, as every instance has."""
    return [
        {"ZoneId": f"{balancer.region}-{letter}", "VSwitchId": "vsw-local", "Status": "Active"}
        for letter in ("a", "b")
    ]


def balancer_shown(one: Balancer) -> dict[str, Any]:
    """The fields that both response models have."""
    return {
        "LoadBalancerId": one.id,
        "LoadBalancerName": one.name,
        "LoadBalancerStatus": "Active",
        "LoadBalancerBillingConfig": {"PayType": "PostPay"},
        "DNSName": one.dns_name,
        "AddressType": "Internet",
        "VpcId": "vpc-local",
        "ResourceGroupId": "rg-acfmlocalcloud0",
        "DeletionProtectionConfig": {"Enabled": False},
        "ModificationProtectionConfig": {"Status": "NonProtection"},
        "CreateTime": one.created.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Tags": [],
    }


def listener_shown(regional: Regional, one: Listener) -> dict[str, Any]:
    """Likewise."""
    return {
        "ListenerId": one.id,
        "LoadBalancerId": one.balancer,
        "ListenerProtocol": one.protocol,
        "ListenerPort": one.port,
        "ListenerStatus": slots_shown.status(one, regional.model.switches),
        "ListenerDescription": dict(one.options).get("ListenerDescription", ""),
        "Tags": [],
    }
