"""Load balancers: bought, given listeners, changed by another hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from localcloud.acts.certificates import Certificates
from localcloud.acts.refusal import Refusal
from localcloud.authority import a_label
from localcloud.services.balancing import Balancer, BalancingModel, Listener
from localcloud.services.balancing.jobs import Job
from localcloud.services.balancing.values import site_of
from localcloud.world import LocalCloud

_LONGEST = 86_400.0


class Balancers:
    """Acts on ALB and NLB."""

    def __init__(self, world: LocalCloud, certificates: Certificates) -> None:
        self._world = world
        self._certificates = certificates

    def add(
        self, kind: str, *, name: str = "", region: str = "", edition: str = ""
    ) -> dict[str, Any]:
        """An instance of `alb` or `nlb`, by default in the account's own region and of the first
        edition.
        """
        model, where = self._model(kind), region or self._world.endpoints.region
        if where not in self._world.balancing_regions:
            known = ", ".join(self._world.balancing_regions)
            raise Refusal(f"there is no region {where!r}; there are {known}")
        editions = model.brand.quotas
        if edition and edition not in editions:
            raise Refusal(f"there is no edition {edition!r}; there are {', '.join(editions)}")
        chosen = edition or next(iter(editions))
        return self._shown(model, model.add_balancer(where, name=name or kind, edition=chosen))

    def listen(
        self, balancer: str, *, protocol: str = "", port: int = 443, certificate: str = ""
    ) -> dict[str, Any]:
        """A listener, by default one that speaks TLS, with its default certificate, one of the
        region's own CAS site.
        """
        model, found = self._balancer(balancer)
        held = self._certificates.find(certificate) if certificate else None
        own, strict = site_of(found.region), model.switches["lb.certificate_site"] == "own"
        if held is not None and strict and held.site != own:
            raise Refusal(f"{found.region} takes certificates of {own}, not {held.identifier}")
        chosen = protocol.upper() or model.brand.secure[0]
        return self._listened(model, model.add_listener(found.id, chosen, port, held))

    def point(self, balancer: str, domain: str) -> dict[str, Any]:
        """DNS leads a domain to an instance."""
        _, found = self._balancer(balancer)
        self._world.dns.set_cname(a_label(domain), found.dns_name)
        return {"domain": a_label(domain), "cname": found.dns_name}

    def all(self) -> list[dict[str, Any]]:
        """Every instance with its listeners."""
        self._world.settle()
        return [
            self._shown(model, one)
            for model in self._world.balancing.values()
            for one in model.balancers()
        ]

    def listeners(self) -> list[dict[str, Any]]:
        """Every listener with its certificates."""
        self._world.settle()
        return [
            self._listened(model, listener)
            for model in self._world.balancing.values()
            for balancer in model.balancers()
            for listener in model.listeners(balancer.id)
        ]

    def bind(self, listener: str, certificate: str, *, additional: bool = False) -> dict[str, Any]:
        """Another hand makes a certificate the default one, or puts it beside it, unchecked and
        past the quota, at once.
        """
        model, found = self._listener(listener)
        if found.default is None:
            raise Refusal(f"a listener of {found.protocol} has no certificates")
        held = self._certificates.find(certificate)
        change = model.attach if additional else model.bind
        return self._listened(model, change(found, held))

    def stop(self, listener: str, *, stopped: bool = True) -> dict[str, Any]:
        """Another hand stops a listener, or starts it again."""
        model, found = self._listener(listener)
        return self._listened(model, model.stop(found, stopped=stopped))

    def detach(self, listener: str, certificate: str) -> dict[str, Any]:
        """Another hand takes a certificate from beside the default one."""
        model, found = self._listener(listener)
        slot = found.slot(self._certificates.find(certificate).identifier)
        if slot is None:
            raise Refusal(f"{listener} has no {certificate} beside its default certificate")
        return self._listened(model, model.detach(found, slot.identifier))

    def remove(self, name: str) -> dict[str, Any]:
        """An instance with its listeners, or a listener, is gone at once."""
        for model in self._world.balancing.values():
            balancer = model.balancer(name)
            if balancer is not None:
                model.remove_balancer(balancer)
                return {"removed": name}
            if model.listener(name) is not None:
                model.remove_listener(name)
                return {"removed": name}
        raise Refusal(f"there is no load balancer and no listener {name!r}")

    def quota(self, balancer: str, *, certificates: int) -> dict[str, Any]:
        """How many additional certificates an instance may have."""
        model, found = self._balancer(balancer)
        return self._shown(model, model.keep_balancer(replace(found, quota=certificates)))

    def jobs(self) -> list[dict[str, Any]]:
        """Of both products, newest first."""
        self._world.settle()
        return [
            _job(kind, job)
            for kind, model in self._world.balancing.items()
            for job in model.jobs.all()
        ]

    def set_manner(
        self,
        *,
        seconds: float | None = None,
        endless: bool | None = None,
        fails: int | None = None,
    ) -> dict[str, Any]:
        """How changes of listeners go from now on. seconds: how long each takes, in the world's
        time; endless: none ends; fails: so many of those that end next end badly.
        """
        if seconds is not None and not 0 <= seconds <= _LONGEST:
            raise Refusal(f"a change takes 0 to {_LONGEST:g} seconds")
        given = {"seconds": seconds, "endless": endless, "fails": fails}
        changes = {name: value for name, value in given.items() if value is not None}
        self._world.settle()
        for model in self._world.balancing.values():
            model.jobs.set_manner(**changes)
        jobs = next(iter(self._world.balancing.values())).jobs
        return {"seconds": jobs.seconds, "endless": jobs.endless, "fails": jobs.fails}

    def _model(self, kind: str) -> BalancingModel:
        model = self._world.balancing.get(kind)
        if model is None:
            known = ", ".join(self._world.balancing)
            raise Refusal(f"there are no load balancers {kind!r}; there are {known}")
        return model

    def _balancer(self, name: str) -> tuple[BalancingModel, Balancer]:
        """By its id, or by the name that only it has."""
        found = [
            (model, one)
            for model in self._world.balancing.values()
            for one in model.balancers()
            if name in (one.id, one.name)
        ]
        if len(found) != 1:
            raise Refusal(f"{len(found)} load balancers are called {name!r}")
        return found[0]

    def _listener(self, number: str) -> tuple[BalancingModel, Listener]:
        for model in self._world.balancing.values():
            found = model.listener(number)
            if found is not None:
                return model, found
        raise Refusal(f"there is no listener {number!r}")

    def _shown(self, model: BalancingModel, one: Balancer) -> dict[str, Any]:
        return {
            "balancer": one.id,
            "at": one.product,
            "name": one.name,
            "region": one.region,
            "edition": one.edition,
            "dns_name": one.dns_name,
            "listeners": [f"{each.protocol}:{each.port}" for each in model.listeners(one.id)],
            "certificates": model.used(one.id),
            "quota": one.quota,
        }

    def _listened(self, model: BalancingModel, one: Listener) -> dict[str, Any]:
        return {
            "listener": one.id,
            "at": model.brand.site,
            "balancer": one.balancer,
            "protocol": one.protocol,
            "port": one.port,
            "status": one.status,
            "default": "" if one.default is None else one.default.identifier,
            "additional": [
                each.identifier
                if each.state == "Associated"
                else f"{each.identifier} ({each.state})"
                for each in one.additional
            ],
        }


def _job(kind: str, job: Job) -> dict[str, Any]:
    return {
        "job": job.id,
        "at": kind,
        "listener": job.listener,
        "action": job.action,
        "certificates": list(job.certificates),
        "status": job.status,
        "error": job.error[0],
    }
