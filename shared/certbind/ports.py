"""What the use cases need of the world, in domain words.

Every method may raise the CloudError family of errors.py; what else it may raise is said there.
An adapter and a fake of the same port pass the same suite in tests/contract/.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from certbind.domain.certificate import Certificate
from certbind.domain.identity import CertificateId, Domain
from certbind.domain.journal import Entry
from certbind.domain.observation import Observation
from certbind.domain.target import Binding, BoundTarget, Target, TargetScan
from certbind.events import Event


class Clock(Protocol):
    """Time is asked for once per step and passed down."""

    def now(self) -> datetime:
        """Aware UTC."""


class CertificateInventory(Protocol):
    """CAS."""

    def list_certificates(self) -> tuple[Certificate, ...]:
        """Every certificate of every configured site, all pages, expired ones left out.

        From a list: no chain summary, and dates may be days only (`dates_are_exact`).
        """

    def certificate(self, certificate_id: CertificateId) -> Certificate:
        """One certificate with exact dates and its chain summary; NotFoundError names the site."""

    def chain(self, certificate_id: CertificateId) -> tuple[bytes, ...] | None:
        """The certificate and what would be served with it, DER, leaf first; None where no call
        without a private key in its answer gives it.
        """


class Targets(Protocol):
    """The OSS custom domains and CDN domains of the account, as one."""

    def scan(self) -> TargetScan:
        """All of them, every page, every bucket; what could not be read is in `failures`."""

    def find(self, domain: Domain) -> TargetScan:
        """The targets with this domain; may cost a whole scan."""

    def read(self, target: Target) -> BoundTarget:
        """One target as it stands now; NotFoundError when it no longer exists."""

    def bind(self, target: Target, certificate_id: CertificateId, expects: Binding) -> str:
        """Attach a certificate where `expects` stands; returns the request id.

        StalePlanError, with nothing changed, when something else stands there. Binding what is
        already bound by us (a lost answer) succeeds. BusyError when the target takes no writes.
        """

    def unbind(self, target: Target, expects: Binding) -> str:
        """Detach, as `bind`; only a rollback to "no certificate" does this."""


class EventQueue(Protocol):
    """The queue that the functions are triggered by."""

    def send(self, event: Event, delay: timedelta = timedelta()) -> None:
        """Deliver at least once, after `delay` (seconds, at most seven days)."""


class Journal(Protocol):
    """The ledger. LedgerUnsafeError when the bucket cannot protect entries."""

    def newest(self, subject: str) -> Entry | None:
        """The last entry of a subject."""

    def append(self, entry: Entry) -> None:
        """Create an entry; LedgerConflictError when its number is taken by other content.

        Creating what is already there with the same content succeeds (a lost answer).
        """

    def entries(self, subject: str, limit: int | None = None) -> tuple[Entry, ...]:
        """Newest first."""

    def subjects(self, prefix: str) -> Sequence[str]:
        """All subjects that start with `prefix`, sorted."""


class TlsProbe(Protocol):
    """Handshakes with every address of a domain; a failed one is a result, never an exception."""

    def observe(self, domain: Domain) -> Observation:
        """Resolve and connect to each address, within the probe's own deadlines."""
