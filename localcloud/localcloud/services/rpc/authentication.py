"""Who signed a request: both signature forms, checked in the gateway's order.

Order: parameters present, time, key, signature, token, nonce. A nonce is used up only by a
request that is signed rightly, so that nobody else can use it up.
"""

from __future__ import annotations

import hashlib
import hmac

from localcloud.credentials import AccessKey, Credentials
from localcloud.gateway import ServiceError
from localcloud.http import Request
from localcloud.services.rpc.errors import (
    missing_parameter,
    signature_mismatch,
    token_expired,
    token_mismatch,
    unknown_key,
)
from localcloud.services.rpc.freshness import Freshness
from localcloud.services.rpc.parameters import request_parameters
from localcloud.services.rpc.signatures import (
    Acs3Authorization,
    acs3_signature,
    acs3_string_to_sign,
    parse_acs3,
    rpc_signature,
    rpc_string_to_sign,
)

_CLASSIC = (
    "AccessKeyId",
    "Signature",
    "SignatureMethod",
    "SignatureVersion",
    "SignatureNonce",
    "Timestamp",
)
_MANDATORY_HEADERS = ("host", "x-acs-date", "x-acs-content-sha256", "x-acs-signature-nonce")


def authenticate(request: Request, credentials: Credentials, freshness: Freshness) -> AccessKey:
    """The key that signed; ServiceError in the gateway's words."""
    authorization = request.headers.get("authorization")
    if authorization is None:
        return _classic(request, credentials, freshness)
    parsed = parse_acs3(str(authorization))
    if parsed is None:
        raise ServiceError(
            400, "InvalidSignatureMethod", "The specified signature method is not supported."
        )
    return _acs3(request, parsed, credentials, freshness)


def _classic(request: Request, credentials: Credentials, freshness: Freshness) -> AccessKey:
    parameters = request_parameters(request)
    for name in _CLASSIC:
        if not parameters.get(name):
            raise missing_parameter(name)
    method = (parameters["SignatureMethod"], parameters["SignatureVersion"])
    if method != ("HMAC-SHA1", "1.0"):
        raise ServiceError(
            400, "InvalidParameter", "The specified signature method or version is not valid."
        )
    freshness.check_time(parameters["Timestamp"])
    key = _known(credentials, parameters["AccessKeyId"])
    text = rpc_string_to_sign(request.method, parameters)
    _compare(parameters["Signature"], rpc_signature(key.secret, text), text)
    _check_token(credentials, key, parameters.get("SecurityToken", ""))
    freshness.use_nonce(key.key_id, parameters["SignatureNonce"])
    return key


def _acs3(
    request: Request, parsed: Acs3Authorization, credentials: Credentials, freshness: Freshness
) -> AccessKey:
    headers = {name.lower(): str(value) for name, value in request.headers.items()}
    for name in _MANDATORY_HEADERS:
        if not headers.get(name):
            raise missing_parameter(name)
    freshness.check_time(headers["x-acs-date"])
    key = _known(credentials, parsed.key_id)
    text = acs3_string_to_sign(
        request.method,
        request.path,
        request.query_pairs(),
        [(name, headers.get(name, "")) for name in parsed.signed_headers],
        hashlib.sha256(request.body).hexdigest(),
    )
    if not _covers(parsed, headers):
        raise signature_mismatch(text)
    _compare(parsed.signature, acs3_signature(key.secret, text), text)
    _check_token(credentials, key, headers.get("x-acs-security-token", ""))
    freshness.use_nonce(key.key_id, headers["x-acs-signature-nonce"])
    return key


def _covers(parsed: Acs3Authorization, headers: dict[str, str]) -> bool:
    """Host and every x-acs header must be signed, else they could be changed on the way."""
    wanted = {name for name in headers if name.startswith("x-acs-")} | {"host"}
    return wanted <= set(parsed.signed_headers)


def _known(credentials: Credentials, key_id: str) -> AccessKey:
    key = credentials.find(key_id)
    if key is None:
        raise unknown_key()
    return key


def _compare(given: str, expected: str, string_to_sign: str) -> None:
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise signature_mismatch(string_to_sign)


def _check_token(credentials: Credentials, key: AccessKey, token: str) -> None:
    if key.token and not token:
        raise missing_parameter("SecurityToken")
    if not hmac.compare_digest(key.token.encode(), token.encode()):
        raise token_mismatch()
    if credentials.is_expired(key):
        raise token_expired()
