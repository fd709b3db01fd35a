"""What Alidns refuses, by its error codes page; every refusal comes with HTTP 400."""

from __future__ import annotations

from localcloud.gateway import ServiceError
from localcloud.services.alidns.model import AlidnsModel
from localcloud.services.alidns.zones import Zone, ZoneRecord


def no_such_zone(model: AlidnsModel) -> ServiceError:
    """Not of this account; which of the two codes comes is seen both ways."""
    if model.switches["alidns.unknown_zone_code"] == "IncorrectDomainUser":
        return ServiceError(400, "IncorrectDomainUser", "The domain name belongs to another user.")
    message = "The specified domain name does not exist. Refresh the page and try again."
    return ServiceError(400, "InvalidDomainName.NoExist", message)


def no_such_record() -> ServiceError:
    """Also for one that was deleted."""
    message = "The DNS record does not belong to this account."
    return ServiceError(400, "DomainRecordNotBelongToUser", message)


def duplicate() -> ServiceError:
    """The same host, type and value."""
    return ServiceError(400, "DomainRecordDuplicate", "The DNS record already exists.")


def conflict() -> ServiceError:
    """A CNAME has nothing beside it on its line."""
    message = "The DNS record conflicts with other records."
    return ServiceError(400, "DomainRecordConflict", message)


def locked() -> ServiceError:
    """Its owner locked it."""
    return ServiceError(400, "Forbidden.RecordLocked", "The DNS record is locked.")


def wrong(what: str) -> ServiceError:
    """`InvalidRR.Format` and its likes."""
    return ServiceError(400, what, "The specified value is not valid.")


def require_zone(model: AlidnsModel, name: str) -> Zone:
    """By name; ServiceError where the account has none."""
    if "." not in name.strip("."):
        raise ServiceError(400, "InvalidDomainName.Format", "Invalid domain name.")
    found = model.zone(name.strip().rstrip(".").lower())
    if found is None:
        raise no_such_zone(model)
    return found


def require_record(model: AlidnsModel, identifier: str) -> ZoneRecord:
    """By its id; ServiceError where there is none."""
    found = model.record(identifier)
    if found is None:
        raise no_such_record()
    return found


def refuse_while_busy(model: AlidnsModel, zone: Zone) -> None:
    """Changes of one zone that follow at once were seen refused."""
    if model.is_busy(zone):
        message = "The last operation has not been finished."
        raise ServiceError(400, "LastOperationNotFinished", message)
