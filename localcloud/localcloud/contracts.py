"""What the services need of each other, so that each can be built and tested alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

CHINA_SITE = "cn-hangzhou"
INTERNATIONAL_SITE = "ap-southeast-1"


@dataclass(frozen=True, slots=True)
class Material:
    """A certificate with its key as CAS holds it. `chain_pem`: leaf first.

    identifier: `<number>-<site region>`.
    """

    identifier: str
    chain_pem: str
    key_pem: str

    def __repr__(self) -> str:
        """Without the key."""
        return f"Material({self.identifier})"


TLS_VERSIONS = ("TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")
"""Oldest first."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a domain is served, besides its certificate.

    redirect: the status with which plain HTTP is sent to HTTPS, 0 for none; to_http: the reverse.
    hsts: the value of Strict-Transport-Security, "" for none. encodings: in the order in which
    the edge prefers them (`br`, `gzip`). tls: the versions that are spoken.
    """

    redirect: int = 0
    to_http: int = 0
    hsts: str = ""
    http2: bool = False
    encodings: tuple[str, ...] = ()
    tls: tuple[str, ...] = TLS_VERSIONS


PLAIN = Manner()


@dataclass(frozen=True, slots=True)
class Slots:
    """What the listeners of a load balancer serve at its addresses, to whatever name is asked for.

    default: None where none of them speaks TLS; additional: in the order in which they came;
    manner: of TLS. plain: whether one of them speaks HTTP.
    """

    default: Material | None
    additional: tuple[Material, ...] = ()
    plain: bool = False
    manner: Manner = PLAIN


class CertificateDirectory(Protocol):
    """CAS, as OSS and CDN ask it for the certificate that they are to serve."""

    def resolve(self, number: int, site: str) -> Material | None:
        """The certificate with this number at this site (`cn-hangzhou`, `ap-southeast-1`)."""

    def file(self, chain_pem: str, key_pem: str, name: str) -> Material:
        """Keep a pair that fits, under a name that begins so, at the China site."""


class Serving(Protocol):
    """The edges, as OSS and CDN tell them what to serve.

    `site` is `oss/<region>` or `cdn`. What is published takes effect on each address of the site
    after that address's propagation delay; the old certificate is served until then.
    """

    def addresses(self, site: str) -> tuple[str, ...]:
        """The loopback addresses of a site; () for a region that is not in this world."""

    def publish(
        self, domain: str, site: str, material: Material | None, manner: Manner = PLAIN
    ) -> None:
        """Serve `domain` (`.example.com`: every name one label below) with this certificate, in
        this manner; None: the domain is served, without a certificate of its own.
        """

    def withdraw(self, domain: str, site: str) -> None:
        """Stop serving the domain at this site."""


class Balancing(Protocol):
    """The edges, as load balancers tell them: `site` is `alb/<id>` or `nlb/<id>`."""

    def addresses(self, site: str) -> tuple[str, ...]:
        """As Serving's."""

    def publish_slots(self, site: str, slots: Slots, port: int = 0) -> None:
        """Serve all of these at the site's addresses, and nothing else. port: another one than
        those of HTTPS and HTTP, which are one at the edges.
        """


class NameService(Protocol):
    """The account's DNS zone, as OSS and CDN read and write it."""

    def set_cname(self, name: str, target: str) -> None:
        """Point `name` (`*.example.com` allowed) at `target`."""

    def txt(self, name: str) -> tuple[str, ...]:
        """The TXT records of a name; OSS reads ownership tokens so."""


class UseRegister(Protocol):
    """Who uses which certificate: CAS refuses to delete one that is bound."""

    def uses(self) -> Iterable[tuple[str, str]]:
        """Certificate and `oss:<bucket>/<domain>`, `cdn:<domain>` of every binding. All of them at
        once: a list of many certificates tells the users of each.
        """


def users_of(register: UseRegister, identifier: str) -> tuple[str, ...]:
    """Those of one certificate, each once."""
    found = (user for held, user in register.uses() if held and held == identifier)
    return tuple(dict.fromkeys(found))


DEFAULT_SLOT = "default"


@dataclass(frozen=True, slots=True)
class Stand:
    """A place of a product where a certificate stands, or could. instance: the bucket, the load
    balancer; "" where the domain says it all. identifier: of CAS's certificate; "" for none.
    listener, port, slot: of a load balancer's certificate alone; slot: which of the listener's it
    is, DEFAULT_SLOT or another.
    """

    product: str
    domain: str
    instance: str
    region: str
    identifier: str
    modified: datetime
    has_https: bool = True
    listener: str = ""
    port: int = 0
    slot: str = ""

    @property
    def user(self) -> str:
        """As a register of a certificate's users has it (UseRegister)."""
        where = (self.instance, self.listener or self.domain)
        return f"{self.product.lower()}:{'/'.join(filter(None, where))}"


class Deployable(Protocol):
    """A product, as CAS's list of resources and its deployment jobs reach it."""

    def stands(self) -> Iterable[Stand]:
        """Every place, as it is now."""

    def attach(self, stand: Stand, identifier: str) -> None:
        """Put a certificate of CAS there, with no compare. LookupError, or the product's own
        refusal (ServiceError).
        """
