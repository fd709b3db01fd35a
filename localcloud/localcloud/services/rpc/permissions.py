"""The refusals of RPC products for want of permission."""

from __future__ import annotations

from localcloud.gateway import ServiceError


def forbidden() -> ServiceError:
    """CAS and CDN, as the OpenAPI gateway says it in its errors."""
    message = (
        "User not authorized to operate on the specified resource, "
        "or this API doesn't support RAM."
    )
    return ServiceError(403, "Forbidden.RAM", message)


def no_permission() -> ServiceError:
    """RAM and STS themselves."""
    message = "You are not authorized to do this action. You should be authorized by RAM."
    return ServiceError(403, "NoPermission", message)
