"""Clauses that several checks say: what stands, how long, and what could not be read."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from certbind.domain.decide.case import Standing
from certbind.domain.model.identity import Domain
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import Binding, BindingSource
from certbind.domain.situation.assessed import Assessed

_CHINA = timezone(timedelta(hours=8))


def day(moment: datetime) -> str:
    """`2027-02-12`, in UTC+8 as CAS's list and its console tell days: so the day that a list told
    and the exact end are said alike.
    """
    return f"{moment.astimezone(_CHINA):%Y-%m-%d}"


def already_bound(one: Assessed) -> Finding:
    """Nothing is to be done: it stands there."""
    until = f"{one.certificate.id} is bound there and ends {day(one.end)}"
    return Finding(Reason.ALREADY_BOUND, until)


def span(new: Assessed, old: Assessed) -> str:
    """`ends 2027-02-01; 5-cn-hangzhou, which is bound there, 2026-12-01`."""
    return f"ends {day(new.end)}; {old.certificate.id}, which is bound there, {day(old.end)}"


def preferred(old: Assessed, domain: Domain) -> str:
    """Why what stands is kept though something ends later."""
    exact = any(name.lower() == domain for name in old.certificate.names)
    which = f"names {domain} itself" if exact else "is preferred by the policy"
    return f"{old.certificate.id} {which} and lasts until {day(old.end)}"


def not_restorable(binding: Binding) -> Finding:
    """Why replacing what stands there would be a step without a way back."""
    shown = f" ({binding.raw_id or binding.name})" if binding.raw_id or binding.name else ""
    if binding.source is BindingSource.CAS:
        what = f"a certificate{shown} that this account's CAS does not show"
    elif binding.source is BindingSource.FREE:
        what = f"CDN's free certificate{shown}"
    else:
        what = f"an uploaded certificate{shown}, whose key cannot be read back,"
    return Finding(Reason.BINDING_NOT_RESTORABLE, f"{what} is bound there")


def why_dead(standing: Standing, domain: Domain) -> str:
    """Why what is attached is replaced whatever its end."""
    if standing.one is None:
        shown = standing.binding.raw_id or standing.binding.name or "what is bound there"
        if standing.is_revoked:
            return f"{shown}, which is in CAS no more, is revoked"
        return f"{shown}, which CAS does not hold, has ended or names other domains"
    old = standing.one
    return f"{old.certificate.id}, which is bound there, {_fault(old, domain)}"


def _fault(old: Assessed, domain: Domain) -> str:
    """The first thing that is wrong with a certificate that is bound."""
    against = {one.reason: one for one in (*old.against_name(domain), *old.against)}
    if Reason.EXPIRED in against:
        return f"ended {day(old.certificate.not_after)}"
    if Reason.REVOKED in against:
        return "is revoked"
    return f"does not serve {domain} as it should"
