"""What changes listeners of ALB; each answers with a JobId."""

from __future__ import annotations

from typing import Any

from localcloud.services.balancing import changes
from localcloud.services.balancing.changes import Asked
from localcloud.services.balancing.regional import Regional
from localcloud.services.rpc import Arguments

OPTIONS = (
    "CaEnabled",
    "GzipEnabled",
    "Http2Enabled",
    "IdleTimeout",
    "ListenerDescription",
    "RequestTimeout",
    "SecurityPolicyId",
)


def associate(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """AssociateAdditionalCertificatesWithListener."""
    wanted = _certificates(arguments)
    asked = _asked(arguments, "AssociateAdditionalCertificatesWithListener", wanted)
    return {"JobId": changes.associate(regional, asked, wanted).id}


def dissociate(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """DissociateAdditionalCertificatesFromListener."""
    wanted = _certificates(arguments)
    asked = _asked(arguments, "DissociateAdditionalCertificatesFromListener", wanted)
    return {"JobId": changes.dissociate(regional, asked, wanted).id}


def update(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """UpdateListenerAttribute: what is not sent stays."""
    wanted = _certificates(arguments)
    options = {name: value for name in OPTIONS if (value := arguments.text(name))}
    given = (*wanted, *(f"{name}={value}" for name, value in options.items()))
    asked = _asked(arguments, "UpdateListenerAttribute", given)
    return {"JobId": changes.update(regional, asked, wanted, options).id}


def delete(regional: Regional, arguments: Arguments) -> dict[str, Any]:
    """DeleteListener."""
    asked = _asked(arguments, "DeleteListener", ())
    return {"JobId": changes.delete(regional, asked).id}


def _certificates(arguments: Arguments) -> tuple[str, ...]:
    parts = arguments.repeated("Certificates")
    return tuple(found for one in parts if (found := one.get("CertificateId", "")))


def _asked(arguments: Arguments, action: str, given: tuple[str, ...]) -> Asked:
    token, dry_run = arguments.text("ClientToken"), arguments.flag("DryRun")
    return Asked(action, arguments.text("ListenerId"), given, token, dry_run)
