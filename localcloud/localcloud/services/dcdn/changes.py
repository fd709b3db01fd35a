"""AddDcdnDomain: as AddCdnDomain, without a kind of domain."""

from __future__ import annotations

from typing import Any

from localcloud.services.accelerated.domain_changes import add_domain
from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.errors import missing_parameter


def add_dcdn_domain(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """Only a domain of a FunctionType has no Sources, and these are not played."""
    if not arguments.text("Sources"):
        raise missing_parameter("Sources")
    return add_domain(model, arguments, "web")
