"""Names as certificates and the DNS carry them."""

from __future__ import annotations

import ipaddress

import idna
from cryptography import x509

COMMON_NAME_LIMIT = 64
"""ub-common-name, RFC 5280 appendix A.1."""

_LONGEST_LABEL = 63
"""RFC 1035 §2.3.4."""


def a_label(name: str) -> str:
    """The A-label form (RFC 5890) of a host name, lower case; a leading `*.` or `.` is kept.

    ValueError for a name that IDNA does not allow.
    """
    prefix = next((p for p in ("*.", ".") if name.startswith(p)), "")
    host = name[len(prefix) :].rstrip(".").lower()
    if not host.isascii():
        labels = idna.uts46_remap(host, std3_rules=False).rstrip(".").split(".")
        host = ".".join(map(_a_label, labels))
    return prefix + host


def _a_label(label: str) -> str:
    """IDNA2008 knows no underscore, which host names in the cloud hold all the same."""
    coded = label
    if not label.isascii():
        idna.check_label(label.replace("_", ""))
        coded = f"xn--{label.encode('punycode').decode('ascii')}"
    if not 0 < len(coded) <= _LONGEST_LABEL:
        raise ValueError(f"the label {label!r} has {len(coded)} characters")
    return coded


def general_name(name: str) -> x509.GeneralName:
    """A SAN entry: iPAddress for an IP literal, else dNSName (RFC 5280 §4.2.1.6)."""
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
