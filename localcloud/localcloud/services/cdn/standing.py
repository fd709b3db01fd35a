"""What CDN answers to an account that owes money, or that never opened it.

Source: CDN's error table. Of both there is an older form, OperationDenied with words of its own;
whether it is still sent is UNCERTAIN, hence switches. The status of CdnServiceSuspended is not
published.
"""

from __future__ import annotations

from localcloud.gateway import ServiceError
from localcloud.standing import Standing
from localcloud.switches import Switches

_DENIED = "OperationDenied"


def refusal_of(standing: Standing, switches: Switches) -> ServiceError:
    """403, for every action."""
    if standing is Standing.NOT_OPENED:
        if switches["cdn.not_opened"] == _DENIED:
            return ServiceError(403, _DENIED, "Your account does not open CDN service yet.")
        message = "The CDN service is not found: it has not been activated."
        return ServiceError(403, "CdnServiceNotFound", message)
    if switches["cdn.arrears"] == _DENIED:
        return ServiceError(403, _DENIED, "Your CDN service is suspended.")
    message = "The CDN service is suspended because of an overdue payment."
    return ServiceError(403, "CdnServiceSuspended", message)
