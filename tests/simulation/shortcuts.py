"""What costs time and decides nothing: asked over and over with the same answer, or known anyway.

One invocation in eight signs its calls and has each signature checked; the others say who they
are. Everything else here answers as what it stands for does, from memory.
"""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache, lru_cache, partial
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl, urlencode

import crcmod.crcmod
import oss2.auth
from aliyunsdkcore import client as sdk_client
from aliyunsdkcore.auth.composer import rpc_signature_composer
from aliyunsdkcore.endpoint.default_endpoint_resolver import DefaultEndpointResolver

from certbind import redaction
from localcloud.credentials import AccessKey
from localcloud.http import Request
from localcloud.services.oss.authentication import Authentication
from localcloud.services.oss.service import OssService
from localcloud.services.rpc import authentication
from localcloud.services.rpc import gateway as rpc_gateway

_UNSIGNED = "unsigned"


class Signing:
    """Whether the calls of who runs now are signed."""

    def __init__(self) -> None:
        self.is_real = True


@contextmanager
def taken(signing: Signing) -> Iterator[None]:
    """All of them, within the block."""
    with ExitStack() as stack:
        patches: tuple[tuple[Any, str, Any], ...] = (
            (sdk_client, "DefaultEndpointResolver", _one_resolver()),
            (OssService, "_route", _once(OssService._route)),
            (OssService, "_address", _once(OssService._address)),
            (OssService, "identify", _once(OssService.identify)),
            (Request, "query_pairs", _pairs),
            (crcmod.crcmod, "_mkTable_r", _TABLE),
            (urllib.parse, "quote_from_bytes", _QUOTED),
            (redaction, "redact", _REDACTED),
            *_signatures(signing),
        )
        for owner, name, instead in patches:
            stack.enter_context(patch.object(owner, name, instead))
        yield


_TABLE = cache(crcmod.crcmod._mkTable_r)
"""oss2 has it made anew for every object: 256 numbers that are always the same."""
_QUOTED = lru_cache(maxsize=8192)(urllib.parse.quote_from_bytes)
_REDACTED = lru_cache(maxsize=8192)(redaction.redact)


def _signatures(signing: Signing) -> tuple[tuple[Any, str, Any], ...]:
    return (
        (oss2.auth.ProviderAuthV4, "_sign_request", _oss_signer(signing)),
        (Authentication, "identify", _oss_checker(signing)),
        (rpc_signature_composer, "get_signed_url", _rpc_signer(signing)),
        (rpc_gateway, "authenticate", _rpc_checker(signing)),
    )


def _oss_signer(signing: Signing) -> Callable[..., None]:
    sign = oss2.auth.ProviderAuthV4._sign_request

    def signed(self: Any, request: Any, bucket: str, key: str, more: Any = None) -> None:
        if signing.is_real:
            sign(self, request, bucket, key, more)
        else:
            request.headers["authorization"] = _UNSIGNED

    return signed


def _oss_checker(signing: Signing) -> Callable[..., AccessKey]:
    check = Authentication.identify

    def checked(self: Authentication, request: Request, *where: Any) -> AccessKey:
        if not signing.is_real and request.headers.get("authorization") == _UNSIGNED:
            return self._credentials.root
        return check(self, request, *where)

    return checked


def _rpc_signer(signing: Signing) -> Callable[..., tuple[str, str]]:
    sign = rpc_signature_composer.get_signed_url

    def signed(params: Mapping[str, Any], *given: Any) -> tuple[str, str]:
        if signing.is_real:
            return sign(params, *given)  # type: ignore[no-any-return]
        return f"/?{urlencode(params)}", ""

    return signed


def _rpc_checker(signing: Signing) -> Callable[..., AccessKey]:
    check = authentication.authenticate

    def checked(request: Request, credentials: Any, freshness: Any) -> AccessKey:
        if signing.is_real:
            return check(request, credentials, freshness)
        return credentials.root  # type: ignore[no-any-return]

    return checked


def _one_resolver() -> Callable[..., Any]:
    """Every client of the classic SDK reads a table of all products' endpoints, which nobody asks
    since requests bring theirs: one for all.
    """
    made: list[Any] = []

    def resolver(*given: Any) -> Any:
        if not made:
            made.append(DefaultEndpointResolver(*given))
        return made[0]

    return resolver


def _once(find: Callable[..., Any]) -> Callable[..., Any]:
    """What the local cloud asks of one request several times over; the answer is the same."""
    last: list[Any] = [None, None]

    def found(service: OssService, request: Request, *more: Any) -> Any:
        if last[0] is not request:
            last[:] = [request, find(service, request, *more)]
        return last[1]

    return found


_split = lru_cache(maxsize=1024)(partial(parse_qsl, keep_blank_values=True))


def _pairs(request: Request) -> list[tuple[str, str]]:
    return list(_split(request.query))
