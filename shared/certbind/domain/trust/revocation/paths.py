"""Which certificates of a chain's trusted paths are asked for, and which paths are left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.observation import FetchedCrl
from certbind.domain.trust.paths.extensions import shown
from certbind.domain.trust.revocation.crl import Said, Standing, read_crl
from certbind.domain.trust.revocation.points import Points, points_of
from certbind.values import dataclass

MOST_ASKED = 8
"""Certificates of one chain, the leaf among them."""

Path = tuple[x509.Certificate, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a certificate is revoked, by the list that its issuer signs."""

    certificate: x509.Certificate
    issuer: x509.Certificate
    points: Points

    def answered_by(self, der: bytes, at: datetime) -> Said:
        """What this list says of it."""
        return read_crl(der, self.certificate, self.issuer, self.points.names, at)


@dataclass(frozen=True, slots=True)
class Answer:
    """Of one certificate of a path; name: its common name, sha256: of its DER."""

    name: str
    sha256: str
    said: Said
    url: str = ""

    def to_json(self) -> dict[str, object]:
        """For records and `--json` output."""
        return {
            "name": self.name,
            "sha256": self.sha256,
            "standing": self.said.standing.value,
            "detail": self.said.detail,
            "crl": self.url,
        }


def questions_of(paths: Iterable[Path]) -> tuple[Question, ...]:
    """Each certificate below an anchor once, the leaf first; no more than MOST_ASKED. An anchor
    is trusted for itself, and no list of its own could say otherwise.

    Only lists that certificates below a trusted root name are ever fetched: whoever serves a
    chain of his own making has no say in where a request goes.
    """
    found: dict[tuple[bytes, bytes], Question] = {}
    for path in paths:
        for certificate, issuer in pairwise(path):
            key = _key(certificate, issuer)
            if key not in found:
                found[key] = Question(certificate, issuer, points_of(certificate))
    return tuple(found.values())[:MOST_ASKED]


def apart(
    paths: Sequence[Path], crls: Iterable[FetchedCrl], at: datetime
) -> tuple[tuple[Path, ...], tuple[Answer, ...]]:
    """The paths on which nothing is revoked, and what is known of each certificate. A revoked one
    ends its own paths: an intermediate may be signed by another root as well.
    """
    lists = {one.url: one for one in crls}
    answers = {
        _key(one.certificate, one.issuer): _answer(one, lists, at) for one in questions_of(paths)
    }
    dead = {key for key, one in answers.items() if one.said.standing is Standing.REVOKED}
    alive = tuple(path for path in paths if not dead & {_key(*pair) for pair in pairwise(path)})
    return alive, tuple(answers.values())


def revoked_fault(answers: Sequence[Answer]) -> Fault:
    """Of answers of which one is that a certificate is revoked; the leaf's is the first."""
    leaf = answers[0]
    if leaf.said.standing is Standing.REVOKED:
        return Fault(FaultClass.REVOKED, leaf.said.detail)
    one = next(one for one in answers if one.said.standing is Standing.REVOKED)
    return Fault(FaultClass.REVOKED, f"{one.name}, which it stands on, is {one.said.detail}")


def unknown_faults(answers: Iterable[Answer]) -> tuple[Fault, ...]:
    """What could not be learned, to be told beside a verdict."""
    return tuple(
        Fault(FaultClass.REVOCATION_UNKNOWN, f"{one.name}: {one.said.detail}")
        for one in answers
        if one.said.standing is Standing.UNKNOWN
    )


def _answer(question: Question, lists: Mapping[str, FetchedCrl], at: datetime) -> Answer:
    said, url = Said(Standing.UNKNOWN, "its CRL was not asked for"), ""
    points = question.points
    if points.odd:
        said = Said(Standing.UNKNOWN, points.odd)
    elif not points.urls:
        said = Said(Standing.UNNEEDED)
    for one in (lists[url] for url in points.urls if url in lists):
        url = one.url
        known = not one.problem
        said = question.answered_by(one.der, at) if known else Said(Standing.UNKNOWN, one.problem)
        if said.standing is not Standing.UNKNOWN:
            break
    sha256 = question.certificate.fingerprint(hashes.SHA256()).hex()
    return Answer(shown(question.certificate), sha256, said, url)


def _key(certificate: x509.Certificate, issuer: x509.Certificate) -> tuple[bytes, bytes]:
    return (
        certificate.fingerprint(hashes.SHA256()),
        issuer.fingerprint(hashes.SHA256()),
    )
