"""What the handlers have in common: finding the domain, refusing, writing times."""

from __future__ import annotations

from datetime import datetime, timezone

from localcloud.gateway import ServiceError
from localcloud.services.accelerated.domains import AcceleratedDomain, DomainStatus
from localcloud.services.accelerated.model import AcceleratedModel


def require(model: AcceleratedModel, domain: str) -> AcceleratedDomain:
    """404 InvalidDomain.NotFound for a domain of nobody. Names are compared in lower case."""
    found = model.get(domain.lower())
    if found is None:
        message = "The domain provided does not belong to you."
        raise ServiceError(404, "InvalidDomain.NotFound", message)
    return found


def require_idle(model: AcceleratedModel, domain: str) -> AcceleratedDomain:
    """As `require`; 403 ServiceBusy while a change is under way."""
    found = require(model, domain)
    if found.status_at(model.now()) is DomainStatus.CONFIGURING:
        message = "The specified Domain is configuring, please retry later."
        raise ServiceError(403, "ServiceBusy", message)
    return found


def unsupported(name: str) -> ServiceError:
    """400 Invalid<Name>.ValueNotSupported."""
    message = f"The specified value of parameter {name} is not supported."
    return ServiceError(400, f"Invalid{name}.ValueNotSupported", message)


def iso(at: datetime) -> str:
    """`2026-11-24T08:00:00Z`."""
    return at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
