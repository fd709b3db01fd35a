"""The two signatures of OpenAPI requests, as pure functions.

HMAC-SHA1 (version 1.0, the classic SDKs) covers the parameters of query and form together;
ACS3-HMAC-SHA256 (the SDKs of the new generation) covers query, headers and the body's digest.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote


def encode(text: str) -> str:
    """RFC 3986: only unreserved characters stay."""
    return quote(text, safe="~")


def canonical_query(pairs: Iterable[tuple[str, str]]) -> str:
    """Sorted by name, each part encoded."""
    return "&".join(f"{encode(name)}={encode(value)}" for name, value in sorted(pairs))


def rpc_string_to_sign(method: str, parameters: Mapping[str, str]) -> str:
    """Signature version 1.0: every parameter but `Signature`, wherever it stands."""
    pairs = [(name, value) for name, value in parameters.items() if name != "Signature"]
    return f"{method}&%2F&{encode(canonical_query(pairs))}"


def rpc_signature(secret: str, string_to_sign: str) -> str:
    """Base64 of HMAC-SHA1 under the secret followed by `&`."""
    digest = hmac.new(f"{secret}&".encode(), string_to_sign.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode("ascii")


ACS3 = "ACS3-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Acs3Authorization:
    """An ACS3 Authorization header, taken apart."""

    key_id: str
    signed_headers: tuple[str, ...]
    signature: str


def parse_acs3(header: str) -> Acs3Authorization | None:
    """None for another scheme, or when a part is absent."""
    scheme, _, rest = header.partition(" ")
    if scheme != ACS3:
        return None
    parts = dict(part.strip().partition("=")[::2] for part in rest.split(","))
    if not {"Credential", "SignedHeaders", "Signature"} <= parts.keys():
        return None
    headers = tuple(parts["SignedHeaders"].split(";"))
    return Acs3Authorization(parts["Credential"], headers, parts["Signature"])


def acs3_string_to_sign(
    method: str,
    path: str,
    pairs: Iterable[tuple[str, str]],
    headers: Iterable[tuple[str, str]],
    body_digest: str,
) -> str:
    """`headers`: the signed ones, lower-case names, sorted; `body_digest`: SHA-256 in hex."""
    signed = list(headers)
    lines = "".join(f"{name}:{value.strip()}\n" for name, value in signed)
    names = ";".join(name for name, _ in signed)
    request = f"{method}\n{path}\n{canonical_query(pairs)}\n{lines}\n{names}\n{body_digest}"
    return f"{ACS3}\n{hashlib.sha256(request.encode()).hexdigest()}"


def acs3_signature(secret: str, string_to_sign: str) -> str:
    """Hex of HMAC-SHA256."""
    return hmac.new(secret.encode(), string_to_sign.encode(), hashlib.sha256).hexdigest()
