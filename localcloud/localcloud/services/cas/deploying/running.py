"""What time does to deployment jobs: nothing runs in the background. Whoever asks any service, or
visits a domain, finds it as far as the clock says.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from localcloud.clock import Clock
from localcloud.contracts import CHINA_SITE, DEFAULT_SLOT
from localcloud.gateway import ServiceError
from localcloud.services.cas.applying.instances import FINAL, Instance, Instances
from localcloud.services.cas.certificates import StoredCertificate
from localcloud.services.cas.deploying.jobs import Job, Jobs, Worker
from localcloud.services.cas.deploying.resources import Resource, Resources
from localcloud.services.cas.facts import covers
from localcloud.store import Store


class Held(Protocol):
    """What jobs need of CAS: its time, its instances and its certificates."""

    clock: Clock
    instances: Instances

    def get(self, identifier: str) -> StoredCertificate | None:
        """By `<number>-<site>`."""

    def find(self, number: int, site: str) -> StoredCertificate | None:
        """The same, by its parts."""


class Deploying:
    """One thread at a time. CAS's lock is not held: products are written from here."""

    def __init__(self, store: Store, cas: Held) -> None:
        self.jobs = Jobs(store)
        self.resources = Resources(store)
        self._cas = cas
        self._lock = threading.RLock()

    def settle(self) -> None:
        """Everything that has come about by now."""
        if not self.jobs.under_way():
            return
        now = self._cas.clock.now()
        with self._lock:
            for job in self.jobs.under_way():
                self._bring_on(job, now)

    def host(self) -> None:
        """Hosting makes a job when it is switched on, and leaves it in `editing`."""
        with self._lock:
            lines = {job.line for job in self.jobs.all() if job.status == "editing"}
            for instance in self._cas.instances.all():
                if instance.auto_reissue and instance.instance_id not in lines:
                    self._make_for(instance)

    def issued(self, instance: Instance, number: int, now: datetime) -> None:
        """Hosting has a new certificate: its job goes where the line stood. Automatic deployment
        is of the China site.
        """
        if instance.site != CHINA_SITE or instance.status(now) in FINAL:
            return
        with self._lock:
            self.host()
            jobs = (j for j in self.jobs.all() if j.line == instance.instance_id)
            job = next((one for one in jobs if one.status == "editing"), None)
            self.resources.synchronise(now)
            stood = tuple(self._resources_of(instance, number, now))
            if job is not None and stood:
                started = job.at("pending", now, certificates=(number,), resources=stood)
                self.jobs.keep(started)

    def _resources_of(self, instance: Instance, number: int, now: datetime) -> Iterator[int]:
        for one in self.resources.copy(now):
            held = self._cas.get(one.stand.identifier)
            if held is None or held.number == number:
                continue
            if held.instance_id == instance.instance_id:
                yield one.number

    def _make_for(self, instance: Instance) -> None:
        now = self._cas.clock.now()

        def make(number: int, token: str) -> Job:
            name = f"trustee-{instance.instance_id}"
            return Job(
                number,
                instance.site,
                name,
                "trustee",
                (instance.certificate,),
                (),
                self.jobs.contacts,
                token,
                now,
                now,
                line=instance.instance_id,
            )

        self.jobs.add(make)

    def _bring_on(self, job: Job, now: datetime) -> None:
        manner = self.jobs.manner
        if job.status == "pending":
            if job.schedule_at is not None and now < job.schedule_at:
                return
            began = max(job.modified_at, job.schedule_at or job.modified_at)
            job = self.jobs.keep(job.at("scheduling", began, began_at=began))
        began = job.began_at or job.modified_at
        scheduled = began + timedelta(seconds=manner.schedule_seconds)
        if job.status == "scheduling" and now >= scheduled:
            workers = tuple(self._workers(job, scheduled))
            job = self.jobs.keep(job.at("processing", scheduled, workers=workers))
        ends = scheduled + timedelta(seconds=manner.deploy_seconds)
        if job.status == "processing" and now >= ends and not manner.endless:
            done = tuple(self._carried_out(job, worker, now) for worker in job.workers)
            is_well = bool(done) and all(worker.status == "success" for worker in done)
            status = "success" if is_well else "error"
            self.jobs.keep(job.at(status, now, workers=done, ended_at=now))

    def _workers(self, job: Job, now: datetime) -> Iterator[Worker]:
        """A certificate goes where its names fit; a resource that none fits gets no worker."""
        for number in job.resources:
            resource = self.resources.find(number)
            if resource is None:
                continue
            certificate = self._fitting(job, resource)
            if certificate:
                stand = self.resources.now_at(resource) or resource.stand
                yield Worker(
                    self.jobs.next_worker(),
                    number,
                    certificate,
                    resource.product,
                    stand.domain,
                    stand.region,
                    stand.instance,
                    "processing",
                    _number(stand.identifier),
                    now,
                    stand.listener,
                    stand.port,
                    stand.slot == DEFAULT_SLOT,
                )

    def _fitting(self, job: Job, resource: Resource) -> int:
        for number in job.certificates:
            held = self._cas.find(number, job.site)
            if held is not None and covers(held.facts.names, resource.stand.domain):
                return number
        return 0

    def _carried_out(self, job: Job, worker: Worker, now: datetime) -> Worker:
        """`error` has no reason anywhere: one has to read the product."""
        status = "success" if self._is_bound(job, worker) else "error"
        return replace(worker, status=status, changed_at=now)

    def _is_bound(self, job: Job, worker: Worker) -> bool:
        resource = self.resources.find(worker.resource)
        if resource is None or worker.domain in self.jobs.manner.fails:
            return False
        stand = self.resources.now_at(resource)
        if stand is None or not stand.has_https:
            return False
        return self._put(resource, f"{worker.certificate}-{job.site}")

    def roll_back(self, job: Job, worker: Worker, now: datetime) -> None:
        """What stood before comes back, where CAS still has it."""
        with self._lock:
            resource = self.resources.find(worker.resource)
            is_back = bool(worker.before) and resource is not None
            if resource is not None and is_back:
                is_back = self._put(resource, f"{worker.before}-{job.site}")
            word = "rollback_success" if is_back else "rollback_error"
            done = tuple(
                replace(one, status=word, changed_at=now) if one.number == worker.number else one
                for one in job.workers
            )
            self.jobs.keep(replace(job, workers=done, modified_at=now))

    def _put(self, resource: Resource, identifier: str) -> bool:
        if self._cas.get(identifier) is None:
            return False
        try:
            self.resources.attach(resource, identifier)
        except (LookupError, ServiceError):
            return False
        return True


def _number(identifier: str) -> int:
    number = identifier.partition("-")[0]
    return int(number) if number.isdigit() else 0
