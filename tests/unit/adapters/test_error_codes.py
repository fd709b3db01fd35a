"""Which of our errors each code of the services is."""

from __future__ import annotations

import pytest
from mns.mns_exception import MNSServerException

from certbind.adapters.calls import openapi_errors
from certbind.adapters.calls.retry import Deadline, Retry
from certbind.adapters.mns.queue import MnsQueue
from certbind.adapters.oss import errors as oss_errors
from certbind.config import Credentials
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
        ("EntityNotExist.Role", 404, NotFoundError),
        ("InvalidDomain.NotFound", 404, NotFoundError),
        ("CertNotFound", 400, NotFoundError),
        ("ResourceNotFound", 400, NotFoundError),
        ("Certificate.NotFind", 400, NotFoundError),
        ("InvalidApi.NotFound", 404, RejectedError),
        ("InvalidAccessKeyId.NotFound", 404, PermissionDeniedError),
        ("InvalidSecurityToken.Expired", 403, PermissionDeniedError),
        ("InvalidTimeStamp.Expired", 400, PermissionDeniedError),
        ("SignatureDoesNotMatch", 400, PermissionDeniedError),
        ("IncompleteSignature", 400, PermissionDeniedError),
        ("InvalidAccessKeySecret", 400, PermissionDeniedError),
        ("Forbidden.RAM", 403, PermissionDeniedError),
        ("NoPermission", 403, PermissionDeniedError),
        ("PermissionDenied", 400, PermissionDeniedError),
        ("AuthenticationFailed", 400, PermissionDeniedError),
        ("InternalError", 400, UnavailableError),
        ("ServiceUnavailable", 400, UnavailableError),
        ("SignatureNonceUsed", 400, UnavailableError),
        ("SDK.UnknownServerError", 400, UnavailableError),
        ("OperationDenied.SystemUpgrading", 400, UnavailableError),
        ("OperationDenied.StatusNotSupport", 400, RejectedError),
        ("Whatever", 500, UnavailableError),
        ("Whatever", 499, RejectedError),
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
        ("DownloadTrafficRateLimitExceeded", 503, ThrottledError),
        ("QpsLimitExceeded", 503, ThrottledError),
        ("RequestRateLimitExceeded", 503, ThrottledError),
        ("SlowDown", 503, ThrottledError),
        ("TooManyRequests", 503, ThrottledError),
        ("UploadTrafficRateLimitExceeded", 503, ThrottledError),
        ("Throttling.User", 503, ThrottledError),
        ("Whatever", 429, ThrottledError),
        ("AccessDenied", 403, PermissionDeniedError),
        ("PublicEndpointForbidden", 400, PermissionDeniedError),
        ("UserDisable", 403, PermissionDeniedError),
        ("InvalidAccessKeyId", 403, PermissionDeniedError),
        ("InvalidSecurityToken", 403, PermissionDeniedError),
        ("RequestTimeTooSkewed", 403, PermissionDeniedError),
        ("SecurityTokenExpired", 403, PermissionDeniedError),
        ("SecurityTokenNotSupported", 400, PermissionDeniedError),
        ("SignatureDoesNotMatch", 403, PermissionDeniedError),
        ("NoSuchBucket", 404, NotFoundError),
        ("NoSuchKey", 404, NotFoundError),
        ("NoSuchCname", 404, NotFoundError),
        ("InternalError", 500, UnavailableError),
        ("Whatever", 499, RejectedError),
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


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("AccessDenied", PermissionDeniedError),
        ("InvalidAccessKeyId", PermissionDeniedError),
        ("InvalidSecurityToken", PermissionDeniedError),
        ("SignatureDoesNotMatch", PermissionDeniedError),
        ("TimeExpired", PermissionDeniedError),
        ("QueueNotExist", NotFoundError),
        ("QpsLimitExceeded", ThrottledError),
        ("InternalError", UnavailableError),
        ("ServiceUnavailable", UnavailableError),
        ("InvalidArgument", RejectedError),
    ],
)
def test_a_code_of_mns_decides(code: str, kind: type[CloudError]) -> None:
    queue = MnsQueue("http://127.0.0.1:9", "q", Credentials("key", "secret"), Retry(Deadline(60)))

    def refuse(_: object) -> None:
        raise MNSServerException(code, "no", "65A", "host")

    with pytest.raises(CloudError) as caught:
        queue.call("SendMessage", refuse)
    assert type(caught.value) is kind
    assert (caught.value.api_code, caught.value.request_id) == (code, "65A")
    assert caught.value.subject == "queue q"
