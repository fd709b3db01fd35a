"""All certificates of the account, both CAS sites: what the services read and the world writes."""

from __future__ import annotations

import secrets
import string
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from localcloud.clock import Clock
from localcloud.contracts import CHINA_SITE, INTERNATIONAL_SITE, Material, UseRegister, users_of
from localcloud.services.cas.applying.instances import Instance, Instances
from localcloud.services.cas.applying.packages import Packages
from localcloud.services.cas.certificates import INSTANCE_PREFIX, Source, StoredCertificate
from localcloud.services.cas.deploying.running import Deploying
from localcloud.services.cas.facts import Facts
from localcloud.services.cas.material import issued_facts
from localcloud.store import Store
from localcloud.switches import Switches

SITES = (CHINA_SITE, INTERNATIONAL_SITE)
DEFAULT_RESOURCE_GROUP = "rg-acfmlocalcloud0"
UPLOAD_PREFIX = "cas-upload-"
_LONGEST_PREFIX = 50
_FIRST_NUMBER = 20_480_001
_FIRST_ORDER = 8_300_001
_BASE36 = string.ascii_lowercase + string.digits


class NameTakenError(ValueError):
    """The site has a certificate of this name."""


class CasStore:
    """Numbers come from one counter for both sites, so that an id of one site never means
    something at the other: there it is not found. `lock` guards changes that begin with a look;
    whoever holds it calls nothing outside of CAS.
    """

    def __init__(
        self, store: Store, clock: Clock, switches: Switches, register: UseRegister | None = None
    ) -> None:
        self.clock = clock
        self.switches = switches
        self.register = register
        self.lock = threading.RLock()
        self.instances = Instances(store, self.lock)
        self.packages = Packages(store, self.lock)
        self.deploying = Deploying(store, self)
        self.settling: Callable[[datetime], None] | None = None
        self._counters = store.table("cas.counters")
        self._table = store.table("cas.certificates")
        self._held = {
            key: StoredCertificate.from_json(record) for key, record in self._table.items()
        }

    def settle(self) -> None:
        """Bring what was applied for, and deployment jobs, up to the world's time; no application
        where no CA is there.
        """
        if self.settling is not None:
            self.settling(self.clock.now())
        self.deploying.settle()

    def certificates(self, site: str) -> tuple[StoredCertificate, ...]:
        """Everything at a site, newest first."""
        with self.lock:
            held = [c for c in self._held.values() if c.site == site]
        return tuple(sorted(held, key=lambda c: c.number, reverse=True))

    def find(self, number: int, site: str) -> StoredCertificate | None:
        """The certificate with this number at this site."""
        return self.get(f"{number}-{site}")

    def get(self, identifier: str) -> StoredCertificate | None:
        """By `<number>-<site>`."""
        with self.lock:
            return self._held.get(identifier)

    def resolve(self, number: int, site: str) -> Material | None:
        """What OSS and CDN may serve; None also when CAS holds no key, as for an uploaded CSR."""
        found = self.find(number, site)
        if found is None or not found.key_pem:
            return None
        return Material(found.identifier, found.chain_pem, found.key_pem)

    def file(self, chain_pem: str, key_pem: str, name: str) -> Material:
        """As an upload, which another product does for the account. Where OSS files what came
        with PutCname, and under which name, no source says: at the China site, after its domain.
        """
        unique = f"{name[:_LONGEST_PREFIX]}-{_token()}"
        facts = issued_facts(chain_pem, key_pem)
        added = self.add_upload(facts, (chain_pem, key_pem), site=CHINA_SITE, name=unique)
        return Material(added.identifier, chain_pem, key_pem)

    def users_of(self, identifier: str) -> tuple[str, ...]:
        """Who has bound it; nobody when no register is set."""
        return () if self.register is None else users_of(self.register, identifier)

    def uses(self) -> Iterable[tuple[str, str]]:
        """Certificate and who has bound it, of all."""
        return () if self.register is None else self.register.uses()

    def add_issued(
        self,
        chain_pem: str,
        key_pem: str,
        *,
        site: str,
        name: str,
        instance_id: str | None = None,
        source: str = "buy",
    ) -> StoredCertificate:
        """A certificate comes to the account as the world wills, defects and all, unchecked.

        instance_id: that of the certificate which this one renews (a V2.0 instance keeps it);
        one beginning otherwise than `cas-ivauto-` makes an order of the old model; None: a new
        V2.0 instance. ValueError when there is no certificate in the PEM, or no such site.
        """
        kind = Source(source)
        prefix = INSTANCE_PREFIX if kind is Source.BUY else UPLOAD_PREFIX
        return self._add(
            issued_facts(chain_pem, key_pem),
            (chain_pem, key_pem),
            site=site,
            name=name,
            instance_id=instance_id or prefix + _token(),
            source=kind,
        )

    def add_applied(
        self, pems: tuple[str, str], *, site: str, name: str, instance_id: str, order: int
    ) -> StoredCertificate:
        """A certificate that an application ended in: of an instance, or of this order."""
        facts = issued_facts(*pems)
        with self.lock:
            added = self._add(
                facts, pems, site=site, name=name, instance_id=instance_id, source=Source.BUY
            )
            if not order:
                return added
            known = self.packages.find(order)
            product = known.product if known is not None else added.product
            return self._keep(replace(added, order_id=order, product=product))

    @staticmethod
    def new_instance_id() -> str:
        """Of a V2.0 instance."""
        return INSTANCE_PREFIX + _token()

    def new_order(self) -> int:
        """A number that no order had."""
        with self.lock:
            return self._next("order", _FIRST_ORDER)

    def add_upload(
        self,
        facts: Facts,
        pems: tuple[str, str],
        *,
        site: str,
        name: str,
        resource_group: str = "",
        tags: tuple[tuple[str, str], ...] = (),
    ) -> StoredCertificate:
        """An upload that passed its checks; `pems`: chain and key. NameTakenError."""
        with self.lock:
            if any(c.name == name for c in self.certificates(site)):
                raise NameTakenError(name)
            added = self._add(
                facts,
                pems,
                site=site,
                name=name,
                instance_id=UPLOAD_PREFIX + _token(),
                source=Source.UPLOAD,
            )
            group = resource_group or DEFAULT_RESOURCE_GROUP
            return self._keep(replace(added, resource_group=group, tags=tags))

    def revoke(self, identifier: str) -> None:
        """Mark it revoked; KeyError when there is none."""
        with self.lock:
            self._keep(replace(self._held[identifier], revoked=True))

    def delete(self, identifier: str) -> None:
        """Forget it; its number is not given again. KeyError when there is none."""
        with self.lock:
            del self._held[identifier]
            del self._table[identifier]

    def put_back(self, certificate: StoredCertificate) -> None:
        """The world takes a deletion back: the same certificate under its former id."""
        with self.lock:
            self._keep(certificate)

    def _add(
        self,
        facts: Facts,
        pems: tuple[str, str],
        *,
        site: str,
        name: str,
        instance_id: str,
        source: Source,
    ) -> StoredCertificate:
        if site not in SITES:
            raise ValueError(f"no site {site!r}; there are {', '.join(SITES)}")
        with self.lock:
            added = StoredCertificate(
                number=self._next("certificate", _FIRST_NUMBER),
                site=site,
                name=name,
                instance_id=instance_id,
                source=source,
                facts=facts,
                chain_pem=pems[0],
                key_pem=pems[1],
                stored_at=self.clock.now(),
                resource_group=DEFAULT_RESOURCE_GROUP,
            )
            if source is Source.BUY and not added.of_instance:
                added = replace(added, order_id=self._next("order", _FIRST_ORDER))
            elif source is Source.BUY:
                self._know_instance(added)
            return self._keep(added)

    def _know_instance(self, added: StoredCertificate) -> None:
        """A V2.0 certificate has an instance, which yielded it and will yield the next."""
        facts = added.facts
        known = self.instances.find(added.instance_id) or Instance(
            added.instance_id, added.site, facts.names, self.clock.now()
        )
        lasts = facts.not_after - facts.not_before
        algorithm = f"{facts.algorithm}_{facts.key_size}"
        self.instances.keep(
            replace(
                known,
                certificate=added.number,
                days=max(1, round(lasts.total_seconds() / 86_400)),
                key_algorithm=algorithm,
            )
        )

    def _keep(self, certificate: StoredCertificate) -> StoredCertificate:
        self._table[certificate.identifier] = certificate.to_json()
        self._held[certificate.identifier] = certificate
        return certificate

    def _next(self, counter: str, first: int) -> int:
        number = int(self._counters.get(counter, {"next": first})["next"])
        self._counters[counter] = {"next": number + 1}
        return number


def _token() -> str:
    return "".join(secrets.choice(_BASE36) for _ in range(6))
