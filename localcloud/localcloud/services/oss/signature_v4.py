"""Signature version 4 (`OSS4-HMAC-SHA256`): of headers, and of a signed URL's query."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_plus

from localcloud.http import Request

ALGORITHM = "OSS4-HMAC-SHA256"
_PART = re.compile(r"(Credential|Signature|AdditionalHeaders)=([^,\s]+)")
_ALWAYS_SIGNED = ("content-type", "content-md5")
_SCOPE_PARTS = 5


@dataclass(frozen=True, slots=True)
class Presented:
    """What the client says about its signature.

    moment: `yyyymmddThhmmssZ`; expires: seconds of validity of a signed URL, else None.
    """

    key_id: str
    date: str
    region: str
    product: str
    moment: str
    signature: str
    additional: tuple[str, ...]
    expires: str | None = None

    @property
    def scope(self) -> str:
        """What the signing key is derived for."""
        return f"{self.date}/{self.region}/{self.product}/aliyun_v4_request"


def from_header(authorization: str, moment: str) -> Presented | None:
    """The parts of an Authorization header in any order; None when one is missing."""
    parts = dict(_PART.findall(authorization))
    return _presented(
        parts.get("Credential", ""),
        parts.get("Signature", ""),
        parts.get("AdditionalHeaders", ""),
        moment,
        None,
    )


def from_query(query: dict[str, str]) -> Presented | None:
    """The parts of a signed URL; None when one is missing."""
    return _presented(
        query.get("x-oss-credential", ""),
        query.get("x-oss-signature", ""),
        query.get("x-oss-additional-headers", ""),
        query.get("x-oss-date", ""),
        query.get("x-oss-expires", ""),
    )


def _presented(
    credential: str, signature: str, additional: str, moment: str, expires: str | None
) -> Presented | None:
    scope = credential.split("/")
    if len(scope) != _SCOPE_PARTS or scope[-1] != "aliyun_v4_request" or not signature:
        return None
    names = tuple(sorted(filter(None, additional.lower().split(";"))))
    key_id, date, region, product, _ = scope
    return Presented(key_id, date, region, product, moment, signature, names, expires)


def signature_of(secret: str, presented: Presented, request: Request, path: str) -> str:
    """The signature that the owner of `secret` would have made. `path`: `/bucket/key`, decoded."""
    canonical = _canonical(presented, request, path)
    digest = hashlib.sha256(canonical).hexdigest()
    text = f"{ALGORITHM}\n{presented.moment}\n{presented.scope}\n{digest}"
    key = f"aliyun_v4{secret}".encode()
    for part in presented.scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _canonical(presented: Presented, request: Request, path: str) -> bytes:
    payload = request.headers.get("x-oss-content-sha256") or "UNSIGNED-PAYLOAD"
    lines = [
        request.method,
        quote(path, safe="/~"),
        _query(request),
        _headers(request, presented.additional),
        ";".join(presented.additional),
        payload,
    ]
    return "\n".join(lines).encode("latin-1", "replace")


def _query(request: Request) -> str:
    """Every parameter but the signature itself, decoded and encoded anew, sorted."""
    pairs = []
    for pair in filter(None, request.query.split("&")):
        name, _, value = pair.partition("=")
        if name != "x-oss-signature":
            pairs.append((_encode(name), _encode(value)))
    return "&".join(f"{name}={value}" if value else name for name, value in sorted(pairs))


def _encode(part: str) -> str:
    return quote(unquote_plus(part), safe="~")


def _headers(request: Request, additional: tuple[str, ...]) -> str:
    pairs = [(name.lower(), value.strip()) for name, value in request.headers.items()]
    signed = (*_ALWAYS_SIGNED, *additional)
    return "".join(
        f"{name}:{value}\n"
        for name, value in sorted(pairs)
        if name.startswith("x-oss-") or name in signed
    )
