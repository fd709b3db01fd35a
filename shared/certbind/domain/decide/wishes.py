"""A person's wish, which goes before what the loop would want by itself."""

from __future__ import annotations

from certbind.domain.decide.case import Case, Health
from certbind.domain.decide.decision import Bind, Tone, Want
from certbind.domain.decide.words import already_bound
from certbind.domain.lifecycle.facts import OtherHand, PlaceMoved
from certbind.domain.lifecycle.state import Purpose
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.policy import ExpiryStage, expiry_stage
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import UNBOUND, Binding, BindingSource
from certbind.domain.situation.assessed import Assessed
from certbind.domain.situation.situation import Wish, WishKind

_IMPOSSIBLE = frozenset(
    {
        Reason.NOT_ISSUED,
        Reason.NAME_MISMATCH,
        Reason.WILDCARD_TOO_DEEP,
        Reason.SM2_UNSUPPORTED,
        Reason.NO_PRIVATE_KEY,
    }
)
"""What no force mends: the API would refuse, or no visitor could be served."""


def wished(case: Case) -> Want | None:
    """What the person asked for, or why it is not done; None where nobody asked for more than
    what the loop wants anyway.
    """
    wish = case.situation.wish
    if wish is None:
        return None
    if case.state.has_carried(wish.id):
        return Want(None, Reason.WISHED.value, f"{wish.id} is answered already")
    if wish.kind is WishKind.BIND:
        return _named(case, wish)
    return _back(case, wish) if wish.kind is WishKind.BACK else None


def _named(case: Case, wish: Wish) -> Want:
    if wish.certificate is None:
        raise TypeError("a wish to bind names a certificate")
    one = case.exactly(wish.certificate)
    if one is None:
        return _refused(_not_in_cas(wish.certificate))
    if _stands(case, one):
        return _kept(already_bound(one))
    against = _against(case, one)
    if against:
        return _refused(*against)
    return _bind(case, one, Purpose.WISH, "a person asked for it")


def _back(case: Case, wish: Wish) -> Want:
    if wish.only_ours and isinstance(case.absorbed, OtherHand | PlaceMoved):
        return _refused(_another_hand(case))
    if _is_rolled_back(case, wish):
        stands = case.standing.binding.raw_id or "it"
        again = (
            f"the last change was a rollback, to {stands}; once more would bring back what was "
            "rolled away. Name the certificate to go elsewhere (--to)"
        )
        return _kept(Finding(Reason.ALREADY_ROLLED_BACK, again))
    before = _binding_before(case, wish)
    if before.is_empty:
        return _refused(Finding(Reason.NOTHING_TO_RESTORE))
    if before.certificate_id is None:
        gone = f"{before.raw_id or before.name or 'the one before'} was uploaded or is CDN's own, "
        gone += "so it cannot be bound again by id; name another with --to"
        return _refused(Finding(Reason.BINDING_NOT_RESTORABLE, gone))
    return _restore(case, wish, before.certificate_id)


def _restore(case: Case, wish: Wish, before: CertificateId) -> Want:
    one = case.exactly(before)
    if one is None:
        if wish.certificate is not None:
            return _refused(_not_in_cas(before))
        gone = f"{before}, which stood there before, is in CAS no more; name another with --to"
        return _refused(Finding(Reason.PREDECESSOR_DELETED, gone))
    if _stands(case, one):
        return _kept(already_bound(one))
    against = _against(case, one) or _in_its_last_hours(case, one)
    is_named = wish.certificate is not None
    why = f"{before} stood there before"
    if is_named:
        is_backup = before == case.situation.policy.backup(case.domain)
        why = f"{before}{', the backup,' if is_backup else ''} was asked for"
    if not against:
        return _bind(case, one, Purpose.BACK, why)
    if not wish.force or any(finding.reason in _IMPOSSIBLE for finding in against):
        return _refused(*against)
    worse = ", ".join(finding.reason.value for finding in against)
    return _bind(case, one, Purpose.BACK, f"{why}; forced in spite of {worse}")


def _is_rolled_back(case: Case, wish: Wish) -> bool:
    ours = case.state.ours
    is_back = ours is not None and ours.purpose in (Purpose.BACK, Purpose.RETURN)
    return is_back and wish.certificate is None and not wish.only_ours


def _binding_before(case: Case, wish: Wish) -> Binding:
    if wish.certificate is not None:
        return Binding(BindingSource.CAS, wish.certificate, str(wish.certificate))
    before = wish.back_to or case.state.way_back
    return UNBOUND if before is None else before.binding


def _against(case: Case, one: Assessed) -> tuple[Finding, ...]:
    """A person named it, so only the edge has to show its chain; and who names what visitors were
    refused here knows better.
    """
    is_named = case.situation.wish is not None and case.situation.wish.certificate is not None
    allowed = {Reason.CHAIN_NOT_SEEN, *([Reason.REFUSED_HERE] if is_named else [])}
    return tuple(finding for finding in case.against(one) if finding.reason not in allowed)


def _in_its_last_hours(case: Case, one: Assessed) -> tuple[Finding, ...]:
    """What stood before mostly ends earlier, but a working certificate is not given up for one
    that ends within hours.
    """
    stage = expiry_stage(one.certificate.not_before, one.end, case.situation.now)
    old = case.standing.one
    if stage is not ExpiryStage.EMERGENCY or old is None or old.end <= one.end:
        return ()
    if case.standing.health is not Health.WORKS:
        return ()
    ends = f"{one.certificate.id} ends {one.end:%Y-%m-%d %H:%M} UTC, in its last hours"
    return (Finding(Reason.ENDS_EARLIER, ends),)


def _another_hand(case: Case) -> Finding:
    """Of many domains, those that somebody has changed since are not what is to be undone."""
    stands = case.standing.binding.raw_id or "no certificate"
    detail = f"another hand put {stands} there since; name the domain (--domain) to replace that"
    return Finding(Reason.FOREIGN_CHANGE, detail)


def _not_in_cas(certificate: CertificateId) -> Finding:
    return Finding(Reason.NOT_FOUND, f"CAS has no certificate {certificate}")


def _stands(case: Case, one: Assessed) -> bool:
    return case.standing.one is not None and case.standing.one.is_same_leaf(one)


def _bind(case: Case, one: Assessed, purpose: Purpose, why: str) -> Want:
    before, why = case.exact_standing().known, case.with_what_it_costs(why)
    bind = Bind(one.certificate, one.as_bound(), before, purpose, why)
    return Want(bind, Reason.WISHED.value, why, candidate=one)


def _kept(finding: Finding) -> Want:
    return Want(None, finding.reason.value, finding.detail)


def _refused(*findings: Finding) -> Want:
    first, *more = findings
    return Want(None, first.reason.value, first.told, Tone.PERSON, also=tuple(more))
