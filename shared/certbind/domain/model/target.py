"""Where a certificate can be attached, and what is attached there now."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, IntEnum

from certbind.domain.model.identity import CertificateId, Domain, ProductName, Sha1, Sha256
from certbind.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """A domain at a product: an OSS CNAME, a CDN domain.

    kind: the product. bucket, region: the place inside the product that holds the domain, where
    the product has several (OSS: the bucket and its region; a load balancer's id and its region);
    "" where the domain alone says it.
    A CDN wildcard domain is written `.example.com`, as CDN writes it.
    """

    kind: ProductName
    domain: Domain
    bucket: str = ""
    region: str = ""

    def same_place(self, other: Target) -> bool:
        """Whether both are one domain at one place; a message may lack the region."""
        return (self.kind, self.domain, self.bucket) == (other.kind, other.domain, other.bucket)

    def __str__(self) -> str:
        """`OSS bucket assets / static.example.com` or `CDN www.example.com`."""
        place = f"{self.place} / " if self.bucket else ""
        return f"{self.product} {place}{self.domain}"

    @property
    def product(self) -> str:
        """As a person reads it: `OSS`."""
        return self.kind.upper()

    @property
    def place(self) -> str:
        """The place inside the product, as a person reads it: `bucket assets`; "" for none. An id
        that begins with its product's name says by itself what it is: `alb-x7k2`.
        """
        if self.bucket.startswith(f"{self.kind}-"):
            return self.bucket
        return f"bucket {self.bucket}" if self.bucket else ""


class Outward(IntEnum):
    """How far out a product meets visitors; of several targets of one name that DNS does not tell
    apart, the one that is furthest out counts.
    """

    STORAGE = 0  # a bucket
    BALANCER = 1  # a listener
    CONTENT = 2  # edges that keep copies
    WHOLE_SITE = 3  # edges that also pass on what is made anew
    EDGE_SITE = 4  # edges that hold a whole zone


class TargetState(Enum):
    """Whether the target takes a certificate now."""

    ONLINE = "online"
    CONFIGURING = "configuring"  # CDN refuses writes meanwhile (ServiceBusy); comes back by itself
    OFFLINE = "offline"  # stopped, disabled, failed review: binding has no effect


class BindingSource(Enum):
    """Where the attached certificate came from; decides whether it can be bound again by id."""

    CAS = "cas"
    UPLOAD = "upload"  # pasted into OSS or CDN: the key is not readable, no way back by id
    FREE = "free"  # CDN's own free certificate: not restorable by API
    NONE = "none"  # HTTPS is off or no certificate attached


@dataclass(frozen=True, slots=True)
class Binding:
    """What is attached to a target, as the target's own API tells it.

    certificate_id: None for `NONE`, and for `UPLOAD`/`FREE` where the shown id is no CAS id.
    raw_id: the id exactly as the API showed it; OSS compares PreviousCertId with it.
    """

    source: BindingSource
    certificate_id: CertificateId | None = None
    raw_id: str = ""
    name: str = ""
    sha1: Sha1 | None = None
    sha256: Sha256 | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no certificate is attached."""
        return self.source is BindingSource.NONE

    def same_as(self, other: Binding) -> bool:
        """Whether both name the same attached certificate."""
        if self.source is not other.source:
            return False
        if self.certificate_id is not None or other.certificate_id is not None:
            return self.certificate_id == other.certificate_id
        return self.raw_id == other.raw_id and self.sha1 == other.sha1


UNBOUND = Binding(BindingSource.NONE)


@dataclass(frozen=True, slots=True)
class BoundTarget:
    """A target, what is attached to it, and the name that visitors must be sent to (`cname`).

    why_offline: what its product says of a target that is offline, as "failed its review" after
        the target's name; "" for nothing.
    binding_is_exact: False where a list told only that a certificate is attached and its name;
        `read` tells which one.
    outward: how far out its product meets visitors: of several targets with one domain one that
        is further out is met first.
    names: what else the same certificate serves at the target, besides its domain: another
        certificate has to cover, and visitors to get it, at all of them.
    dns_pattern: a regular expression of the whole names, besides `cname`, by which DNS sends
        visitors to the target; "" for none.
    bills_https: whether its product begins to bill requests with the first certificate.
    beside: what else is attached at the same place for the same names, as in the midst of a
        change (docs/decisions/0028).
    entrance: the name at whose addresses each of the target's names is served, wherever DNS leads
        them; "" where only their own addresses tell. port: where its visitors come, None for the
        usual one.
    is_met: whether DNS was seen to lead the domain here, though by no name that tells.
    """

    target: Target
    binding: Binding
    state: TargetState = TargetState.ONLINE
    cname: str = ""
    why_offline: str = ""
    binding_is_exact: bool = True
    outward: Outward = Outward.STORAGE
    dns_pattern: str = ""
    names: tuple[Domain, ...] = ()
    bills_https: bool = False
    beside: tuple[Binding, ...] = ()
    entrance: str = ""
    port: int | None = None
    is_met: bool = False

    def serves(self, domain: Domain) -> bool:
        """Whether the domain is one of its names."""
        return domain == self.target.domain or domain in self.names

    @property
    def stands_in_front(self) -> bool:
        """Whether it takes visitors before they reach a bucket."""
        return self.outward is not Outward.STORAGE


@dataclass(frozen=True, slots=True)
class ScanFailure:
    """A part of the account that could not be read; what lies in it is unknown, not gone.

    retryable: the error's, whether it passes by itself.
    """

    where: str
    code: str
    message: str
    retryable: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """Something that a setting names and that the account has not: looked for, and not there."""

    where: str
    setting: str
    message: str


@dataclass(frozen=True, slots=True)
class TargetScan:
    """All targets found, the parts that could not be read, and what is named and not there.

    limits: the settings that leave parts of the account out of sight; what lies there is out of
    scope, neither unread nor absent.
    """

    targets: tuple[BoundTarget, ...]
    failures: tuple[ScanFailure, ...] = ()
    absent: tuple[Absent, ...] = ()
    limits: tuple[str, ...] = ()

    @classmethod
    def joined(cls, scans: Iterable[TargetScan]) -> TargetScan:
        """What several scans of different parts saw, as one."""
        parts = tuple(scans)
        return cls(
            tuple(bound for scan in parts for bound in scan.targets),
            tuple(failure for scan in parts for failure in scan.failures),
            tuple(missing for scan in parts for missing in scan.absent),
            tuple(limit for scan in parts for limit in scan.limits),
        )
