"""CAS's deployment jobs by a person's word (PreparedJobs): made, started, followed.

A job is made without a ClientToken, and its name is no key: after a lost answer one looks for the
name among those that lie in `editing` (`lying`), and never repeats the call blindly.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certbind.adapters.calls.paging import Page, read_all_pages
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi, unlisted_request
from certbind.adapters.cas.deploying.resources import read_resource
from certbind.adapters.cas.inventory import VERSION
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import EVERYTHING
from certbind.domain.jobs.values import Contact, JobId, JobState, SeenJob, WantedJob, Worker
from certbind.domain.model.identity import CertificateId, Domain
from certbind.errors import ConflictError, NotFoundError, UnavailableError

Item = Mapping[str, Any]

_A_PAGE = 50
_OF_PRODUCTS = "user"
"""JobType of Alibaba's own products, as a person starts it; other clouds are `cloud`."""


def _permission(action: str, why: str) -> Permission:
    return Permission(f"yundun-cert:{action}", EVERYTHING, why)


_DESCRIBE = _permission("DescribeDeployment", "how far a job has come (DescribeDeploymentJob)")
PERMISSIONS: Permissions = {
    "contacts": (_permission("ListContact", "whom CAS tells of a job's end; it needs one"),),
    "lying": (_permission("ListDeploymentJob", "whether a job is made already"),),
    "create": (_permission("CreateDeploymentJob", "makes a job, and does not start it"),),
    "state": (_DESCRIBE,),
    "read": (
        _DESCRIBE,
        _permission("ListDeploymentJobCert", "which certificates a job brings"),
        _permission("ListDeploymentJobResource", "where a job is to bring them"),
        _permission("ListWorkerResource", "what a job did at each place"),
    ),
    "start": (
        _permission("UpdateDeploymentJobStatus", "starts the job that a person names"),
        _DESCRIBE,
    ),
}


class CasPreparedJobs:
    """sites: an OpenApi of service `cas` for each region."""

    def __init__(self, sites: Mapping[str, OpenApi], retry: Retry) -> None:
        self._sites = dict(sites)
        self._retry = retry

    def contacts(self, site: str) -> tuple[Contact, ...]:
        """See PreparedJobs."""
        found = self._pages(site, "ListContact", "ContactList", "ContactId", "TotalCount")
        return tuple(
            Contact(_number(one["ContactId"]), str(one.get("Name") or "")) for one in found
        )

    def lying(self, site: str, name: str) -> tuple[JobId, ...]:
        """See PreparedJobs. The oldest first."""
        found = self._pages(site, "ListDeploymentJob", Status=JobState.EDITING.value)
        numbers = (_number(one["Id"]) for one in found if one.get("Name") == name)
        return tuple(JobId(number, site) for number in sorted(numbers))

    def create(self, wanted: WantedJob) -> JobId:
        """See PreparedJobs."""
        site = wanted.certificate.region
        answer = self._write(
            site,
            "CreateDeploymentJob",
            wanted.name,
            Name=wanted.name,
            JobType=_OF_PRODUCTS,
            CertIds=wanted.certificate.number,
            ResourceIds=",".join(map(str, wanted.places)),
            ContactIds=",".join(map(str, wanted.contacts)),
        )
        number = _number(answer.get("JobId"))
        if not number:
            raise self._api(site).unreadable("CreateDeploymentJob", "no JobId", wanted.name)
        return JobId(number, site)

    def state(self, job: JobId) -> JobState:
        """See PreparedJobs. DescribeDeploymentJobStatus counts and has no such word."""
        return _state(self._ask(job.site, "DescribeDeploymentJob", JobId=job.number))

    def read(self, job: JobId) -> SeenJob:
        """See PreparedJobs."""
        shown = self._ask(job.site, "DescribeDeploymentJob", JobId=job.number)
        brings = self._listed(job, "ListDeploymentJobCert")
        places = self._listed(job, "ListDeploymentJobResource")
        workers = self._pages(job.site, "ListWorkerResource", JobId=job.number)
        return SeenJob(
            job,
            str(shown.get("Name") or ""),
            _state(shown),
            tuple(
                CertificateId(number, job.site)
                for one in brings
                if (number := _number(one.get("CertId")))
            ),
            tuple(read_resource(one, job.site) for one in places),
            tuple(_worker(one, job.site) for one in workers),
        )

    def start(self, job: JobId) -> None:
        """See PreparedJobs. `pending` is the word of CAS's page; a job without a time begins at
        once. Refused for what is under way or over, so the state tells what the refusal means.
        """
        try:
            self._write(
                job.site,
                "UpdateDeploymentJobStatus",
                str(job),
                JobId=job.number,
                Status=JobState.PENDING.value,
            )
        except (ConflictError, UnavailableError):
            if self.state(job) is JobState.EDITING:
                raise

    def _pages(
        self,
        site: str,
        action: str,
        field: str = "Data",
        key: str = "Id",
        total: str = "Total",
        **params: str | int,
    ) -> tuple[Item, ...]:
        api = self._api(site)

        def read_page(number: int) -> Page[Item]:
            answer = self._ask(site, action, CurrentPage=number, ShowSize=_A_PAGE, **params)
            items = self._items(api, action, answer, field)
            if type(answer.get(total)) is not int or not all(_number(i.get(key)) for i in items):
                raise api.unreadable(action, f"no {total}, or an item without its {key}")
            return Page(items, int(answer[total]))

        listing = read_all_pages(read_page, lambda item: str(item.get(key)))
        if listing.missing:
            raise api.unreadable(action, f"it counts {listing.missing} more than it shows")
        return listing.items

    def _listed(self, job: JobId, action: str) -> tuple[Item, ...]:
        """These know no pages."""
        answer = self._ask(job.site, action, JobId=job.number)
        return self._items(self._api(job.site), action, answer, "Data")

    def _items(self, api: OpenApi, action: str, answer: Item, field: str) -> tuple[Item, ...]:
        listed = answer.get(field)
        items = [] if listed is None else listed
        if not isinstance(items, list) or not all(isinstance(one, Mapping) for one in items):
            raise api.unreadable(action, f"{field} is no list")
        return tuple(items)

    def _ask(self, site: str, action: str, **params: str | int) -> Item:
        api = self._api(site)
        request = unlisted_request("cas", VERSION, action)
        subject = str(JobId(int(params["JobId"]), site)) if "JobId" in params else ""
        return self._retry.call(lambda: api.call(request, params, subject=subject))

    def _write(self, site: str, action: str, subject: str, **params: str | int) -> Item:
        request = unlisted_request("cas", VERSION, action)
        return self._api(site).call(request, params, subject=subject, is_write=True, is_once=True)

    def _api(self, site: str) -> OpenApi:
        if site not in self._sites:
            told = f"CAS of {site} is not read here (CERTBIND_SITE)"
            raise NotFoundError(told, service="cas", action="DescribeDeploymentJob")
        return self._sites[site]


def _state(shown: Item) -> JobState:
    try:
        return JobState(str(shown.get("Status") or "").lower())
    except ValueError:
        return JobState.UNKNOWN


def _worker(item: Item, site: str) -> Worker:
    before = _number(item.get("ResourceCertId"))
    return Worker(
        str(item.get("CloudProduct") or "unknown").upper(),
        Domain(str(item.get("ResourceDomain") or "").lower()),
        str(item.get("InstanceId") or ""),
        str(item.get("Status") or "unknown").lower(),
        CertificateId(_number(item.get("CertId")), site),
        CertificateId(before, site) if before else None,
    )


def _number(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() else 0
