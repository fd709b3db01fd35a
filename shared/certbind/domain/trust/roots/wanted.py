"""Which roots a client needs for what CAS sells and what OSS and CDN serve by themselves, and
which of them it has.

A client is a folder or bundle of roots: a Linux machine's, a container's, a device's. Where each
is published is its CA's own address; what comes from there is told by its SHA-256 alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from enum import Enum

from certbind.domain.trust.leaf import UnreadableCertificateError, load_certificate
from certbind.values import dataclass


class Need(Enum):
    """Whether a client must have it."""

    NOW = "now"  # what OSS and CDN serve by themselves, or CAS issues by default, ends there
    IF_USED = "if_used"  # certificates of this CA end there
    NOT = "not"  # whoever has the others does without


@dataclass(frozen=True, slots=True)
class Wanted:
    """name: as its CA calls it. until: the first day on which nobody needs it any more."""

    sha256: str
    name: str
    need: Need
    url: str
    until: date | None = None

    @property
    def key(self) -> str:
        """Of what is said of it: `r46`, `isrg_x1`."""
        return _KEYS[self.sha256]

    def need_on(self, day: date) -> Need:
        """What was needed goes when its root goes."""
        return Need.NOT if self.until is not None and day >= self.until else self.need


_GLOBALSIGN = "https://secure.globalsign.com/cacert"
_DIGICERT = "https://cacerts.digicert.com"
_LETS_ENCRYPT = "https://letsencrypt.org/certs"
_R1 = "ebd41040e4bb3ec742c9e381d31ef2a41a48b6685c96e7cef3c1df6cd4331c99"
_R3 = "cbb522d7b7f127ad6a0113865bdf1cd4102e7d0759af635a7cf4720dc963c53b"
_R6 = "2cabeafe37d06ca22aba7391c0033d25982952c453647349763a3ab5ad6ccf69"
_R46 = "4fa3126d8d3a11d1c4855a4f807cbad6cf919d3a5a88b03bea2c6372d93c40c9"
_E46 = "cbb9c44d84b8043e1050ea31a69f514955d7bfd2e2c6b49301019ad61d9f5058"
_G2 = "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f"
_G5 = "371a00dc0533b3721a7eeb40e8419e70799d2b0a0f2c1d80693165f7cec4ad75"
_X1 = "96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6"
_X2 = "69729b8e15a86efc177a57afb7171dfc64add28c2fca8cf1507e34453ccb1470"
_YR = "e57b7e6f150c419102e8d5c055729ff967b9d1a829bf00cec89ca604ebf4a86f"
_YE = "e14ffcad5b0025731006caa43a121a22d8e9700f4fb9cf852f02a708aa5d5666"

_KEYS = {
    _R46: "r46",
    _R3: "r3",
    _R6: "r6",
    _R1: "r1",
    _E46: "e46",
    _G2: "digicert_g2",
    _G5: "digicert_g5",
    _X1: "isrg_x1",
    _X2: "isrg_x2",
    _YR: "root_yr",
    _YE: "root_ye",
}

WANTED = (
    Wanted(_R46, "GlobalSign Root R46", Need.NOW, f"{_GLOBALSIGN}/rootr46.crt"),
    Wanted(
        _R3, "GlobalSign Root CA - R3", Need.NOW, f"{_GLOBALSIGN}/root-r3.crt", date(2027, 4, 15)
    ),
    Wanted(
        _G2,
        "DigiCert Global Root G2",
        Need.NOW,
        f"{_DIGICERT}/DigiCertGlobalRootG2.crt",
        date(2029, 4, 15),
    ),
    Wanted(
        _R6,
        "GlobalSign Root CA - R6",
        Need.IF_USED,
        f"{_GLOBALSIGN}/root-r6.crt",
        date(2029, 12, 10),
    ),
    Wanted(_E46, "GlobalSign Root E46", Need.IF_USED, f"{_GLOBALSIGN}/roote46.crt"),
    Wanted(
        _G5,
        "DigiCert TLS RSA4096 Root G5",
        Need.IF_USED,
        f"{_DIGICERT}/DigiCertTLSRSA4096RootG5.crt",
    ),
    Wanted(_X1, "ISRG Root X1", Need.IF_USED, f"{_LETS_ENCRYPT}/isrgrootx1.pem"),
    Wanted(_X2, "ISRG Root X2", Need.IF_USED, f"{_LETS_ENCRYPT}/isrg-root-x2.pem"),
    Wanted(_YR, "Root YR", Need.NOT, f"{_LETS_ENCRYPT}/gen-y/root-yr.pem"),
    Wanted(_YE, "Root YE", Need.NOT, f"{_LETS_ENCRYPT}/gen-y/root-ye.pem"),
    Wanted(_R1, "GlobalSign Root CA (R1)", Need.NOT, f"{_GLOBALSIGN}/root-r1.crt"),
)
"""Sources: Alibaba Cloud's help on OSS's roots (R46 since 2026-06-15, R3 before) and on its own DV
certificates (DigiCert since 2026-02-10); the CAs' pages on their chains; the calendar's days.
"""


@dataclass(frozen=True, slots=True)
class Held:
    """One wanted root at a client. need: on the day that was asked."""

    wanted: Wanted
    is_there: bool
    need: Need

    @property
    def is_missed(self) -> bool:
        """Whether something breaks without it."""
        return not self.is_there and self.need is Need.NOW


@dataclass(frozen=True, slots=True)
class Client:
    """A client's roots. place: as it was named. sha256s: of each that is there. unread: how many
    blocks or files there are no certificate.
    """

    place: str
    sha256s: frozenset[str]
    held: tuple[Held, ...]
    unread: int

    @property
    def missed(self) -> tuple[Held, ...]:
        """Those that it must have, and has not."""
        return tuple(one for one in self.held if one.is_missed)


def client_of(place: str, ders: Iterable[bytes], unread: int, day: date) -> Client:
    """What the roots that were found there are good for."""
    there = set()
    for der in ders:
        try:
            load_certificate(der)
        except UnreadableCertificateError:
            unread += 1
        else:
            there.add(hashlib.sha256(der).hexdigest())
    held = tuple(Held(one, one.sha256 in there, one.need_on(day)) for one in WANTED)
    return Client(place, frozenset(there), held, unread)
