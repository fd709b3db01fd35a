"""What a probe saw. It never judges: domain/trust/verdict.py does."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from certbind.domain.model.identity import Domain
from certbind.values import dataclass, field


class Attempt(Enum):
    """How one connection ended, by the party at fault."""

    COMPLETED = "completed"  # handshake done, `chain` holds what was served
    REFUSED = "connection_refused"
    CONNECT_TIMEOUT = "connect_timeout"
    UNREACHABLE = "unreachable"
    NO_ROUTE = "no_route"  # this machine has no way there, and sent nothing
    HANDSHAKE_TIMEOUT = "handshake_timeout"
    RESET = "reset"
    CLOSED = "closed"
    NOT_TLS = "not_tls"
    SNI_UNKNOWN = "sni_unknown"
    NO_COMMON_CIPHER = "no_common_cipher"
    OLD_TLS = "old_tls"
    SERVER_ERROR = "server_error"
    CLIENT_CERT_WANTED = "client_cert_wanted"
    PROTOCOL_ERROR = "protocol_error"


class Resolution(Enum):
    """How the look-up of the domain's addresses ended."""

    RESOLVED = "resolved"
    NXDOMAIN = "dns_nxdomain"
    TEMPORARY = "dns_temporary"


class Family(Enum):
    """The two kinds of addresses; each is looked up, and reached, for itself."""

    IPV4 = "ipv4"
    IPV6 = "ipv6"

    @classmethod
    def of(cls, address: str) -> Family:
        """The kind of this address."""
        return cls.IPV6 if ":" in address else cls.IPV4


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What is looked at: a domain, or an address that stands for itself. port: None for the one
    that all are looked at by. through: the name whose addresses are asked for the domain, where
    those are not its own.
    """

    host: Domain
    port: int | None = None
    through: str = ""


@dataclass(frozen=True, slots=True)
class AddressObservation:
    """One handshake with one address.

    chain: DER, as served, leaf first; empty unless `attempt` is COMPLETED or the server showed its
    own certificate before it asked for ours.
    cipher: OpenSSL's name of the suite. scheme: number of the signature scheme (TLS) by which the
    server signed the handshake; 0 where it did not, or it was not seen.
    detail: the stable token of the error (OpenSSL reason or errno name), for the record.
    milliseconds: from the start of the connect to the end of the handshake.
    """

    address: str
    attempt: Attempt
    chain: tuple[bytes, ...] = ()
    tls_version: str = ""
    cipher: str = ""
    scheme: int = 0
    detail: str = ""
    milliseconds: int = 0


@dataclass(frozen=True, slots=True)
class FetchedCrl:
    """A list of revoked certificates as it came, DER and unchecked; problem: why none did."""

    url: str
    der: bytes = field(default=b"", repr=False)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What one resolver told of the domain, asked as we are or for the clients of a subnet.

    by_subnet: whether it answered for that subnet; many resolvers do not look at it, and tell
    what they would tell anybody.
    """

    resolver: str
    subnet: str
    resolution: Resolution
    addresses: tuple[str, ...] = ()
    unanswered: tuple[Family, ...] = ()
    by_subnet: bool = False

    def to_json(self) -> dict[str, object]:
        """For records and `--json` output."""
        return {
            "resolver": self.resolver,
            "subnet": self.subnet,
            "by_subnet": self.by_subnet,
            "resolution": self.resolution.value,
            "addresses": list(self.addresses),
            "unanswered": [family.value for family in self.unanswered],
        }


@dataclass(frozen=True, slots=True)
class Observation:
    """Every address of a domain, at one moment.

    server_name: the name sent as SNI (for `.example.com` a label below it).
    resolution: of both look-ups together; RESOLVED where one of them gave an address.
    cname_chain: names that the look-up passed through, in order, without the asked one.
    unanswered: kinds of addresses whose look-up failed, while the other's gave some: there may
    be more addresses than these.
    beside: where an address has a second certificate, what it serves to a client that takes no
    key of the first one's kind; of addresses that serve the same leaf one is asked.
    views: what other resolvers told, and ours for other subnets; elsewhere: the addresses that
    only they told.
    crls: the lists that the chains' certificates name; None where nobody asked.
    """

    server_name: str
    at: datetime
    resolution: Resolution
    addresses: tuple[AddressObservation, ...] = ()
    cname_chain: tuple[str, ...] = ()
    unanswered: tuple[Family, ...] = ()
    beside: tuple[AddressObservation, ...] = ()
    crls: tuple[FetchedCrl, ...] | None = None
    views: tuple[View, ...] = ()
    elsewhere: tuple[AddressObservation, ...] = ()
