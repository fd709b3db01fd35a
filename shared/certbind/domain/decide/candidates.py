"""Why each certificate that covers a domain, or nearly, is not the one that is bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certbind.domain.decide.case import Case, Health
from certbind.domain.decide.choice import preference
from certbind.domain.decide.decision import Passed
from certbind.domain.decide.words import day, preferred, span
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.situation.assessed import Assessed

if TYPE_CHECKING:
    from certbind.domain.situation.certificates import Certificates

_MISSES = 3


def no_certificate(case: Case) -> Finding:
    """None can be used, of those that were read; the sites that are not read are named."""
    covering = case.certificates.covering(case.domain)
    elsewhere = _not_read(case.certificates)
    if not covering:
        told = f"no certificate in CAS covers {case.domain}{elsewhere}"
        return Finding(Reason.NO_CERTIFICATE, told)
    many = f"{len(covering)} certificates in CAS cover"
    cover = many if len(covering) > 1 else "one in CAS covers"
    told = f"{cover} {case.domain}, but none can be used{elsewhere}"
    return Finding(Reason.NO_CERTIFICATE, told)


def misses(case: Case) -> tuple[Finding, ...]:
    """The best of those that cover the domain and are refused, else wildcards too short."""
    situation = case.situation
    near = case.certificates.covering(case.domain) or case.certificates.nearly_covering(
        case.domain
    )
    ranked = sorted(
        near,
        key=lambda one: preference(one, case.domain, situation.now, situation.policy),
        reverse=True,
    )
    return tuple(
        Finding(finding.reason, f"{one.certificate.id} {finding.detail}")
        for one in ranked[:_MISSES]
        for finding in case.against(one)
    )


def refused_though_better(case: Case, standing: Assessed) -> tuple[Finding, ...]:
    """Why what would last longer than what stands there must not: of each the first reason, the
    list's where that has one, so that nothing depends on who was asked for exactly.
    """
    found = (
        _first_against(case, one, standing) for one in case.certificates.covering(case.domain)
    )
    return tuple(finding for finding in found if finding is not None)


def _first_against(case: Case, one: Assessed, standing: Assessed) -> Finding | None:
    if one.is_same_leaf(standing):
        return None
    listed = case.certificates.listed.of(one.certificate.id)
    told = listed if listed is not None and case.against(listed) else one
    if told.latest_end <= standing.end:
        return None
    if told.latest_end <= standing.latest_end and not standing.is_exact:
        case.exactly(standing.certificate.id)  # a list's day does not tell which ends later
    if told is one and not one.is_exact:
        case.exactly(one.certificate.id)
    against = case.against(told)
    if not against:
        return None
    return Finding(against[0].reason, f"{one.certificate.id}: {against[0].told}")


def passed(case: Case, chosen: CertificateId | None) -> tuple[Passed, ...]:
    """Every one but the chosen and what stands, each with all its reasons."""
    certificates = case.certificates
    near = (*certificates.covering(case.domain), *certificates.nearly_covering(case.domain))
    old = case.standing.one
    return tuple(
        Passed(one.certificate.id, case.against(one) or (_outranked(case, one, chosen),))
        for one in near
        if one.certificate.id != chosen and not (old is not None and one.is_same_leaf(old))
    )


def _outranked(case: Case, one: Assessed, chosen: CertificateId | None) -> Finding:
    """Why a usable one is not taken."""
    pin = case.situation.policy.pinned(case.domain)
    old = case.standing.one
    if pin is not None and pin in (chosen, old.certificate.id if old else None):
        return Finding(Reason.PINNED_ELSEWHERE, f"the policy pins {case.domain} to {pin}")
    if chosen is not None:
        return Finding(Reason.BETTER_BOUND, f"{chosen} is better for {case.domain}")
    if old is None or case.standing.health is not Health.WORKS:
        return Finding(Reason.BETTER_BOUND, "what is bound there is not replaced by it")
    if one.latest_end < old.end:
        return Finding(Reason.ENDS_EARLIER, span(one, old))
    if one.end > old.latest_end:
        return Finding(Reason.BETTER_BOUND, preferred(old, case.domain))
    as_long = f"{old.certificate.id} ends {day(old.end)} too"
    return Finding(Reason.BETTER_BOUND, as_long)


def _not_read(certificates: Certificates) -> str:
    sites = certificates.sites
    if not sites.not_read:
        return ""
    return (
        f"; read was CAS of {', '.join(sites.read)}, not of {', '.join(sites.not_read)} "
        "(CERTBIND_SITE)"
    )
