"""What visitors meet at a domain's addresses, besides the certificate: observed, then read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from certbind.values import dataclass, field

_REDIRECTS = (301, 302, 303, 307, 308)
_LASTING = (301, 308)
OLD_TLS = ("TLSv1", "TLSv1.1")


class Old(Enum):
    """What became of a hello that offers nothing newer than an old version of TLS."""

    SPOKEN = "spoken"
    REFUSED = "refused"
    NOT_TRIED = "not_tried"  # this machine cannot offer it, or the address was not reached


@dataclass(frozen=True, slots=True)
class Answer:
    """To one request. headers: with names in lower case. status: 0 where none came; why: a token
    of why not.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True)
class AddressSettings:
    """What one address showed. plain: to plain HTTP; secure: to HTTPS, which offered encodings;
    protocol: what ALPN chose, "" for none; old: by version.
    """

    address: str
    plain: Answer
    secure: Answer
    protocol: str = ""
    old: Mapping[str, Old] = field(default_factory=dict)


class Met(Enum):
    """Whether a setting is as hardening wants it, as visitors meet it."""

    YES = "met"
    NO = "not_met"
    NOT_SEEN = "not_seen"


@dataclass(frozen=True, slots=True)
class Proof:
    """Of one setting at one address; told: what was seen, for people. optional: that it is not so
    keeps nobody in danger.
    """

    address: str
    what: str
    met: Met
    told: str
    optional: bool = False


def proofs(seen: AddressSettings) -> Iterator[Proof]:
    """One a setting, in the order in which they are read."""
    yield _plain(seen)
    for version in OLD_TLS:
        yield _old(seen, version)
    yield _http2(seen)
    yield _hsts(seen)
    yield _encoding(seen)
    yield _staple(seen)


def _plain(seen: AddressSettings) -> Proof:
    answer = seen.plain
    where = answer.headers.get("location", "")
    if not answer.status:
        return Proof(seen.address, "plain HTTP", Met.NOT_SEEN, f"no answer ({answer.why})")
    if answer.status in _REDIRECTS:
        is_met = where.lower().startswith("https://") and answer.status in _LASTING
        told = f"{answer.status}: redirected {f'to {where}' if where else 'nowhere'}"
        return Proof(seen.address, "plain HTTP", Met.YES if is_met else Met.NO, told)
    if answer.status == 403:  # noqa: PLR2004
        return Proof(seen.address, "plain HTTP", Met.YES, "403: denied")
    told = f"{answer.status}: it is answered without TLS"
    return Proof(seen.address, "plain HTTP", Met.NO, told)


def _old(seen: AddressSettings, version: str) -> Proof:
    found = seen.old.get(version, Old.NOT_TRIED)
    met = {Old.REFUSED: Met.YES, Old.SPOKEN: Met.NO}.get(found, Met.NOT_SEEN)
    told = {Old.REFUSED: "it is refused", Old.SPOKEN: "it is spoken"}.get(
        found, "could not be tried"
    )
    return Proof(seen.address, version, met, told)


def _http2(seen: AddressSettings) -> Proof:
    if not seen.secure.status:
        return _no_https(seen, "HTTP/2")
    is_met = seen.protocol == "h2"
    told = "chosen by ALPN" if is_met else f"not chosen ({seen.protocol or 'no ALPN'})"
    met = Met.YES if is_met else Met.NO
    return Proof(seen.address, "HTTP/2", met, told, optional=True)


def _hsts(seen: AddressSettings) -> Proof:
    if not seen.secure.status:
        return _no_https(seen, "HSTS")
    value = seen.secure.headers.get("strict-transport-security", "")
    met = Met.YES if value else Met.NO
    return Proof(seen.address, "HSTS", met, value or "no header", optional=True)


def _encoding(seen: AddressSettings) -> Proof:
    """Small answers, and what is compressed already, come as they are."""
    if not seen.secure.status:
        return _no_https(seen, "compression")
    value = seen.secure.headers.get("content-encoding", "")
    met = Met.YES if value in ("br", "gzip") else Met.NO
    told = value or "no Content-Encoding at / (small answers have none)"
    return Proof(seen.address, "compression", met, told, optional=True)


def _staple(seen: AddressSettings) -> Proof:
    """What hardening sets and nobody proves is said so (docs/decisions/0016)."""
    told = "not looked at: Python's ssl does not show what a server staples"
    return Proof(seen.address, "OCSP stapling", Met.NOT_SEEN, told, optional=True)


def _no_https(seen: AddressSettings, what: str) -> Proof:
    told = f"no answer by HTTPS ({seen.secure.why})"
    return Proof(seen.address, what, Met.NOT_SEEN, told, optional=True)
