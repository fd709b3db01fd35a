"""The one report of an account: what `status`, `certificates`, the page and the metrics show.

Plain values: nothing is decided here, and nothing of a private key or of a chain's PEM is in it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from certbind.domain.hygiene.elsewhere import Radar
from certbind.domain.hygiene.quotas import Forecast
from certbind.domain.model.identity import Domain
from certbind.domain.model.target import Absent, BindingSource, ScanFailure, Target
from certbind.values import dataclass, field


class DomainHealth(Enum):
    """How a domain is, by all that is known; the worst first."""

    OUTAGE = "outage"  # visitors are refused now, as far as is known
    PERSON = "person"  # somebody has to do something, by a day where one is known
    UNREAD = "unread"  # what it depends on could not be read
    WAITS = "waits"  # a change or looks are under way, or a trouble passes by itself
    WELL = "well"


class SeenBy(Enum):
    """Who looked at visitors."""

    NOW = "now"  # this command
    LEDGER = "ledger"  # the looks after a change: two, or until the deadline
    SWEEP = "sweep"  # recheck, at its last turn


@dataclass(frozen=True, slots=True)
class Visitors:
    """What visitors were seen to get. seen: a verdict's word; reason: of the fault, "" for none;
    text: a clause for people. ends: the first end of what was served, where that was seen.
    """

    seen: str
    at: datetime
    by: SeenBy
    reason: str = ""
    text: str = ""
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attached:
    """The certificate that is attached, as its product and CAS tell it.

    id: as the product shows it, "" where it shows none. ends: of its path where the chain was
    read (ends_is_path), else of the leaf; a list tells the day alone (ends_is_day).
    """

    id: str
    name: str
    source: BindingSource
    begins: datetime | None = None
    ends: datetime | None = None
    ends_is_path: bool = False
    ends_is_day: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of a domain's journal, as far as people are shown it. is_back: a person's
    rollback led to it.
    """

    number: int
    at: datetime
    kind: str
    reason: str
    message: str
    asked_by: str = ""
    is_back: bool = False


@dataclass(frozen=True, slots=True)
class DomainRow:
    """One domain where visitors meet it. also: its other targets, which have no effect.

    act_by: when what stands or is served ends, where a person has to act. word, detail: the
    decision's. findings: as a sweep tells them. advice: the word whose remedy is the next step.
    candidate: the certificate that would be bound. recorded: when the newest entry was written.
    error: the code of what could not be read; is_fault: it is certbind's own.
    """

    target: Target
    health: DomainHealth
    word: str
    detail: str = ""
    act_by: datetime | None = None
    findings: tuple[tuple[str, str], ...] = ()
    advice: str = ""
    candidate: str = ""
    certificate: Attached | None = None
    visitors: Visitors | None = None
    also: tuple[Target, ...] = ()
    phase: str = ""
    last_failure: str = ""
    entry: int = 0
    recorded: datetime | None = None
    message: str = ""
    events: tuple[Told, ...] = ()
    error: str = ""
    is_fault: bool = False

    @property
    def domain(self) -> Domain:
        """The target's."""
        return self.target.domain


class CertificateKind(Enum):
    """Where a certificate of CAS came from, as its lists tell."""

    ORDER = "order"
    TEST = "test"
    UPLOAD = "upload"
    UNKNOWN = "unknown"  # attached, and not in CAS's list


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One certificate. serves: where it is attached and counts. could_serve: domains that it
    covers and that have another one. superseded_by: one of its line that ends later.
    against: why it must not be bound anywhere.
    """

    id: str
    name: str
    kind: CertificateKind
    names: tuple[str, ...] = ()
    issuer: str = ""
    instance: str = ""
    begins: datetime | None = None
    ends: datetime | None = None
    ends_is_path: bool = False
    ends_is_day: bool = False
    serves: tuple[Domain, ...] = ()
    could_serve: tuple[Domain, ...] = ()
    superseded_by: str = ""
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Runs:
    """When the timers' functions were last seen at work, by what they wrote into the ledger.

    watched: watch writes only where CAS's list changed. watch_fails, recheck_fails: the code that
    their calls end with since they worked last; "" while they work. is_known: False where the
    ledger was not read; swept is then of the kept report, where that was.
    """

    swept: datetime | None = None
    watched: datetime | None = None
    recheck_fails: str = ""
    watch_fails: str = ""
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class AccountReport:
    """Everything at one moment, the worst domain first.

    unread: parts that could not be read; what lies there is unknown. gone: domains of the ledger
    that the account does not have any more. certificates: None where CAS's list was not read.
    radar: where else certificates stand; None where that was not read. quotas: that certificates
    fill.
    """

    at: datetime
    domains: tuple[DomainRow, ...]
    certificates: tuple[CertificateRow, ...] | None = ()
    unread: tuple[ScanFailure, ...] = ()
    absent: tuple[Absent, ...] = ()
    limits: tuple[str, ...] = ()
    gone: tuple[Domain, ...] = ()
    runs: Runs = field(default_factory=Runs)
    looked: bool = False
    radar: Radar | None = None
    quotas: tuple[Forecast, ...] = ()

    @property
    def counts(self) -> dict[DomainHealth, int]:
        """Of every health, worst first, none left out."""
        return {one: sum(row.health is one for row in self.domains) for one in DomainHealth}

    @property
    def next_end(self) -> datetime | None:
        """The first end of all that is attached and has not ended."""
        ends = (row.certificate.ends for row in self.domains if row.certificate is not None)
        return min((end for end in ends if end is not None and end >= self.at), default=None)


_ORDER = {health: place for place, health in enumerate(DomainHealth)}


def worst_first(row: DomainRow) -> tuple[int, float, str, str]:
    """The order of rows: health, then what ends first, then the name."""
    end = row.certificate.ends if row.certificate is not None else None
    until = end.timestamp() if end is not None else float("inf")
    return (_ORDER[row.health], until, row.domain, str(row.target))


def days_left(end: datetime, now: datetime) -> int:
    """Whole days, rounded down: what is left is never told longer than it is; past ends are
    negative.
    """
    return (end - now) // timedelta(days=1)
