"""The certificates of an account: what each serves, what else it could, what took its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import Domain
from certbind.domain.situation.assessed import Assessed
from certbind.domain.situation.certificates import Certificates
from certbind.usecases.overview.report import CertificateKind, CertificateRow, DomainRow

_ByDomain = Mapping[str, tuple[Domain, ...]]


def certificate_rows(
    certificates: Certificates, domains: Iterable[DomainRow]
) -> tuple[CertificateRow, ...]:
    """Every one of CAS's list, and those that are attached and not in it; what ends first comes
    first, of what is unknown last. domains: of the whole account.
    """
    rows = tuple(domains)
    serves = _grouped((one.certificate.id, one.domain) for one in rows if one.certificate)
    could = _grouped(
        (str(held.certificate.id), one.domain)
        for one in rows
        for held in certificates.covering(one.domain)
        if not held.against_name(one.domain)
    )
    listed = certificates.listed.certificates()
    newer = _successors(listed)
    made = [
        _row(held, serves, could, newer.get(str(one.id), ""))
        for one in listed
        if (held := certificates.best_known(one.id)) is not None
    ]
    ids = {one.id for one in made}
    made += [_unlisted(one, serves) for one in _first_of_each(rows) if _id(one) not in ids]
    return tuple(sorted(made, key=_soonest))


def _row(held: Assessed, serves: _ByDomain, could: _ByDomain, newer: str) -> CertificateRow:
    one, id_ = held.certificate, str(held.certificate.id)
    bound = serves.get(id_, ())
    return CertificateRow(
        id_,
        one.name,
        kind_of(one),
        one.names,
        one.issuer,
        one.instance_id,
        one.not_before,
        held.end,
        held.end < one.not_after,
        not one.dates_are_exact,
        bound,
        tuple(name for name in could.get(id_, ()) if name not in bound),
        newer,
        tuple(str(finding) for finding in held.against),
    )


def kind_of(certificate: Certificate) -> CertificateKind:
    """As CAS's lists tell; which test ones there are, only the newer one tells."""
    if certificate.uploaded:
        return CertificateKind.UPLOAD
    return CertificateKind.TEST if certificate.is_test else CertificateKind.ORDER


def _unlisted(row: DomainRow, serves: _ByDomain) -> CertificateRow:
    """One that a product shows and CAS's list does not: uploaded there, free, ended or deleted."""
    attached = row.certificate
    if attached is None:
        raise TypeError("only what is attached is told so")
    bound = serves.get(attached.id, ()) if attached.id else (row.domain,)
    return CertificateRow(
        attached.id,
        attached.name,
        CertificateKind.UNKNOWN,
        ends=attached.ends,
        ends_is_day=attached.ends_is_day,
        serves=bound,
    )


def _first_of_each(rows: Iterable[DomainRow]) -> Iterable[DomainRow]:
    """One row an id; without an id none can be told to be another's."""
    seen: set[str] = set()
    for row in rows:
        if row.certificate is None or (row.certificate.id and row.certificate.id in seen):
            continue
        seen.add(row.certificate.id)
        yield row


def _id(row: DomainRow) -> str:
    return row.certificate.id if row.certificate is not None else ""


def _successors(certificates: tuple[Certificate, ...]) -> dict[str, str]:
    """Id → the id of the one of its line that ends last, where that is another."""
    lines: defaultdict[object, list[Certificate]] = defaultdict(list)
    for one in certificates:
        lines[frozenset(one.names)].append(one)
        if one.instance_id:
            lines[one.instance_id].append(one)
    found: dict[str, str] = {}
    for line in lines.values():
        last = max(line, key=lambda one: (one.not_after, one.id))
        found |= {str(one.id): str(last.id) for one in line if one.not_after < last.not_after}
    return found


def _grouped(pairs: Iterable[tuple[str, Domain]]) -> _ByDomain:
    found: defaultdict[str, list[Domain]] = defaultdict(list)
    for id_, domain in pairs:
        found[id_].append(domain)
    return {id_: tuple(sorted(set(some))) for id_, some in found.items()}


def _soonest(row: CertificateRow) -> tuple[bool, datetime | str, str]:
    return (row.ends is None, row.ends.isoformat() if row.ends else "", row.id)
