"""AddCdnDomain: as the likes of CDN do, for a kind of domain."""

from __future__ import annotations

from typing import Any

from localcloud.services.accelerated.answers import unsupported
from localcloud.services.accelerated.domain_changes import add_domain
from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.rpc import Arguments

_TYPES = ("web", "download", "video")


def add_cdn_domain(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """Review and ownership are not played: the domain is configured at once. DNS is the caller's
    affair.
    """
    kind = arguments.text("CdnType")
    if kind not in _TYPES:
        raise unsupported("CdnType")
    return add_domain(model, arguments, kind)
