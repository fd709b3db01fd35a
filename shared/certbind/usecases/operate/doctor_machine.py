"""Judging the machine and its network: clock, DNS, port 443, roots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

from certbind.domain.trust.observation import Attempt, Observation, Resolution
from certbind.usecases.operate.doctor import Check, Status, not_probed, ok, wrong

MOST_SKEW = timedelta(seconds=60)
"""Far below the 15 minutes at which signatures are refused, far above what a call takes."""

OLDEST_ROOTS = timedelta(days=180)
"""Browsers change their roots several times a year."""

_UNREACHED = (
    Attempt.REFUSED,
    Attempt.CONNECT_TIMEOUT,
    Attempt.UNREACHABLE,
    Attempt.NO_ROUTE,
)
_PORT_REMEDY = "Open outbound TCP 443 (security group, NAT, firewall, proxy)."


def judge_clock(theirs: datetime, ours: datetime) -> Check:
    """The machine's time against the Date of an answer, which has whole seconds."""
    skew = ours - theirs
    seconds = round(abs(skew).total_seconds())
    if abs(skew) > MOST_SKEW:
        side = "ahead of" if skew > timedelta() else "behind"
        return wrong(
            "clock",
            f"this machine is {seconds} s {side} the service; signatures end at 15 minutes, and "
            "dates of certificates are judged by it",
            "Set the clock (NTP).",
        )
    return ok("clock", f"within {max(seconds, 1)} s of the service's")


def judge_visits(observations: Sequence[Observation]) -> list[Check]:
    """DNS and port 443, shown with the account's own domains. () when none was seen."""
    if not observations:
        why = "no domain was seen to try with"
        return [not_probed("DNS", why), not_probed("outbound 443", why)]
    return [_judge_dns(observations), _judge_port(observations)]


def _judge_dns(observations: Sequence[Observation]) -> Check:
    names = ", ".join(one.server_name for one in observations)
    if any(one.resolution is Resolution.RESOLVED for one in observations):
        return ok("DNS", f"resolves ({names})")
    if all(one.resolution is Resolution.TEMPORARY for one in observations):
        return wrong(
            "DNS", f"no answer for {names}", "Check the resolver (DNS_SERVER, /etc/resolv.conf)."
        )
    return wrong(
        "DNS",
        f"none of {names} has an address",
        "Point the domains at the CNAME that OSS or CDN shows, or check the resolver.",
    )


def _judge_port(observations: Sequence[Observation]) -> Check:
    tried = [(seen, one) for seen in observations for one in seen.addresses]
    if not tried:
        return Check("outbound 443", Status.COULD_NOT_LOOK, "no address to try", _PORT_REMEDY)
    for seen, one in tried:
        if one.attempt is Attempt.COMPLETED:
            return ok("outbound 443", f"a handshake with {seen.server_name} was completed")
    for seen, one in tried:
        if one.attempt not in _UNREACHED:
            return ok("outbound 443", f"{seen.server_name} answered ({one.attempt.value})")
    seen, one = tried[0]
    return wrong(
        "outbound 443",
        f"no address of {len(observations)} domain(s) could be reached "
        f"({seen.server_name}: {one.attempt.value})",
        _PORT_REMEDY,
    )


def judge_roots(version: str, now: datetime, unread: int = 0) -> Check:
    """Certifi's version is the day of its roots: `2026.10.18`. unread: roots of the bundle that
    the library cannot read, so that nothing below them is trusted.
    """
    remedy = "Build the package anew from a fresh lock (`uv lock --upgrade-package certifi`)."
    try:
        year, month, day = (int(part) for part in version.split(".")[:3])
        made = datetime(year, month, day, tzinfo=timezone.utc)
    except ValueError:
        return wrong("roots", f"certifi {version or 'has no version'}: no date", remedy)
    if unread:
        lost = (
            f"certifi {version}: {unread} root(s) of the bundle cannot be read, and do not count"
        )
        return wrong("roots", lost, "Lower `cryptography` again, or take those roots out.")
    age = now - made
    if age > OLDEST_ROOTS:
        return wrong("roots", f"certifi {version} is {age.days} days old", remedy)
    return ok("roots", f"certifi {version}, {max(age.days, 0)} days old")


def judge_root_calendar(made: date, now: datetime) -> Check:
    """Which roots which store takes is data of the package, as old as its day."""
    age = (now.date() - made).days
    told = f"the calendar of {made}, {max(age, 0)} days old"
    if age > OLDEST_ROOTS.days:
        remedy = "Take a newer release of certbind: stores have cut and dropped roots since."
        return wrong("root stores", told, remedy)
    return ok("root stores", told)
