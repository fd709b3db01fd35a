"""What a verification tells beside its blocks of addresses, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from certbind.cli.tables import counted
from certbind.domain.trust.edges.spread import spread_of
from certbind.domain.trust.observation import Resolution, View
from certbind.domain.trust.revocation.crl import Standing
from certbind.domain.trust.verdict import AddressVerdict, Match, Verdict


def spread_lines(verdict: Verdict) -> Iterator[str]:
    """Of a certificate that was asked for: how far it has come, and who is the last to follow."""
    spread = spread_of(verdict.addresses)
    if spread is None:
        return
    last = f"; the last one without it is {spread.straggler}" if spread.straggler else ""
    total = counted(spread.total, "address", "addresses")
    yield f"new at {len(spread.new)} of {total} ({spread.percent_new} %){last}"


def beside_lines(verdict: Verdict) -> Iterator[str]:
    """Of second certificates, which no browser of today is shown."""
    return (_beside(one) for one in verdict.beside)


def _beside(one: AddressVerdict) -> str:
    if one.served is None:
        return f"{one.address} has an unreadable certificate for its other kind of key"
    match = f" ({one.match.value})" if one.match is not None else ""
    fault = "" if one.is_sound else f"; browsers would refuse it ({one.findings[0]})"
    return (
        f"{one.address} shows clients that take only {one.served.key_kind.value.upper()} keys "
        f"another one: {one.served.sha256[:16]}…{match}, until {one.served.not_after:%Y-%m-%d}"
        f"{fault}"
    )


def view_lines(verdict: Verdict) -> Iterator[str]:
    """What other resolvers, and other networks' clients, are led to; no part of the verdict."""
    seen = {one.address: one for one in (*verdict.addresses, *verdict.elsewhere)}
    for view in verdict.views:
        told = [_at(address, seen) for address in view.addresses]
        wrong = [one for one in told if one is not None]
        yield f"{_asked(view)}: {_found(view)}{_wrong(wrong)}"


def _asked(view: View) -> str:
    if not view.subnet:
        return f"by {view.resolver}"
    ignored = "" if view.by_subnet else ", which it did not look at"
    return f"by {view.resolver} for {view.subnet}{ignored}"


def _found(view: View) -> str:
    if view.resolution is Resolution.TEMPORARY:
        return "no answer"
    if not view.addresses:
        return "no address"
    return counted(len(view.addresses), "address", "addresses")


def _wrong(some: Sequence[str]) -> str:
    more = f" and {len(some) - _SHOWN} more" if len(some) > _SHOWN else ""
    return f"; {', '.join(some[:_SHOWN])}{more}" if some else ""


def _at(address: str, seen: Mapping[str, AddressVerdict]) -> str | None:
    """What is worth telling of an address: what it serves that it should not, or that nobody
    looked.
    """
    one = seen.get(address)
    if one is None:
        return f"{address} was not looked at"
    if one.match not in (None, Match.NEW):
        return f"{address} serves the {one.match.value} one"
    return f"{address}: {one.findings[0]}" if one.findings else None


_SHOWN = 4


def told_revocation(one: AddressVerdict) -> str:
    """`no, by the lists of its 2 CAs`: of the leaf and each CA's certificate that it stands on."""
    standings = [answer.said.standing for answer in one.revocation]
    if Standing.REVOKED in standings:
        return "YES" if one.path_end is None else "one of its paths, not all"
    unknown = standings.count(Standing.UNKNOWN)
    if unknown:
        return f"unknown of {unknown} of its {counted(len(standings), 'certificate')}"
    return f"no, by the CAs' lists of its {counted(len(standings), 'certificate')}"
