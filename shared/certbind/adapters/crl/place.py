"""Where a CRL's address leads, and whether a request may go there.

The address stands in a certificate. Though only those below a trusted root are asked, a request
from inside a network must not be led to its inside: public addresses alone, at http's own port.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from certbind.values import dataclass

Resolve = Callable[[str], Sequence[str]]
"""The addresses of a host, within a deadline of its own; () where there are none."""

_HTTP = 80
_LONGEST = 2048
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Place:
    """address: one that was judged, and that the connection is made to; target: path and query."""

    host: str
    port: int
    address: str
    target: str


def place_of(url: str, resolve: Resolve, *, loopback: bool) -> Place | str:
    """Why nothing goes there, where it is a text. loopback: whether this machine's own addresses
    are allowed too, at any port.
    """
    if len(url) > _LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        return "its address is no URL"
    try:
        parts = urlsplit(url)
        port = parts.port or _HTTP
    except ValueError:
        return "its address is no URL"
    host = parts.hostname or ""
    if parts.scheme != "http" or not host or "@" in parts.netloc:
        return "its address is no plain http address"
    addresses = _addresses(host, resolve)
    fault = _fault(host, port, addresses, loopback=loopback)
    if fault:
        return fault
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    return Place(host, port, str(addresses[0]), target)


def _fault(
    host: str, port: int, addresses: Sequence[IPv4Address | IPv6Address], *, loopback: bool
) -> str:
    """Of all its addresses, though one is called: a name that leads inside as well is a trap."""
    if not addresses:
        return f"{host} has no address, or its look-up failed"
    for one in addresses:
        here = loopback and one.is_loopback
        if not here and not is_public(one):
            return f"{host} leads to {one}, which is no public address: nothing is asked there"
        if not here and port != _HTTP:
            return f"its address names port {port}: only port {_HTTP} is asked"
    return ""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is anybody's: not private, shared (100.64.0.0/10, where Alibaba Cloud's metadata
    service is), link-local, loopback, multicast or reserved; an IPv4 address inside an IPv6 one is
    judged as well.
    """
    if isinstance(address, IPv6Address):
        inner = _inside(address)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def _inside(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in _NAT64 or int(address) < 1 << 32:
        low = int(address) & 0xFFFFFFFF
        return IPv4Address(low) if low > 1 else None
    return None


def _addresses(host: str, resolve: Resolve) -> list[IPv4Address | IPv6Address]:
    found = []
    for text in _literal(host) or resolve(host):
        try:
            found.append(ip_address(text.partition("%")[0]))
        except ValueError:
            return []
    return found


def _literal(host: str) -> tuple[str, ...]:
    try:
        return (str(ip_address(host)),)
    except ValueError:
        return ()
