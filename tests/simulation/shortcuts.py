"""What costs time and decides nothing: asked over and over with the same answer, or known anyway.

One invocation in eight signs its calls and has each signature checked; the others say who they
are. Everything else here answers as what it stands for does, from memory.
"""

from __future__ import annotations

import ipaddress
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache, lru_cache, partial
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl, urlencode

import crcmod.crcmod
import oss2.api
import oss2.auth
import oss2.utils
from aliyunsdkcore import client as sdk_client
from aliyunsdkcore.auth.composer import rpc_signature_composer
from aliyunsdkcore.endpoint.default_endpoint_resolver import DefaultEndpointResolver
from requests.structures import CaseInsensitiveDict

from certbind import redaction
from certbind.adapters.calls.oss import api as oss_calls
from certbind.adapters.calls.rpc import api as rpc_calls
from certbind.adapters.mns import queue as mns_calls
from certbind.config.settings import Settings
from localcloud.calls import CallLog
from localcloud.credentials import AccessKey
from localcloud.http import Request
from localcloud.services.oss import routes
from localcloud.services.oss import service as oss_service
from localcloud.services.oss.authentication import Authentication
from localcloud.services.oss.routes import Route
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
            *_parts_of_sdks(),
            (oss_service, "find_route", _route_finder()),
            (Settings, "from_env", _settings_reader()),
            (ipaddress, "ip_address", _IP_ADDRESS),
            (CallLog, "add", lambda *_: None),
            *_signatures(signing),
        )
        for owner, name, instead in patches:
            stack.enter_context(patch.object(owner, name, instead))
        yield


_TABLE = cache(crcmod.crcmod._mkTable_r)
"""oss2 has it made anew for every object: 256 numbers that are always the same."""
_QUOTED = lru_cache(maxsize=8192)(urllib.parse.quote_from_bytes)
_REDACTED = lru_cache(maxsize=8192)(redaction.redact)


_IP_ADDRESS = lru_cache(maxsize=1024)(ipaddress.ip_address)
_CRC = cache(oss2.utils.mkCombineFun)
_ENDPOINT = cache(oss2.api._normalize_endpoint)
_URLS = cache(oss2.api._UrlMaker)
_TIMES = lru_cache(maxsize=8192)(oss2.utils.iso8601_to_unixtime)


def _parts_of_sdks() -> tuple[tuple[Any, str, Any], ...]:
    """What they work out of the same texts for each call; and what they tell logs that nobody
    keeps here.
    """
    apis = (oss_calls, rpc_calls, mns_calls)
    return (
        (oss2.utils, "mkCombineFun", _CRC),
        (oss2.api, "_normalize_endpoint", _ENDPOINT),
        (oss2.api, "_UrlMaker", _URLS),
        (oss2.xml_utils, "iso8601_to_unixtime", _TIMES),
        (CaseInsensitiveDict, "__repr__", lambda _: "{}"),
        *((api, "silence_sdk_loggers", lambda: None) for api in apis),
    )


_VALUED = frozenset(
    need.partition("=")[0] for route in routes._EVERY for need in route.needs if "=" in need
)
_ROUTES: dict[Any, Route | None] = {}


def _route_finder() -> Callable[..., Route | None]:
    """It depends on the names alone, and on the values of very few."""
    find = routes.find_route

    def found(method: str, level: Any, query: Mapping[str, str], names: set[str]) -> Route | None:
        said = tuple(query[name] for name in sorted(_VALUED & query.keys()))
        key = (method, level, frozenset(query), said, frozenset(names))
        if key not in _ROUTES:
            _ROUTES[key] = find(method, level, query, names)
        return _ROUTES[key]

    return found


def _settings_reader() -> Callable[..., Settings]:
    """The same environment is the same settings."""
    read = Settings.from_env
    kept: dict[tuple[tuple[str, str], ...], Settings] = {}

    def from_env(environ: Mapping[str, str]) -> Settings:
        key = tuple(environ.items())
        if key not in kept:
            kept[key] = read(dict(environ))
        return kept[key]

    return from_env


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
