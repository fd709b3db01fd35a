"""What a probe's observation means: every fault at every address, one headline, one outcome."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import Domain, Sha1, Sha256
from certbind.domain.trust.chain import (
    Leaf,
    TrustAnchors,
    UnreadableCertificateError,
    check_chain,
    date_faults,
    parse_leaf,
)
from certbind.domain.trust.faults import Fault, FaultClass, in_browser_order
from certbind.domain.trust.names import covers_any, explain_mismatch
from certbind.domain.trust.observation import AddressObservation, Attempt, Observation
from certbind.domain.trust.path_end import path_end
from certbind.domain.trust.verdict_values import (
    AddressVerdict,
    Check,
    Match,
    Outcome,
    ServedLeaf,
    Verdict,
)

__all__ = [
    "AddressVerdict",
    "Check",
    "Expectation",
    "Fault",
    "FaultClass",
    "Match",
    "Outcome",
    "ServedLeaf",
    "Verdict",
    "judge",
]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What visitors should meet.

    leaf: the one that was bound; None when only soundness is asked. previous: the one before
    it, which edges may still serve for a while.
    """

    domain: Domain
    leaf: LeafIdentity | None = None
    previous: LeafIdentity | None = None


def judge(
    observation: Observation, expectation: Expectation, anchors: TrustAnchors, now: datetime
) -> Verdict:
    """Every finding of an observation; it never raises, whatever was served."""
    lookup = _lookup_fault(observation)
    judged = {} if lookup else _judge_chains(observation.addresses, expectation, anchors, now)
    addresses = tuple(_at_address(one, judged) for one in observation.addresses if not lookup)
    every = (*lookup, *(fault for one in addresses for fault in one.findings))
    return Verdict(
        expectation.domain,
        now,
        anchors.identity,
        _outcome(addresses, asks_for_leaf=_can_recognise(expectation.leaf)),
        next(iter(in_browser_order(every)), None),
        addresses,
        lookup,
        tuple(check for check in Check if lookup and check is not Check.RESOLVE),
    )


def _lookup_fault(observation: Observation) -> tuple[Fault, ...]:
    kind = FaultClass.of_resolution(observation.resolution)
    if kind is None and not observation.addresses:
        kind = FaultClass.DNS_NXDOMAIN
    return () if kind is None else (Fault(kind, f"{observation.server_name} has no address"),)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A served chain: many addresses serve the same one, and it is judged once."""

    leaf: Leaf | None
    match: Match | None
    findings: tuple[Fault, ...]
    not_run: tuple[Check, ...]
    path_end: datetime | None = None


def _judge_chains(
    addresses: tuple[AddressObservation, ...],
    expectation: Expectation,
    anchors: TrustAnchors,
    now: datetime,
) -> dict[tuple[bytes, ...], _Judged]:
    chains = {one.chain for one in addresses if one.attempt is Attempt.COMPLETED}
    return {chain: _judge_chain(chain, expectation, anchors, now) for chain in chains}


def _judge_chain(
    chain: tuple[bytes, ...], expectation: Expectation, anchors: TrustAnchors, now: datetime
) -> _Judged:
    findings = check_chain(chain, anchors, now)
    not_run = () if _can_recognise(expectation.leaf) else (Check.LEAF,)
    try:
        leaf = parse_leaf(chain[0]) if chain else None
    except UnreadableCertificateError:
        leaf = None
    match = _match(chain, leaf, expectation)
    if leaf is None:
        return _Judged(None, match, findings, (Check.NAME, Check.DATES, *not_run))
    findings += (*_name_faults(leaf, expectation.domain), *date_faults(leaf, now))
    if match is Match.OTHER:
        other = f"serves {leaf.sha256[:16]}… for {', '.join(leaf.names[:3]) or 'no name'}"
        findings += (Fault(FaultClass.WRONG_LEAF, other),)
    end = path_end(chain, anchors, now)
    return _Judged(leaf, match, in_browser_order(findings), not_run, end)


def _name_faults(leaf: Leaf, domain: Domain) -> tuple[Fault, ...]:
    if covers_any(leaf.names, domain):
        return ()
    return (Fault(FaultClass.NAME_MISMATCH, explain_mismatch(leaf.names, domain)),)


def _can_recognise(identity: LeafIdentity | None) -> bool:
    return identity is not None and (identity.sha256 is not None or bool(identity.sha1))


def _match(chain: tuple[bytes, ...], leaf: Leaf | None, expectation: Expectation) -> Match | None:
    """Where nothing stood before, a leaf for other names is the edge's default certificate:
    the binding has not arrived yet, and no other hand is at work.
    """
    if not chain or expectation.leaf is None or not _can_recognise(expectation.leaf):
        return None
    if _is_served(expectation.leaf, chain[0], leaf):
        return Match.NEW
    before = expectation.previous
    if before is not None:
        return Match.OLD if _is_served(before, chain[0], leaf) else Match.OTHER
    is_for_others = leaf is not None and not covers_any(leaf.names, expectation.domain)
    return Match.OLD if is_for_others else Match.OTHER


def _is_served(identity: LeafIdentity, der: bytes, leaf: Leaf | None) -> bool:
    """By fingerprints, which even unreadable bytes have."""
    sha1 = Sha1(hashlib.sha1(der, usedforsecurity=False).hexdigest())
    sha256 = Sha256(hashlib.sha256(der).hexdigest())
    serial = identity.serial if leaf is None else leaf.serial
    return identity.is_leaf(sha256=sha256, sha1=sha1, serial=serial)


def _at_address(
    seen: AddressObservation, judged: dict[tuple[bytes, ...], _Judged]
) -> AddressVerdict:
    kind = FaultClass.of_attempt(seen.attempt)
    if kind is not None:
        after = (Check.CHAIN, Check.NAME, Check.DATES, Check.LEAF)
        return AddressVerdict(seen.address, None, None, (Fault(kind, seen.detail),), after)
    one = judged[seen.chain]
    return AddressVerdict(
        seen.address, one.leaf, one.match, one.findings, one.not_run, one.path_end
    )


def _outcome(addresses: tuple[AddressVerdict, ...], *, asks_for_leaf: bool) -> Outcome:
    if not asks_for_leaf:
        return _soundness(addresses)
    matches = {one.match for one in addresses}
    if Match.OTHER in matches:
        return Outcome.OTHER
    if any(one.match is Match.NEW and not one.is_sound for one in addresses):
        return Outcome.BROKEN
    if Match.NEW in matches:
        return Outcome.ALL_NEW if matches == {Match.NEW} else Outcome.PARTLY
    return Outcome.OLD if Match.OLD in matches else Outcome.UNREACHABLE


def _soundness(addresses: tuple[AddressVerdict, ...]) -> Outcome:
    """Sound only when every address was looked at; broken when one shows a fault of its own."""
    if any(not fault.kind.could_not_look for one in addresses for fault in one.findings):
        return Outcome.BROKEN
    looked_at_all = bool(addresses) and all(one.is_sound for one in addresses)
    return Outcome.SOUND if looked_at_all else Outcome.UNREACHABLE
