"""Name constraints (RFC 5280, section 4.2.1.10), as browsers read them.

Names of hosts, addresses, directory names and mailboxes are held against them; others cannot be.
Critical or not makes no difference to a kind that is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any

from cryptography import x509

from certbind.domain.trust.parts.certificate import extension

_MAX_COMPARISONS = 65_536  # of a name with a constraint; hostile chains hold many of both

Within = Callable[[Any, Any, bool], bool]
"""Name and limit are values of one kind of name, partly: see _host_within."""
Kind = type[x509.GeneralName]


class TooManyNamesError(ValueError):
    """More names and constraints than anybody compares."""


def names_outside(authority: x509.Certificate, certificate: x509.Certificate) -> Iterator[str]:
    """The names of a certificate that this CA above it may not certify."""
    limits = extension(authority, x509.NameConstraints)
    if limits is None:
        return
    permitted = tuple(limits.permitted_subtrees or ())
    excluded = tuple(limits.excluded_subtrees or ())
    names = tuple(_names(certificate))
    if (len(permitted) + len(excluded)) * len(names) > _MAX_COMPARISONS:
        raise TooManyNamesError("too many name constraints")
    yield from _of_kinds_not_compared(certificate, (*permitted, *excluded))
    for kind, name in names:
        within = _WITHIN[kind]
        allowed = [one.value for one in permitted if isinstance(one, kind)]
        refused = [one.value for one in excluded if isinstance(one, kind)]
        is_allowed = not allowed or any(within(name, one, False) for one in allowed)
        if not is_allowed or any(within(name, one, True) for one in refused):
            yield name.rfc4514_string() if isinstance(name, x509.Name) else str(name)


def _of_kinds_not_compared(
    certificate: x509.Certificate, limits: tuple[x509.GeneralName, ...]
) -> Iterator[str]:
    """A name of a kind that is limited and that browsers cannot compare is outside."""
    kinds = {type(one) for one in limits} - _WITHIN.keys()
    alternatives = extension(certificate, x509.SubjectAlternativeName)
    for name in alternatives or ():
        if type(name) in kinds:
            yield f"a name of the kind {type(name).__name__}"


def _names(certificate: x509.Certificate) -> Iterator[tuple[Kind, object]]:
    if list(certificate.subject):
        yield x509.DirectoryName, certificate.subject
    alternatives = extension(certificate, x509.SubjectAlternativeName)
    for name in alternatives or ():
        for kind in _WITHIN:
            if isinstance(name, kind):
                yield kind, name.value


def _host_within(name: object, limit: object, partly: bool) -> bool:
    """`example.com` holds itself and all below, `.example.com` all below only. partly: a
    wildcard counts when one of the names that it stands for is within.
    """
    shown, base = str(name).lower(), str(limit).lower().removesuffix(".")
    if not base or shown == base:
        return True
    if partly and shown.startswith("*.") and base.lstrip(".").partition(".")[2] == shown[2:]:
        return True
    return shown.endswith(base if base.startswith(".") else f".{base}")


def _address_within(name: object, limit: object, partly: bool) -> bool:  # noqa: ARG001
    is_address = isinstance(name, IPv4Address | IPv6Address)
    return is_address and isinstance(limit, IPv4Network | IPv6Network) and name in limit


def _directory_within(name: Any, limit: Any, partly: bool) -> bool:  # noqa: ARG001
    """The limit's attributes are the first of the name's."""
    shown, base = _attributes(name), _attributes(limit)
    return shown[: len(base)] == base


def _mailbox_within(name: object, limit: object, partly: bool) -> bool:  # noqa: ARG001
    """`a@example.com` is that mailbox, `example.com` all at that host, `.example.com` below it."""
    shown, base = str(name), str(limit).lower()
    if "@" in base:
        return shown.lower() == base
    host = shown.rpartition("@")[2].lower()
    return host.endswith(base) if base.startswith(".") else host == base


def _attributes(name: x509.Name) -> list[frozenset[tuple[str, str]]]:
    return [
        frozenset((one.oid.dotted_string, " ".join(str(one.value).lower().split())) for one in rdn)
        for rdn in name.rdns
    ]


_WITHIN: Mapping[type[x509.GeneralName], Within] = {
    x509.DNSName: _host_within,
    x509.IPAddress: _address_within,
    x509.DirectoryName: _directory_within,
    x509.RFC822Name: _mailbox_within,
}
