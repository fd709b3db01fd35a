"""What changes deployment jobs: made, started, taken back, deleted, a worker rolled back."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from localcloud.gateway import ServiceError
from localcloud.services.cas.certificates import Source
from localcloud.services.cas.deploying.jobs import FINAL, Job, Worker
from localcloud.services.cas.site import CasSite
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.errors import invalid_parameter

_LONGEST_NAME = 63
_MADE_BY_PEOPLE = ("user", "cloud")
_WORDS = ("pending", "scheduling", "editing")


def create_deployment_job(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """It lies in `editing` until somebody starts it. There is no ClientToken, and the same name
    makes a second job.
    """
    name, kind = arguments.text("Name"), arguments.text("JobType")
    if len(name) > _LONGEST_NAME:
        raise invalid_parameter("Name")
    if kind not in _MADE_BY_PEOPLE:
        raise invalid_parameter("JobType")
    certificates = _numbers(arguments, "CertIds")
    resources = _numbers(arguments, "ResourceIds")
    contacts = _numbers(arguments, "ContactIds")
    _check_contacts(site, contacts)
    _check_resources(site, resources)
    for number in certificates:
        _check_certificate(site, number)
    if site.store.switches["cas.upload_needs_units"] == "create":
        _pay(site, certificates)
    now = site.now()
    moment = _moment(arguments.number("ScheduleTime"))

    def make(number: int, token: str) -> Job:
        return Job(
            number,
            site.region,
            name,
            kind,
            certificates,
            resources,
            contacts,
            token,
            now,
            now,
            schedule_at=moment,
        )

    return {"JobId": site.store.deploying.jobs.add(make).number}


def update_deployment_job_status(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """`pending` waits for its time, or for none; `scheduling` starts at once; `editing` takes it
    back. What works already, and what has ended, is refused.
    """
    job, word = require_job(site, arguments), arguments.text("Status")
    if word not in _WORDS:
        raise invalid_parameter("Status")
    if job.status not in ("editing", "pending"):
        raise not_supported()
    now = site.now()
    if word != "editing" and site.store.switches["cas.upload_needs_units"] == "start":
        _pay(site, job.certificates)
    began = now if word == "scheduling" else None
    site.store.deploying.jobs.keep(job.at(word, now, began_at=began))
    site.store.settle()
    return {"Data": []}


def delete_deployment_job(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """Only one that has ended."""
    job = require_job(site, arguments)
    if job.status not in FINAL:
        raise not_supported()
    site.store.deploying.jobs.delete(job.number)
    return {}


def update_worker_resource_status(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """`rollback` is what its page lists; the other words of the SDK are refused here."""
    job = require_job(site, arguments)
    worker = _require_worker(job, arguments.number("WorkerId"))
    if arguments.text("Status") != "rollback":
        raise invalid_parameter("Status")
    if worker.status not in ("success", "error"):
        raise not_supported()
    site.store.deploying.roll_back(job, worker, site.now())
    return {}


def require_job(site: CasSite, arguments: Arguments) -> Job:
    """ServiceError NotFound for one of nobody, or of the other site."""
    site.store.settle()
    found = site.store.deploying.jobs.find(arguments.number("JobId"))
    if found is None or found.site != site.region or not site.is_opened():
        raise ServiceError(400, "NotFound", "The deployment job does not exist.")
    return found


def not_supported() -> ServiceError:
    """The code of every change that the state does not allow."""
    message = "The status of the job does not support this operation."
    return ServiceError(400, "OperationDenied.StatusNotSupport", message)


def _require_worker(job: Job, number: int) -> Worker:
    found = next((one for one in job.workers if one.number == number), None)
    if found is None:
        raise ServiceError(400, "NotFound", "The worker does not exist.")
    return found


def _numbers(arguments: Arguments, name: str) -> tuple[int, ...]:
    """`InvalidParameter` also where a domain or an instance id is given for a resource's Id."""
    parts = arguments.listed(name)
    if not parts or not all(part.isascii() and part.isdigit() for part in parts):
        raise invalid_parameter(name)
    return tuple(map(int, parts))


def _check_contacts(site: CasSite, contacts: tuple[int, ...]) -> None:
    known = site.store.deploying.jobs.contacts
    if any(number not in known for number in contacts):
        raise invalid_parameter("ContactIds")


def _check_resources(site: CasSite, resources: tuple[int, ...]) -> None:
    """Of CAS's copy: what came since it does not know (the code is seen in agent skills only)."""
    known = {one.number for one in site.store.deploying.resources.copy(site.now())}
    if any(number not in known for number in resources):
        raise ServiceError(400, "InvalidResourceId.NotFound", "The resource does not exist.")


def _check_certificate(site: CasSite, number: int) -> None:
    found = site.store.find(number, site.region)
    if found is None:
        raise ServiceError(400, "InvalidCertId.NotFound", "The certificate does not exist.")
    if found.revoked or found.is_expired(site.now()):
        raise ServiceError(400, "CertificateExpired", "The certificate has expired.")
    if not found.name.isascii():
        raise invalid_parameter("CertIds")


def _pay(site: CasSite, certificates: tuple[int, ...]) -> None:
    """Uploaded ones use what was paid for; when it is taken is UNCERTAIN."""
    held = (site.store.find(number, site.region) for number in certificates)
    uploads = sum(one is not None and one.source is Source.UPLOAD for one in held)
    jobs = site.store.deploying.jobs
    if uploads > jobs.units:
        raise ServiceError(400, "InsufficientQuota", "No deployment is left.")
    jobs.units -= uploads


def _moment(given: int) -> datetime | None:
    """Milliseconds, by every example."""
    return datetime.fromtimestamp(given / 1000, timezone.utc) if given else None
