"""Prepare a deployment job of CAS for places that take only PEM and key; nothing is started."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from certbind.domain.jobs.offer import Offer
from certbind.domain.jobs.values import Contact, JobId, WantedJob, job_name
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.resource import CloudResource
from certbind.errors import UnavailableError
from certbind.ports.deployments import CloudResources, PreparedJobs
from certbind.usecases.jobs.job_journal import JobJournal
from certbind.usecases.jobs.offers import Offers
from certbind.usecases.jobs.telling import (
    JobReport,
    offer_json,
    offered,
    places_told,
    refused,
)
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.world import Rules, Sources
from certbind.values import dataclass, field, replace

_NOT_LISTED = "CAS's list has no place of this name; it lags, and lacks some products (ESA)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """domains: of the places, () for all where certbind binds nothing and one of CAS's
    certificates stands. certificate: the one to bring, None for the best. contact: whom CAS tells.
    """

    domains: tuple[Domain, ...] = ()
    certificate: CertificateId | None = None
    contact: int | None = None
    cause: str = ""


@dataclass(frozen=True, slots=True)
class PrepareJobs:
    """One job for each certificate. The same said again finds the job that lies there already."""

    sources: Sources
    resources: CloudResources
    jobs: PreparedJobs
    rules: Rules
    _contacts: dict[str, tuple[Contact, ...]] = field(default_factory=dict)

    def __call__(self, wanted: Wanted, *, dry_run: bool) -> JobReport:
        """What ends first first."""
        places = self._places(wanted)
        only = (wanted.certificate,) if wanted.certificate is not None else None
        found = Offers(self.sources, self.rules)(places, only)
        ordered = sorted(found, key=_soonest)
        absent = tuple(_absent(places, wanted))
        if dry_run:
            outcomes = tuple(self._told(one, Result.PLANNED, wanted) for one in ordered)
            return _report(True, (), (*outcomes, *absent), ordered)
        jobs, outcomes = self._carried_out(ordered, wanted)
        return _report(False, jobs, (*outcomes, *absent), ordered)

    def _places(self, wanted: Wanted) -> tuple[CloudResource, ...]:
        listed = self.resources.listed()
        if wanted.domains:
            return _once_each([one for one in listed if one.domain in wanted.domains])
        products = self.sources.products
        return tuple(
            one for one in listed if one.certificate is not None and one.product not in products
        )

    def _told(self, one: Offer, result: Result, wanted: Wanted) -> Outcome:
        return offered(one, self.sources.clock.now(), result, wanted.cause)

    def _carried_out(
        self, offers: list[Offer], wanted: Wanted
    ) -> tuple[tuple[JobId, ...], tuple[Outcome, ...]]:
        jobs: list[JobId] = []
        outcomes = [self._told(o, Result.PLANNED, wanted) for o in offers if not o.is_open]
        open_ = sorted((one for one in offers if one.is_open), key=_brings)
        for certificate, some in groupby(open_, key=_brings):
            group = tuple(some)
            contact = self._contact(certificate.region, wanted)
            if isinstance(contact, Finding):
                outcomes += [refused(str(one.resource), (contact,), wanted.cause) for one in group]
                continue
            job = self._made(certificate, group, contact)
            self._record(job, certificate, group, wanted)
            jobs.append(job)
            outcomes += [self._prepared(job, one, wanted) for one in group]
        return tuple(jobs), tuple(outcomes)

    def _prepared(self, job: JobId, one: Offer, wanted: Wanted) -> Outcome:
        outcome = self._told(one, Result.PREPARED, wanted)
        return replace(outcome, details={**outcome.details, "job": str(job)})

    def _contact(self, site: str, wanted: Wanted) -> int | Finding:
        if wanted.contact is not None:
            return wanted.contact
        if site not in self._contacts:
            self._contacts[site] = self.jobs.contacts(site)
        known = self._contacts[site]
        if len(known) == 1:
            return known[0].id
        if not known:
            told = f"CAS {site} knows no contact, and makes no job without one"
            return Finding(Reason.NO_CONTACT, told)
        names = ", ".join(f"{one.id} ({one.name})" for one in known)
        told = f"CAS {site} knows several contacts, of which --contact has to name one: {names}"
        return Finding(Reason.NO_CONTACT, told)

    def _made(self, certificate: CertificateId, group: tuple[Offer, ...], contact: int) -> JobId:
        """Looked for before, and after an answer that was lost: a name is no key to CAS."""
        places = tuple(sorted(one.resource.id for one in group))
        name = job_name(certificate, places)
        for lying in self.jobs.lying(certificate.region, name):
            return lying
        try:
            return self.jobs.create(WantedJob(name, certificate, places, (contact,)))
        except UnavailableError:
            for lying in self.jobs.lying(certificate.region, name):
                return lying
            raise

    def _record(
        self, job: JobId, certificate: CertificateId, group: tuple[Offer, ...], wanted: Wanted
    ) -> None:
        journal = JobJournal(self.sources.journal, self.sources.clock)
        record = journal.read(job)
        if record.kind is not None:
            return
        where = places_told(one.resource for one in group)
        journal.write(
            record,
            EntryKind.JOB_PREPARED,
            f"Job {job} is prepared and not started: it brings {certificate} to {where}.",
            wanted.cause,
            details={"places": [offer_json(one) for one in group]},
            names={str(one.resource): one.names for one in group},
        )


def _report(
    dry_run: bool,
    jobs: tuple[JobId, ...],
    outcomes: tuple[Outcome, ...],
    offers: list[Offer],
) -> JobReport:
    return JobReport(dry_run, jobs, outcomes, any(is_paid_for(one) for one in offers))


def is_paid_for(one: Offer) -> bool:
    """CAS deploys what it sold, and test certificates, without a price; an upload it does not."""
    return one.is_open and one.brings is not None and one.brings.certificate.uploaded


def _once_each(places: list[CloudResource]) -> tuple[CloudResource, ...]:
    """Both sites of CAS list a place; the one whose certificate stands there is its own."""
    held = {str(one) for one in places if one.certificate is not None}
    return tuple(one for one in places if one.certificate is not None or str(one) not in held)


def _absent(places: tuple[CloudResource, ...], wanted: Wanted) -> Iterator[Outcome]:
    there = {one.domain for one in places}
    for domain in wanted.domains:
        if domain not in there:
            yield refused(domain, (Finding(Reason.NOT_LISTED, _NOT_LISTED),), wanted.cause)


def _brings(one: Offer) -> CertificateId:
    if one.brings is None:
        raise TypeError("only open offers are grouped")
    return one.brings.certificate.id


def _soonest(one: Offer) -> tuple[bool, float, str]:
    ends = one.stands.end if one.stands is not None else one.resource.ends
    return (ends is None, ends.timestamp() if ends is not None else 0.0, str(one.resource))
