"""How CAS renews a line of certificates, and how far it has come: what it says, as values.

CAS sells two models: V2.0 instances, whose InstanceId yields one certificate after another, and
orders from packages (V1), each with a number of its own. Tests and uploads it never renews.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from enum import Enum

from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId
from certbind.values import dataclass

_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DIGEST = 32


class OrderKind(Enum):
    """By what CAS renews; UNKNOWN: it shows neither instance nor order."""

    INSTANCE = "instance"
    PACKAGE = "package"
    TEST = "test"
    UPLOAD = "upload"
    UNKNOWN = "unknown"


class OrderStage(Enum):
    """Where the newest application stands."""

    IDLE = "idle"  # nothing is under way
    PAYED = "payed"  # an order that waits for its application
    VALIDATING = "validating"  # the CA waits for records
    CHECKING = "checking"  # the CA is at work
    REFUSED = "refused"  # the CA said no
    OVER = "over"  # refunded, closed or ended: nothing can come of it any more


class OrderCall(Enum):
    """A call that may order; the values are the actions of the API."""

    UPDATE = "UpdateInstance"
    APPLY = "ApplyCertificate"
    CREATE = "CreateCertificateForPackageRequest"
    RENEW = "RenewCertificateOrderForPackageRequest"


@dataclass(frozen=True, slots=True)
class ValidationRecord:
    """What the CA wants to see of a domain. kind: TXT, CNAME or FILE. name: the whole name in DNS,
    or the address of the file. host, root: as DNS consoles take a name in two parts.
    """

    domain: str
    kind: str
    name: str
    value: str
    host: str = ""
    root: str = ""

    def __str__(self) -> str:
        """`TXT _dnsauth.www.shop.example = 0f3c…`."""
        return f"{self.kind} {self.name} = {self.value}"


@dataclass(frozen=True, slots=True)
class Renewable:
    """A certificate as far as its renewal needs it. It never changes, so that a line's journal
    keeps it and CAS is asked for it once.
    """

    id: CertificateId
    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    instance_id: str = ""
    uploaded: bool = False
    is_test: bool = False

    @classmethod
    def of(cls, one: Certificate) -> Renewable:
        """What CAS tells of it."""
        return cls(
            one.id,
            tuple(sorted(one.names)),
            one.not_before,
            one.not_after,
            one.instance_id,
            one.uploaded,
            one.is_test,
        )

    @property
    def key_by_names(self) -> str:
        """Its line's, where no instance stays the same over renewals."""
        names = "\x1f".join((self.id.region, *sorted(self.names)))
        return hashlib.sha256(names.encode()).hexdigest()[:_DIGEST]

    @property
    def key_by_instance(self) -> str:
        """Its line's, where a V2.0 instance yields it; "" without one."""
        return self.instance_id if _PLAIN_ID.fullmatch(self.instance_id) else ""


@dataclass(frozen=True, slots=True)
class Order:
    """What CAS says of a line's renewal.

    latest: the certificate that it yielded last, with its end. validation: DV, OV, EV or FREE.
    number, product: of the newest order of a package; renewed: the order to be renewed. left: of
    the product's quota; None: not read. own_csr: its key is held elsewhere. usual: how long the CA
    takes for such a certificate. state: CAS's own word. remark: CAS's or the CA's sentence.
    """

    kind: OrderKind
    stage: OrderStage = OrderStage.IDLE
    latest: CertificateId | None = None
    latest_end: datetime | None = None
    auto_reissue: bool = False
    validation: str = "DV"
    number: int = 0
    renewed: int = 0
    product: str = ""
    left: int | None = None
    own_csr: bool = False
    records: tuple[ValidationRecord, ...] = ()
    usual: timedelta | None = None
    state: str = ""
    remark: str = ""


def yields_another(order: Order, one: Renewable) -> bool:
    """Whether the line has a certificate after this one. A stale answer may show an older one."""
    if order.latest is None or order.latest == one.id:
        return False
    return order.latest_end is None or order.latest_end > one.not_after
