"""What a probe's observation means: every fault at every address, one headline, one outcome."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import Domain, Sha1, Sha256
from certbind.domain.trust.chain import (
    JudgedChain,
    Leaf,
    TrustAnchors,
    UnreadableCertificateError,
    date_faults,
    judge_chain,
    parse_leaf,
)
from certbind.domain.trust.faults import (
    Fault,
    FaultClass,
    first_for_browsers,
    in_browser_order,
)
from certbind.domain.trust.known_chains import Asked, KnownChains, ServedChain
from certbind.domain.trust.leaf import load_certificate
from certbind.domain.trust.names import covers_host, explain_mismatch
from certbind.domain.trust.observation import (
    AddressObservation,
    Attempt,
    Family,
    FetchedCrl,
    Observation,
    Resolution,
)
from certbind.domain.trust.paths.advice import chain_advice
from certbind.domain.trust.stores.judgement import REFUSALS, store_warnings
from certbind.domain.trust.stores.leaf_warnings import leaf_warnings
from certbind.domain.trust.stores.provider import provider_note
from certbind.domain.trust.verdict_values import (
    AddressVerdict,
    Check,
    Match,
    Outcome,
    ServedLeaf,
    Sight,
    Verdict,
)
from certbind.values import dataclass

if TYPE_CHECKING:  # see domain/trust/chain.py
    from certbind.domain.trust.revocation.paths import Answer

__all__ = [
    "AddressVerdict",
    "Check",
    "Expectation",
    "Fault",
    "FaultClass",
    "Match",
    "Outcome",
    "ServedLeaf",
    "Sight",
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
    observation: Observation,
    expectation: Expectation,
    anchors: TrustAnchors,
    now: datetime,
    known: KnownChains | None = None,
) -> Verdict:
    """Every finding of an observation; it never raises, whatever was served.

    known: where chains that were judged before are kept, for whoever looks at many domains.
    """
    failed = _failed_lookup(observation)
    tried, far = observation.addresses, observation.elsewhere
    judging = _Judging(observation.crls, expectation, anchors, now, known, {})
    addresses = () if failed else _each(tried, judging, tried)
    beside = _each(observation.beside, judging, tried)
    missing = _half_a_lookup(observation) if observation.unanswered and not failed else ()
    lookup = failed or missing
    outcome = _outcome(addresses, expectation)
    if outcome is Outcome.ALL_NEW and _is_behind(beside, expectation):
        outcome = Outcome.PARTLY
    return Verdict(
        expectation.domain,
        now,
        anchors.identity,
        _without_the_missing(outcome) if missing else outcome,
        _headline(lookup, addresses),
        addresses,
        lookup,
        _AFTER_RESOLVING if failed else (),
        observation.unanswered if missing else (),
        beside,
        observation.views,
        _each(far, judging, (*tried, *far)),
    )


_AFTER_RESOLVING = tuple(check for check in Check if check is not Check.RESOLVE)
"""The checks that say nothing where no address was found."""


def _is_behind(beside: tuple[AddressVerdict, ...], expectation: Expectation) -> bool:
    """Whether a client of the other kind of key gets the certificate that was replaced; an edge's
    own default certificate is no such.
    """
    return expectation.previous is not None and any(one.match is Match.OLD for one in beside)


def _failed_lookup(observation: Observation) -> tuple[Fault, ...]:
    if observation.resolution is Resolution.RESOLVED and observation.addresses:
        return ()
    name = observation.server_name
    if observation.resolution is Resolution.TEMPORARY:
        return (Fault(FaultClass.DNS_TEMPORARY, f"the look-up of {name} failed"),)
    return (Fault(FaultClass.DNS_NXDOMAIN, f"{name} has no address"),)


def _half_a_lookup(observation: Observation) -> tuple[Fault, ...]:
    """One kind of address was found; the other may be there too, and nobody knows."""
    return tuple(
        Fault(
            FaultClass.DNS_TEMPORARY,
            f"the look-up of {observation.server_name} failed for {_FAMILIES[family]}",
        )
        for family in observation.unanswered
    )


_FAMILIES = {Family.IPV4: "IPv4 addresses (A)", Family.IPV6: "IPv6 addresses (AAAA)"}


def _headline(lookup: tuple[Fault, ...], addresses: tuple[AddressVerdict, ...]) -> Fault | None:
    """A browser elsewhere is not bound by what this machine cannot reach."""
    if not lookup and not [one for one in addresses if one.findings]:
        return None
    told = [one for one in addresses if one.sight is not Sight.OUT_OF_REACH] or addresses
    return first_for_browsers((*lookup, *(one.findings[0] for one in told if one.findings)))


_Judged = tuple[ServedChain, "Match | None", tuple[Fault, ...], tuple[Check, ...]]
"""What one domain's visitors get of a chain: match, findings, and the checks that were not run."""


class _Judging(NamedTuple):
    """Of one observation. judged: many addresses serve the same chain, and it is judged once."""

    crls: tuple[FetchedCrl, ...] | None
    expectation: Expectation
    anchors: TrustAnchors
    now: datetime
    known: KnownChains | None
    judged: dict[tuple[tuple[bytes, ...], str, int], _Judged]


def _each(
    addresses: tuple[AddressObservation, ...],
    judging: _Judging,
    tried: tuple[AddressObservation, ...],
) -> tuple[AddressVerdict, ...]:
    """tried: those that tell whether this machine has a way to any of their kind."""
    return tuple([_at_address(one, judging, tried) for one in addresses]) if addresses else ()


def _at_address(
    seen: AddressObservation, judging: _Judging, tried: tuple[AddressObservation, ...]
) -> AddressVerdict:
    ended = None if seen.attempt is Attempt.COMPLETED else _ended(seen, tried)
    if ended is not None and not seen.chain:
        return AddressVerdict(seen.address, None, None, (ended,), _AFTER_HANDSHAKE)
    served, match, findings, not_run = _of_chain(seen, judging)
    return AddressVerdict(
        seen.address,
        served.leaf,
        match,
        findings if ended is None else in_browser_order((*findings, ended)),
        not_run,
        served.judged.end,
        served.advice,
        served.judged.stores,
        served.warnings,
        served.judged.revocation,
    )


def _of_chain(seen: AddressObservation, judging: _Judging) -> _Judged:
    crls, expectation, anchors, now, known, judged = judging
    key = seen.chain, seen.cipher, seen.scheme
    found = judged.get(key)
    if found is None:
        asked = Asked(*key, crls, anchors)
        served = known.get(asked, now) if known is not None else None
        if served is None:
            served = _judge_chain(asked, now)
            if known is not None:
                known.keep(asked, now, served)
        found = judged[key] = _for_domain(seen.chain, served, expectation)
    return found


_AFTER_HANDSHAKE = (Check.CHAIN, Check.NAME, Check.DATES, Check.LEAF)


def _ended(seen: AddressObservation, tried: tuple[AddressObservation, ...]) -> Fault:
    """Of the kinds of addresses of which this machine has a way to none, such as IPv6 where it has
    none, it is no fault. One that has no route while its like are reached is that address's.
    """
    kind = FaultClass(seen.attempt.value)
    if kind is FaultClass.NO_ROUTE:
        family = Family.of(seen.address)
        attempts = {one.attempt for one in tried if Family.of(one.address) is family}
        if attempts != {Attempt.NO_ROUTE}:
            kind = FaultClass.UNREACHABLE
    return Fault(kind, seen.detail)


def _judge_chain(asked: Asked, now: datetime) -> ServedChain:
    """All but what depends on the domain."""
    chain = asked.chain
    of_chain = judge_chain(chain, asked.anchors, now, asked.handshake, asked.crls)
    try:
        leaf = parse_leaf(chain[0]) if chain else None
    except UnreadableCertificateError:
        leaf = None
    if leaf is None:
        return ServedChain(None, of_chain, of_chain.faults)
    return ServedChain(
        leaf,
        of_chain,
        in_browser_order((*of_chain.faults, *date_faults(leaf, now))),
        chain_advice(chain),
        _warnings(chain[0], leaf, of_chain),
    )


def _for_domain(
    chain: tuple[bytes, ...], served: ServedChain, expectation: Expectation
) -> _Judged:
    leaf, findings = served.leaf, served.findings
    is_asked = _can_recognise(expectation.leaf)
    not_run = () if is_asked else (Check.LEAF,)
    match = _match(chain, leaf, expectation) if is_asked else None
    if leaf is None:
        return served, match, findings, (Check.NAME, Check.DATES, *not_run)
    own = _name_faults(leaf, expectation.domain)
    if match is Match.OTHER:
        other = f"serves {leaf.sha256[:16]}… for {', '.join(leaf.names[:3]) or 'no name'}"
        own += (Fault(FaultClass.WRONG_LEAF, other),)
    return served, match, in_browser_order((*findings, *own)) if own else findings, not_run


def _warnings(der: bytes, leaf: Leaf, judged: JudgedChain) -> tuple[Fault, ...]:
    """Of a chain that none but a store refuses; another fault is more urgent to tell."""
    if any(fault.kind not in REFUSALS for fault in judged.faults):
        return ()
    certificate = load_certificate(der)
    return (
        *store_warnings(certificate, judged.stores),
        *leaf_warnings(certificate, is_public=bool(judged.stores)),
        *provider_note(leaf.names, judged.stores),
        *_unknown(judged.revocation),
    )


def _unknown(revocation: tuple[Answer, ...]) -> tuple[Fault, ...]:
    if not revocation:
        return ()
    from certbind.domain.trust.revocation.paths import unknown_faults  # noqa: PLC0415

    return unknown_faults(revocation)


def _name_faults(leaf: Leaf, domain: Domain) -> tuple[Fault, ...]:
    if covers_host(leaf.names, leaf.addresses, domain):
        return ()
    return (Fault(FaultClass.NAME_MISMATCH, explain_mismatch(leaf.names, domain)),)


def _can_recognise(identity: LeafIdentity | None) -> bool:
    return identity is not None and (identity.sha256 is not None or bool(identity.sha1))


def _match(chain: tuple[bytes, ...], leaf: Leaf | None, expectation: Expectation) -> Match | None:
    """Where nothing stood before, a leaf for other names is the edge's default certificate:
    the binding has not arrived yet, and no other hand is at work.
    """
    if not chain or expectation.leaf is None:
        return None
    if _is_served(expectation.leaf, chain[0], leaf):
        return Match.NEW
    before = expectation.previous
    if before is not None:
        return Match.OLD if _is_served(before, chain[0], leaf) else Match.OTHER
    is_for_others = leaf is not None and bool(_name_faults(leaf, expectation.domain))
    return Match.OLD if is_for_others else Match.OTHER


def _is_served(identity: LeafIdentity, der: bytes, leaf: Leaf | None) -> bool:
    """By fingerprints, which even unreadable bytes have."""
    sha1 = Sha1(hashlib.sha1(der, usedforsecurity=False).hexdigest())
    sha256 = Sha256(hashlib.sha256(der).hexdigest())
    serial = identity.serial if leaf is None else leaf.serial
    return identity.is_leaf(sha256=sha256, sha1=sha1, serial=serial)


def _outcome(addresses: tuple[AddressVerdict, ...], expectation: Expectation) -> Outcome:
    asks_for_leaf = _can_recognise(expectation.leaf)
    amiss = [one for one in addresses if one.findings or one.served is None]
    if addresses and not amiss and not asks_for_leaf:
        return Outcome.SOUND  # as nearly everywhere in a sweep
    sights = [one.sight for one in addresses]
    known = [
        one
        for one, sight in zip(addresses, sights, strict=True)
        if sight is Sight.SEEN or sight is Sight.WRONG
    ]
    if not known:
        return Outcome.UNREACHABLE
    found = _match_outcome(known) if asks_for_leaf else _soundness(known)
    return _without_the_missing(found) if Sight.NOT_SEEN in sights else found


def _match_outcome(known: list[AddressVerdict]) -> Outcome:
    """An address that answered without a certificate serves the expected one no more than the
    old one: at a first bind that is how an edge looks that has nothing yet.
    """
    matches = {one.match for one in known}
    if Match.OTHER in matches:
        return Outcome.OTHER
    if any(one.match is Match.NEW and not one.is_sound for one in known):
        return Outcome.BROKEN
    if Match.NEW in matches:
        return Outcome.ALL_NEW if matches == {Match.NEW} else Outcome.PARTLY
    return Outcome.OLD


def _soundness(known: list[AddressVerdict]) -> Outcome:
    return Outcome.SOUND if all(one.is_sound for one in known) else Outcome.BROKEN


def _without_the_missing(outcome: Outcome) -> Outcome:
    """What is good of all that was seen is not good of all; what is bad stays so."""
    return Outcome.NOT_ALL_SEEN if outcome in {Outcome.ALL_NEW, Outcome.SOUND} else outcome
