"""Buckets and domains: made, mapped, accelerated, bound by another hand."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from localcloud.acts.certificates import Certificates
from localcloud.acts.refusal import Refusal
from localcloud.authority import a_label
from localcloud.services.accelerated import AcceleratedModel, DomainStatus, Origin
from localcloud.services.oss.cnames import Binding
from localcloud.world import LocalCloud

_VERSIONING = {"enabled": "Enabled", "suspended": "Suspended", "off": ""}
_FREE_DAYS = 90
_LONGEST = 86_400.0
_OSS_HOST = re.compile(r"[a-z0-9-]+\.oss-[a-z0-9-]+\.aliyuncs\.com")


class Domains:
    """Acts on OSS, CDN and the DNS."""

    def __init__(self, world: LocalCloud, certificates: Certificates) -> None:
        self._world = world
        self._certificates = certificates

    def create_bucket(self, name: str, *, region: str = "") -> dict[str, Any]:
        """A private bucket; by default in the account's own region."""
        regions = self._world.endpoints.oss
        where = region or self._world.endpoints.region
        if where not in regions:
            raise Refusal(f"there is no region {where!r}; there are {', '.join(regions)}")
        bucket = self._world.oss.world.create_bucket(name, where)
        return {"bucket": bucket.name, "region": bucket.region}

    def buckets(self) -> list[dict[str, Any]]:
        """All buckets with their domains."""
        mapped = self._world.oss.world.cnames()
        return [
            {
                "bucket": bucket.name,
                "region": bucket.region,
                "domains": [cname.domain for cname in mapped if cname.bucket == bucket.name],
            }
            for bucket in self._world.oss.world.buckets()
        ]

    def set_versioning(self, name: str, *, state: str) -> dict[str, Any]:
        """`enabled`, `suspended`, or `off`: as if it had never been set, which OSS cannot do."""
        if state not in _VERSIONING:
            raise Refusal(f"there is no versioning {state!r}; there is {', '.join(_VERSIONING)}")
        self._world.oss.world.set_versioning(name, _VERSIONING[state])
        return {"bucket": name, "versioning": state}

    def set_acceleration(self, name: str, *, on: bool = True) -> dict[str, Any]:
        """Transfer acceleration of a bucket: its names `<bucket>.oss-accelerate[-overseas]`."""
        self._world.oss.world.set_acceleration(name, on=on)
        return {"bucket": name, "accelerated": on}

    def map(self, domain: str, *, bucket: str, accelerated: bool = False) -> dict[str, Any]:
        """Bind a custom domain to a bucket, ownership taken as shown, and point its DNS there;
        accelerated: at the bucket's name of transfer acceleration.
        """
        cname = self._world.oss.world.map_domain(bucket, a_label(domain), accelerated=accelerated)
        return self._mapped(cname)

    def set_status(self, domain: str, *, status: str, at: str = "") -> dict[str, Any]:
        """Put an accelerated domain into a state, in which it stays: a value of DomainStatus.

        at: the product, for a domain that several have.
        """
        states = [state.value for state in DomainStatus]
        if status not in states:
            raise Refusal(f"there is no status {status!r}; there are {', '.join(states)}")
        name = _cdn_name(domain)
        model = self._holder(name, at)
        if model is None:
            raise Refusal(f"there is no accelerated domain {domain!r}")
        model.set_status(name, status)
        return self._accelerated(model, name)

    def set_configuring(self, *, seconds: float) -> dict[str, Any]:
        """How long, in the world's time, accelerated domains are `configuring` after a write."""
        if not 0 <= seconds <= _LONGEST:
            raise Refusal(f"a domain is configuring for 0 to {_LONGEST:g} seconds")
        for model in self._world.accelerated.values():
            model.configuring_seconds = seconds
        return {"seconds": seconds}

    def set_enabled(self, domain: str, *, enabled: bool) -> dict[str, Any]:
        """Status of a domain of OSS: Enabled or Disabled."""
        if self._cname(a_label(domain)) is None:
            raise Refusal(f"there is no domain {domain!r} at OSS")
        cname = self._world.oss.world.set_enabled(a_label(domain), enabled=enabled)
        return self._mapped(cname)

    def accelerate(self, domain: str, *, origin: str, at: str = "cdn") -> dict[str, Any]:
        """A domain of CDN, DCDN or VOD (`.zone` and `*.zone`: all names one label below), DNS
        pointing there. The account opens the product with it.

        origin: a bucket of the account, or a host name, which may be one of OSS.
        """
        model = self._world.accelerated.get(at)
        if model is None:
            known = ", ".join(self._world.accelerated)
            raise Refusal(f"{at!r} accelerates nothing; there are {known}")
        buckets = {b.name: b for b in self._world.oss.world.buckets()}
        source = Origin("oss" if _OSS_HOST.fullmatch(origin) else "domain", origin)
        if origin in buckets:
            found = buckets[origin]
            source = Origin("oss", f"{found.name}.{found.location}.aliyuncs.com")
        try:
            made = model.add_domain(domain, [source])
        except KeyError:
            raise Refusal(f"{domain} is a domain of {at.upper()} already") from None
        self._world.standings.set_opened(at, opened=True)
        return self._accelerated(model, made.name)

    def all(self) -> list[dict[str, Any]]:
        """Every product's domains; a name that is at two of them comes twice."""
        mapped = [self._mapped(cname) for cname in self._world.oss.world.cnames()]
        accelerated = [
            self._accelerated(model, name)
            for model in self._world.accelerated.values()
            for name in sorted(domain.name for domain in model.domains())
        ]
        return mapped + accelerated

    def bind(self, domain: str, certificate: str | None, *, target: str = "") -> dict[str, Any]:
        """Another hand binds a certificate, unchecked; None or `none`: takes away what is bound;
        `free`: one of CDN's own.

        target: the product, for a name that several have (default: an edge before a bucket).
        """
        if certificate == "free":
            return self._bind_free(domain, target)
        found = None
        if certificate is not None and certificate != "none":
            found = self._certificates.find(certificate).identifier
        name = _cdn_name(domain)
        model = self._holder(name, target)
        if model is not None:
            model.bind(name, found)
            return self._accelerated(model, name)
        cname = self._cname(a_label(domain))
        if target not in ("", "oss") or cname is None:
            raise Refusal(f"there is no domain {domain!r} at {target or 'any product'}")
        return self._mapped(self._world.oss.world.bind(cname.bucket, cname.domain, found))

    def _bind_free(self, domain: str, target: str) -> dict[str, Any]:
        name = _cdn_name(domain)
        if target not in ("", "cdn") or self._world.cdn.model.get(name) is None:
            raise Refusal(f"only CDN has free certificates, and {domain!r} is not one of its own")
        if name.startswith("."):
            raise Refusal("CDN has no free certificate for a wildcard domain")
        issued = self._world.authorities.issue((name,), days=_FREE_DAYS)
        self._world.cdn.model.bind_free(name, issued.chain_pem, issued.key_pem)
        return self._accelerated(self._world.cdn.model, name)

    def served(self, domain: str) -> list[dict[str, Any]]:
        """What each address of the domain serves now, and what is on its way."""
        rows = self._world.edges.serving(_cdn_name(domain))
        if not rows:
            raise Refusal(f"no edge has heard of {domain!r}")
        usual, resolved = self._world.edges.port, self._world.dns.resolve(domain)
        return [
            {
                **asdict(row),
                "since": row.since.isoformat() if row.since else None,
                "arrives": row.arrives.isoformat() if row.arrives else None,
                "address": row.address if ":" in row.address else f"{row.address}:{usual}",
                "resolved": row.address.partition(":")[0] in resolved,
            }
            for row in rows
        ]

    def records(self) -> list[dict[str, Any]]:
        """The account's DNS records."""
        found = sorted(self._world.dns.records().items())
        return [
            {"name": name, "kind": kind, "values": values}
            for name, data in found
            for kind, values in data.items()
        ]

    def _cname(self, domain: str) -> Binding | None:
        cnames = self._world.oss.world.cnames()
        return next((cname for cname in cnames if cname.domain == domain), None)

    def _mapped(self, cname: Binding) -> dict[str, Any]:
        return {
            "domain": cname.domain,
            "at": "oss",
            "bucket": cname.bucket,
            "region": cname.region,
            "certificate": cname.certificate_id,
            "status": "enabled" if cname.enabled else "disabled",
            "dns": list(self._world.dns.resolve(cname.domain, "CNAME")),
        }

    def _holder(self, name: str, at: str) -> AcceleratedModel | None:
        """The product of this name (any, when none is named) that has the domain."""
        models = self._world.accelerated.items()
        return next((m for site, m in models if at in ("", site) and m.get(name)), None)

    def _accelerated(self, model: AcceleratedModel, name: str) -> dict[str, Any]:
        domain = model.get(name)
        assert domain is not None  # noqa: S101 - it was just read or made
        bound = domain.binding
        return {
            "domain": domain.name,
            "at": model.brand.site,
            "origin": domain.origins[0].content if domain.origins else "",
            "status": domain.status_at(self._world.clock.now()).value,
            "certificate": bound.identifier if bound else "",
            "cname": domain.cname,
        }


def _cdn_name(domain: str) -> str:
    name = a_label(domain)
    return name[1:] if name.startswith("*.") else name
