"""Domains are added, deleted, started and stopped: what the products share of it."""

from __future__ import annotations

import re
from typing import Any

from localcloud.authority import a_label
from localcloud.gateway import ServiceError
from localcloud.reading import json_document, whole
from localcloud.services.accelerated.answers import require_idle, unsupported
from localcloud.services.accelerated.domains import DomainStatus, Origin
from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.rpc import Arguments

_LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST_NAME = re.compile(rf"\.?({_LABEL}\.)+{_LABEL}")
_LONGEST_NAME = 253
_SCOPES = ("domestic", "overseas", "global")
_ORIGIN_TYPES = ("ipaddr", "domain", "oss", "fc_domain")


def add_domain(model: AcceleratedModel, arguments: Arguments, kind: str) -> dict[str, Any]:
    """What every product of the family does with DomainName, Sources and Scope."""
    scope = arguments.text("Scope", "domestic")
    if scope not in _SCOPES:
        raise unsupported("Scope")
    name = _host_name(arguments.text("DomainName"))
    origins = _origins(arguments.text("Sources"))
    tags = tuple((t.get("Key", ""), t.get("Value", "")) for t in arguments.repeated("Tag"))
    with model.lock:
        if model.get(name) is not None:
            message = "The domain name you added already exists."
            raise ServiceError(400, "DomainAlreadyExist", message)
        group = arguments.text("ResourceGroupId")
        made = model.create(
            name, origins, cdn_type=kind, scope=scope, resource_group=group, tags=tags
        )
        model.keep(model.begin(made))
    return {}


def delete_domain(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """Gone at once, with its configuration."""
    with model.lock:
        model.remove(require_idle(model, arguments.text("DomainName")).name)
    return {}


def start_domain(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """Online after the change."""
    return _switch(model, arguments, DomainStatus.ONLINE)


def stop_domain(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """Offline after the change; the edges stop serving it."""
    return _switch(model, arguments, DomainStatus.OFFLINE)


def _switch(model: AcceleratedModel, arguments: Arguments, status: DomainStatus) -> dict[str, Any]:
    with model.lock:
        domain = require_idle(model, arguments.text("DomainName"))
        model.switch(model.begin(domain), status)
    return {}


def _host_name(text: str) -> str:
    """A host name in its A-label form, `.example.com` for the wildcard domain."""
    try:
        name = a_label(text)
    except ValueError:
        name = ""
    if not _HOST_NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        raise ServiceError(400, "InvalidDomainName.Malformed", "The DomainName is malformed.")
    return name


def _origins(text: str) -> tuple[Origin, ...]:
    """`Sources` of AddCdnDomain: a JSON list of objects with `content`, `type`, `port` …"""
    try:
        origins = tuple(_origin(item) for item in json_document(text))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise _malformed() from None
    if not origins:
        raise _malformed()
    return origins


def _origin(item: dict[str, Any]) -> Origin:
    port = whole(str(item.get("port", 80)))
    if port is None or item["type"] not in _ORIGIN_TYPES or port not in range(1, 65536):
        raise ValueError("no such origin")
    return Origin(
        str(item["type"]),
        str(item["content"]),
        port,
        str(item.get("priority", "20")),
        str(item.get("weight", "10")),
    )


def _malformed() -> ServiceError:
    return ServiceError(400, "InvalidSources.Malformed", "The specified Sources is malformed.")
