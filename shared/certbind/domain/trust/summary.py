"""A verdict in one clause for a person, and in one stable code for records and alarms."""

from __future__ import annotations

from certbind.domain.trust.verdict import AddressVerdict, Match, Outcome, Verdict


def reason_of(verdict: Verdict) -> str:
    """The headline's class; for a sound verdict that is not good, its outcome; else ""."""
    if verdict.is_good:
        return ""
    return verdict.headline.kind.value if verdict.headline else verdict.outcome.value


def summarise(verdict: Verdict) -> str:
    """`2 of 3 addresses serve it`, `all 2 addresses serve a sound certificate`, …"""
    total = len(verdict.addresses)
    fault = str(verdict.headline) if verdict.headline else ""
    if verdict.outcome is Outcome.UNREACHABLE:
        return f"could not look ({fault})"
    if verdict.outcome is Outcome.BROKEN:
        return f"browsers refuse it at {_faulty(verdict)} of {_count(total)} ({fault})"
    if verdict.outcome is Outcome.OTHER:
        others = [one for one in verdict.addresses if one.match is Match.OTHER]
        return f"{len(others)} of {_count(total)} serve another certificate ({_served(others[0])})"
    if verdict.outcome is Outcome.SOUND:
        return f"all {_count(total)} serve a certificate that browsers accept"
    new = sum(one.match is Match.NEW for one in verdict.addresses)
    if verdict.outcome is Outcome.ALL_NEW:
        return f"all {_count(total)} serve it"
    unseen = sum(one.match is None for one in verdict.addresses)
    rest = f", {unseen} could not be looked at" if unseen else ""
    return f"{new} of {_count(total)} serve it{rest}"


def _count(addresses: int) -> str:
    return f"{addresses} address" if addresses == 1 else f"{addresses} addresses"


def _faulty(verdict: Verdict) -> int:
    return sum(not one.is_sound for one in verdict.addresses)


def _served(one: AddressVerdict) -> str:
    if one.served is None:
        return "unreadable"
    return f"{', '.join(one.served.names[:3])}, ends {one.served.not_after:%Y-%m-%d}"
