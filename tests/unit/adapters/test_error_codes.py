"""Which of our errors each code of the services is."""

from __future__ import annotations

import pytest

from certbind.adapters import openapi_errors, oss_errors
from certbind.errors import (
    BusyError,
    CloudError,
    NotFoundError,
    PermissionDeniedError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("Throttling", 400, ThrottledError),
        ("Throttling.User", 400, ThrottledError),
        ("Rejected.Throttling", 400, ThrottledError),
        ("FlowControlError", 400, ThrottledError),
        ("SomethingElse", 429, ThrottledError),
        ("ServiceBusy", 403, BusyError),
        ("NotFound", 400, NotFoundError),
        ("InvalidDomain.NotFound", 404, NotFoundError),
        ("Certificate.NotFind", 400, NotFoundError),
        ("InvalidApi.NotFound", 404, RejectedError),
        ("InvalidAccessKeyId.NotFound", 404, PermissionDeniedError),
        ("InvalidSecurityToken.Expired", 403, PermissionDeniedError),
        ("SignatureDoesNotMatch", 400, PermissionDeniedError),
        ("Forbidden.RAM", 403, PermissionDeniedError),
        ("NoPermission", 403, PermissionDeniedError),
        ("PermissionDenied", 400, PermissionDeniedError),
        ("InternalError", 400, UnavailableError),
        ("OperationDenied.SystemUpgrading", 400, UnavailableError),
        ("OperationDenied.StatusNotSupport", 400, RejectedError),
        ("Whatever", 502, UnavailableError),
        ("Certificate.MissMatch", 400, RejectedError),
        ("InvalidDomain.Offline", 400, RejectedError),
    ],
)
def test_a_code_of_an_rpc_product_decides_before_its_status(
    code: str, status: int, kind: type[CloudError]
) -> None:
    assert openapi_errors.error_class(code, status) is kind


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("QpsLimitExceeded", 503, ThrottledError),
        ("AccessDenied", 403, PermissionDeniedError),
        ("PublicEndpointForbidden", 400, PermissionDeniedError),
        ("SecurityTokenExpired", 403, PermissionDeniedError),
        ("NoSuchBucket", 404, NotFoundError),
        ("NoSuchKey", 404, NotFoundError),
        ("InternalError", 500, UnavailableError),
        ("", 502, UnavailableError),
        ("", 403, UnavailableError),
        ("NeedVerifyDomainOwnership", 403, RejectedError),
        ("CertificateInvalidCasId", 400, RejectedError),
        ("FileAlreadyExists", 409, RejectedError),
    ],
)
def test_a_code_of_oss_decides_before_its_status(
    code: str, status: int, kind: type[CloudError]
) -> None:
    assert oss_errors.error_class(code, status) is kind
