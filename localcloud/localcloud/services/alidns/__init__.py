"""Alibaba Cloud DNS: the account's zones, whose records its name servers answer for."""

from localcloud.services.alidns.actions import ACTIONS
from localcloud.services.alidns.model import AlidnsModel
from localcloud.services.alidns.routes import ROUTES
from localcloud.services.alidns.service import AlidnsService

DIFFERENCES = (
    "records are of the types A, AAAA, CNAME and TXT, on the line `default`.",
    "what `localcloud dns` writes is answered beside a zone's records; the API does not show it.",
    "answers carry a TTL of five seconds, whatever a record says.",
)

__all__ = ["ACTIONS", "DIFFERENCES", "ROUTES", "AlidnsModel", "AlidnsService"]
