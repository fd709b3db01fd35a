"""What CDN, DCDN and VOD say differently of the same thing: a domain with a name of its own (its
Cname) at edges that they share. Sources: the products' request metadata and generated models.
"""

from __future__ import annotations

from collections.abc import Callable

from aliyunsdkcore.request import AcsRequest

from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import EVERYTHING, Resource
from certbind.domain.model.identity import ProductName
from certbind.domain.model.target import Outward
from certbind.values import dataclass

DNS_PATTERN = r".+\.(?:ali)?kunlun[a-z]*\.com"
"""The edges' own names; the suffixes are not documented in full, so any of the family counts."""


@dataclass(frozen=True, slots=True)
class Actions:
    """The product's own. https: the list of what is bound; "" where there is none."""

    domains: str
    https: str
    info: str
    bind: str


@dataclass(frozen=True, slots=True)
class Fields:
    """Of answers. https: whether a domain of the list has HTTPS. info_https, info_pem: whether
    HTTPS is on, and the certificate's PEM, in what is told of one domain.
    """

    https: str = "SslProtocol"
    info_https: str = "ServerCertificateStatus"
    info_pem: str = "ServerCertificate"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One product of the family.

    request: makes one of an action. named_by: the setting that names the domains that count.
    shows_reviewed: the list takes CheckDomainShow, without which domains under review or with a
    failed set-up stay hidden. largest_page: of the list of domains. allows_per_domain: RAM knows
    the product's domains as resources. bills_https: static HTTPS requests are billed, each.
    """

    name: ProductName
    outward: Outward
    request: Callable[[str], AcsRequest]
    named_by: str
    actions: Actions
    fields: Fields
    shows_reviewed: bool = True
    largest_page: int = 500
    allows_per_domain: bool = True
    bills_https: bool = False

    @property
    def title(self) -> str:
        """As people read it: `CDN`."""
        return self.name.upper()

    @property
    def domains(self) -> Resource:
        """As the product's RAM tables say."""
        if not self.allows_per_domain:
            return EVERYTHING
        return Resource(
            f"the {self.title} domains",
            (f"acs:{self.name}:*:{{scope.account_id}}:domain/{{name}}",),
            of=self.name,
        )

    @property
    def permissions(self) -> Permissions:
        """By method of Targets."""
        actions = self.actions
        lists = self.may(actions.domains, EVERYTHING, f"lists {self.title} domains")
        lists_https = self.may(actions.https, EVERYTHING, "lists what is bound to them")
        told = "what is bound to one, before and after a change"
        reads = self.may(actions.info, self.domains, told)
        return {
            "scan": (lists, lists_https) if actions.https else (lists,),
            "find": (lists, reads),
            "read": (lists, reads),
            "in_front": (lists, reads),
            "bind": (reads, self.may(actions.bind, self.domains, "binds")),
            "take_off": (),
        }

    def may(self, action: str, on: Resource, why: str) -> Permission:
        """Where the product is used."""
        return Permission(f"{self.name}:{action}", on, why, if_used=self.name)
