"""Sites of ESA: added, with their records and certificates."""

from __future__ import annotations

from typing import Any

from localcloud.acts.certificates import Certificates
from localcloud.acts.refusal import Refusal
from localcloud.authority import a_label
from localcloud.services.esa.model import SITE
from localcloud.services.esa.zones import Record, Site
from localcloud.world import LocalCloud


class Sites:
    """Acts on ESA."""

    def __init__(self, world: LocalCloud, certificates: Certificates) -> None:
        self._world = world
        self._certificates = certificates

    def add(self, name: str, *, access: str = "CNAME", quota: int = 2) -> dict[str, Any]:
        """An active site. access: `CNAME`, or `NS`, whose zone ESA itself answers for."""
        if access not in ("CNAME", "NS"):
            raise Refusal(f"a site is reached by CNAME or NS, not by {access!r}")
        try:
            return self._shown(self._world.esa.add_site(a_label(name), access=access, quota=quota))
        except KeyError:
            raise Refusal(f"{name} is a site already") from None

    def status(self, name: str, *, status: str) -> dict[str, Any]:
        """`active`, `pending`, `offline` or `moved`."""
        return self._shown(self._world.esa.change_site(self._site(name), status=status))

    def record(self, name: str, *, site: str = "", proxied: bool = True) -> dict[str, Any]:
        """A record of a site, by default of the innermost whose zone holds it; DNS leads to ESA
        where it is proxied.
        """
        star, bare = ("*", name[1:]) if name.startswith("*") else ("", name)
        label = star + a_label(bare)
        holds = [one for one in self._world.esa.sites() if _holds(one, label)]
        if site:
            holds = [self._site(site)]
        if not holds:
            raise Refusal(f"no site holds {name!r}")
        found = max(holds, key=lambda one: len(one.name))
        made = self._world.esa.add_record(found, label, proxied=proxied)
        if proxied:
            self._point(made)
        return {"record": made.name, "site": found.name, "proxied": made.proxied}

    def bind(self, site: str, certificate: str) -> dict[str, Any]:
        """Another hand puts a certificate of CAS into a new entry of the site, unchecked."""
        held = self._certificates.find(certificate)
        self._world.esa.put(self._site(site), "cas", held, None)
        return self._shown(self._site(site))

    def all(self) -> list[dict[str, Any]]:
        """Every site."""
        return [self._shown(site) for site in self._world.esa.sites()]

    def _point(self, record: Record) -> None:
        """Where ESA holds the zone, its answers are addresses."""
        cname, dns = self._world.esa.record_cname(record), self._world.dns
        if cname:
            dns.set_cname(record.name, cname)
        else:
            dns.set_a(record.name, *self._world.edges.addresses(SITE))

    def _site(self, name: str) -> Site:
        found = next((one for one in self._world.esa.sites() if one.name == a_label(name)), None)
        if found is None:
            raise Refusal(f"there is no site {name!r}")
        return found

    def _shown(self, site: Site) -> dict[str, Any]:
        model = self._world.esa
        return {
            "site": site.name,
            "id": site.number,
            "access": site.access,
            "status": site.status,
            "records": [record.name for record in model.records(site.number) if record.proxied],
            "certificates": [entry.held.identifier for entry in model.entries(site.number)],
            "quota": site.quota,
        }


def _holds(site: Site, name: str) -> bool:
    return f".{name.lstrip('*.')}".endswith(f".{site.name}")
