"""The values of a verdict: what each address served, what it means, and how to say it."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING

from certbind.domain.model.identity import Domain
from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.leaf import Leaf
from certbind.domain.trust.observation import Family, View
from certbind.domain.trust.stores.asked import StoreVerdict
from certbind.domain.trust.stores.calendar import calendar
from certbind.values import dataclass

if TYPE_CHECKING:  # see domain/trust/chain.py
    from certbind.domain.trust.revocation.paths import Answer

ServedLeaf = Leaf


class Match(Enum):
    """Which leaf an address serves (tls-verification, section 2.4)."""

    NEW = "new"
    OLD = "old"
    OTHER = "other"


class Check(Enum):
    """The checks of an address, in the order in which each makes the next possible."""

    RESOLVE = "resolve"
    HANDSHAKE = "handshake"
    CHAIN = "chain"
    NAME = "name"
    DATES = "dates"
    LEAF = "leaf"


class Sight(Enum):
    """What is known of an address. What was not seen is not wrong, and not right either."""

    SEEN = "seen"  # it serves what it should, and browsers accept it
    WRONG = "wrong"  # it answered, with what browsers refuse or with another certificate
    NOT_SEEN = "not_seen"  # nothing was learned: a time-out, a refused connection
    OUT_OF_REACH = "out_of_reach"  # nor can be from here: no address of its family is


class Outcome(Enum):
    """What all addresses together say. An address that is out of this observer's reach takes no
    part, unless all are.
    """

    ALL_NEW = "all_new"  # every address serves the expected leaf, soundly
    PARTLY = "partly"  # some do, others serve the old one or none
    NOT_ALL_SEEN = "not_all_seen"  # what was seen is right; an address or a look-up is missing
    OLD = "old"  # none serves the expected leaf yet
    OTHER = "other"  # a third leaf is served somewhere: another hand is at work
    BROKEN = "broken"  # the expected leaf (without one: any leaf) is served and browsers refuse
    UNREACHABLE = "not_seen"  # no address was seen
    SOUND = "sound"  # without an expected leaf: every address serves a sound certificate


@dataclass(frozen=True, slots=True)
class AddressVerdict:
    """One address. A check in `not_run` says nothing, neither passed nor failed.

    served: None when no readable leaf was seen. match: None when no leaf was seen or expected.
    findings: in browser order.
    path_end: the last second at which the served chain is trusted (stores/path_end.py),
    which may be before its leaf ends; None where it is not trusted now or none was seen.
    advice: what browsers take and we advise against; no part of the outcome.
    stores: what each store says of the root, where it is a public one.
    revocation: what the CAs' lists say of each certificate of its paths; () where nobody asked.
    warnings: what is taken now and by most, but not by all or not until the leaf ends.
    """

    address: str
    served: ServedLeaf | None
    match: Match | None
    findings: tuple[Fault, ...] = ()
    not_run: tuple[Check, ...] = ()
    path_end: datetime | None = None
    advice: tuple[Fault, ...] = ()
    stores: tuple[StoreVerdict, ...] = ()
    warnings: tuple[Fault, ...] = ()
    revocation: tuple[Answer, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether a certificate was served that browsers accept."""
        if self.served is None:
            return False
        return all(fault.kind is FaultClass.WRONG_LEAF for fault in self.findings)

    @property
    def sight(self) -> Sight:
        """Seen and right, seen and wrong, or not seen at all."""
        if not self.findings:
            return Sight.SEEN
        kinds = {fault.kind for fault in self.findings}
        if FaultClass.NO_ROUTE in kinds:
            return Sight.OUT_OF_REACH
        if any(kind.could_not_look for kind in kinds):
            return Sight.NOT_SEEN
        return Sight.WRONG

    def to_json(self) -> dict[str, object]:
        """For the ledger and `--json` output."""
        return {
            "address": self.address,
            "sight": self.sight.value,
            "served": None if self.served is None else self.served.to_json(),
            "match": None if self.match is None else self.match.value,
            "findings": [fault.to_json() for fault in self.findings],
            "not_run": [check.value for check in self.not_run],
            "path_end": None if self.path_end is None else self.path_end.isoformat(),
            "advice": [{"advice": one.kind.value, "detail": one.detail} for one in self.advice],
            "stores": [one.to_json() for one in self.stores],
            "revocation": [one.to_json() for one in self.revocation],
            "warnings": [
                {"warning": one.kind.value, "detail": one.detail} for one in self.warnings
            ],
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole domain at one moment.

    headline: what a browser would name first, of all faults at all addresses; None: no fault.
    findings, not_run: those of the look-up, which belong to no address.
    unanswered: kinds of addresses whose look-up failed, so that some may be missing here.
    roots: identity of the trust anchors that it was judged with.
    beside: what clients get that take only the other kind of key, where that is a second
    certificate. Browsers take both kinds. The certificate from before there means that the new
    one has not come everywhere yet; any other is somebody's own, and no part of the outcome.
    views, elsewhere: what other resolvers lead to, told beside the outcome and no part of it.
    """

    domain: Domain
    judged_at: datetime
    roots: str
    outcome: Outcome
    headline: Fault | None
    addresses: tuple[AddressVerdict, ...] = ()
    findings: tuple[Fault, ...] = ()
    not_run: tuple[Check, ...] = ()
    unanswered: tuple[Family, ...] = ()
    beside: tuple[AddressVerdict, ...] = ()
    views: tuple[View, ...] = ()
    elsewhere: tuple[AddressVerdict, ...] = ()

    @property
    def root_calendar(self) -> date | None:
        """The day of the calendar that stores were judged by; None where none was asked."""
        return calendar().made if any(one.stores for one in self.addresses) else None

    @property
    def is_good(self) -> bool:
        """Whether everything that was asked holds at every address within reach."""
        return self.outcome is Outcome.ALL_NEW or self.outcome is Outcome.SOUND

    @property
    def is_undecided(self) -> bool:
        """Whether nothing wrong was seen, and not everything within reach was."""
        return self.outcome in {Outcome.UNREACHABLE, Outcome.NOT_ALL_SEEN}

    def to_json(self) -> dict[str, object]:
        """For the ledger and `--json` output."""
        return {
            "domain": self.domain,
            "judged_at": self.judged_at.isoformat(),
            "roots": self.roots,
            "root_calendar": self._calendar_json(),
            "outcome": self.outcome.value,
            "headline": None if self.headline is None else self.headline.to_json(),
            "addresses": [one.to_json() for one in self.addresses],
            "other_key": [one.to_json() for one in self.beside],
            "views": [one.to_json() for one in self.views],
            "elsewhere": [one.to_json() for one in self.elsewhere],
            "unanswered": [family.value for family in self.unanswered],
            "findings": [fault.to_json() for fault in self.findings],
            "not_run": [check.value for check in self.not_run],
        }

    def _calendar_json(self) -> dict[str, object] | None:
        made = self.root_calendar
        if made is None:
            return None
        return {"made": made.isoformat(), "days_old": (self.judged_at.date() - made).days}
