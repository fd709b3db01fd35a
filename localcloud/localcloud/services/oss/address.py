"""Which bucket and object a request names: path style, virtual host, or a bound domain."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from localcloud.http import Request
from localcloud.services.oss.routes import Level

ACCELERATE = "oss-accelerate"
_ACCELERATED = re.compile(rf"(?:[^.]+\.)?{ACCELERATE}(-overseas)?\.aliyuncs\.com")
_ENDPOINT = re.compile(r"oss-[a-z0-9-]+\.aliyuncs\.com")


@dataclass(frozen=True, slots=True)
class Address:
    """`bucket` and `key` are "" where the request names none."""

    bucket: str
    key: str
    by_domain: bool = False
    """Asked under a bound domain, which belongs to no endpoint."""
    accelerated: bool = False
    """Asked under a name of transfer acceleration, which belongs to no region."""

    @property
    def level(self) -> Level:
        """What is named."""
        if not self.bucket:
            return Level.SERVICE
        return Level.OBJECT if self.key else Level.BUCKET


def host_of(request: Request) -> str:
    """The Host header without its port, lower case."""
    host = (request.headers.get("host") or "").strip().lower()
    return re.sub(r":\d+$", "", host)


def address_of(request: Request, bucket_of_domain: Callable[[str], str | None]) -> Address:
    """Path style at an IP address, `localhost` or an endpoint's name; else by the host.

    The real service refuses path style at its public names; here it is how a client with nothing
    but a loopback address can ask at all.
    """
    host = host_of(request)
    path = unquote(request.path)[1:]
    if _is_path_style(host):
        bucket, _, key = path.partition("/")
        return Address(bucket, key, accelerated=_ACCELERATED.fullmatch(host) is not None)
    bound = bucket_of_domain(host)
    if bound is not None:
        return Address(bound, path, by_domain=True)
    accelerated = _ACCELERATED.fullmatch(host) is not None
    return Address(host.partition(".")[0], path, accelerated=accelerated)


def copy_source(request: Request) -> tuple[str, str, str]:
    """Bucket, key and query of `x-oss-copy-source`: an encoded `?` is the key's own."""
    path, _, query = (request.headers.get("x-oss-copy-source") or "").strip().partition("?")
    bucket, _, key = unquote(path).lstrip("/").partition("/")
    return bucket, key, query


def _is_path_style(host: str) -> bool:
    if host in ("", "localhost") or "." not in host or _ENDPOINT.fullmatch(host):
        return True
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
