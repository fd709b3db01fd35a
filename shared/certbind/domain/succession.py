"""Whether a usable certificate may take the place of what stands at a target."""

from __future__ import annotations

from datetime import datetime

from certbind.domain.assessment import Current, Standing
from certbind.domain.decide.choice import choose
from certbind.domain.decide.eligibility import latest_end
from certbind.domain.decision import Bind, Cannot, Decision, Keep
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import Domain
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import BindingSource, BoundTarget

_DAY = "%Y-%m-%d"


def succeed(
    bound: BoundTarget, new: Certificate, current: Current, now: datetime, policy: Policy
) -> Decision:
    """Bind `new`, which covers the domain and is usable, unless what stands there is as good.

    Never a certificate that ends earlier than the working one; what cannot be bound again by id
    is replaced only if the policy allows that.
    """
    target, standing = bound.target, current.standing
    if standing is Standing.UNKNOWN and not policy.allow_unrestorable:
        return Cannot(target, (not_restorable(bound),))
    if current.certificate is None or standing is not Standing.WORKS:
        return Bind(target, new, bound.binding, _why_replace(current, bound, now))
    if is_same_leaf(current.certificate, new):
        return Keep(target, already_bound(current.certificate), current.certificate)
    return _replace_working(bound, new, current.certificate, now, policy)


def _replace_working(
    bound: BoundTarget, new: Certificate, old: Certificate, now: datetime, policy: Policy
) -> Decision:
    target = bound.target
    if ends_before(new, old):
        return Cannot(target, (Finding(Reason.ENDS_EARLIER, _span(new, old)),))
    pinned = policy.pinned(target.domain) == new.id
    lasts_longer = ends_before(old, new)
    outlasts = lasts_longer or (pinned and new.not_after >= latest_end(old))
    if not outlasts:
        as_long = f"{old.id} ends {old.not_after:{_DAY}} too"
        return Keep(target, Finding(Reason.BETTER_BOUND, as_long), old)
    if choose((old, new), target.domain, now, policy) is old:
        return Keep(target, Finding(Reason.BETTER_BOUND, _preferred(old, target.domain)), old)
    why = f"lasts longer: {_span(new, old)}" if lasts_longer else "it was named for the domain"
    return Bind(target, new, bound.binding, why)


def ends_before(first: Certificate, second: Certificate) -> bool:
    """Whether the first surely ends before the second; days of a list leave it open."""
    return latest_end(first) < second.not_after


def is_same_leaf(first: Certificate, second: Certificate) -> bool:
    """Whether both are one certificate, though CAS may hold it twice under two ids."""
    return first.id == second.id or (first.sha256 is not None and first.sha256 == second.sha256)


def already_bound(certificate: Certificate) -> Finding:
    """Nothing is to be done: it stands there."""
    until = f"{certificate.id} is bound there and ends {certificate.not_after:{_DAY}}"
    return Finding(Reason.ALREADY_BOUND, until)


def not_restorable(bound: BoundTarget) -> Finding:
    """Why replacing what stands there would be a step without a way back."""
    binding = bound.binding
    shown = f" ({binding.raw_id or binding.name})" if binding.raw_id or binding.name else ""
    if binding.source is BindingSource.CAS:
        what = f"a certificate{shown} that this account's CAS does not show"
    elif binding.source is BindingSource.FREE:
        what = f"CDN's free certificate{shown}"
    else:
        what = f"an uploaded certificate{shown}, whose key cannot be read back,"
    return Finding(Reason.BINDING_NOT_RESTORABLE, f"{what} is bound there")


def _why_replace(current: Current, bound: BoundTarget, now: datetime) -> str:
    if current.standing is Standing.EMPTY:
        return "nothing is bound there"
    if current.certificate is None:
        return "the policy allows replacing what CAS does not hold"
    old = current.certificate
    if now > old.not_after:
        return f"{old.id}, which is bound there, ended {old.not_after:{_DAY}}"
    return f"{old.id}, which is bound there, does not serve {bound.target.domain} as it should"


def _span(new: Certificate, old: Certificate) -> str:
    return f"ends {new.not_after:{_DAY}}; {old.id}, which is bound there, {old.not_after:{_DAY}}"


def _preferred(old: Certificate, domain: Domain) -> str:
    exact = any(name.lower() == domain for name in old.names)
    which = f"names {domain} itself" if exact else "is preferred by the policy"
    return f"{old.id} {which} and lasts until {old.not_after:{_DAY}}"
