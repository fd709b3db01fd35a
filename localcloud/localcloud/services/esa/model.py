"""ESA's state: what the handlers read and change, and what the world does by hand."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable
from dataclasses import replace

from localcloud.clock import Clock
from localcloud.contracts import Material, Serving
from localcloud.services.cas import CasStore, StoredCertificate
from localcloud.services.esa.zones import CUSTOM, Entry, Record, Site
from localcloud.store import Store

SITE = "esa"
_FIRST = 1_234_567_890_100


class EsaModel:
    """All sites. Every change is kept, then told to the edges, under one lock."""

    def __init__(self, store: Store, clock: Clock, cas: CasStore, serving: Serving) -> None:
        self.clock = clock
        self.cas = cas
        self.lock = threading.RLock()
        self._serving = serving
        self._kept = {kind: store.table(f"esa.{kind}") for kind in ("sites", "records", "entries")}
        self._sites = {key: Site.from_json(r) for key, r in self._kept["sites"].items()}
        self._records = {key: Record.from_json(r) for key, r in self._kept["records"].items()}
        self._entries = {key: Entry.from_json(r) for key, r in self._kept["entries"].items()}

    def sites(self) -> tuple[Site, ...]:
        """All, by number."""
        return tuple(sorted(self._sites.values(), key=lambda site: site.number))

    def site(self, number: int) -> Site | None:
        """By its SiteId."""
        return self._sites.get(str(number))

    def records(self, site: int) -> tuple[Record, ...]:
        """Of a site, by number."""
        found = (record for record in self._records.values() if record.site == site)
        return tuple(sorted(found, key=lambda record: record.number))

    def entries(self, site: int) -> tuple[Entry, ...]:
        """Its certificates, the one that was set last first."""
        found = [entry for entry in self._entries.values() if entry.site == site]
        return tuple(sorted(found, key=lambda entry: (entry.updated, entry.id), reverse=True))

    def entry(self, site: int, entry: str) -> Entry | None:
        """By ESA's own id."""
        found = self._entries.get(entry)
        return found if found is not None and found.site == site else None

    def used(self, site: int) -> int:
        """How many custom certificates count against its quota."""
        return sum(entry.type in CUSTOM for entry in self.entries(site))

    def matching(self, record: Record) -> tuple[Entry, ...]:
        """Those of its site that cover it; the first is served."""
        return tuple(one for one in self.entries(record.site) if one.covers(record.name))

    def uses(self) -> Iterable[tuple[str, str]]:
        """Certificate and `esa:<site>` for each entry of a site (UseRegister)."""
        with self.lock:
            names = {site.number: site.name for site in self.sites()}
            return [
                (one.held.identifier, f"esa:{names[one.site]}")
                for one in self._entries.values()
                if one.site in names
            ]

    def republish(self) -> None:
        """Tell the edges everything, as they know nothing after a start."""
        with self.lock:
            for site in self.sites():
                self._publish(site.number)

    def add_site(self, name: str, *, access: str = "CNAME", quota: int = 2) -> Site:
        """The world adds a site, active at once. KeyError when it exists."""
        with self.lock:
            if any(site.name == name for site in self.sites()):
                raise KeyError(name)
            made = Site(self._next(), name, access, self.clock.now(), quota=quota)
            return self._keep_site(made)

    def change_site(self, site: Site, *, status: str) -> Site:
        """`active`, `pending`, `offline`, `moved`."""
        with self.lock:
            changed = self._keep_site(replace(site, status=status))
            self._publish(site.number)
            return changed

    def add_record(self, site: Site, name: str, *, proxied: bool = True) -> Record:
        """The world adds a record, or changes whether it is proxied; DNS is not touched."""
        with self.lock:
            found = next((one for one in self.records(site.number) if one.name == name), None)
            made = found or Record(self._next(), site.number, name, self.clock.now())
            changed = replace(made, proxied=proxied)
            self._kept["records"][str(made.number)] = changed.to_json()
            self._records[str(made.number)] = changed
            self._publish(site.number)
            return changed

    def put(
        self, site: Site, entry_type: str, held: StoredCertificate, entry: Entry | None
    ) -> Entry:
        """A certificate into an entry, or a new one."""
        with self.lock:
            now = self.clock.now()
            if entry is None:
                made = uuid.uuid4().hex
                kept = Entry(made, site.number, entry_type, held.name, now, now, held)
            else:
                kept = entry.renewed(entry_type, held, now)
            self._kept["entries"][kept.id] = kept.to_json()
            self._entries[kept.id] = kept
            self._publish(site.number)
            return kept

    def remove(self, entry: Entry) -> None:
        """The edges stop serving it."""
        with self.lock:
            del self._kept["entries"][entry.id]
            del self._entries[entry.id]
            self._publish(entry.site)

    def record_cname(self, record: Record) -> str:
        """Where DNS has to lead; "" in a zone that ESA holds."""
        site = self._sites[str(record.site)]
        name = record.name.replace("*", "all", 1)
        return f"{name}.{site.cname_zone}" if site.cname_zone and record.proxied else ""

    def _keep_site(self, site: Site) -> Site:
        self._kept["sites"][str(site.number)] = site.to_json()
        self._sites[str(site.number)] = site
        return site

    def _next(self) -> int:
        numbers: Iterable[str] = (*self._sites, *self._records)
        return max(map(int, numbers), default=_FIRST) + 1

    def _publish(self, site: int) -> None:
        is_active = self._sites[str(site)].status == "active"
        for record in self.records(site):
            if not is_active or not record.proxied:
                self._serving.withdraw(record.edge_name, SITE)
                continue
            found = self.matching(record)
            held = found[0].held if found else None
            material = None
            if held is not None:
                material = Material(held.identifier, held.chain_pem, held.key_pem)
            self._serving.publish(record.edge_name, SITE, material)
