"""Certificates as CAS holds, renews and counts them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, ProductName

if TYPE_CHECKING:  # functions start without what only an operator's commands or orders handle
    from certbind.domain.hygiene.quotas import Quota
    from certbind.domain.renewal.order import Order, OrderCall, Renewable


class CertificateInventory(Protocol):
    """CAS."""

    def list_certificates(self) -> tuple[Certificate, ...]:
        """Every certificate of every configured site, all pages, expired ones left out.

        From a list: no chain summary, and dates may be days only (`dates_are_exact`).
        """

    def certificate(self, certificate_id: CertificateId) -> Certificate:
        """One certificate with exact dates and its chain summary; NotFoundError names the site."""

    def facts(self, certificate_id: CertificateId) -> Certificate:
        """As `certificate`, for whoever has just read that it is issued: what never changes may
        be kept, and then nothing is asked for.
        """

    def chain(self, certificate_id: CertificateId) -> tuple[bytes, ...] | None:
        """The certificate and what would be served with it, DER, leaf first; None where no call
        without a private key in its answer gives it.
        """


class CertificateDeletions(Protocol):
    """CAS, where a person cleans up."""

    def every(self) -> tuple[Certificate, ...]:
        """Every certificate of every site that is read, ended ones too; whole, or an error."""

    def delete(self, certificate: CertificateId) -> None:
        """An uploaded one. RejectedError where CAS refuses, as for one that a product uses; what
        is not there is deleted.
        """


class CertificateUploads(Protocol):
    """One site of CAS, written to."""

    @property
    def site(self) -> str:
        """Its region."""

    def upload(self, name: str, chain_pem: str, key_pem: str) -> tuple[CertificateId, bool]:
        """The id, and whether it is new: False where the same leaf is there under this name.
        ConflictError when the name belongs to another. Raises the CloudError family.
        """


class Hosting(Protocol):
    """What renews a certificate without certbind: CAS's hosting, or a person."""

    def instance(self, one: Renewable) -> Order | None:
        """What CAS shows now of the V2.0 instance that yielded this certificate; None where none
        did.
        """


class Orders(Protocol):
    """How CAS renews certificates: V2.0 instances and orders from packages."""

    def read(self, one: Renewable) -> Order:
        """What CAS shows now of the renewal of this certificate's line, the quota included where
        one is needed; UNKNOWN where it shows none.
        """

    def task(self, one: Renewable) -> str | None:
        """Why the last application of its instance failed ("" where CAS says no more); None where
        it did not. A task that succeeded is no certificate.
        """

    def place(self, call: OrderCall, one: Renewable, order: Order) -> int:
        """Make a call that may order, once and never repeated; the number of a package's new
        order, else 0. UnavailableError: it may have been carried out.
        """


class Quotas(Protocol):
    """What certificates fill besides targets: places that a product counts."""

    def held(self, products: Collection[ProductName] | None = None) -> tuple[Quota, ...]:
        """Of these products; None: of all that have such, where the account has opened them."""
