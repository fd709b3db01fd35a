"""Where a domain stands, as its newest journal entry tells: enough to go on without the rest.

No moment is kept for waiting, only how long ago something was (`ago`, `spent`): whoever reads a
state adds the newest entry's age by the ledger's own clock to all of them (`aged`). So a clock
that jumps neither blocks a domain nor hurries it. Certificates' dates are moments.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import Binding, Target
from certbind.domain.serving.around_binding import Lost, Stood
from certbind.domain.serving.around_binding import aged as aged_loss
from certbind.domain.serving.record import Kept
from certbind.values import dataclass, replace

WISHES_LAST = timedelta(hours=24)
"""A wish is carried out once within this time, and never after it."""

DAMAGE_IS_TOLD = timedelta(days=7)
"""Sweeps tell of a damaged entry for so long, whoever set it aside."""


@dataclass(frozen=True, slots=True)
class KnownBinding:
    """A binding with what is needed to recognise it on the edge and to bind it again.

    leaf: None where the certificate is none of CAS's.
    not_after: the end of its path, or of the leaf where the chain was not seen.
    """

    binding: Binding
    leaf: LeafIdentity | None = None
    not_after: datetime | None = None


class Stage(Enum):
    """Derived from the state: what the domain is in the midst of."""

    RESTING = "resting"
    CHANGING = "changing"  # a write was begun, and how it ended is not on record
    LOOKING = "looking"  # visitors are looked at until they get it, or waiting will not help


class Purpose(Enum):
    """Why certbind changed a binding last."""

    AUTOMATIC = "automatic"
    WISH = "wish"  # a person named the certificate
    BACK = "back"  # a person's rollback
    RETURN = "return"  # a rollback by itself: visitors were worse off


@dataclass(frozen=True, slots=True)
class Change:
    """A write that was begun.

    wish: the id of the wish behind it. answer_lost: it ended without an answer, so nobody is at
    work on it any more. ago: since its intent was written.
    is_canary: the first domain of its product that gets a certificate whose chain was not read.
    was_good: visitors were seen to be served well before it.
    stood: the target's settings before it; None: they were not read, or are not compared.
    """

    certificate: CertificateId
    before: KnownBinding
    purpose: Purpose
    wish: str = ""
    answer_lost: bool = False
    ago: timedelta = timedelta()
    is_canary: bool = False
    was_good: bool = False
    stood: Stood | None = None


class Why(Enum):
    """What a series of looks is for."""

    BOUND = "bound"  # does what was bound arrive?
    WELL_AGAIN = "well_again"  # it was not verified, and a sweep saw it well
    SUSPECT = "suspect"  # a sweep saw something wrong: is it so a second time?


@dataclass(frozen=True, slots=True)
class Look:
    """Looks under way. spent: since they began, but while the target was told to be off; last_ago:
    since the last one, or since then.

    good, bad: looks in a row that ended so; round_ago: since the first of that row.
    blames: each bad one of that row shows that the certificate is at fault (Looked.blames).
    was_off: the target was told to be off meanwhile, and edges that come back begin with nothing.
    """

    why: Why
    spent: timedelta = timedelta()
    tries: int = 0
    good: int = 0
    bad: int = 0
    round_ago: timedelta = timedelta()
    last_ago: timedelta = timedelta()
    blames: bool = False
    was_off: bool = False


EDGES_LAG = timedelta(days=14)
"""Beyond it nobody expects an edge to show what stood before."""


class SeenAs(Enum):
    """What visitors were seen to get, after two looks or a deadline."""

    VERIFIED = "verified"
    PARTLY = "partly"  # not everywhere what is bound, and waiting did not mend it
    BROKEN = "broken"  # browsers refuse it
    DEAD = "dead"  # every address serves a leaf that has ended or names other domains
    NOT_SEEN = "not_seen"  # nobody could look, or DNS leads elsewhere


@dataclass(frozen=True, slots=True)
class Seen:
    """The last word about what visitors get. reason: a stable code; text: a clause for people.

    blames: two looks agree that the certificate is at fault (Looked.blames).
    """

    verdict: SeenAs
    reason: str = ""
    text: str = ""
    ago: timedelta = timedelta()
    blames: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """What a person took off does not come back by itself (docs/decisions/0008).

    end: only what ends later is bound; at its latest, where a list told the day alone.
    """

    end: datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """The last change failed. word: of its error. times: this very one, one after another.
    others: passing ones that went before it, of another word or with another certificate.
    """

    word: str
    certificate: CertificateId | None
    retryable: bool
    times: int = 1
    ago: timedelta = timedelta()
    others: int = 0


@dataclass(frozen=True, slots=True)
class Damaged:
    """An entry of this journal that could not be read, and was set aside."""

    entry: int
    ago: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Ours:
    """The last binding that certbind made and that still counts as its own. is_canary, was_good:
    as its change had them. is_job: a deployment job of CAS made it, for which certbind had waited.
    stood: as its change had it, until it was compared with what stands after it. replaced: what
    stood there until this binding, where that is not the way back.
    """

    entry: int
    purpose: Purpose
    is_canary: bool = False
    was_good: bool = False
    is_job: bool = False
    stood: Stood | None = None
    replaced: KnownBinding | None = None


@dataclass(frozen=True, slots=True)
class Awaited:
    """A deployment job of CAS whose end is waited for. ago: since certbind began to wait."""

    job: str
    certificates: tuple[CertificateId, ...]
    ago: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class RefusedHere:
    """A certificate that visitors of this domain were refused when certbind had bound it: it is
    bound here again by name only. fault: a stable code. end: as of its binding.
    """

    certificate: CertificateId
    fault: str
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """A wish that was carried out or refused."""

    id: str
    ago: timedelta = timedelta()


class Going(Enum):
    """How far a domain has come on the way to plain HTTP, or back."""

    DOWN = "down"  # begun: HTTPS may be on still
    OFF = "off"  # HTTPS is off, and stays so
    BACK = "back"  # HTTPS may be on again; the settings of before are not


@dataclass(frozen=True, slots=True)
class Downgrade:
    """A person took the domain back to plain HTTP, and what that took away.

    before: the binding that stood. kept: the settings that were lifted. ago: since it was begun.
    remembered_until: until when browsers that saw HSTS keep to HTTPS; None: they saw none.
    """

    going: Going
    before: KnownBinding
    kept: tuple[Kept, ...] = ()
    ago: timedelta = timedelta()
    remembered_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DomainState:
    """What is known of one domain.

    place: the target that counts. standing: what certbind bound there last, or accepted from
    another hand. way_back: what stood there before.
    said: the word of the newest entry that told why nothing is done.
    refused_here: the last few. lost: settings that were another after the last binding.
    came_back: what stands had stood there before what it took the place of, too.
    """

    place: Target | None = None
    standing: KnownBinding | None = None
    way_back: KnownBinding | None = None
    ours: Ours | None = None
    change: Change | None = None
    look: Look | None = None
    seen: Seen | None = None
    hold: Hold | None = None
    trouble: Trouble | None = None
    wishes: tuple[Carried, ...] = ()
    said: str = ""
    damaged: Damaged | None = None
    refused_here: tuple[RefusedHere, ...] = ()
    downgrade: Downgrade | None = None
    awaits: Awaited | None = None
    lost: Lost | None = None
    came_back: bool = False

    @property
    def stage(self) -> Stage:
        """A change goes before a look."""
        if self.change is not None:
            return Stage.CHANGING
        return Stage.RESTING if self.look is None else Stage.LOOKING

    @property
    def replaced(self) -> KnownBinding | None:
        """What certbind's last binding took the place of: edges may serve it, and products tell
        it, for a while.
        """
        ours = self.ours
        return self.way_back if ours is None or ours.replaced is None else ours.replaced

    @property
    def is_seen_well(self) -> bool:
        """Visitors were seen to get what stands, and nothing since speaks against it: no look has
        begun, and the target was not told to be off, whose edges begin with nothing.
        """
        if self.look is not None or self.said == Reason.TARGET_OFFLINE.value:
            return False
        return self.seen is not None and self.seen.verdict is SeenAs.VERIFIED

    @property
    def may_show_between(self) -> bool:
        """Whether edges may yet come to show what stood between: they served what stands before
        that as well, so that they serve it now does not say that they are past it.
        """
        return self.came_back and (self.seen is None or self.seen.ago < EDGES_LAG)

    def has_carried(self, wish: str) -> bool:
        """Whether this wish was carried out or refused within its time."""
        return any(one.id == wish for one in self.wishes)


def aged(state: DomainState, age: timedelta) -> DomainState:
    """The state `age` after it was written."""
    change, look, seen, trouble = state.change, state.look, state.seen, state.trouble
    down = state.downgrade
    awaits = state.awaits
    wishes = (replace(one, ago=one.ago + age) for one in state.wishes)
    return replace(
        state,
        change=None if change is None else replace(change, ago=change.ago + age),
        look=None
        if look is None
        else replace(
            look,
            spent=look.spent if state.said == Reason.TARGET_OFFLINE.value else look.spent + age,
            round_ago=look.round_ago + age,
            last_ago=look.last_ago + age,
        ),
        seen=None if seen is None else replace(seen, ago=seen.ago + age),
        trouble=None if trouble is None else replace(trouble, ago=trouble.ago + age),
        wishes=tuple(one for one in wishes if one.ago < WISHES_LAST),
        damaged=_still_told(state.damaged, age),
        downgrade=None if down is None else replace(down, ago=down.ago + age),
        awaits=None if awaits is None else replace(awaits, ago=awaits.ago + age),
        lost=aged_loss(state.lost, age),
    )


def _still_told(damaged: Damaged | None, age: timedelta) -> Damaged | None:
    ago = age if damaged is None else damaged.ago + age
    return None if damaged is None or ago >= DAMAGE_IS_TOLD else replace(damaged, ago=ago)
