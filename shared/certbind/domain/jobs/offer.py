"""What a deployment job could bring to a place, and why it must not.

Of a place that takes only PEM and key certbind binds nothing: CAS's own job does, by a person's
word, and no key passes through certbind. The same is asked for as of a binding of certbind's own:
usable, covering, lasting longer than what stands there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from certbind.domain.decide.choice import choose
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.job import Job, JobPlace
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.resource import CloudResource
from certbind.domain.situation.assessed import Assessed
from certbind.domain.situation.certificates import Certificates
from certbind.domain.situation.reading import UNASKED, Read
from certbind.domain.trust.names import InvalidNameError, parse_reference
from certbind.values import dataclass, replace

_NEAR_MISSES = 3


@dataclass(frozen=True, slots=True)
class View:
    """What an offer is made from. products: those that certbind binds at, in upper case. jobs:
    CAS's own that are under way. only: the certificates that may be brought; None: any.
    """

    certificates: Certificates
    products: Collection[str]
    jobs: tuple[Job, ...]
    policy: Policy
    now: datetime
    only: tuple[CertificateId, ...] | None = None

    def knowing(self, certificate: CertificateId, answer: Read[Assessed | None]) -> View:
        """With one more that was asked for exactly."""
        return replace(self, certificates=self.certificates.knowing(certificate, answer))


@dataclass(frozen=True, slots=True)
class Offer:
    """One place. names: that visitors ask for there. stands: what CAS's list has there, None where
    that is none of CAS's. against: () where a person may have it brought. asks: a certificate that
    has to be asked for exactly before this counts.
    """

    resource: CloudResource
    names: tuple[Domain, ...]
    stands: Assessed | None
    brings: Assessed | None
    against: tuple[Finding, ...] = ()
    asks: CertificateId | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is something to bring, and nothing against it."""
        return self.brings is not None and not self.against

    @property
    def is_there(self) -> bool:
        """Whether what would be brought stands there already."""
        return any(one.reason is Reason.ALREADY_BOUND for one in self.against)


def offer(resource: CloudResource, view: View) -> Offer:
    """A list's word never decides: `asks` names what to ask for, until it is None."""
    held = resource.certificate
    stands = None if held is None else view.certificates.best_known(held)
    if held is not None and _is_unasked(view, held):
        return Offer(resource, (), stands, None, asks=held)
    names = names_at(resource, stands)
    found, brings, asks = _chosen(resource, names, view)
    if asks is not None:
        return Offer(resource, names, stands, brings, asks=asks)
    against = (*_in_the_way(resource, view), *found)
    if brings is not None:
        against = (*against, *_compared(brings, stands, names))
    return Offer(resource, names, stands, brings, against)


def names_at(resource: CloudResource, stands: Assessed | None) -> tuple[Domain, ...]:
    """The place's own; where CAS's list tells none (of a load balancer), those of the certificate
    that stands there: CAS too demands that the new one covers them.
    """
    told = (resource.domain,) if resource.domain else ()
    held = stands.certificate.names if stands is not None else ()
    return tuple(filter(None, map(_parsed, told or held)))


def _parsed(name: str) -> Domain | None:
    try:
        return parse_reference(name)
    except InvalidNameError:
        return None


def _is_unasked(view: View, certificate: CertificateId) -> bool:
    return view.certificates.exact(certificate) is UNASKED


def _in_the_way(resource: CloudResource, view: View) -> Iterator[Finding]:
    if resource.product in view.products:
        told = f"certbind binds at {resource.product} itself: `certbind bind {resource.domain}`"
        yield Finding(Reason.BOUND_BY_CERTBIND, told)
    if not resource.has_https:
        told = "HTTPS is off there by CAS's list, and a job cannot turn it on"
        yield Finding(Reason.NO_HTTPS, told)
    at_work = next((job for job in view.jobs if _is_at(job, resource)), None)
    if at_work is not None:
        yield Finding(Reason.CAS_AT_WORK, f"CAS's job {at_work.id} is at work there")


def _is_at(job: Job, resource: CloudResource) -> bool:
    return JobPlace(resource.product, resource.domain) in job.places


def _chosen(
    resource: CloudResource, names: tuple[Domain, ...], view: View
) -> tuple[tuple[Finding, ...], Assessed | None, CertificateId | None]:
    """Why none, or which, or which to ask for."""
    if not names:
        told = "which names are served there is not told, so no certificate can be held to them"
        return (Finding(Reason.NO_CERTIFICATE, told),), None, None
    near = [
        one
        for one in view.certificates.covering(names[0])
        if one.certificate.id.region == resource.site
        and (view.only is None or one.certificate.id in view.only)
    ]
    fit = [one for one in near if not _unfit(one, names)]
    best = choose(fit, names[0], view.now, view.policy)
    if best is None:
        return tuple(_none(resource, names, near, view)), None, None
    if _is_unasked(view, best.certificate.id):
        return (), best, best.certificate.id
    if not best.is_exact:
        told = f"{best.certificate.id} could not be read"
        return (Finding(Reason.NOT_ISSUED, told),), best, None
    return (), best, None


def _unfit(one: Assessed, names: tuple[Domain, ...]) -> tuple[Finding, ...]:
    """What counts for every binding, and CAS's own: it takes no certificate whose name has other
    letters than ASCII's.
    """
    uncovered = (finding for name in names for finding in one.against_name(name))
    against = (*one.against, *uncovered)
    if one.certificate.name.isascii():
        return against
    told = f"its name in CAS is not all ASCII ({one.certificate.name}): rename it in the console"
    return (*against, Finding(Reason.NAME_NOT_TAKEN, told))


def _none(
    resource: CloudResource, names: tuple[Domain, ...], near: list[Assessed], view: View
) -> Iterator[Finding]:
    if not near:
        told = f"no certificate of CAS {resource.site} covers {', '.join(names)}"
        if view.only is not None:
            told = f"{' or '.join(map(str, view.only))} does not cover {', '.join(names)}"
        yield Finding(Reason.NO_CERTIFICATE, told)
        return
    yield Finding(Reason.NO_CERTIFICATE, f"none of those that cover {names[0]} can be used")
    for one in near[:_NEAR_MISSES]:
        for finding in _unfit(one, names):
            yield Finding(finding.reason, f"{one.certificate.id} {finding.told}")


def _compared(
    brings: Assessed, stands: Assessed | None, names: tuple[Domain, ...]
) -> tuple[Finding, ...]:
    """What works is only replaced by what ends later."""
    if stands is None:
        return ()
    if brings.is_same_leaf(stands):
        told = f"{stands.certificate.id} stands there already"
        return (Finding(Reason.ALREADY_BOUND, told),)
    works = stands.works and not any(stands.against_name(name) for name in names)
    if not works or brings.end > stands.latest_end:
        return ()
    told = (
        f"{brings.certificate.id} ends {brings.end:%Y-%m-%d}, and {stands.certificate.id} that "
        f"stands there {stands.latest_end:%Y-%m-%d}"
    )
    return (Finding(Reason.ENDS_EARLIER, told),)
