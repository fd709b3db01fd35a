"""Certificates come to the account: issued, renewed, revoked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cryptography import x509

from localcloud.acts.refusal import Refusal
from localcloud.contracts import CHINA_SITE, users_of
from localcloud.services.cas import SITES, Source, StoredCertificate
from localcloud.world import LocalCloud

_SITE_NAMES = {"china": CHINA_SITE, "international": SITES[1]}


class Certificates:
    """Acts on CAS, both sites."""

    def __init__(self, world: LocalCloud) -> None:
        self._world = world
        self._deleted = world.store.table("acts.deleted_certificates")

    def issue(  # noqa: PLR0913 - what a person can order
        self,
        names: Sequence[str],
        *,
        days: int = 90,
        ca: str = "main",
        name: str = "",
        site: str = "china",
        defects: Sequence[str] = (),
        key: str = "ec",
        instance: str = "",
        cross: bool = False,
        source: str = "buy",
    ) -> dict[str, Any]:
        """A CA issues a certificate and it appears in CAS.

        name: as CAS lists it (default: the first host name and the day); instance: the V2.0
        instance it belongs to (default: a new one); defects: authority.DEFECTS; source: `buy`,
        or `upload` as if a person had uploaded it.
        """
        if ca not in ("main", "backup"):
            raise Refusal(f"there is no CA {ca!r}; there are main and backup")
        issued = self._world.authorities.issue(
            names, days=days, ca=ca, defects=defects, key=key, cross=cross
        )
        label = name or f"{_label(issued.names[0])}-{issued.not_before:%Y%m%d}"
        added = self._world.cas.add_issued(
            issued.chain_pem,
            issued.key_pem,
            site=site_of(site),
            name=label,
            instance_id=instance or None,
            source=source,
        )
        return self._shown(added)

    def renew(
        self,
        certificate: str,
        *,
        days: int = 90,
        ca: str = "main",
        defects: Sequence[str] = (),
        names: Sequence[str] = (),
    ) -> dict[str, Any]:
        """A new certificate (new id) in the place of another: same names (or `names`), same
        site, key algorithm and instance. What was uploaded has no instance to renew: Refusal.
        """
        old = self.find(certificate)
        if old.source is Source.UPLOAD:
            raise Refusal(f"{old.identifier} was uploaded: CAS cannot renew it, issue a new one")
        return self.issue(
            names or old.facts.names,
            days=days,
            ca=ca,
            site=old.site,
            defects=defects,
            key="rsa" if old.facts.algorithm == "RSA" else "ec",
            instance=old.instance_id,
        )

    def revoke(
        self, certificate: str, *, reason: str = "unspecified", listed_only: bool = False
    ) -> dict[str, Any]:
        """The CA revokes it: its list says so, and CAS shows it. reason: as RFC 5280 names it;
        listed_only: CAS shows nothing, as for what came from elsewhere. What no CA of this world
        signed is on no list.
        """
        found = self.find(certificate)
        leaf = x509.load_pem_x509_certificates(found.chain_pem.encode())[0]
        self._world.authorities.revocations.revoke(leaf, reason)
        if not listed_only:
            self._world.cas.revoke(found.identifier)
        return self._shown(self.find(certificate))

    def delete(self, certificate: str) -> dict[str, Any]:
        """Gone from CAS, also when it is bound: what serves it has its own copy."""
        found = self.find(certificate)
        self._deleted[found.identifier] = found.to_json()
        self._world.cas.delete(found.identifier)
        return {"deleted": found.identifier, "used_by": self._users(found)}

    def undelete(self, certificate: str) -> dict[str, Any]:
        """A deletion by hand taken back. Refusal when there was none."""
        names = [certificate] + [f"{certificate}-{site}" for site in SITES]
        identifier = next((name for name in names if name in self._deleted), None)
        if identifier is None:
            raise Refusal(f"no certificate {certificate!r} was deleted by hand")
        found = StoredCertificate.from_json(self._deleted[identifier])
        self._world.cas.put_back(found)
        del self._deleted[identifier]
        return self._shown(found)

    def all(self) -> list[dict[str, Any]]:
        """Both sites, newest first."""
        held = [c for site in SITES for c in self._world.cas.certificates(site)]
        return [self._shown(c) for c in sorted(held, key=lambda c: c.number, reverse=True)]

    def find(self, certificate: str) -> StoredCertificate:
        """By number or `<number>-<site>`. Refusal when there is none."""
        cas = self._world.cas
        candidates = [certificate] + [f"{certificate}-{site}" for site in SITES]
        found = next(filter(None, map(cas.get, candidates)), None)
        if found is None:
            raise Refusal(f"there is no certificate {certificate!r} in CAS")
        return found

    def _shown(self, certificate: StoredCertificate) -> dict[str, Any]:
        facts = certificate.facts
        return {
            "id": certificate.number,
            "identifier": certificate.identifier,
            "site": certificate.site,
            "name": certificate.name,
            "names": list(facts.names),
            "issuer": facts.issuer,
            "not_before": facts.not_before.isoformat(),
            "not_after": facts.not_after.isoformat(),
            "sha256": facts.sha256.lower(),
            "serial": facts.serial,
            "instance": certificate.instance_id,
            "source": certificate.source.value,
            "status": certificate.status(self._world.clock.now()).value,
            "used_by": self._users(certificate),
        }

    def _users(self, certificate: StoredCertificate) -> list[str]:
        return list(users_of(self._world, certificate.identifier))


def site_of(name: str) -> str:
    """The region of a site by its plain name; Refusal for none."""
    site = _SITE_NAMES.get(name, name)
    if site not in SITES:
        raise Refusal(f"there is no CAS site {name!r}; there are {', '.join(_SITE_NAMES)}")
    return site


def _label(host: str) -> str:
    return host.replace("*", "wildcard").replace(".", "-")
