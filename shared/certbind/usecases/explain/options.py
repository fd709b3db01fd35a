"""Which certificates of CAS could serve a domain, and for each other one why not.

What the decision has said of a certificate is repeated; of others, what is known of each alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from certbind.domain.decide.decision import Decision
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import Domain
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.situation.assessed import Assessed
from certbind.domain.situation.certificates import Certificates
from certbind.domain.situation.reading import Known, Unread
from certbind.domain.situation.situation import Situation
from certbind.usecases.explain.explanation import Cause, Fit, Option, Options

MOST_SHOWN = 8
APEX = "explain.miss.apex"
_NAMES = frozenset({Reason.NAME_MISMATCH, Reason.WILDCARD_TOO_DEEP})


def options_of(situation: Situation, decision: Decision) -> Options:
    """What stands, then what is chosen, then the nearest misses; the rest is counted."""
    found = situation.certificates
    if not isinstance(found, Known):
        code, told = (found.code, found.detail) if isinstance(found, Unread) else ("unread", "")
        return Options(unread=Cause(code, told))
    certificates = found.value
    options = sorted(_options(situation, decision, certificates), key=_order)
    listed = {str(one.id) for one in certificates.listed.certificates()}
    rest = Counter(_first(one) for one in options[MOST_SHOWN:])
    rest[Reason.NAME_MISMATCH.value] += len(listed - {one.id for one in options})
    return Options(
        tuple(options[:MOST_SHOWN]),
        tuple((code, number) for code, number in rest.most_common() if number),
        sites_not_read=certificates.sites.not_read,
    )


def _options(
    situation: Situation, decision: Decision, certificates: Certificates
) -> Iterator[Option]:
    """Each certificate once: those that share the domain's parent, and all that was decided on."""
    domain, said = situation.domain, {one.certificate: one.against for one in decision.passed}
    chosen = decision.bind or decision.would
    bound = situation.standing.value if isinstance(situation.standing, Known) else None
    stands = None if bound is None else certificates.identify(bound)
    listed = certificates.listed.certificates()
    ids = {one.id for one in listed if _is_akin(one, domain)} | set(said)
    ids |= {one.certificate.id for one in certificates.covering(domain)}
    ids |= {chosen.certificate.id} if chosen is not None else set()
    ids |= {stands} if stands is not None else set()
    for id_ in sorted(ids):
        held = certificates.best_known(id_)
        if held is None:
            continue
        if id_ == stands:
            yield _option(held, domain, Fit.STANDS, (*held.against_name(domain), *held.against))
        elif chosen is not None and id_ == chosen.certificate.id:
            yield _option(held, domain, Fit.CHOSEN, ())
        else:
            against = said.get(id_) or (*held.against_name(domain), *held.against)
            yield _option(held, domain, Fit.UNFIT if against else Fit.FITS, against)


def _option(held: Assessed, domain: Domain, fit: Fit, against: Iterable[Finding]) -> Option:
    one = held.certificate
    causes = tuple(_cause(finding, one, domain) for finding in against)
    missed = {Reason(cause.code) for cause in causes} & _NAMES
    is_near = not missed or Reason.WILDCARD_TOO_DEEP in missed or _has_apex(one, domain)
    ends_is_day = not one.dates_are_exact
    return Option(str(one.id), one.name, one.names, held.end, ends_is_day, fit, causes, is_near)


def _cause(finding: Finding, one: Certificate, domain: Domain) -> Cause:
    is_apex = finding.reason is Reason.NAME_MISMATCH and _has_apex(one, domain)
    return Cause(finding.reason.value, finding.detail, APEX if is_apex else "")


def _has_apex(one: Certificate, domain: Domain) -> bool:
    return f"*.{domain}" in {name.lower() for name in one.names}


def _is_akin(one: Certificate, domain: Domain) -> bool:
    """One of its names is at or below the domain or its parent, or the wildcard above that."""
    parent = domain.removeprefix(".").partition(".")[2]
    roots = {domain.removeprefix("."), *([parent] if "." in parent else [])}
    above = {f"*.{parent.partition('.')[2]}"} if "." in parent else set()
    return any(
        name.lower() in roots | above or name.lower().partition(".")[2] in roots
        for name in one.names
    )


_FITS = (Fit.STANDS, Fit.CHOSEN, Fit.FITS, Fit.UNFIT)


def _order(one: Option) -> tuple[int, bool, bool, int, float, str]:
    """Of what is unfit: names that cover before those that miss by a label, before others; the
    fewer reasons, the nearer; what ends last first.
    """
    misses = any(Reason(cause.code) in _NAMES for cause in one.against)
    return (
        _FITS.index(one.fit), not one.is_near, misses, len(one.against),
        -one.ends.timestamp(), one.id,
    )  # fmt: skip


def _first(one: Option) -> str:
    return one.against[0].code if one.against else one.fit.value
