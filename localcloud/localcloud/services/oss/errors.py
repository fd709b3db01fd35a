"""OSS's own refusals, each with its EC (the finer code that OSS puts beside `Code`).

ECs come from OSS's per-code help pages and from answers quoted in public; those that no source
gives carry the family of the failing step and the number `99999999`, so that nobody takes them
for real ones.
"""

from __future__ import annotations

from collections.abc import Iterable

from localcloud.gateway import ServiceError


class OssRefusal(ServiceError):  # noqa: N818 - what it is: OSS refusing
    """`elements` are extra elements of the error body, `headers` extra headers of the answer."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        ec: str,
        *,
        headers: dict[str, str] | None = None,
        **elements: str,
    ) -> None:
        super().__init__(status, code, message, **elements, EC=ec)
        self.headers = dict(headers or {})


def not_built(action: str) -> OssRefusal:
    """An operation or option of OSS that the local cloud lacks."""
    text = f"this operation exists in OSS but is not built in the local cloud: {action}"
    return OssRefusal(501, "NotImplemented", text, "0017-99999999")


def not_taken(request: str, names: Iterable[str]) -> OssRefusal:
    """Sub-resources or parameters that no built operation takes, each cut at 100 characters."""
    shown = ", ".join(name[:100] for name in names)
    text = f"this is not built in the local cloud: {request} with {shown}"
    return OssRefusal(501, "NotImplemented", text, "0017-99999999")


def method_not_allowed(method: str, sub_resource: str = "") -> OssRefusal:
    """No operation of OSS has this method with this sub-resource."""
    text = "The specified method is not allowed against this resource."
    elements = {"Method": method} | ({"ResourceType": sub_resource} if sub_resource else {})
    return OssRefusal(405, "MethodNotAllowed", text, "0017-99999999", headers=None, **elements)


def invalid_argument(name: str, value: str, message: str, ec: str = "0017-99999999") -> OssRefusal:
    """A parameter, header or element that OSS does not take."""
    return OssRefusal(
        400, "InvalidArgument", message, ec, ArgumentName=name, ArgumentValue=value[:200]
    )


def malformed_xml(why: str = "") -> OssRefusal:
    """The body is not the document that the operation takes; `why` is ours."""
    text = "The XML you provided was not well-formed or did not validate against our schema."
    return OssRefusal(400, "MalformedXML", f"{text} {why}".rstrip(), "0016-99999999")


def access_denied(message: str, ec: str, **elements: str) -> OssRefusal:
    """403 AccessDenied with the sentence that says by what."""
    return OssRefusal(403, "AccessDenied", message, ec, headers=None, **elements)


def no_such_bucket(name: str) -> OssRefusal:
    """Neither here nor in another account."""
    text = "The specified bucket does not exist."
    return OssRefusal(404, "NoSuchBucket", text, "0015-00000101", BucketName=name)


def no_such_key(key: str, marker: str = "") -> OssRefusal:
    """No object of this name. `marker`: the version of the delete marker that stands there."""
    text = "The specified key does not exist."
    return OssRefusal(404, "NoSuchKey", text, "0026-00000001", headers=marked(marker), Key=key)


def marked(version: str) -> dict[str, str]:
    """How an answer names the delete marker that it made, took away or met (DeleteObject page)."""
    return {"x-oss-delete-marker": "true", "x-oss-version-id": version} if version else {}


def file_already_exists() -> OssRefusal:
    """`x-oss-forbid-overwrite` met an object (PutObject page)."""
    text = "The object you specified already exists and can not be overwritten."
    return OssRefusal(409, "FileAlreadyExists", text, "0026-99999999")


def header_not_implemented(header: str) -> OssRefusal:
    """PutObject takes no condition (EC page 0017-00000245)."""
    text = "A header you provided implies functionality that is not implemented."
    return OssRefusal(400, "NotImplemented", text, "0017-00000245", Header=header)


def precondition_failed(condition: str) -> OssRefusal:
    """A conditional read or copy whose condition does not hold."""
    text = "At least one of the pre-conditions you specified did not hold."
    return OssRefusal(412, "PreconditionFailed", text, "0017-00001001", Condition=condition)


def not_modified(etag: str) -> OssRefusal:
    """304: no body, and the client reads the status."""
    headers = {"ETag": f'"{etag}"'}
    return OssRefusal(304, "NotModified", "Not Modified", "0017-99999999", headers=headers)


def position_not_equal(length: int) -> OssRefusal:
    """AppendObject at a position that is not the object's length."""
    text = "Position is not equal to file length"
    headers = {"x-oss-next-append-position": str(length)}
    return OssRefusal(409, "PositionNotEqualToLength", text, "0026-00000016", headers=headers)


def cname_conflict(domain: str, status: int) -> OssRefusal:
    """PreviousCertId is not what is attached (EC page 0018-00000209).

    The page gives neither status nor Code: both are placeholders (a switch), the EC is certain.
    """
    code = {400: "InvalidArgument", 412: "PreconditionFailed"}[status]
    text = "The PreviousCertId does not match the certificate that is bound to the domain."
    return OssRefusal(status, code, text, "0018-00000209", Cname=domain)


def invalid_cas_id(identifier: str) -> OssRefusal:
    """CertId is not `<number>-<site>` of a certificate of this account."""
    text = "The CAS ID is invalid: not exist or not belong to the owner of the bucket"
    return OssRefusal(
        400, "CertificateInvalidCasId", text, "0018-00000204", CertId=identifier[:64]
    )


def need_ownership(domain: str) -> OssRefusal:
    """The domain is not bound to this bucket and its TXT record does not show the token."""
    text = "Please verify domain ownership by CreateCnameToken and try again."
    return OssRefusal(403, "NeedVerifyDomainOwnership", text, "0018-00000115", Cname=domain)
