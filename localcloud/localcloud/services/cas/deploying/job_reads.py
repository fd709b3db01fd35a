"""What is told of deployment jobs and of the resources that certificates stand at."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from localcloud.contracts import DEFAULT_SLOT, Stand
from localcloud.services.cas.certificates import Source, StoredCertificate
from localcloud.services.cas.deploying.job_actions import require_job
from localcloud.services.cas.deploying.jobs import FINAL, Job, Worker
from localcloud.services.cas.deploying.resources import Resource
from localcloud.services.cas.site import CasSite
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.errors import invalid_parameter

_JOBS_A_PAGE = 50
_RESOURCES_A_PAGE = 20
Item = TypeVar("Item")


def list_deployment_job(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """Newest first; the order is not documented."""
    site.store.settle()
    kind, status = arguments.text("JobType"), arguments.text("Status")
    held = site.store.deploying.jobs.all(site.region) if site.is_opened() else ()
    found = [job for job in held if kind in ("", job.kind) and status in ("", job.status)]
    fields, shown = _page(found, arguments, _JOBS_A_PAGE)
    return {**fields, "Data": [_job(site, job) for job in shown]}


def describe_deployment_job(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """The word is here, and the counters are not."""
    job = require_job(site, arguments)
    contacts = [
        {"Id": str(number), "Name": "ops", "Email": "o***@example.com", "Mobile": ""}
        for number in job.contacts
    ]
    return {**_job(site, job), "Config": "", "CasContacts": contacts}


def describe_deployment_job_status(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """Counters, and no status in spite of its name; rollbacks are counted apart."""
    job = require_job(site, arguments)
    words = Counter(worker.status for worker in job.workers)
    products = Counter(worker.product for worker in job.workers)
    return {
        "WorkerCount": len(job.workers),
        "SuccessCount": words["success"],
        "FailedCount": words["error"],
        "RollbackCount": words["rollback_success"] + words["rollback_error"],
        "RollbackSuccessCount": words["rollback_success"],
        "RollbackFailedCount": words["rollback_error"],
        "MatchWorkerCount": len(job.workers),
        "ResourceCount": len(job.resources),
        "CertCount": len(job.certificates),
        "CostCount": 0,
        "UseCount": 0,
        "BuyCount": 0,
        "ProductWorkerCount": [
            {"ProductName": product, "Count": count} for product, count in sorted(products.items())
        ],
    }


def list_deployment_job_cert(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """The certificates that it is to bring."""
    job = require_job(site, arguments)
    held = (site.store.find(number, site.region) for number in job.certificates)
    return {"Data": [_certificate(site, job, one) for one in held if one is not None]}


def list_deployment_job_resource(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """Where it is to bring them; nothing more once it has ended."""
    job = require_job(site, arguments)
    if job.status in FINAL:
        return {"Data": []}
    found = (site.store.deploying.resources.find(number) for number in job.resources)
    shown = [_resource(site, one) for one in found if one is not None]
    return {"Data": [{**one, "Remark": ""} for one in shown]}


def list_worker_resource(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """One a certificate and resource; no field says why one failed."""
    job = require_job(site, arguments)
    status, product = arguments.text("Status"), arguments.text("CloudProduct").upper()
    found = [
        one
        for one in job.workers
        if status in ("", one.status) and product in ("", one.product.upper())
    ]
    fields, shown = _page(found, arguments, _JOBS_A_PAGE)
    return {**fields, "Data": [_worker(site, job, one) for one in shown]}


def list_cloud_resources(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """Of CAS's copy, which lags. CertIds is JSON text."""
    wanted = _wanted(arguments)
    cloud, keyword = arguments.text("CloudName"), arguments.text("Keyword").lower()
    product = arguments.text("CloudProduct").upper()
    held = site.store.deploying.resources.copy(site.now()) if site.is_opened() else ()
    found = [
        one
        for one in held
        if cloud in ("", "aliyun")
        and product in ("", one.product.upper())
        and keyword in f"{one.stand.domain} {one.stand.instance}".lower()
        and (wanted is None or _number(site, one) in wanted)
    ]
    fields, shown = _page(found, arguments, _RESOURCES_A_PAGE)
    return {**fields, "Data": [_resource(site, one) for one in shown]}


def list_contact(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """Addresses are masked."""
    contacts = [
        {
            "ContactId": number,
            "Name": "ops",
            "Email": "o***@example.com",
            "EmailStatus": 1,
            "Mobile": "",
            "MobileStatus": 0,
        }
        for number in (site.store.deploying.jobs.contacts if site.is_opened() else ())
        if arguments.text("Keyword").lower() in "ops"
    ]
    fields, shown = _page(contacts, arguments, _JOBS_A_PAGE)
    total = fields.pop("Total")
    return {**fields, "TotalCount": total, "ContactList": list(shown)}


def _wanted(arguments: Arguments) -> set[int] | None:
    text = arguments.text("CertIds")
    if not text:
        return None
    try:
        given = json.loads(text)
        return {int(one) for one in given}
    except (ValueError, TypeError):
        raise invalid_parameter("CertIds") from None


def _page(
    items: Sequence[Item], arguments: Arguments, size: int
) -> tuple[dict[str, int], Sequence[Item]]:
    current, show = arguments.number("CurrentPage", 1), arguments.number("ShowSize", size)
    if current < 1:
        raise invalid_parameter("CurrentPage")
    if show < 1:
        raise invalid_parameter("ShowSize")
    fields = {"CurrentPage": current, "ShowSize": show, "Total": len(items)}
    return fields, items[(current - 1) * show : current * show]


def _job(site: CasSite, job: Job) -> dict[str, Any]:
    held = [site.store.find(number, site.region) for number in job.certificates]
    known = [one for one in held if one is not None]
    products = sorted(
        {
            one.product
            for one in map(site.store.deploying.resources.find, job.resources)
            if one is not None
        }
    )
    return {
        "Id": job.number,
        "Name": job.name,
        "JobType": job.kind,
        "Status": job.status,
        "CertType": _origin(known[0]) if known else "buy",
        "CertDomain": ",".join(name for one in known for name in one.facts.names),
        "ProductName": ",".join(products),
        "Rollback": int(job.rolled_back),
        "Del": 0,
        "InstanceId": job.token,
        "UserId": 1234567890123456,
        "ScheduleTime": _time(site, job.schedule_at),
        "StartTime": _time(site, job.began_at),
        "EndTime": _time(site, job.ended_at),
        "GmtCreate": _time(site, job.created_at),
        "GmtModified": _time(site, job.modified_at),
    }


def _worker(site: CasSite, job: Job, worker: Worker) -> dict[str, Any]:
    held = site.store.find(worker.certificate, site.region)
    return {
        "Id": worker.number,
        "JobId": job.number,
        "ResourceId": worker.resource,
        "CertId": worker.certificate,
        "ResourceCertId": worker.before,
        "ResourceDomain": worker.domain,
        "CertDomain": ",".join(held.facts.names) if held else "",
        "CertName": held.name if held else "",
        "CertInstanceId": held.instance_id if held else "",
        "OrderId": held.order_id if held else 0,
        "CloudProduct": worker.product,
        "RegionId": worker.region,
        "InstanceId": worker.instance,
        **_listener_of_worker(worker),
        "Status": worker.status,
        "GmtCreate": _time(site, job.began_at),
        "GmtModified": _time(site, worker.changed_at),
        "UserId": 1234567890123456,
    }


def _listener_of_worker(worker: Worker) -> dict[str, Any]:
    """Of load balancers alone; the same fields have other types among the resources."""
    if not worker.listener:
        return {}
    return {
        "ListenerId": worker.listener,
        "Port": worker.port,
        "DefaultResource": worker.is_default,
    }


def _certificate(site: CasSite, job: Job, held: StoredCertificate) -> dict[str, Any]:
    status = held.status(site.now()).value
    return {
        "CertId": held.number,
        "CertName": held.name,
        "CertInstanceId": held.instance_id,
        "CertOrderType": _origin(held),
        "CertType": "DV",
        "Algorithm": held.facts.algorithm,
        "CommonName": held.facts.common_name,
        "Sans": list(held.facts.names),
        "Month": 3,
        "NotBeforeTime": site.epoch(held.facts.not_before),
        "NotAfterTime": site.epoch(held.facts.not_after),
        "IsTrustee": job.kind == "trustee",
        "OrderId": held.order_id,
        "StatusCode": {"willExpire": "willExpired"}.get(status, status),
    }


def _resource(site: CasSite, one: Resource) -> dict[str, Any]:
    """CertId only of a certificate of this site."""
    stand = one.stand
    shown = {
        "Id": one.number,
        "CloudName": "aliyun",
        "CloudProduct": stand.product,
        "CloudRegion": stand.region,
        "RegionId": stand.region,
        "InstanceId": stand.instance,
        **_listener_of_stand(stand),
        "Domain": stand.domain,
        "EnableHttps": int(stand.has_https),
        "Status": "online",
        "GmtCreate": _time(site, stand.modified),
        "GmtModified": _time(site, stand.modified),
        "UserId": 1234567890123456,
    }
    held = site.store.get(stand.identifier)
    if held is None or held.site != site.region:
        return {**shown, "UseSsl": 0}
    return {
        **shown,
        "UseSsl": 1,
        "CertId": held.number,
        "CertName": held.name,
        "CertStartTime": _time(site, held.facts.not_before),
        "CertEndTime": _time(site, held.facts.not_after),
    }


def _listener_of_stand(stand: Stand) -> dict[str, Any]:
    if not stand.listener:
        return {}
    return {
        "ListenerId": stand.listener,
        "ListenerPort": str(stand.port),
        "DefaultResource": int(stand.slot == DEFAULT_SLOT),
    }


def _number(site: CasSite, one: Resource) -> int:
    held = site.store.get(one.stand.identifier)
    return held.number if held is not None and held.site == site.region else 0


def _origin(held: StoredCertificate) -> str:
    return "upload" if held.source is Source.UPLOAD else "buy"


def _time(site: CasSite, at: datetime | None) -> str:
    """Comments say seconds, every example has more digits: a switch."""
    if at is None:
        return ""
    seconds = int(at.timestamp())
    is_fine = site.store.switches["cas.job_times"] == "milliseconds"
    return str(seconds * 1000 if is_fine else seconds)
