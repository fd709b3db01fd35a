"""A verification as a person reads it: what each address served, which checks it passed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from certbind.cli.looks.lines import beside_lines, spread_lines, told_revocation, view_lines
from certbind.cli.speech.language import labelled
from certbind.cli.speech.language import told as said
from certbind.cli.tables import counted
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.leaf import Leaf
from certbind.domain.trust.observation import Observation
from certbind.domain.trust.stores.asked import NAMES, StoreVerdict
from certbind.domain.trust.stores.calendar import Store
from certbind.domain.trust.summary import summarise
from certbind.domain.trust.verdict import AddressVerdict, Check, Verdict
from certbind.usecases.certificates.whose import Whose

_CHECK_OF = {
    FaultClass.NAME_MISMATCH: Check.NAME,
    FaultClass.EXPIRED: Check.DATES,
    FaultClass.NOT_YET_VALID: Check.DATES,
    FaultClass.WRONG_LEAF: Check.LEAF,
}
"""The other certificate faults are the chain's, and those of a connection the handshake's."""

_INDENT = " " * 8
_NEAR = timedelta(days=2)
"""Nearer than that, hours count."""

_MINUTE, _HOUR = 60, 3600
_SHOWN_NAMES = 4


def show_verdict(
    console: Console,
    observation: Observation,
    verdict: Verdict,
    *,
    told: str = "",
    whose: Whose | None = None,
) -> None:
    """A headline, then a block for each group of addresses that served the same. told: instead of
    what is said of addresses. whose: knows which certificate of CAS a leaf is.
    """
    console.print(
        Text.assemble(
            _word(verdict),
            (verdict.domain, "bold"),
            labelled("reason", code="", text=said(told or summarise(verdict))),
        ),
        soft_wrap=True,
    )
    if observation.cname_chain:
        _show(console, f"by way of {' → '.join(observation.cname_chain)}")
    for line in spread_lines(verdict):
        _show(console, line)
    for group in _alike(verdict.addresses):
        _show_group(console, group, verdict, whose)
    for line in (*beside_lines(verdict), *view_lines(verdict), *map(str, verdict.findings)):
        _show(console, line)
    browser = verdict.headline.kind.browser_error if verdict.headline else ""
    if browser:
        who = "a browser that fares the same" if verdict.is_undecided else "a browser"
        _show(console, f"{who} shows {browser}")


def _show(console: Console, line: str) -> None:
    console.print(Text(f"{_INDENT}{said(line)}"), soft_wrap=True)


def _word(verdict: Verdict) -> Text:
    """What could not be looked at has not failed, and is not known to be in order."""
    if verdict.is_undecided:
        return _padded("unseen", "bold yellow")
    return _padded("ok", "bold green") if verdict.is_good else _padded("FAILED", "bold red")


def _padded(word: str, style: str) -> Text:
    shown = said(word)
    return Text(shown + " " * (len(_INDENT) - cell_len(shown)), style)


def _alike(addresses: Iterable[AddressVerdict]) -> list[list[AddressVerdict]]:
    groups: dict[object, list[AddressVerdict]] = {}
    for one in addresses:
        served = one.served.sha256 if one.served else None
        groups.setdefault((served, one.findings, one.path_end), []).append(one)
    return list(groups.values())


def _show_group(
    console: Console, group: list[AddressVerdict], verdict: Verdict, whose: Whose | None
) -> None:
    one = group[0]
    lines = [", ".join(each.address for each in group)]
    if one.served is not None:
        lines += _leaf_lines(one, one.served, verdict, whose)
    if one.stores:
        lines.append(f"  root    {_stores(one, verdict)}")
    if one.revocation:
        lines.append(f"  revoked {told_revocation(one)}")
    lines.append(f"  checks  {_checks(one)}")
    lines += [f"  {fault}" for fault in one.findings]
    lines += [f"  advice: {advice}, which browsers take" for advice in one.advice]
    lines += [f"  warning: {warning}" for warning in one.warnings]
    for line in lines:
        _show(console, line)


def _leaf_lines(
    one: AddressVerdict, leaf: Leaf, verdict: Verdict, whose: Whose | None
) -> Iterator[str]:
    yield f"  leaf    {leaf.sha256[:32]}…{'' if one.match is None else f' ({one.match.value})'}"
    if whose is not None and whose.is_known:
        held = whose.of(leaf)
        told = "none of this account's list" if held is None else f"{held.id} {held.name}".strip()
        yield f"  CAS     {told}"
    more = len(leaf.names) - _SHOWN_NAMES
    names = ", ".join(leaf.names[:_SHOWN_NAMES]) + (f" and {more} more" if more > 0 else "")
    yield f"  names   {names}"
    yield f"  until   {told_end(leaf.not_after, verdict.judged_at)}, issued by {leaf.issuer}"
    if one.path_end is not None and one.path_end < leaf.not_after:
        end = told_end(one.path_end, verdict.judged_at)
        yield f"  path    until {end}, before the leaf does"


def told_end(end: datetime, now: datetime) -> str:
    """An end with how far off it is: whole days, and near it or past it the hour as well."""
    left = end - now
    if left >= _NEAR:
        return said(f"{end:%Y-%m-%d} ({left.days} days)")
    distance = _distance(abs(left))
    near = f"ended {distance} ago" if left <= timedelta() else f"ends in {distance}"
    return said(f"{end:%Y-%m-%d %H:%M} UTC ({near})")


def _distance(span: timedelta) -> str:
    """The largest whole unit, rounded down, as what is left is never told longer than it is."""
    seconds = int(span.total_seconds())
    if span >= _NEAR:
        return counted(span.days, "day")
    if seconds >= _HOUR:
        return counted(seconds // _HOUR, "hour")
    return (
        counted(seconds // _MINUTE, "minute") if seconds >= _MINUTE else said("less than a minute")
    )


def _stores(one: AddressVerdict, verdict: Verdict) -> str:
    """`Chrome ok (R46), Firefox ok …`, with the age of what it is told by."""
    stores = ", ".join(
        said(f"{NAMES[one.store]} {_word_of(one)} ({one.root})") for one in one.stores
    )
    made = verdict.root_calendar
    if made is None:
        return stores
    age = counted((verdict.judged_at.date() - made).days, "day")
    return said(f"{stores}; by the calendar of {made}, {age} old")


def _word_of(told: StoreVerdict) -> str:
    if told.store is Store.APPLE:  # its list is an old one, and refuses nothing
        return "had it in 2025-07" if told.takes else "lacked it in 2025-07"
    return "ok" if told.takes else "REFUSES"


def _checks(one: AddressVerdict) -> str:
    """Each check that was asked for, by name: ok, FAILED or not run."""
    failed = {_check_of(fault.kind) for fault in one.findings}
    told = []
    for check in Check:
        if check in failed:
            told.append(f"{check.value} FAILED")
        elif check not in one.not_run:
            told.append(f"{check.value} ok")
        elif check is not Check.LEAF:
            told.append(f"{check.value} not run")
    return labelled("joint").join(map(said, told))


def _check_of(kind: FaultClass) -> Check:
    if kind in _CHECK_OF:
        return _CHECK_OF[kind]
    return Check.CHAIN if kind.is_certificate else Check.HANDSHAKE
