"""What was read, what could not be read, and what nobody has asked for yet.

"There is none" is a value that was read; "it could not be read" never turns into it.
"""

from __future__ import annotations

from enum import Enum
from typing import Generic, TypeVar, Union

from certbind.domain.model.identity import CertificateId
from certbind.values import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """Read whole."""

    value: T


@dataclass(frozen=True, slots=True)
class Unread:
    """Asked for, and no answer. code: the error's; detail: a sentence with what to do."""

    code: str
    detail: str
    retryable: bool = False


class Unasked(Enum):
    """Nobody has asked yet; a check that needs it asks (Ask)."""

    UNASKED = "unasked"


UNASKED = Unasked.UNASKED

Read = Union[Known[T], Unread, Unasked]  # noqa: UP007 - generic aliases by | need Python 3.12


class Part(Enum):
    """What a check can ask for."""

    CERTIFICATE = "certificate"  # one certificate exactly: status, dates, chain
    SERVED = "served"  # one look at every address
    ROLLOUT = "rollout"  # how a certificate does at the target's product
    JOBS = "jobs"  # CAS's deployment jobs that are under way


@dataclass(frozen=True, slots=True)
class Ask:
    """The next check needs this; decide again when it is read. key: the certificate that it is
    about.
    """

    part: Part
    key: CertificateId | None = None


class NeedsError(Exception):
    """On its way from the check that needs something to `decide`, which answers with the Ask."""

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self.ask = ask
