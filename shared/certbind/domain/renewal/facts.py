"""What can happen to a line: the facts that `advance` makes a new state of."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeAlias

from certbind.domain.model.identity import CertificateId
from certbind.domain.renewal.order import OrderCall, OrderStage
from certbind.domain.renewal.state import WrittenRecord
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class CallBegun:
    """A call that may order is about to be made."""

    call: OrderCall


@dataclass(frozen=True, slots=True)
class CallAnswered:
    """CAS took it. order: the number of a package's new order, else 0."""

    order: int = 0


@dataclass(frozen=True, slots=True)
class CallLost:
    """It ended without an answer; it may have ordered."""

    code: str


@dataclass(frozen=True, slots=True)
class CallRefused:
    """CAS refused it."""

    code: str
    retryable: bool


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Read back: what was begun did not order anything."""


@dataclass(frozen=True, slots=True)
class SeenAtWork:
    """CAS shows an application under way, whoever made it. word, told: what is said of it."""

    stage: OrderStage
    order: int
    word: str
    told: str


@dataclass(frozen=True, slots=True)
class NewIssued:
    """The line has yielded a new certificate."""

    certificate: CertificateId


@dataclass(frozen=True, slots=True)
class CaRefused:
    """The CA refused the application, or it is gone without a certificate."""

    told: str


@dataclass(frozen=True, slots=True)
class LineTold:
    """Nothing is done, and why."""

    word: str
    told: str
    is_refusal: bool


@dataclass(frozen=True, slots=True)
class LineSentAgain:
    """A message came twice, and what it promised is sent once more. left: until that is due."""

    left: timedelta


@dataclass(frozen=True, slots=True)
class LineUnread:
    """What CAS says of the line could not be read."""

    code: str
    retryable: bool


@dataclass(frozen=True, slots=True)
class RecordBegun:
    """It is about to be written."""

    record: WrittenRecord


@dataclass(frozen=True, slots=True)
class RecordWritten:
    """Alidns took it, or was found to have taken it, under this id."""

    record: WrittenRecord
    id: str


@dataclass(frozen=True, slots=True)
class RecordLost:
    """The call that was to write it ended without an answer."""

    record: WrittenRecord


@dataclass(frozen=True, slots=True)
class RecordRefused:
    """Alidns did not take it, or did not take it away."""

    record: WrittenRecord
    code: str
    retryable: bool


@dataclass(frozen=True, slots=True)
class RecordTaken:
    """Another hand took it away, or changed it, while the CA still waits for it."""

    record: WrittenRecord


@dataclass(frozen=True, slots=True)
class RecordRemoved:
    """Nothing of ours is there any more."""

    record: WrittenRecord


RecordFact: TypeAlias = (
    RecordBegun | RecordWritten | RecordLost | RecordRefused | RecordTaken | RecordRemoved
)

LineFact: TypeAlias = (
    CallBegun
    | CallAnswered
    | CallLost
    | CallRefused
    | NotTaken
    | SeenAtWork
    | NewIssued
    | CaRefused
    | LineTold
    | LineSentAgain
    | LineUnread
    | RecordFact
)
