"""What CDN's handlers have in common: finding the domain, refusing, paging, writing times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import TypeVar

from localcloud.gateway import ServiceError
from localcloud.services.cdn.domains import CdnDomain, DomainStatus
from localcloud.services.cdn.model import CdnModel
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.errors import invalid_parameter

_MOST_PAGES = 100_000

Item = TypeVar("Item")


def require(model: CdnModel, domain: str) -> CdnDomain:
    """404 InvalidDomain.NotFound for a domain of nobody. Names are compared in lower case."""
    found = model.get(domain.lower())
    if found is None:
        message = "The domain provided does not belong to you."
        raise ServiceError(404, "InvalidDomain.NotFound", message)
    return found


def require_idle(model: CdnModel, domain: str) -> CdnDomain:
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


def page(
    items: Sequence[Item], arguments: Arguments, *, size: int, most: int
) -> tuple[dict[str, int], Sequence[Item]]:
    """PageNumber from 1 and PageSize: the fields, and that page's items; past the end none."""
    number = arguments.number("PageNumber", 1)
    wanted = arguments.number("PageSize", size)
    if not 1 <= number <= _MOST_PAGES:
        raise invalid_parameter("PageNumber")
    if not 1 <= wanted <= most:
        raise invalid_parameter("PageSize")
    return {"PageNumber": number, "PageSize": wanted}, items[(number - 1) * wanted :][:wanted]


def iso(at: datetime) -> str:
    """`2026-11-24T08:00:00Z`."""
    return at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
