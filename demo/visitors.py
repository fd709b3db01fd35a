"""What visitors get: a handshake with each address, by the standard library alone."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes


@dataclass(frozen=True, slots=True)
class Visit:
    """One address and what it served; no names when it served nothing."""

    address: str
    fingerprint: str = ""
    names: tuple[str, ...] = ()
    ends: str = ""
    trouble: str = ""

    @property
    def served(self) -> str:
        """For a person: the leaf and until when, and the first of its names."""
        if self.trouble:
            return self.trouble
        others = len(self.names) - 1
        more = f" and {others} more {'name' if others == 1 else 'names'}" if others else ""
        return f"leaf {self.fingerprint[:10]}… until {self.ends} for {self.names[0]}{more}"


def by_leaf(visits: Iterable[Visit]) -> dict[str, list[str]]:
    """What is served → the addresses that serve it."""
    grouped: dict[str, list[str]] = {}
    for one in visits:
        grouped.setdefault(one.served, []).append(one.address)
    return grouped


def visit(host: str, address: str, port: int) -> Visit:
    """Connect as a browser does, with the host as SNI, and read the certificate.

    Nothing is verified here: the story shows what is served, whatever it is.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((address, port), timeout=5) as plain,
            context.wrap_socket(plain, server_hostname=host) as secure,
        ):
            der = secure.getpeercert(binary_form=True)
    except OSError as error:
        return Visit(address, trouble=f"no handshake ({_short(error)})")
    return _read(address, der or b"")


def _read(address: str, der: bytes) -> Visit:
    leaf = x509.load_der_x509_certificate(der)
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return Visit(
        address,
        leaf.fingerprint(hashes.SHA256()).hex(),
        tuple(names.get_values_for_type(x509.DNSName)),
        f"{leaf.not_valid_after_utc:%Y-%m-%d}",
    )


def _short(error: OSError) -> str:
    reason = getattr(error, "reason", None)
    return str(reason or error.strerror or type(error).__name__).lower().replace("_", " ")
