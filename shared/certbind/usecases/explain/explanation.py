"""What `explain` tells of one domain: typed facts, section by section. Nothing is decided here."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from certbind.domain.hygiene.elsewhere import Elsewhere
from certbind.domain.model.target import Target, TargetState
from certbind.usecases.overview.report import DomainRow
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Cause:
    """One word of the catalogue with the particulars of this case.

    note: a sentence (domain/words/labels/explain.py) that says it more exactly than the word's
    meaning; "" for none.
    """

    code: str
    detail: str = ""
    note: str = ""


class Belongs(Enum):
    """Why the certificate belongs where it does."""

    EDGE = "edge"  # a product that takes visitors first, and nothing behind it has the name
    EDGE_FIRST = "edge_first"  # others have the name, too, without effect
    EDGE_BEHIND = "edge_behind"  # another such product has the name, and visitors meet that
    MAPPED = "mapped"  # a custom domain, and nothing stands in front of it
    EDGE_OFFLINE = "edge_offline"  # what would stand in front is offline
    STOPPED = "stopped"  # it is offline there
    PROVIDER = "provider"  # the name is Alibaba Cloud's own
    UNKNOWN = "unknown"  # where it stands could not be read


@dataclass(frozen=True, slots=True)
class Place:
    """Where the certificate belongs. others: targets of the same name. state: None where unread.

    why_offline: as its product says; expected: the name that DNS has to lead to, "" for unknown.
    """

    target: Target
    belongs: Belongs
    others: tuple[Target, ...] = ()
    state: TargetState | None = None
    why_offline: str = ""
    expected: str = ""


class Fit(Enum):
    """What a certificate is to the domain."""

    STANDS = "stands"  # it is attached
    CHOSEN = "chosen"  # it is bound next, or when what holds it back has gone
    FITS = "fits"  # nothing is known that speaks against it
    UNFIT = "unfit"


@dataclass(frozen=True, slots=True)
class Option:
    """One certificate. against: why it is not the one, empty for what stands, is chosen or fits.

    is_near: its names cover the domain, or miss it by one label.
    """

    id: str
    name: str
    names: tuple[str, ...]
    ends: datetime
    ends_is_day: bool
    fit: Fit
    against: tuple[Cause, ...] = ()
    is_near: bool = True


@dataclass(frozen=True, slots=True)
class Options:
    """The nearest first. rest: how many more there are, by the first reason against them.

    unread: why CAS's list is not known; sites_not_read: of CAS, left out by CERTBIND_SITE.
    """

    shown: tuple[Option, ...] = ()
    rest: tuple[tuple[str, int], ...] = ()
    unread: Cause | None = None
    sites_not_read: tuple[str, ...] = ()


class Direction(Enum):
    """Where DNS leads visitors."""

    THERE = "there"
    ELSEWHERE = "elsewhere"
    NO_ALIAS = "no_alias"  # straight to addresses: whose they are cannot be said
    NO_ADDRESS = "no_address"
    FAILED = "failed"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Dns:
    """chain: the names that the look-up passed through. detail: of what leads elsewhere."""

    direction: Direction
    chain: tuple[str, ...] = ()
    detail: str = ""


class Got(Enum):
    """What visitors get at one address."""

    BOUND = "bound"
    SOUND = "sound"  # browsers accept it; which one was expected is not known
    BEFORE = "before"
    OTHER = "other"
    REFUSED = "refused"
    UNSEEN = "unseen"
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True, slots=True)
class Address:
    """One address. browser: the error that Chromium shows, "" for none. warnings: what is taken
    now, but not by all, or not until it ends.
    """

    address: str
    got: Got
    faults: tuple[Cause, ...] = ()
    browser: str = ""
    names: tuple[str, ...] = ()
    ends: datetime | None = None
    warnings: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What each address served. at: when; None where nobody has looked at addresses."""

    at: datetime | None = None
    addresses: tuple[Address, ...] = ()


class Young(Enum):
    """Why what a person sees may differ from what is told here."""

    WRITING = "writing"  # a change was begun
    SPREADS = "spreads"  # it was bound, and edges take it one after another
    DONE = "done"  # visitors were seen to get it a short while ago


@dataclass(frozen=True, slots=True)
class Recent:
    """A change that is young. since: when it was made, or seen to be done."""

    young: Young
    since: datetime


class Does(Enum):
    """What certbind does next."""

    BINDS = "binds"
    LOOKS = "looks"
    HELD_BACK = "held_back"  # it would bind
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Course:
    """The one decision as it is told. again: when it is decided anew; None: at the next sweep.

    reasons: the decision's word first, with what else it says.
    """

    does: Does
    reasons: tuple[Cause, ...]
    candidate: str = ""
    again: datetime | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One domain at one place where visitors meet it.

    row: as `status` has it; its advice may be a nearer one (usecases/explain/causes.py).
    causes: what a person is told first; empty where all is well.
    course: None where reading it failed before anything was decided.
    elsewhere: other products that have this name, or what stands here, by CAS's list.
    """

    at: datetime
    row: DomainRow
    causes: tuple[Cause, ...]
    place: Place
    options: Options
    dns: Dns
    seen: Seen
    recent: Recent | None = None
    course: Course | None = None
    looked: bool = False
    elsewhere: tuple[Elsewhere, ...] = ()
