"""What a line's decision is made from, and what it is."""

from __future__ import annotations

from datetime import datetime, timedelta

from certbind.domain.decide.decision import Tone
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.policy import ExpiryStage, expiry_stage
from certbind.domain.renewal.facts import LineFact
from certbind.domain.renewal.order import Order, OrderCall, Renewable, yields_another
from certbind.domain.renewal.records.hosted import Placed, Unseen, ZoneRecord
from certbind.domain.renewal.state import LinePhase, LineState, WrittenRecord
from certbind.domain.renewal.validation import Found
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class LineSituation:
    """What is known of a line. order: None where CAS was not asked. found: what DNS answered for
    the records that the CA waits for; None: nobody looked. is_named: by CERTBIND_RENEW. placed:
    where the account's own DNS would hold them; None: certbind may not write there. standing: what
    stands where the next leftover is; None: nobody looked. is_lost: what was issued after it is
    revoked, or in CAS no more.
    """

    certificate: Renewable
    state: LineState
    order: Order | None
    is_named: bool
    now: datetime
    found: tuple[Found, ...] | None = None
    placed: tuple[Placed, ...] | None = None
    standing: tuple[ZoneRecord, ...] | Unseen | None = None
    is_lost: bool = False

    @property
    def stage(self) -> ExpiryStage | None:
        """How near the end is; None: no renewal is due."""
        one = self.certificate
        return expiry_stage(one.not_before, one.not_after, self.now)


def successor(line: LineSituation) -> CertificateId | None:
    """What was issued after the certificate, by CAS or else by the journal."""
    order, state = line.order, line.state
    if order is not None and yields_another(order, line.certificate):
        return order.latest
    return state.issued if state.phase is LinePhase.DONE else None


@dataclass(frozen=True, slots=True)
class LineDecision:
    """call: to be made now. fact: what CAS shows and the journal lacks. would: the call that is
    held back. again: when to look again by message, where no fact says so. write, remove: a record
    in the account's own DNS that is to be written, or taken away, now.
    """

    word: str
    detail: str
    tone: Tone
    call: OrderCall | None = None
    fact: LineFact | None = None
    would: OrderCall | None = None
    again: timedelta | None = None
    write: WrittenRecord | None = None
    remove: WrittenRecord | None = None

    @property
    def is_refusal(self) -> bool:
        """Whether a person has to do something first."""
        return self.call is None and self.tone is Tone.PERSON
