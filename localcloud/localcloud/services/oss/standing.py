"""What OSS answers to an account that owes money, or that never opened it.

Sources: OSS, "403" and the error table; seen live: ListBuckets worked for an account in arrears
while every object was refused. How far it reaches beyond objects, and which code an account gets
that never opened OSS, is UNCERTAIN: switches.
"""

from __future__ import annotations

from localcloud.services.oss.errors import OssRefusal
from localcloud.services.oss.routes import Route
from localcloud.standing import Standing
from localcloud.switches import Switches

_READS = ("GET", "HEAD")


def refusal_of(standing: Standing, route: Route | None, switches: Switches) -> OssRefusal | None:
    """None for a call that is let through. route: None for a request that is no operation."""
    if standing is Standing.NOT_OPENED:
        if switches["oss.not_opened"] == "UserDisable":
            return _user_disable()
        text = "The account has not activated the service."
        return OssRefusal(403, "UbsmsInvalidBid", text, "0003-99999999")
    if route is not None and _is_refused(route, switches["oss.arrears"]):
        if route.action == "PutBucket":
            return _user_disable("0003-00000806")
        return _user_disable()
    return None


def _is_refused(route: Route, reach: str) -> bool:
    return (
        route.data or reach == "everything" or (reach == "writes" and route.method not in _READS)
    )


def _user_disable(ec: str = "0003-00000801") -> OssRefusal:
    return OssRefusal(403, "UserDisable", "UserDisable", ec)
