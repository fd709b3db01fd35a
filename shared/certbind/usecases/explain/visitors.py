"""Where DNS leads visitors, and what they get at each address: seen now, or on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from certbind.domain.lifecycle.journal import Entry, EntryKind
from certbind.domain.model.reasons import Reason
from certbind.domain.situation.reading import Known
from certbind.domain.situation.situation import Served, Situation
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.verdict import Match, Sight
from certbind.usecases.explain.explanation import Address, Cause, Direction, Dns, Got, Seen


def dns_of(situation: Situation) -> Dns:
    """By the look; else what the record says of it."""
    if isinstance(situation.served, Known):
        return _dns(situation.served.value)
    memory = situation.memory
    seen = memory.value.state.seen if isinstance(memory, Known) else None
    if seen is not None and seen.reason == Reason.DNS_ELSEWHERE.value:
        return Dns(Direction.ELSEWHERE, detail=seen.text)
    if seen is not None and seen.reason == FaultClass.DNS_NXDOMAIN.value:
        return Dns(Direction.NO_ADDRESS, detail=seen.text)
    return Dns(Direction.NOT_ASKED)


def _dns(served: Served) -> Dns:
    chain = served.cname_chain
    kinds = {fault.kind for fault in served.verdict.findings}
    if served.elsewhere is not None:
        return Dns(Direction.ELSEWHERE, chain, served.elsewhere.detail)
    if FaultClass.DNS_NXDOMAIN in kinds:
        return Dns(Direction.NO_ADDRESS, chain)
    if not served.verdict.addresses:
        return Dns(Direction.FAILED, chain)
    return Dns(Direction.THERE if chain else Direction.NO_ALIAS, chain)


_CHANGES = {
    EntryKind.BOUND,
    EntryKind.FOREIGN_CHANGE,
    EntryKind.DOWNGRADED,
    EntryKind.RETURNED,
}


def seen_of(situation: Situation, entries: Iterable[Entry]) -> Seen:
    """By the look; else the newest of these entries that tells of addresses, and what was seen
    before what stands was bound, or taken off, is told no more. Newest first.
    """
    if isinstance(situation.served, Known):
        verdict = situation.served.value.verdict
        return Seen(verdict.judged_at, _addresses(verdict.to_json()))
    for entry in entries:
        addresses = _addresses(entry.record.details)
        if addresses:
            return Seen(entry.at, addresses)
        if entry.record.kind in _CHANGES:
            break
    return Seen()


def _addresses(verdict: Mapping[str, Any]) -> tuple[Address, ...]:
    """Of a verdict as the ledger has it; nothing where it is of a form that is not known."""
    try:
        return tuple(_address(one) for one in verdict.get("addresses", ()))
    except (AttributeError, KeyError, TypeError, ValueError):
        return ()


def _address(raw: Mapping[str, Any]) -> Address:
    faults = tuple(Cause(one["fault"], one["detail"]) for one in raw["findings"])
    served = raw["served"] or {}
    browser = next((one["browser_error"] for one in raw["findings"] if one["browser_error"]), "")
    ends = served.get("not_after")
    return Address(
        raw["address"],
        _got(raw, faults),
        faults,
        browser,
        tuple(served.get("names", ())),
        datetime.fromisoformat(ends) if ends else None,
        tuple(Cause(one["warning"], one["detail"]) for one in raw.get("warnings", ())),
    )


def _got(raw: Mapping[str, Any], faults: tuple[Cause, ...]) -> Got:
    sight, match = Sight(raw["sight"]), raw["match"]
    if sight is Sight.OUT_OF_REACH:
        return Got.OUT_OF_REACH
    if sight is Sight.NOT_SEEN:
        return Got.UNSEEN
    if any(one.code != FaultClass.WRONG_LEAF.value for one in faults):
        return Got.REFUSED
    return Got.SOUND if match is None else _GOT[Match(match)]


_GOT = {Match.NEW: Got.BOUND, Match.OLD: Got.BEFORE, Match.OTHER: Got.OTHER}
