"""CAS's deployment jobs, and certificates at products that have no service here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from localcloud.acts.certificates import Certificates
from localcloud.acts.refusal import Refusal
from localcloud.authority import a_label
from localcloud.contracts import CHINA_SITE, Stand
from localcloud.elsewhere import site_of
from localcloud.services.cas.deploying.jobs import Job, Worker
from localcloud.world import LocalCloud

_SERVED_HERE = ("OSS", "CDN", "DCDN", "VOD", "ALB", "NLB")


class Deployments:
    """Acts on what a person clicks in CAS's console, and in the consoles of other products."""

    def __init__(self, world: LocalCloud, certificates: Certificates) -> None:
        self._world = world
        self._certificates = certificates
        self._deploying = world.cas.deploying

    def put(
        self,
        product: str,
        domain: str,
        certificate: str,
        *,
        instance: str = "",
        https: bool = True,
    ) -> dict[str, Any]:
        """A certificate comes to a product that has no service here (WAF, SLB, FC …): visitors of
        the domain, whose DNS points there, are served it where https is on there.
        """
        if product.upper() in _SERVED_HERE:
            raise Refusal(f"{product} has a service of its own here: bind it there")
        name, held = a_label(domain), self._certificates.find(certificate)
        stand = Stand(
            product, name, instance, CHINA_SITE, held.identifier, self._world.clock.now(), https
        )
        self._world.elsewhere.put(stand)
        self._world.dns.set_a(name, *self._world.edges.addresses(site_of(product)))
        return _stand(stand)

    def take(self, product: str, domain: str) -> dict[str, Any]:
        """It goes from there."""
        if not self._world.elsewhere.remove(product, a_label(domain)):
            raise Refusal(f"{product} has no {domain!r}")
        return {"removed": f"{product} {domain}"}

    def resources(self) -> list[dict[str, Any]]:
        """Where certificates stand now."""
        return [_stand(one) for one in self._deploying.resources.truth()]

    def listed(self) -> list[dict[str, Any]]:
        """The same as CAS has it, which may be older."""
        held = self._deploying.resources.copy(self._world.clock.now())
        return [{"id": one.number, **_stand(one.stand)} for one in held]

    def synchronise(self, *, lag: float | None = None) -> dict[str, Any]:
        """A person opens the page that makes CAS look. lag: how old, in seconds, its copy becomes
        from now on before it looks again by itself.
        """
        if lag is not None:
            self._deploying.resources.lag = timedelta(seconds=lag)
        self._deploying.resources.synchronise(self._world.clock.now())
        return {"lag": self._deploying.resources.lag.total_seconds()}

    def deploy(
        self, certificate: str, domains: Sequence[str], *, start: bool = True
    ) -> dict[str, Any]:
        """A person clicks `deploy` for these domains, wherever CAS knows them."""
        held, now = self._certificates.find(certificate), self._world.clock.now()
        self._deploying.resources.synchronise(now)
        names = {a_label(domain) for domain in domains}
        found = tuple(
            one.number for one in self._deploying.resources.copy(now) if one.stand.domain in names
        )
        if not found:
            raise Refusal(f"CAS knows no resource of {', '.join(domains)}")

        def make(number: int, token: str) -> Job:
            name, contacts = f"console-{number}", self._deploying.jobs.contacts
            return Job(
                number,
                held.site,
                name,
                "user",
                (held.number,),
                found,
                contacts,
                token,
                now,
                now,
                status="pending" if start else "editing",
            )

        return _job(self._deploying.jobs.add(make))

    def jobs(self) -> list[dict[str, Any]]:
        """Newest first."""
        self._world.cas.settle()
        return [_job(job) for job in self._deploying.jobs.all()]

    def workers(self) -> list[dict[str, Any]]:
        """Of every job, newest first."""
        self._world.cas.settle()
        return [_worker(job, one) for job in self._deploying.jobs.all() for one in job.workers]

    def set_manner(
        self,
        *,
        schedule_seconds: float | None = None,
        deploy_seconds: float | None = None,
        fails: Sequence[str] | None = None,
        endless: bool | None = None,
        units: int | None = None,
    ) -> dict[str, Any]:
        """How jobs go from now on. fails: domains at which a worker ends with `error`; endless:
        none ends; units: of paid deployments of uploads that are left.
        """
        manner = self._deploying.jobs.manner
        if schedule_seconds is not None:
            manner.schedule_seconds = schedule_seconds
        if deploy_seconds is not None:
            manner.deploy_seconds = deploy_seconds
        if fails is not None:
            manner.fails = tuple(a_label(one) for one in fails if one)
        if endless is not None:
            manner.endless = endless
        self._deploying.jobs.manner = manner
        if units is not None:
            self._deploying.jobs.units = units
        return {
            "schedule_seconds": manner.schedule_seconds,
            "deploy_seconds": manner.deploy_seconds,
            "fails": list(manner.fails),
            "endless": manner.endless,
            "units": self._deploying.jobs.units,
        }


def _stand(one: Stand) -> dict[str, Any]:
    return {
        "product": one.product,
        "domain": one.domain,
        "instance": one.instance,
        "listener": one.listener,
        "region": one.region,
        "certificate": one.identifier,
        "modified": one.modified.isoformat(),
    }


def _job(job: Job) -> dict[str, Any]:
    return {
        "job": job.number,
        "name": job.name,
        "type": job.kind,
        "status": job.status,
        "certificates": list(job.certificates),
        "resources": len(job.resources),
        "workers": [f"{one.product} {one.domain} {one.status}" for one in job.workers],
    }


def _worker(job: Job, one: Worker) -> dict[str, Any]:
    return {
        "job": job.number,
        "worker": one.number,
        "product": one.product,
        "domain": one.domain,
        "certificate": one.certificate,
        "before": one.before,
        "status": one.status,
    }
