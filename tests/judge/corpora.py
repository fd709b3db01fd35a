"""The test vectors of others (limbo, BetterTLS), judged as a served chain is."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certbind.domain.trust.chain import (
    TrustAnchors,
    UnreadableCertificateError,
    check_chain,
    crl_questions,
    date_faults,
    parse_leaf,
    parse_pem_chain,
)
from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.names import InvalidNameError, covers_any, parse_reference
from certbind.domain.trust.paths.advice import chain_advice
from certbind.domain.trust.revocation.crl import Standing

_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "corpora"
FOLDER = Path(os.environ.get("CERTBIND_CORPORA") or _BESIDE)
"""Nothing that can be installed brings them: who has none skips what needs them."""

ANY_TIME = datetime(2026, 11, 24, 20, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Vector:
    """One case. expected: whether it is to be trusted."""

    name: str
    raw: Mapping[str, Any]

    @property
    def expected(self) -> bool:
        """As its makers say."""
        return bool(self.raw["expected_result"] == "SUCCESS")

    @property
    def not_applicable(self) -> str:
        """Why it asks for something that is not judged here; "" where it does not."""
        if self.raw["validation_kind"] != "SERVER":
            return "it is about a client's certificate"
        if not self.raw["expected_peer_name"]:
            return "it asks for no server name"
        return ""


def vectors(file: str) -> Iterator[Vector]:
    """All of a file of the corpora."""
    with gzip.open(FOLDER / file, "rt", encoding="utf-8") as text:
        for case in json.load(text)["testcases"]:
            yield Vector(case["id"], case)


def is_refused(vector: Vector) -> bool:
    """Whether certbind would not bind it: browsers refuse it, or its leaf is advised against."""
    chain, faults = _faults(vector)
    return bool(faults or chain_advice(chain))


def _faults(vector: Vector) -> tuple[tuple[bytes, ...], tuple[Fault, ...]]:
    case = vector.raw
    at = datetime.fromisoformat(case["validation_time"]) if case["validation_time"] else ANY_TIME
    try:
        anchors = TrustAnchors.from_pem("\n".join(case["trusted_certs"]))
        pems = (case["peer_certificate"], *case["untrusted_intermediates"])
        chain = tuple(der for pem in pems for der in parse_pem_chain(pem))
        leaf = parse_leaf(chain[0])
    except UnreadableCertificateError as error:
        return (), (Fault(FaultClass.INVALID, str(error)),)
    faults = (*check_chain(chain, anchors, at), *date_faults(leaf, at))
    faults = (*faults, *_revoked(case["crls"], chain, anchors, at))
    if not _is_named(vector, leaf.names, leaf.addresses):
        faults = (*faults, Fault(FaultClass.NAME_MISMATCH))
    return chain, faults


def _revoked(
    crls: list[str], chain: tuple[bytes, ...], anchors: TrustAnchors, at: datetime
) -> Iterator[Fault]:
    """By lists that are handed over: no address is asked for."""
    for pem in crls:
        der = x509.load_pem_x509_crl(pem.encode()).public_bytes(Encoding.DER)
        for question in crl_questions(chain, anchors, at):
            if question.answered_by(der, at).standing is Standing.REVOKED:
                yield Fault(FaultClass.REVOKED)


def _is_named(vector: Vector, names: tuple[str, ...], addresses: tuple[str, ...]) -> bool:
    asked = vector.raw["expected_peer_name"]
    if asked["kind"] == "IP":
        return asked["value"] in addresses
    try:
        return covers_any(names, parse_reference(asked["value"]))
    except InvalidNameError:
        return False
