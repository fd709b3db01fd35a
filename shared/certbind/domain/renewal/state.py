"""Where a line of certificates stands, as the newest entry of its journal tells.

As of a domain's state no moment is kept for waiting, only how long ago something was: whoever
reads a state adds the newest entry's age by the ledger's own clock (`aged`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import Enum

from certbind.domain.model.identity import CertificateId
from certbind.domain.renewal.order import OrderCall, Renewable
from certbind.values import dataclass, replace

_LONGEST_RUN = timedelta(minutes=10)
"""Of a function (600 s in s.yaml): a call may come that late after the entry that announces it."""

COUNTS_FOR = timedelta(hours=24) + _LONGEST_RUN
"""From that entry on, so that the calls themselves, too, lie a day apart."""

CEILING = 3
"""Calls that may order, of one line within 24 hours. Others were burnt: five certificates in ten
seconds.
"""


APEX = "@"
"""The host record of a zone's own name."""


class LinePhase(Enum):
    """What the renewal of the line's certificate is in the midst of."""

    RESTING = "resting"  # nothing was ordered for this certificate
    BEGUN = "begun"  # a call that may order was begun, and how it ended is not on record
    UPDATED = "updated"  # UpdateInstance was answered; it may have submitted, or not
    ORDERED = "ordered"  # an application is under way
    VALIDATING = "validating"  # the CA waits for records
    DONE = "done"  # a new certificate is there
    FAILED = "failed"  # a call was refused, or lost: tried again after a pause
    REFUSED = "refused"  # the CA refused: a person's


UNDER_WAY = frozenset({LinePhase.UPDATED, LinePhase.ORDERED, LinePhase.VALIDATING})


@dataclass(frozen=True, slots=True)
class BegunCall:
    """answer_lost: it ended without an answer, so nobody is at work on it any more."""

    call: OrderCall
    answer_lost: bool = False
    ago: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class LineTrouble:
    """The last call failed. times: of one class, one after another."""

    word: str
    retryable: bool
    times: int = 1
    ago: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class WrittenRecord:
    """A record in the account's own DNS that certbind writes for a CA, from the intent on.

    id: Alidns's; "" until it is known. answer_lost: the call that was to write it ended without
    an answer. is_gone: another hand took it away. ago: when it was begun, or last changed.
    trouble: the last call about it was refused.
    """

    zone: str
    host: str
    kind: str
    value: str
    id: str = ""
    answer_lost: bool = False
    is_gone: bool = False
    ago: timedelta = timedelta()
    trouble: LineTrouble | None = None

    @property
    def name(self) -> str:
        """The whole name in DNS."""
        return self.zone if self.host == APEX else f"{self.host}.{self.zone}"

    def __str__(self) -> str:
        """`TXT _dnsauth.www.shop.example = 0f3c…`."""
        return f"{self.kind} {self.name} = {self.value}"

    def same_as(self, other: WrittenRecord) -> bool:
        """The same name, type and value."""
        return (self.name, self.kind, self.value) == (other.name, other.kind, other.value)


@dataclass(frozen=True, slots=True)
class LineState:
    """certificate: the one whose renewal this is about. since: the phase began. orders: how long
    ago each call was begun that may have ordered, as long as it counts, oldest first.
    is_updated: UpdateInstance was answered.
    order: the number of a package's. issued: what came of it. said, told: the last word with its
    sentence. written: records of certbind's own in the account's DNS, to be taken away again.
    """

    certificate: Renewable | None = None
    phase: LinePhase = LinePhase.RESTING
    since: timedelta = timedelta()
    begun: BegunCall | None = None
    is_updated: bool = False
    order: int = 0
    orders: tuple[timedelta, ...] = ()
    trouble: LineTrouble | None = None
    issued: CertificateId | None = None
    said: str = ""
    told: str = ""
    written: tuple[WrittenRecord, ...] = ()

    def about(self, one: Renewable) -> LineState:
        """The state for this certificate's renewal: anew, but for what was ordered lately, and for
        a call whose end nobody knows: what it ordered would serve this certificate's domains too.
        """
        if self.certificate is not None and self.certificate.id == one.id:
            return self
        phase = LinePhase.RESTING if self.begun is None else LinePhase.BEGUN
        left = still_there(self.written)
        return LineState(one, phase, self.since, self.begun, orders=self.orders, written=left)

    def told_of(self, one: Renewable) -> LineState:
        """As `about`, to tell of it alone: a certificate that the line has left behind is renewed,
        whatever is the matter with what came after it.
        """
        held, state = self.certificate, self.about(one)
        if held is None or not self.has_left(one):
            return state
        return replace(state, phase=LinePhase.DONE, begun=None, issued=held.id)

    def has_left(self, one: Renewable) -> bool:
        """Whether it is about a later certificate already."""
        held = self.certificate
        return held is not None and held.id != one.id and held.not_after > one.not_after


def still_there(written: Iterable[WrittenRecord]) -> tuple[WrittenRecord, ...]:
    """Without those that another hand took away."""
    return tuple(one for one in written if not one.is_gone)


def aged(state: LineState, age: timedelta) -> LineState:
    """The state `age` after it was written."""
    begun = state.begun
    orders = tuple(ago + age for ago in state.orders)
    return replace(
        state,
        since=state.since + age,
        begun=None if begun is None else replace(begun, ago=begun.ago + age),
        trouble=_aged_trouble(state.trouble, age),
        orders=tuple(ago for ago in orders if ago < COUNTS_FOR),
        written=tuple(
            replace(one, ago=one.ago + age, trouble=_aged_trouble(one.trouble, age))
            for one in state.written
        ),
    )


def _aged_trouble(trouble: LineTrouble | None, age: timedelta) -> LineTrouble | None:
    return None if trouble is None else replace(trouble, ago=trouble.ago + age)


def unknown_past() -> LineState:
    """Where the journal is damaged whole: as if all that may be ordered in a day just was."""
    return LineState(orders=(timedelta(),) * CEILING)


def after_damage(state: LineState, damaged: int) -> LineState:
    """Each entry that is damaged, or hidden behind one, may have been one more order."""
    more = (timedelta(),) * min(damaged, CEILING)
    return replace(state, orders=(*state.orders, *more), said="", told="")
