"""Where certificates stand, as the owner of the account reaches it at each product's console."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from localcloud.services.accelerated import AcceleratedModel, Origin
from localcloud.services.esa import EsaModel
from localcloud.services.esa.zones import Entry, Record
from localcloud.services.oss.service import OssService
from tests.simulation.cloud import Cloud
from tests.simulation.edges import REGION, Names

BUCKET = "the-assets"


class Place(Protocol):
    """One product."""

    def add(self, domain: str) -> None:
        """A domain without a certificate, to which DNS leads."""

    def bind(self, domain: str, one: str | None) -> None:
        """A certificate of CAS, or none."""

    def set_online(self, domain: str, *, online: bool) -> None:
        """Stopped, or started again."""

    def bound(self, domain: str) -> str:
        """The certificate that is attached, "" for none."""


def places_of(cloud: Cloud) -> Mapping[str, Place]:
    """By product."""
    accelerated = {name: _Accelerated(model) for name, model in cloud.accelerated.items()}
    return {"oss": _Oss(cloud.oss), **accelerated, "esa": _Esa(cloud.esa, cloud.names)}


@dataclass(frozen=True, slots=True)
class _Oss:
    service: OssService

    def add(self, domain: str) -> None:
        self.service.world.map_domain(BUCKET, domain)

    def bind(self, domain: str, one: str | None) -> None:
        self.service.world.bind(BUCKET, domain, one)

    def set_online(self, domain: str, *, online: bool) -> None:
        self.service.world.set_enabled(domain, enabled=online)

    def bound(self, domain: str) -> str:
        found = self.service.account.cnames.find(domain)
        return found.certificate_id if found else ""


@dataclass(frozen=True, slots=True)
class _Accelerated:
    model: AcceleratedModel

    def add(self, domain: str) -> None:
        origin = Origin("oss", f"{BUCKET}.oss-{REGION}.aliyuncs.com")
        self.model.add_domain(domain, [origin])

    def bind(self, domain: str, one: str | None) -> None:
        self.model.bind(domain, one)

    def set_online(self, domain: str, *, online: bool) -> None:
        self.model.set_status(domain, "online" if online else "offline")

    def bound(self, domain: str) -> str:
        found = self.model.get(domain)
        return found.binding.identifier if found and found.binding else ""


@dataclass(frozen=True, slots=True)
class _Esa:
    """Each domain is the one record of a site of its own."""

    model: EsaModel
    names: Names

    def add(self, domain: str) -> None:
        site = self.model.add_site(domain.partition(".")[2], quota=5)
        record = self.model.add_record(site, domain)
        self.names.set_cname(domain, self.model.record_cname(record))

    def bind(self, domain: str, one: str | None) -> None:
        record, entries = self._record(domain)
        site = self.model.site(record.site)
        if one is None:
            for entry in entries:
                self.model.remove(entry)
            return
        held = self.model.cas.get(one)
        if held is None or site is None:
            raise KeyError(one)
        self.model.put(site, "cas", held, entries[0] if entries else None)

    def set_online(self, domain: str, *, online: bool) -> None:
        site = self.model.site(self._record(domain)[0].site)
        if site is not None:
            self.model.change_site(site, status="active" if online else "offline")

    def bound(self, domain: str) -> str:
        _, entries = self._record(domain)
        return entries[0].held.identifier if entries else ""

    def _record(self, domain: str) -> tuple[Record, tuple[Entry, ...]]:
        for site in self.model.sites():
            for record in self.model.records(site.number):
                if record.name == domain:
                    return record, self.model.matching(record)
        raise KeyError(domain)
