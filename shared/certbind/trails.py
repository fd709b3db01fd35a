"""ActionTrail's records of calls to CAS, as EventBridge delivers them.

That CAS is among the services whose calls EventBridge forwards is inferred, not documented, and
issuance by the CA is no call at all: such a record is a welcome hint and nothing more. What
happened is read from CAS; a record that does not name the certificate asks for a look at the list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from certbind.domain.model.identity import CertificateId
from certbind.errors import EventError
from certbind.events import CertificateEvent, ChangeHint, EventType, certificate_event
from certbind.redaction import is_repeatable, repeatable

_SITE = re.compile(r"cas(?:\.(?P<region>[a-z0-9-]+))?\.aliyuncs\.com")
_CHINA_SITE = "cn-hangzhou"  # cas.aliyuncs.com names no region
_DEPLOYING = frozenset(
    {
        "CreateDeployment",
        "CreateAutoDeployment",
        "CreateAllDeployment",
        "CreateDeploymentJob",
        "UpdateDeploymentJobStatus",
    }
)
"""By which deployment jobs are made or started: the first three are names of ActionTrail's list of
audited events, whose records nobody has seen; the others are of the API.
"""
_CALL_NAME = re.compile(r"[A-Za-z0-9]{1,64}")


def is_certificate_call(raw: Mapping[str, Any]) -> bool:
    """Whether a CloudEvent tells of a call to CAS, by its source or by the record in it."""
    data = raw.get("data")
    service = data.get("serviceName") if isinstance(data, Mapping) else None
    return raw.get("source") == "acs.cas" or (
        isinstance(service, str) and service.lower() == "cas"
    )


def read_certificate_call(raw: Mapping[str, Any]) -> CertificateEvent | ChangeHint:
    """What a record of a call to CAS is a hint of.

    The certificate that the answer names was issued or uploaded; without one, something was
    written. A deployment job brings no new certificate, whatever it names: CAS is asked what it is
    about to bind. EventError for a call that failed or that only read.
    """
    data = raw.get("data")
    if not isinstance(data, Mapping):
        raise EventError("An ActionTrail event of CAS without a record tells nothing.")
    name = _text(data.get("eventName"))
    name = name if _CALL_NAME.fullmatch(name) and is_repeatable(name) else "unnamed"
    if data.get("errorCode"):
        raise EventError(f"It describes a call that failed (CAS {name}): nothing has changed.")
    if data.get("eventRW") not in (None, "Write"):
        raise EventError(f"It describes a call that only read (CAS {name}): nothing has changed.")
    certificate = None if name in _DEPLOYING else _certificate(data)
    if certificate is not None:
        return certificate_event(EventType.ISSUED, certificate)
    ids = [one for one in (_text(data.get("eventId")), _text(raw.get("id"))) if one]
    if not ids:
        raise EventError(f"An ActionTrail event of CAS ({name}) has no id.")
    record = next(filter(is_repeatable, ids), ids[0])
    said_by = f"ActionTrail {name}"
    return ChangeHint(repeatable(f"hint-{record}"), said_by, deploys=name in _DEPLOYING)


def _certificate(data: Mapping[str, Any]) -> CertificateId | None:
    """CertId of the answer with the region of the site that the call went to."""
    answer = data.get("responseElements")
    site = _SITE.fullmatch(str(data.get("eventSource", "")))
    if not isinstance(answer, Mapping) or site is None:
        return None
    try:
        return CertificateId.parse(f"{answer.get('CertId')}-{site['region'] or _CHINA_SITE}")
    except ValueError:
        return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
