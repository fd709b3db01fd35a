"""Whether a call may go through the environment's proxy."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import proxy_bypass


def goes_direct(endpoint: str) -> bool:
    """Whether the endpoint is called without a proxy: loopback, or named in NO_PROXY.

    The SDKs read HTTP_PROXY but not all of them read NO_PROXY.
    """
    host = urlsplit(endpoint).hostname or ""
    return is_loopback(host) or bool(proxy_bypass(host))


def is_loopback(host: str) -> bool:
    """Whether the host is this machine, told without a look-up."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
