"""Whether a certificate may be bound to a domain now: every reason against it, not the first."""

from __future__ import annotations

from datetime import datetime, timedelta

from certbind.domain.model.certificate import Certificate, CertificateStatus, KeyAlgorithm
from certbind.domain.model.identity import Domain
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.trust.chain import (
    ChainFault,
    Leaf,
    TrustAnchors,
    UnreadableCertificateError,
    check_chain,
    date_faults,
    judge_chain,
    parse_leaf,
)
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.names import covers_any, explain_mismatch, short_wildcard
from certbind.domain.trust.observation import FetchedCrl
from certbind.domain.trust.paths.advice import chain_advice
from certbind.values import dataclass, replace

_A_DAY = timedelta(days=1)

_CHAIN_REASONS = {
    FaultClass.WEAK_KEY: Reason.WEAK_KEY,
    FaultClass.KEY_UNUSABLE: Reason.WEAK_KEY,
    FaultClass.WEAK_SIGNATURE: Reason.WEAK_SIGNATURE,
    FaultClass.LEAF_IS_CA: Reason.LEAF_IS_CA,
    FaultClass.WRONG_PURPOSE: Reason.WRONG_PURPOSE,
    FaultClass.CHAIN_INCOMPLETE: Reason.CHAIN_INCOMPLETE,
    FaultClass.CHAIN_FETCHED: Reason.CHAIN_INCOMPLETE,
    FaultClass.UNTRUSTED_ROOT: Reason.CHAIN_UNTRUSTED,
    FaultClass.SELF_SIGNED: Reason.CHAIN_UNTRUSTED,
    FaultClass.ROOT_REFUSED: Reason.CHAIN_UNTRUSTED,
    FaultClass.ROOT_REFUSED_BY_FIREFOX: Reason.CHAIN_UNTRUSTED,
    FaultClass.CHAIN_EXPIRED: Reason.CHAIN_EXPIRED,
    FaultClass.REVOKED: Reason.REVOKED,
}
"""All other chain faults are CHAIN_INVALID, with the class in the detail."""

_OF_NO_ACCOUNT_WHEN_BOUND = frozenset({Reason.NO_PRIVATE_KEY, Reason.NOT_ISSUED})
"""NOT_ISSUED: a status word that is not documented says nothing against what is served."""


@dataclass(frozen=True, slots=True)
class ReadChain:
    """A chain that was read before binding, judged once.

    leaf: None where it cannot be read. faults: None where no roots are at hand. end: the last
    second at which it is trusted; None: it is not. advice: what no visitor minds, and we do not
    bind.
    """

    leaf: Leaf | None
    faults: tuple[ChainFault, ...] | None
    end: datetime | None = None
    advice: tuple[ChainFault, ...] = ()


def read_chain(
    chain: tuple[bytes, ...],
    anchors: TrustAnchors | None,
    now: datetime,
    crls: tuple[FetchedCrl, ...] | None = None,
) -> ReadChain:
    """chain: DER, leaf first. crls: the CAs' lists of revoked ones, where they were asked for."""
    leaf = _readable_leaf(chain)
    if anchors is None:
        return ReadChain(leaf, None)
    judged = judge_chain(chain, anchors, now, crls=crls)
    return ReadChain(leaf, judged.faults, judged.end, chain_advice(chain))


def names_against(lists: tuple[tuple[str, ...], ...], domain: Domain) -> tuple[Finding, ...]:
    """Every list of names must cover the domain; the first that does not is explained."""
    for names in lists:
        if not covers_any(names, domain):
            return (_mismatch(names, domain),)
    return ()


def _mismatch(names: tuple[str, ...], domain: Domain) -> Finding:
    too_deep = short_wildcard(domain) in {name.lower() for name in names}
    reason = Reason.WILDCARD_TOO_DEEP if too_deep else Reason.NAME_MISMATCH
    return Finding(reason, explain_mismatch(names, domain))


def check_usable(
    certificate: Certificate,
    now: datetime,
    *,
    chain: ReadChain | None,
    anchors: TrustAnchors | None,
    policy: Policy,
) -> tuple[Finding, ...]:
    """All reasons against a certificate that hold for every domain."""
    return (
        *_check_status(certificate),
        *_check_dates(settled(certificate, chain), now),
        *_check_key(certificate),
        *_check_chain(certificate, chain, anchors, policy),
    )


def check_material(
    chain: tuple[bytes, ...], now: datetime, anchors: TrustAnchors
) -> tuple[Finding, ...]:
    """All reasons against a chain that is not in CAS yet, with the words by which it would be
    refused there. chain: DER, leaf first. UnreadableCertificateError.
    """
    leaf = parse_leaf(chain[0])
    dates = (Finding(Reason(one.kind.value), one.detail) for one in date_faults(leaf, now))
    faults = (*check_chain(chain, anchors, now), *chain_advice(chain))
    return (*dates, *map(_chain_finding, faults))


def works_at_all(
    certificate: Certificate,
    now: datetime,
    *,
    chain: ReadChain | None,
    anchors: TrustAnchors | None,
) -> bool:
    """What stands has the benefit of the doubt: dates of a list count at their best, and neither
    an unread chain, nor a key that CAS lacks, nor what no visitor minds says anything against it.
    """
    bound = settled(certificate, chain)
    if not bound.dates_are_exact and bound.not_before <= now < latest_end(bound):
        now = min(max(now, bound.not_before + _A_DAY), bound.not_after)
    seen = chain and replace(chain, advice=())
    findings = check_usable(bound, now, chain=seen, anchors=anchors, policy=Policy())
    return all(finding.reason in _OF_NO_ACCOUNT_WHEN_BOUND for finding in findings)


def settled(certificate: Certificate, chain: ReadChain | None) -> Certificate:
    """With the exact dates of its leaf, where that was read; else as it is."""
    leaf = None if chain is None else chain.leaf
    if leaf is None or not _is_of(certificate, leaf):
        return certificate
    return replace(
        certificate,
        not_before=leaf.not_before,
        not_after=leaf.not_after,
        dates_are_exact=True,
    )


def latest_end(certificate: Certificate) -> datetime:
    """The last moment that `not_after` can mean: a list gives only the day."""
    return certificate.not_after + (timedelta(0) if certificate.dates_are_exact else _A_DAY)


def _check_status(certificate: Certificate) -> tuple[Finding, ...]:
    if certificate.status is CertificateStatus.REVOKED:
        return (Finding(Reason.REVOKED, "CAS says that it is revoked"),)
    if certificate.status is not CertificateStatus.ISSUED:
        return (Finding(Reason.NOT_ISSUED, "CAS does not say that it is issued"),)
    return ()


def _check_dates(certificate: Certificate, now: datetime) -> tuple[Finding, ...]:
    """The last second is valid still; the days that a list gives are read as their worse moment.

    But what a CA issued has begun: it dates a certificate no later than the moment of issuing.
    """
    now = now.replace(microsecond=0)
    begins = certificate.not_before
    if certificate.uploaded and not certificate.dates_are_exact:
        begins += _A_DAY
    if now > certificate.not_after:
        ended = f"ended {certificate.not_after:%Y-%m-%d %H:%M} UTC"
        return (Finding(Reason.EXPIRED, ended),)
    if now < begins:
        return (Finding(Reason.NOT_YET_VALID, f"begins {begins:%Y-%m-%d %H:%M} UTC"),)
    return ()


def _check_key(certificate: Certificate) -> tuple[Finding, ...]:
    findings = []
    if certificate.algorithm is KeyAlgorithm.SM2:
        findings.append(Finding(Reason.SM2_UNSUPPORTED, "its key is SM2"))
    if certificate.has_private_key is False:
        findings.append(Finding(Reason.NO_PRIVATE_KEY, "CAS does not hold its private key"))
    return tuple(findings)


def _check_chain(
    certificate: Certificate,
    chain: ReadChain | None,
    anchors: TrustAnchors | None,
    policy: Policy,
) -> tuple[Finding, ...]:
    if chain is not None and chain.faults is not None:
        return _check_read_chain(certificate, chain.leaf, (*chain.faults, *chain.advice))
    findings = _check_summary(certificate, anchors)
    if policy.require_chain_seen:
        unseen = Finding(Reason.CHAIN_NOT_SEEN, "its chain could not be read before binding")
        return (*findings, unseen)
    return findings


def _check_read_chain(
    certificate: Certificate, leaf: Leaf | None, faults: tuple[ChainFault, ...]
) -> tuple[Finding, ...]:
    if leaf is None:
        return (Finding(Reason.CHAIN_INVALID, "invalid: its chain cannot be read"),)
    findings = [_chain_finding(fault) for fault in faults]
    if not _is_of(certificate, leaf):
        other = f"the chain's leaf is {leaf.sha256[:16]}…, not this certificate"
        findings.insert(0, Finding(Reason.OTHER_LEAF, other))
    return tuple(findings)


def _chain_finding(fault: ChainFault) -> Finding:
    reason = _CHAIN_REASONS.get(fault.kind)
    if reason is None:
        return Finding(Reason.CHAIN_INVALID, str(fault))
    return Finding(reason, fault.detail)


def _is_of(certificate: Certificate, leaf: Leaf) -> bool:
    if certificate.sha256 is not None:
        return certificate.sha256 == leaf.sha256
    return not certificate.sha1 or certificate.sha1 == leaf.sha1


def _check_summary(certificate: Certificate, anchors: TrustAnchors | None) -> tuple[Finding, ...]:
    """CAS's `CertChain` names certificates without holding them, so it can only speak against.

    One link must name a known root as its issuer (not the last: a cross-signed root may follow).
    Where common names are missing, or no roots are at hand, only a leaf alone tells something.
    """
    links = certificate.chain_summary
    if not links or not links[-1].issuer_common_name:
        return ()
    last = links[-1]
    if anchors is not None and any(
        link.issuer_common_name in anchors.common_names for link in links
    ):
        return ()
    if len(links) == 1 and last.common_name != last.issuer_common_name:
        alone = f"only the leaf is there, and its issuer {last.issuer_common_name} is no root"
        return (Finding(Reason.CHAIN_INCOMPLETE, alone),)
    if anchors is None and len(links) > 1:
        return ()
    ends = f"it ends at {last.issuer_common_name}, which is no root that browsers trust"
    return (Finding(Reason.CHAIN_UNTRUSTED, ends),)


def _readable_leaf(chain: tuple[bytes, ...]) -> Leaf | None:
    try:
        return parse_leaf(chain[0])
    except UnreadableCertificateError:
        return None
