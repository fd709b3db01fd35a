"""What can happen to a domain: the facts that `advance` makes a new state of."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TypeAlias

from certbind.domain.lifecycle.state import Awaited, KnownBinding, Purpose, RefusedHere
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.target import Target
from certbind.domain.serving.around_binding import Stood
from certbind.domain.serving.record import Kept
from certbind.domain.serving.values import SettingChange
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Begun:
    """A bind is about to be made at `target`, in place of `before`. is_canary, was_good, stood: as
    a Change keeps them.
    """

    target: Target
    certificate: CertificateId
    before: KnownBinding
    purpose: Purpose
    wish: str = ""
    is_canary: bool = False
    was_good: bool = False
    stood: Stood | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """The API took the bind. found: it was never told so, but it stands there."""

    bound: KnownBinding
    found: bool = False


@dataclass(frozen=True, slots=True)
class AnswerLost:
    """The bind ended without an answer; it may have taken effect."""

    code: str


@dataclass(frozen=True, slots=True)
class NotMade:
    """The bind was not made: something else stood there (`stale_plan`), or what was begun by a
    function that is gone did not take effect.
    """

    code: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The API refused the bind of `certificate`; None: what a decision needs could not be read."""

    code: str
    retryable: bool
    certificate: CertificateId | None


@dataclass(frozen=True, slots=True)
class TakenOff:
    """What was replaced stood beside its successor still, and does so no more."""


@dataclass(frozen=True, slots=True)
class OtherHand:
    """Something stands there that certbind did not put there. stands: with what is known of it."""

    stands: KnownBinding


@dataclass(frozen=True, slots=True)
class JobBound:
    """What stands there was brought by the deployment job of CAS that was waited for."""

    stands: KnownBinding


@dataclass(frozen=True, slots=True)
class PlaceMoved:
    """The domain's certificate belongs at another target now; `stands` is what is there."""

    target: Target
    stands: KnownBinding


class LookResult(Enum):
    """What one look at every address showed."""

    GOOD = "good"  # what is bound is served everywhere, soundly
    NOT_YET = "not_yet"  # not everywhere, or an older one; waiting may mend it
    DEAD = "dead"  # every address that was seen serves what has ended or names other domains
    BROKEN = "broken"  # browsers refuse it for another reason
    NOT_SEEN = "not_seen"  # nobody could look, or DNS leads elsewhere


@dataclass(frozen=True, slots=True)
class Looked:
    """One look. reason: the verdict's stable code; text: a clause for people.

    blames: at half or more of the addresses visitors are refused what is bound (evidence.py).
    changed: settings that are not as they stood before the binding; None: they were not compared.
    """

    result: LookResult
    reason: str
    text: str
    blames: bool = False
    changed: tuple[SettingChange, ...] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Nothing is done, and why: `word`. wish: the id of the wish that this answers. awaits: the
    job of CAS that is waited for; stands: what is there until then. revoked: what stands, where
    CAS says so of it.
    """

    word: str
    is_refusal: bool
    wish: str = ""
    awaits: Awaited | None = None
    stands: KnownBinding | None = None
    revoked: RefusedHere | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """Entry number `entry` cannot be read: the state is the newest sound one before it, brought
    up to what stands by whoever decides next.
    """

    entry: int


@dataclass(frozen=True, slots=True)
class SentAgain:
    """What the newest entry promised is sent once more: it is not known to be on its way."""


@dataclass(frozen=True, slots=True)
class DowngradeBegun:
    """A person wants plain HTTP at `target`: what stands there, and the settings that are about
    to be lifted. Said again, it goes on.
    """

    target: Target
    before: KnownBinding
    kept: tuple[Kept, ...]
    remembered_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SettingsMoved:
    """Settings were lifted, or put back, on the way to plain HTTP or from there."""


@dataclass(frozen=True, slots=True)
class TurnedOff:
    """HTTPS is off; nothing is attached."""


@dataclass(frozen=True, slots=True)
class ReturnBegun:
    """A person wants HTTPS back."""


@dataclass(frozen=True, slots=True)
class Returned:
    """HTTPS is on again, visitors were seen to get it, and so are the settings of before."""


Fact: TypeAlias = (
    Begun
    | Answered
    | AnswerLost
    | NotMade
    | Refused
    | TakenOff
    | OtherHand
    | JobBound
    | PlaceMoved
    | Looked
    | Told
    | SetAside
    | SentAgain
    | DowngradeBegun
    | SettingsMoved
    | TurnedOff
    | ReturnBegun
    | Returned
)
