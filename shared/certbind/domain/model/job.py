"""A deployment job of CAS: hosting, or a person in the console, has certificates bound."""

from __future__ import annotations

from certbind.domain.model.identity import CertificateId, Domain
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class JobPlace:
    """Where a job binds. product: as CAS writes it, in upper case."""

    product: str
    domain: Domain


@dataclass(frozen=True, slots=True)
class Job:
    """One that is under way: pending, scheduling or processing. One that lies in `editing` is not:
    nobody has started it, and hosting's own lie there until it has a certificate.

    id: with the site that it is of. certificates, names: what it brings. places: () where CAS does
    not say yet.
    """

    id: str
    is_hosting: bool
    certificates: tuple[CertificateId, ...]
    names: tuple[str, ...] = ()
    places: tuple[JobPlace, ...] = ()
