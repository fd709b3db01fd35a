"""CAS's own deployment jobs (Deployments).

Listed by state, each in the order in which a job passes through them: one that moves on between
two calls is seen twice, never missed. What one brings, and where, is asked for only of those that
are under way, which are mostly none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from certbind.adapters.calls.paging import Page, read_all_pages
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi, unlisted_request
from certbind.adapters.cas.inventory import VERSION
from certbind.adapters.cas.reading import UnreadableItemError
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import EVERYTHING
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.job import Job, JobPlace
from certbind.errors import NotFoundError

Item = Mapping[str, Any]
T = TypeVar("T")

_UNDER_WAY = ("pending", "scheduling", "processing")
_JOBS_A_PAGE = 50
_HOSTING = "trustee"


def _permission(action: str, why: str) -> Permission:
    return Permission(f"yundun-cert:{action}", EVERYTHING, why)


PERMISSIONS: Permissions = {
    "under_way": (
        _permission("ListDeploymentJob", "whether CAS itself is about to bind"),
        _permission("ListWorkerResource", "what a job that is under way brings, and where"),
    ),
}


class CasJobs:
    """sites: an OpenApi of service `cas` for each region."""

    def __init__(self, sites: Mapping[str, OpenApi], retry: Retry) -> None:
        self._sites = dict(sites)
        self._retry = retry

    def under_way(self) -> tuple[Job, ...]:
        """See Deployments. One that ended while it was asked for is under way no more."""
        found = (
            self._job(region, api, item)
            for region, api in self._sites.items()
            for item in self._listed(api)
        )
        return tuple(job for job in found if job is not None)

    def _listed(self, api: OpenApi) -> tuple[Item, ...]:
        by_id = {}
        for state in _UNDER_WAY:
            for item in self._pages(api, state):
                by_id[_number(item)] = item
        return tuple(by_id.values())

    def _pages(self, api: OpenApi, state: str) -> tuple[Item, ...]:
        def read_page(number: int) -> Page[Item]:
            answer = self._ask(
                api, "ListDeploymentJob", Status=state, CurrentPage=number, ShowSize=_JOBS_A_PAGE
            )
            return _readable(api, "ListDeploymentJob", lambda: _page(answer))

        listing = read_all_pages(read_page, lambda item: str(item.get("Id")))
        if listing.missing:
            told = f"it counts {listing.missing} jobs more than it shows"
            raise api.unreadable("ListDeploymentJob", told)
        return listing.items

    def _job(self, region: str, api: OpenApi, item: Item) -> Job | None:
        """A job has workers once it is scheduled; before that its own names are what is known."""
        number = _number(item)
        try:
            workers = self._workers(api, number)
        except NotFoundError:
            return None
        certificates = (CertificateId(one, region) for one in map(_brings, workers) if one)
        return Job(
            f"{number}-{region}",
            str(item.get("JobType") or "").lower() == _HOSTING,
            tuple(dict.fromkeys(certificates)),
            tuple(filter(None, str(item.get("CertDomain") or "").lower().split(","))),
            tuple(place for one in workers if (place := _place(one)) is not None),
        )

    def _workers(self, api: OpenApi, job: int) -> tuple[Item, ...]:
        def read_page(number: int) -> Page[Item]:
            answer = self._ask(
                api, "ListWorkerResource", JobId=job, CurrentPage=number, ShowSize=_JOBS_A_PAGE
            )
            return _readable(api, "ListWorkerResource", lambda: _page(answer))

        return read_all_pages(read_page, lambda item: str(item.get("Id"))).items

    def _ask(self, api: OpenApi, action: str, **params: str | int) -> Item:
        return self._retry.call(lambda: api.call(unlisted_request("cas", VERSION, action), params))


def _readable(api: OpenApi, action: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except UnreadableItemError as error:
        raise api.unreadable(action, str(error)) from None


def _page(answer: Item) -> Page[Item]:
    total = answer.get("Total")
    if type(total) is not int:
        raise UnreadableItemError("no Total")
    items = _items(answer)
    for item in items:
        _number(item)
    return Page(items, total)


def _items(answer: Item) -> tuple[Item, ...]:
    listed = answer.get("Data")
    if listed is None:
        return ()
    if not isinstance(listed, list) or not all(isinstance(one, Mapping) for one in listed):
        raise UnreadableItemError("Data is no list")
    return tuple(listed)


def _number(item: Item) -> int:
    """A job's or a worker's Id, which comes as a number or as its digits."""
    text = str(item.get("Id") or "")
    if not (text.isascii() and text.isdigit()):
        raise UnreadableItemError("an item without an Id")
    return int(text)


def _brings(item: Item) -> int:
    text = str(item.get("CertId") or "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _place(item: Item) -> JobPlace | None:
    product, domain = str(item.get("CloudProduct") or ""), str(item.get("ResourceDomain") or "")
    if not product or not domain:
        return None
    return JobPlace(product.upper(), Domain(domain.lower()))
