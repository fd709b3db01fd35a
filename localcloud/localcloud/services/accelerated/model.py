"""Accelerated domains: what the handlers read and change, and what the world does by hand. The
same model stands behind CDN, DCDN and VOD, as one service stands behind the real ones.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from localcloud.authority import a_label
from localcloud.clock import Clock
from localcloud.contracts import Material, NameService, Serving
from localcloud.services.accelerated.copies import FREE, Copies
from localcloud.services.accelerated.domains import (
    AcceleratedDomain,
    Binding,
    DomainStatus,
    Origin,
)
from localcloud.services.accelerated.manner import manner_of
from localcloud.services.cas import CasStore, Source, StoredCertificate
from localcloud.services.cas.material import issued_facts
from localcloud.services.cas.store import DEFAULT_RESOURCE_GROUP
from localcloud.store import Store
from localcloud.switches import Switches


@dataclass(frozen=True, slots=True)
class Brand:
    """One of the products. site: its edges, and its name in registers; suffix: of its Cnames."""

    site: str
    suffix: str


CONFIGURING_SECONDS = 2.0
"""As long as the edges take here; the real ones, and their domains, take minutes."""
_FIRST_DOMAIN = 11_112_222
_FIRST_FREE = 30_001
_FIRST_CONFIG = 220_131_111_111_001


class AcceleratedModel:
    """All accelerated domains. Every change is kept, then told to the edges, under one lock, so
    that the edges see changes of a domain in the order in which they were made.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        switches: Switches,
        cas: CasStore,
        serving: Serving,
        names: NameService,
        brand: Brand,
    ) -> None:
        self.brand = brand
        self.clock = clock
        self.switches = switches
        self.cas = cas
        self.lock = threading.RLock()
        self._serving = serving
        self._names = names
        self._settings = store.table(f"{brand.site}.settings")
        self._table = store.table(f"{brand.site}.domains")
        self._domains = {key: AcceleratedDomain.from_json(r) for key, r in self._table.items()}
        self.copies = Copies(store, cas, brand.site)

    @property
    def configuring_seconds(self) -> float:
        """How long, on the world's clock, a domain is `configuring` after a change; 0: not."""
        kept = self._settings.get("configuring", {"seconds": CONFIGURING_SECONDS})
        return float(kept["seconds"])

    @configuring_seconds.setter
    def configuring_seconds(self, seconds: float) -> None:
        self._settings["configuring"] = {"seconds": seconds}

    def domains(self) -> tuple[AcceleratedDomain, ...]:
        """All domains, the one added last first."""
        with self.lock:
            held = list(self._domains.values())
        return tuple(sorted(held, key=lambda d: d.domain_id, reverse=True))

    def get(self, domain: str) -> AcceleratedDomain | None:
        """The domain with this name, in CDN's own form."""
        return self._domains.get(domain)

    def material(self, domain: AcceleratedDomain) -> Material | None:
        """What the edges are to serve for it."""
        bound = domain.binding
        found = None if bound is None else self.copies.get(bound.identifier)
        if found is None or not found.key_pem:
            return None
        return Material(found.identifier, found.chain_pem, found.key_pem)

    def uses(self) -> Iterable[tuple[str, str]]:
        """Certificate and `<product>:<domain>` for each domain that has one (UseRegister)."""
        with self.lock:
            return [
                (one.binding.identifier, f"{self.brand.site}:{one.name}")
                for one in self._domains.values()
                if one.binding is not None
            ]

    def keep(self, domain: AcceleratedDomain, *, publish: bool = False) -> AcceleratedDomain:
        """Put a changed domain in the place of its former self; with `publish` tell the edges."""
        with self.lock:
            former = self._domains.get(domain.name)
            self._table[domain.name] = domain.to_json()
            self._domains[domain.name] = domain
            self.copies.follow(former, domain, self._domains.values())
            if publish:
                self._publish(domain)
            return domain

    def remove(self, domain: str) -> None:
        """Forget the domain; the edges stop serving it."""
        with self.lock:
            del self._table[domain]
            former = self._domains.pop(domain)
            self.copies.follow(former, None, self._domains.values())
            self._serving.withdraw(domain, self.brand.site)

    def republish(self) -> None:
        """Tell the edges everything, as they know nothing after a start."""
        with self.lock:
            for domain in self._domains.values():
                self._publish(domain)

    def create(
        self,
        domain: str,
        origins: Sequence[Origin],
        *,
        cdn_type: str = "web",
        scope: str = "domestic",
        resource_group: str = "",
        tags: tuple[tuple[str, str], ...] = (),
    ) -> AcceleratedDomain:
        """A new domain without a certificate; DNS is not touched. KeyError when it exists."""
        with self.lock:
            if domain in self._domains:
                raise KeyError(domain)
            now = self.clock.now()
            made = AcceleratedDomain(
                name=domain,
                domain_id=self.next_number("domain", _FIRST_DOMAIN),
                cname=("all" if domain.startswith(".") else "") + domain + self.brand.suffix,
                origins=tuple(origins),
                created=now,
                modified=now,
                cdn_type=cdn_type,
                scope=scope,
                resource_group=resource_group or DEFAULT_RESOURCE_GROUP,
                tags=tags,
            )
            return self.keep(made, publish=True)

    def add_domain(
        self,
        domain: str,
        sources: Sequence[Origin],
        *,
        cdn_type: str = "web",
        scope: str = "domestic",
    ) -> AcceleratedDomain:
        """The world accelerates a domain: online at once, and DNS points at CDN.

        `*.example.com` and `.example.com` both mean the wildcard domain. KeyError when it exists.
        """
        name = a_label(domain)
        name = name[1:] if name.startswith("*.") else name
        made = self.create(name, sources, cdn_type=cdn_type, scope=scope)
        self._names.set_cname("*" + name if name.startswith(".") else name, made.cname)
        return made

    def bind(self, domain: str, identifier: str | None) -> AcceleratedDomain:
        """The world binds a CAS certificate by hand, unchecked, at once; None: HTTPS off.

        KeyError for an unknown domain or certificate.
        """
        with self.lock:
            binding = None
            if identifier is not None:
                found = self.cas.get(identifier)
                if found is None:
                    raise KeyError(identifier)
                binding = self.binding("cas", found.number, found.site, found.name)
            found_domain = self._domains[domain]
            changed = replace(found_domain.rebound(binding), modified=self.clock.now())
            return self.keep(changed, publish=True)

    def bind_free(self, domain: str, chain_pem: str, key_pem: str) -> AcceleratedDomain:
        """CDN's own free certificate comes to the domain; CAS hears nothing of it. KeyError."""
        with self.lock:
            number = self.next_number("free", _FIRST_FREE)
            made = StoredCertificate(
                number=number,
                site=FREE,
                name=f"free-{domain.strip('.')}-{number}",
                instance_id="",
                source=Source.BUY,
                facts=issued_facts(chain_pem, key_pem),
                chain_pem=chain_pem,
                key_pem=key_pem,
                stored_at=self.now(),
            )
            self.copies.add(made)
            binding = self.binding("free", made.number, made.site, made.name)
            changed = replace(self._domains[domain].rebound(binding), modified=self.now())
            return self.keep(changed, publish=True)

    def set_status(self, domain: str, status: str) -> AcceleratedDomain:
        """The world puts a domain into a state, in which it stays. KeyError, ValueError."""
        with self.lock:
            changed = replace(self._domains[domain], busy_until=None)
            return self.switch(changed, DomainStatus(status))

    def begin(self, domain: AcceleratedDomain, *, certificate: bool = False) -> AcceleratedDomain:
        """A change of a domain begins: it is `configuring` for a while. Whether a change of its
        certificate does that is UNCERTAIN: a switch.
        """
        idle = certificate and self.switches["cdn.certificate_configures"] == "no"
        return domain.changed(self.now(), 0 if idle else self.configuring_seconds)

    def switch(self, domain: AcceleratedDomain, status: DomainStatus) -> AcceleratedDomain:
        """Into another state; the edges hear of it when it begins or ceases to be served."""
        was_off = domain.status is DomainStatus.OFFLINE
        changed = replace(domain, status=status)
        return self.keep(changed, publish=was_off != (status is DomainStatus.OFFLINE))

    def binding(self, cert_type: str, number: int, region: str, name: str) -> Binding:
        """A binding that is made now."""
        return Binding(cert_type, number, region, name, self.clock.now())

    def next_config(self) -> int:
        """A ConfigId."""
        return self.next_number("config", _FIRST_CONFIG)

    def next_number(self, counter: str, first: int) -> int:
        """Numbers that are never given twice."""
        with self.lock:
            number = int(self._settings.get(counter, {"next": first})["next"])
            self._settings[counter] = {"next": number + 1}
            return number

    def now(self) -> datetime:
        """The world's time."""
        return self.clock.now()

    def _publish(self, domain: AcceleratedDomain) -> None:
        if domain.status is DomainStatus.OFFLINE:
            self._serving.withdraw(domain.name, self.brand.site)
        else:
            material = self.material(domain)
            self._serving.publish(domain.name, self.brand.site, material, manner_of(domain))
