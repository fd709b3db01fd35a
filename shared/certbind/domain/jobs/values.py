"""A deployment job of CAS, as a person has it prepared, started and followed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from enum import Enum

from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.resource import CloudResource
from certbind.values import dataclass

_JOB_ID = re.compile(r"(?P<number>[1-9][0-9]{0,18})-(?P<site>[a-z]{2}(?:-[a-z0-9]+)+)")


@dataclass(frozen=True, slots=True, order=True)
class JobId:
    """Its number, and the site of CAS that it is of: two sites may give the same number."""

    number: int
    site: str

    @classmethod
    def parse(cls, text: str) -> JobId:
        """`88001-cn-hangzhou`; else ValueError, which does not repeat the text."""
        match = _JOB_ID.fullmatch(text.strip())
        if match is None:
            raise ValueError("no deployment job: <number>-<site> is expected")
        return cls(int(match["number"]), match["site"])

    def __str__(self) -> str:
        """`88001-cn-hangzhou`."""
        return f"{self.number}-{self.site}"


class JobState(Enum):
    """CAS's words; UNKNOWN for any other."""

    EDITING = "editing"  # made, and nobody has started it: it stays so for ever
    PENDING = "pending"
    SCHEDULING = "scheduling"
    PROCESSING = "processing"
    SUCCESS = "success"
    ERROR = "error"  # some of its places may have the certificate all the same
    UNKNOWN = "unknown"

    @property
    def is_over(self) -> bool:
        """Whether it does nothing more."""
        return self in {JobState.SUCCESS, JobState.ERROR}


@dataclass(frozen=True, slots=True)
class Worker:
    """What a job did at one place. state: CAS's word, of which `success` alone is good; no field
    says why another is there. before: what stood there, the only record of it that CAS keeps;
    None where that was none of CAS's, or is not told.
    """

    product: str
    domain: Domain
    instance: str
    state: str
    brings: CertificateId
    before: CertificateId | None = None

    @property
    def is_done(self) -> bool:
        """Whether CAS says that it bound there. What visitors get is another question."""
        return self.state == "success"

    @property
    def is_over(self) -> bool:
        """Whether it is at its end, or at that of its rollback."""
        return self.state in {"success", "error", "rollback_success", "rollback_error"}

    def __str__(self) -> str:
        """As the place is called (CloudResource)."""
        return " ".join(filter(None, (self.product, self.instance, self.domain)))


@dataclass(frozen=True, slots=True)
class SeenJob:
    """A job as CAS shows it. places: where it is to bind, which CAS tells until it ends; workers:
    once it is scheduled.
    """

    id: JobId
    name: str
    state: JobState
    certificates: tuple[CertificateId, ...]
    places: tuple[CloudResource, ...] = ()
    workers: tuple[Worker, ...] = ()


@dataclass(frozen=True, slots=True)
class WantedJob:
    """One to be made. A name is no key to CAS: the same makes a second job."""

    name: str
    certificate: CertificateId
    places: tuple[int, ...]
    contacts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom CAS tells of a job's end; it makes no job without one."""

    id: int
    name: str


def job_name(certificate: CertificateId, places: Iterable[int]) -> str:
    """The same for the same work, so that one that lies there already is found; ASCII, and below
    the 63 characters that CAS takes.
    """
    told = ",".join(map(str, sorted(places)))
    digest = hashlib.sha256(f"{certificate} {told}".encode()).hexdigest()[:12]
    return f"certbind-{certificate.number}-{digest}"
