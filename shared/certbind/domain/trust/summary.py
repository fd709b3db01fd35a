"""A verdict in one clause for a person, and in one stable code for records and alarms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.observation import Family
from certbind.domain.trust.verdict import AddressVerdict, Match, Outcome, Sight, Verdict

_SHOWN = 3
_FAMILIES = {Family.IPV4: "IPv4", Family.IPV6: "IPv6"}
_UNSEEN = {Sight.NOT_SEEN: "could not be looked at", Sight.OUT_OF_REACH: "out of reach from here"}

Addresses = Sequence[AddressVerdict]


def reason_of(verdict: Verdict) -> str:
    """The headline's class; for a sound verdict that is not good, its outcome; else ""."""
    if verdict.is_good:
        return ""
    return verdict.headline.kind.value if verdict.headline else verdict.outcome.value


def summarise(verdict: Verdict) -> str:
    """`1 of 3 addresses serves it, 1 serves what was there before (192.0.2.2), 1 could not be
    looked at (192.0.2.3: connect_timeout)`, …

    An address that differs from the others is named: it is what a ticket is opened for.
    """
    if verdict.outcome is Outcome.UNREACHABLE:
        return f"could not look ({_fault(verdict)})"
    missing = f"{_not_seen(verdict.addresses)}{_half_a_lookup(verdict)}"
    return f"{_seen(verdict)}{_by_other_key(verdict)}{missing}"


def summarise_file(verdict: Verdict) -> str:
    """Of a file that was judged as if it were served: `browsers refuse it (expired: ended …)`."""
    if verdict.is_good:
        return "browsers accept it, served as it stands in the file"
    return f"{_refused(verdict.addresses)} ({_fault(verdict)})"


def _seen(verdict: Verdict) -> str:
    every = verdict.addresses
    if verdict.outcome is Outcome.BROKEN:
        wrong = [one for one in every if one.sight is Sight.WRONG]
        refused = f"{_refused(wrong)} at {_count(wrong, every)} ({_fault(verdict)})"
        return f"{refused}{_where(wrong, every)}"
    if verdict.outcome is Outcome.OTHER:
        others = [one for one in every if one.match is Match.OTHER]
        served = _serve(others, every, f"another certificate ({_served(others[0])})")
        return f"{served}{_where(others, every)}{_behind(every)}"
    if verdict.outcome is Outcome.SOUND or all(one.match is None for one in every):
        sound = [one for one in every if one.is_sound]
        return _serve(sound, every, "a certificate that browsers accept")
    bare = [one for one in every if one.sight is Sight.WRONG and one.served is None]
    new = [one for one in every if one.match is Match.NEW]
    return _serve(new, every, "it") + _behind(every) + _told(bare, "served no certificate")


def _behind(every: Addresses) -> str:
    """Those that serve the certificate of before, or the edge's own where none was bound."""
    old = [one for one in every if one.match is Match.OLD]
    if not old:
        return ""
    who = "it" if _within_reach(every) == 1 else str(len(old))
    serve = "serves" if len(old) == 1 else "serve"
    return f", {who} {serve} what was there before ({_named([one.address for one in old])})"


def _by_other_key(verdict: Verdict) -> str:
    """Where the new one is served to all that ask as browsers do, and the old one to others."""
    if verdict.outcome is not Outcome.PARTLY:
        return ""
    old = [one.address for one in verdict.beside if one.match is Match.OLD]
    if not old:
        return ""
    return f", clients that take no such key still get what was there before ({_named(old)})"


def _where(some: Addresses, every: Addresses) -> str:
    """Which ones, unless they are all."""
    if len(some) == _within_reach(every):
        return ""
    return f" at {_named([one.address for one in some])}"


def _refused(wrong: Addresses) -> str:
    return _REFUSES[refusers(fault.kind for one in wrong for fault in one.findings)]


def refusers(kinds: Iterable[FaultClass]) -> Refusers:
    """Of these faults. What desktop Chrome opens, and others do not, is no browser's refusal; nor
    is a sound certificate that is another one than was bound.
    """
    found = frozenset(kinds) - {FaultClass.WRONG_LEAF}
    some = (who for who, theirs in _THEIRS.items() if found and found <= theirs)
    return next(some, Refusers.BROWSERS)


class Refusers(Enum):
    """Who refuses what is served."""

    BROWSERS = "browsers"
    PHONES = "phones"  # and programs
    FIREFOX = "firefox"
    CHROME = "chrome"


_THEIRS = {
    Refusers.PHONES: frozenset({FaultClass.CHAIN_FETCHED}),
    Refusers.FIREFOX: frozenset({FaultClass.ROOT_REFUSED_BY_FIREFOX}),
    Refusers.CHROME: frozenset({FaultClass.ROOT_REFUSED, FaultClass.LASTS_TOO_LONG}),
}
_REFUSES = {
    Refusers.BROWSERS: "browsers refuse it",
    Refusers.PHONES: "phones and programs refuse it",
    Refusers.FIREFOX: "Firefox refuses it",
    Refusers.CHROME: "Chrome refuses it",
}


def _serve(some: Addresses, every: Addresses, what: str) -> str:
    if not some and _within_reach(every) == 1:
        return f"its one address does not serve {what}"
    return f"{_count(some, every)} {'serves' if len(some) == 1 else 'serve'} {what}"


def _count(some: Addresses, every: Addresses) -> str:
    """`2 of 3 addresses`, `all 3 addresses`, `its one address`."""
    total = _within_reach(every)
    if len(some) < total:
        return f"{len(some)} of {total} addresses"
    return "its one address" if total == 1 else f"all {total} addresses"


def _within_reach(every: Addresses) -> int:
    return sum(one.sight is not Sight.OUT_OF_REACH for one in every)


def _not_seen(every: Addresses) -> str:
    """Each by its address, with why; those out of this machine's reach are told apart."""
    return "".join(
        _told([one for one in every if one.sight is sight], said)
        for sight, said in _UNSEEN.items()
    )


def _told(some: Addresses, said: str) -> str:
    if not some:
        return ""
    named = _named([f"{one.address}: {one.findings[0].kind.value}" for one in some])
    return f", {len(some)} {said} ({named})"


def _named(some: Sequence[str]) -> str:
    more = f" and {len(some) - _SHOWN} more" if len(some) > _SHOWN else ""
    return f"{', '.join(some[:_SHOWN])}{more}"


def _half_a_lookup(verdict: Verdict) -> str:
    return "".join(
        f", its {_FAMILIES[family]} addresses could not be looked up"
        for family in verdict.unanswered
    )


def _fault(verdict: Verdict) -> str:
    return str(verdict.headline) if verdict.headline else ""


def _served(one: AddressVerdict) -> str:
    if one.served is None:
        return "unreadable"
    return f"{', '.join(one.served.names[:3])}, ends {one.served.not_after:%Y-%m-%d}"
