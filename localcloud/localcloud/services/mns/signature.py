"""Who signed a request (as the SDK signs it)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from localcloud.clock import Clock
from localcloud.credentials import AccessKey, Credentials
from localcloud.gateway import ServiceError
from localcloud.http import Request
from localcloud.reading import http_date

TOLERANCE = timedelta(minutes=15)
_AUTHORIZATION = re.compile(r"MNS ([^:\s]+):(\S+)")


def authenticate(request: Request, credentials: Credentials, clock: Clock) -> AccessKey:
    """The key that signed; ServiceError as the service says it."""
    header = request.headers.get("authorization")
    if not header:
        raise ServiceError(400, "MissingAuthorizationHeader", "Authorization header is required.")
    parts = _AUTHORIZATION.fullmatch(header.strip())
    if parts is None:
        message = "The authorization header you provided is invalid."
        raise ServiceError(400, "InvalidAuthorizationHeader", message)
    _check_date(request.headers.get("date"), clock)
    key = credentials.find(parts[1])
    if key is None:
        message = "The AccessKey Id you provided is not exist."
        raise ServiceError(403, "InvalidAccessKeyId", message)
    if not hmac.compare_digest(sign(request, key.secret).encode(), parts[2].encode()):
        message = "The request signature we calculated does not match the signature you provided."
        raise ServiceError(403, "SignatureDoesNotMatch", message)
    _check_token(request, key, credentials)
    _check_digest(request)
    return key


def sign(request: Request, secret: str) -> str:
    """HMAC-SHA1 over method, three headers, the `x-mns-` headers and the target as it was sent:
    receipt handles stand in it unescaped.
    """
    lines = [
        request.method,
        request.headers.get("content-md5") or "",
        request.headers.get("content-type") or "",
        request.headers.get("date") or "",
        *_mns_headers(request.headers.items()),
    ]
    text = "\n".join(lines) + "\n" + request.target
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode("ascii")


def _mns_headers(items: Iterable[tuple[str, str]]) -> list[str]:
    named = ((name.lower(), value.strip()) for name, value in items)
    return [f"{name}:{value}" for name, value in sorted(named) if name.startswith("x-mns-")]


def _check_date(text: str | None, clock: Clock) -> None:
    """Good within 15 minutes of the world's time or of this machine's, which clients go by."""
    if not text:
        raise ServiceError(400, "MissingDateHeader", "Date header is required.")
    moment = http_date(text)
    if moment is None:
        message = "The date header you provided is invalid."
        raise ServiceError(400, "InvalidDateHeader", message)
    clocks: tuple[datetime, ...] = (clock.now(), clock.machine_now())
    if all(abs(now - moment) > TOLERANCE for now in clocks):
        raise ServiceError(408, "TimeExpired", "The http request you sent is expired.")


def _check_token(request: Request, key: AccessKey, credentials: Credentials) -> None:
    """Temporary keys need their token, which is not signed (codes UNCERTAIN)."""
    given = request.headers.get("security-token") or ""
    if not hmac.compare_digest(given.encode(), key.token.encode()):
        raise ServiceError(403, "AccessDenied", "The security token you provided is invalid.")
    if credentials.is_expired(key):
        raise ServiceError(403, "AccessDenied", "The security token you provided has expired.")


def _check_digest(request: Request) -> None:
    """Content-MD5 is base64 of the hex form; that of the digest itself, as RFC 1864 has it, is
    taken too.
    """
    given = request.headers.get("content-md5")
    if not given or not request.body:
        return
    digest = hashlib.md5(request.body, usedforsecurity=False)
    forms = (digest.hexdigest().encode(), digest.digest())
    if given.encode() not in [base64.b64encode(form) for form in forms]:
        message = "The Content-MD5 you specified is invalid."
        raise ServiceError(400, "InvalidDegist", message)
